//! Meaning of a flag to the program in front of it.

use std::ops::Range;

use super::detector::Found;
use super::judge::{password, unless_a_number};
use super::value;

/// Programs whose `-p` is a password, whatever it looks like.
const PASSWORD_P: [&str; 5] = ["sshpass", "psexec", "psexec64", "paexec", "winexe"];

/// Programs with a `login` whose `-p` is a password.
const LOGINS: [&str; 8] = ["az", "buildah", "cf", "docker", "helm", "nerdctl", "oc", "podman"];

/// Programs whose `-p` is no password.
const OTHER_P: [&str; 40] = [
    "adb", "apt", "apt-get", "cp", "docker", "find", "git", "install", "iperf", "iperf3", "kill", "lsof", "md", "mkdir", "nc", "ncat",
    "netstat", "nmap", "nping", "patch", "pgrep", "ping", "podman", "print", "ps", "pstree", "python", "python3", "read", "route", "rsync",
    "scp", "set", "sftp", "ss", "ssh", "strace", "tar", "tcping", "top",
];

/// The words of the command that stands before it on its line.
fn words(found: &Found) -> Vec<String> {
    let line = found.before.rsplit('\n').next().unwrap_or_default();
    let command = line.rsplit(['|', ';', '&']).next().unwrap_or_default().to_lowercase();
    let words = command.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The value behind `-p`, unless that is a port or a path to the program. The last known program decides: one may start
/// another.
pub(super) fn short_flag(found: &Found) -> Option<Range<usize>> {
    let words = words(found);
    let is_login = |at: usize| words[at] == "login" && at > 0 && LOGINS.contains(&words[at - 1].as_str());
    let takes_password = (0..words.len()).rev().find_map(|at| match words[at].as_str() {
        word if PASSWORD_P.contains(&word) || is_login(at) => Some(true),
        word if OTHER_P.contains(&word) => Some(false),
        _ => None,
    });
    let is_flag = !found.is_quoted && found.secret.starts_with('-');
    let is_port = found.secret.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | ',' | '-' | '/' | '.'));
    let is_path = found.secret.starts_with(['/', '~', '.']) || found.secret.get(1..3) == Some(":\\");
    match takes_password {
        Some(true) if !is_flag => password(found),
        None if !is_flag && !is_port && !is_path => password(found),
        _ => None,
    }
}

/// The value behind `/p:`, unless that names a property to a program that builds.
pub(super) fn unless_a_property(found: &Found) -> Option<Range<usize>> {
    let is_remote_desktop = words(found).iter().any(|word| word.ends_with("freerdp"));
    if found.secret.contains('=') && !is_remote_desktop { None } else { password(found) }
}

/// The value behind `-p:`, unless that is a port or a property to the program.
pub(super) fn unless_a_port(found: &Found) -> Option<Range<usize>> {
    unless_a_property(found).and(unless_a_number(found))
}

/// The password behind `-u user:`. A number is the id of a group, except to curl, which also takes flags in one word.
pub(super) fn behind_user(found: &Found) -> Option<Range<usize>> {
    let (user, secret) = found.secret.split_once(':')?;
    let flag = found.before.trim_end_matches(['"', '\'']);
    let is_user = flag.ends_with([' ', '\t', '='])
        && [" -u", "--user"].iter().any(|name| format!(" {}", flag.trim_end_matches([' ', '\t', '='])).ends_with(name));
    let is_known = is_user && !user.is_empty() && !user.contains([' ', '/', '"', '\'']);
    let behind = Found { before: "", secret, after: found.after, is_quoted: found.is_quoted };
    let part = if words(found).iter().any(|word| word == "curl") {
        password(&behind)?
    } else if is_known {
        unless_a_number(&behind)?
    } else {
        return None;
    };
    Some(user.len() + 1 + part.start..user.len() + 1 + part.end)
}

/// The value behind the other flags, unless it is a flag, or the next command.
pub(super) fn argument(found: &Found) -> Option<Range<usize>> {
    if !found.is_quoted && found.secret.starts_with(['/', '&', '|', ';', '>']) { None } else { password(found) }
}

/// An argument behind which nothing but flags stand up to the end of the command.
pub(super) fn before_flags(found: &Found) -> Option<Range<usize>> {
    let mut rest = found.after.trim_start_matches(['"', '\'']);
    // A backtick ends code in prose.
    let mut is_over = found.secret.ends_with('`');
    while !is_over {
        rest = rest.trim_start_matches([' ', '\t']);
        is_over = rest.is_empty() || rest.starts_with(['\n', '&', '|', ';', '>', ')']);
        if !is_over && !rest.starts_with('/') {
            return None;
        }
        let flag = value::at("", rest).end;
        is_over |= rest[..flag].ends_with('`');
        rest = &rest[flag..];
    }
    argument(found)
}

/// An argument behind which the line ends, or its code.
pub(super) fn only_argument(found: &Found) -> Option<Range<usize>> {
    let rest = found.after.trim_start_matches(['"', '\'', ' ', '\t']);
    let is_last = rest.is_empty() || rest.starts_with(['\n', '`', ';', '&', '|']) || found.secret.ends_with('`');
    if is_last { argument(found) } else { None }
}
