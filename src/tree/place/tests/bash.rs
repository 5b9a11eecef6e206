//! Commands that a real bash runs, with a canary that dies where anything in a value is obeyed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use super::*;

/// Folder with programs that do nothing, in which the shell runs. Whatever a program named `canary` or `touch` makes there is the proof.
struct Cage(PathBuf);

impl Cage {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("resolutionflow-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("bin")).unwrap();
        let cage = Self(folder);
        for name in ["ping", "curl", "docker", "systemctl", "uptime"] {
            cage.program(name, "exit 0");
        }
        // Those that run what they are given.
        cage.program("sudo", "while [ \"${1#-}\" != \"$1\" ]; do shift 2; done; exec \"$@\"");
        cage.program("ssh", "while [ \"${1#-}\" != \"$1\" ]; do shift 2; done; shift; exec /bin/bash -c \"$*\"");
        cage.program("canary", "exec /usr/bin/touch canary");
        cage
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.0.join("bin").join(name);
        fs::write(&path, format!("#!/bin/bash\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// True if something in the script was obeyed that should not have been.
    fn dies_of(&self, shell: &[&str], script: &str) -> bool {
        let canary = self.0.join("canary");
        _ = fs::remove_file(&canary);
        let path = format!("{}:/usr/bin:/bin", self.0.join("bin").display());
        let mut run = Process::new(shell[0]);
        run.args(&shell[1..]).arg(script).env_clear().env("PATH", path).env("HOME", &self.0).env("LC_ALL", "C.UTF-8").current_dir(&self.0);
        run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        canary.exists()
    }
}

impl Drop for Cage {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn canary(name: &Path) -> String {
    name.join("bin/canary").display().to_string()
}

#[test]
fn the_cage_sees_what_is_obeyed() {
    let cage = Cage::new("cage");
    for script in ["touch canary", "ssh web01 'x; touch canary'", "sudo -u root canary", "echo \"$(canary)\""] {
        assert!(cage.dies_of(&["bash", "-c"], script), "{script}");
    }
    assert!(!cage.dies_of(&["bash", "-c"], "ping -c 1 'x; touch canary'"));
}

#[test]
fn no_value_in_any_template_runs_anything_in_a_real_bash() {
    let cage = Cage::new("templates");
    let own = canary(&cage.0);
    let plain = ["canary", own.as_str()];
    let mut copied = 0;
    for (text, _) in BASH {
        for value in HOSTILE.iter().copied().chain(plain) {
            let filled = filled(text, Shell::Bash, value);
            if !filled.can_be_copied {
                continue;
            }
            copied += 1;
            for shell in [&["bash", "-c"][..], &["sh", "-c"], &["bash", "--norc", "-i", "-c"]] {
                assert!(!cage.dies_of(shell, &filled.text), "{shell:?} obeyed {value:?} in {:?}", filled.text);
            }
        }
    }
    assert!(copied > 500, "{copied}");
}

#[test]
fn bash_reads_the_value_back() {
    let values = [
        "a b",
        "it's",
        "it’s",
        "$(reboot)",
        "`reboot`",
        "\\",
        "a\"b",
        "!!",
        "; reboot",
        "*",
        "ä ${x} 'y' \"z\"",
        "~",
        "#x",
        "a—b",
        "pc1",
        "Ёлка",
    ];
    let line = |value: &str| filled("echo {{x}} \"{{x}}\" '{{x}}'", Shell::Bash, value).text.replace("echo", "printf '%s\\n'");
    let script = values.map(line).join("\n");
    let run = Process::new("bash").args(["-c", &script]).env("LC_ALL", "C.UTF-8").output().unwrap();
    let expected: String = values.iter().map(|value| format!("{value}\n").repeat(3)).collect();
    assert_eq!(String::from_utf8(run.stdout).unwrap(), expected);
}

/// Pieces of which commands are put together, the known and the unknown ones.
const PIECES: [&str; 40] = [
    "echo ",
    "ping ",
    "sudo ",
    "eval ",
    "bash -c ",
    "ssh web01 ",
    "env ",
    "xargs ",
    "true",
    "a b ",
    "$HOME ",
    "| ",
    "; ",
    "&& ",
    "& ",
    "\n",
    "{{x}}",
    "{{x}} ",
    "'",
    "\"",
    "`",
    "$(",
    ")",
    "( ",
    "{ ",
    "}",
    "\\",
    "# ",
    "<<EOF\n",
    "EOF\n",
    "> out ",
    "<<< ",
    "$'",
    "if true; then ",
    "fi ",
    "A=",
    "'{{x}}' ",
    "\"{{x}}\" ",
    "test ",
    "! ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_value_in_commands_put_together_at_random_runs_anything(
        pieces in prop::collection::vec(select(PIECES.to_vec()), 1..9),
        end in select(vec!["{{x}}", " {{x}}", "'{{x}}'", "\"{{x}}\"", "\"a {{x}}\""]),
        tail in select(vec!["", "\n", "'", "\"", ")", " b", "; true"]),
        value in select(HOSTILE.iter().copied().chain(["canary"]).collect::<Vec<_>>()),
    ) {
        let text = format!("{}{end}{tail}", pieces.concat());
        let filled = filled(&text, Shell::Bash, value);
        if filled.can_be_copied {
            let cage = Cage::new("random");
            prop_assert!(!cage.dies_of(&["bash", "-c"], &filled.text), "{:?} of {:?}", filled.text, text);
        }
    }
}
