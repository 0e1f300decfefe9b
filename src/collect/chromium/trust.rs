//! Authorities that a browser trusts besides the usual ones.
//!
//! Chromium has no flag for them. On Linux it reads them from a database in the home folder, so the browser gets a home
//! of its own that holds nothing else, and checks names, dates and chains as it always does. Flags that pass over
//! certificate errors by key look at what the server sends, and anybody can send the certificate of an authority along.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program of NSS that writes such a database.
const TOOL: &str = "certutil";
/// Where the browser looks for it in the home folder.
const DATABASE: &str = ".pki/nssdb";
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Why authorities can't be added to those that a browser trusts.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// Not on this system.
    #[error(
        "--ca is for Linux: here Chromium asks the system whom to trust. \
         Add the authority to the system's own, or give --insecure for a server of your own"
    )]
    System,
    /// A program is missing.
    #[error(
        "--ca needs `certutil`, which is not there. \
         Install libnss3-tools (Debian, Ubuntu), nss-tools (Fedora) or nss (Arch)"
    )]
    NoTool,
    /// The file, or the database.
    #[error("--ca {file}: {why}. Give a PEM file of certificates")]
    Refused {
        /// The file as given.
        file: String,
        /// What was said.
        why: String,
    },
}

/// Whether authorities can be added on this machine.
///
/// # Errors
/// [`TrustError`], with what to do.
pub fn can_trust() -> Result<(), TrustError> {
    if !cfg!(target_os = "linux") {
        return Err(TrustError::System);
    }
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let is_there = std::env::split_paths(&paths).any(|folder| folder.join(TOOL).is_file());
    if is_there { Ok(()) } else { Err(TrustError::NoTool) }
}

/// Makes a home folder below a profile, in which the authorities of a PEM file are trusted.
pub(super) fn home(profile: &Path, file: &Path) -> Result<PathBuf, TrustError> {
    can_trust()?;
    let refused = |why: String| TrustError::Refused { file: file.display().to_string(), why };
    let text = std::fs::read_to_string(file).map_err(|error| refused(error.to_string()))?;
    let home = profile.join("home");
    let database = home.join(DATABASE);
    std::fs::create_dir_all(&database).map_err(|error| refused(error.to_string()))?;
    let place = format!("sql:{}", database.display());
    certutil(&["-N", "--empty-password", "-d", &place]).map_err(refused)?;
    for (number, certificate) in (1..).zip(certificates(&text)) {
        let one = home.join("one.pem").display().to_string();
        std::fs::write(&one, certificate).map_err(|error| refused(error.to_string()))?;
        let name = format!("authority {number}");
        certutil(&["-A", "-a", "-t", "C,,", "-n", &name, "-i", &one, "-d", &place])
            .map_err(|why| refused(format!("certificate {number} is not taken: {why}")))?;
    }
    Ok(home)
}

fn certutil(arguments: &[&str]) -> Result<(), String> {
    let done = Command::new(TOOL).args(arguments).stdin(Stdio::null()).output();
    let output = done.map_err(|error| format!("{TOOL} does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned())
}

/// The certificates of a PEM file, each as it stands there.
fn certificates(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(END).filter_map(|part| {
        let begin = part.find(BEGIN)?;
        part.ends_with(END).then(|| &part[begin..])
    })
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, certificates};

    #[test]
    fn each_certificate_is_taken_by_itself() {
        let one = format!("{BEGIN}\nAAAA\n{END}");
        let two = format!("{BEGIN}\nBBBB\n{END}");
        let text = format!("# a root\n{one}\n\n# another\n{two}\n");
        assert_eq!(certificates(&text).collect::<Vec<_>>(), [&one, &two]);
        assert_eq!(certificates("nothing").count() + certificates(BEGIN).count() + certificates(END).count(), 0);
    }
}
