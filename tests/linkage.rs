//! The program needs no library of the system but the C library, and no font of the machine.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::process::Command;

#[test]
#[cfg(target_os = "linux")]
fn the_program_links_the_c_library_and_nothing_else() {
    let out = Command::new("ldd").arg(env!("CARGO_BIN_EXE_consentlint")).output().expect("ldd runs");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let name = line.split_whitespace().next().unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default();
        let known = ["linux-vdso", "libgcc_s", "libc.", "libm.", "libpthread", "libdl", "librt", "ld-linux"];
        assert!(known.iter().any(|it| name.starts_with(it)), "it links {line}");
    }
}

#[test]
fn a_static_look_does_not_depend_on_the_fonts_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let look = |name: &str, fonts: bool| {
        let snap = folder.path().join(name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_consentlint"));
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        command.args([
            "check",
            "--format",
            "json",
            "--exit-zero",
            "--show",
            "pass",
            "examples/alipay-2018/as-reported.html",
            "-o",
        ]);
        command.arg(&snap);
        if !fonts {
            // Nowhere to find a font: no configuration, no home, no data folders.
            for name in ["HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "FONTCONFIG_PATH"] {
                command.env(name, folder.path());
            }
            command.env("FONTCONFIG_FILE", "/dev/null");
        }
        assert!(command.status().unwrap().success());
        let run: serde_json::Value = serde_json::from_slice(&std::fs::read(&snap).unwrap()).unwrap();
        run["inputs"].to_string()
    };
    assert_eq!(look("with.json", true), look("without.json", false));
}
