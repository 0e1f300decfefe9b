use sha2::{Digest, Sha256};

/// Identity of a finding across edits and ways of seeing: the rule, the kind of surface, the control's name or id,
/// its folded label, and a counter among equals. No line number, no position.
pub fn fingerprint(rule: &str, surface: &str, control: &str, label: &str, equals: u32) -> String {
    let mut hash = Sha256::new();
    for part in [rule, surface, control, label] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(equals.to_be_bytes());
    hash.finalize().iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}
