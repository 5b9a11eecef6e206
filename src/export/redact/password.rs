//! Passwords where programs take them: on command lines, in addresses, in settings.

use super::Kind::Password;
use super::detector::Pattern;
use super::{command, judge};

pub(super) const PATTERNS: &[Pattern] = &[
    // scheme://user:password@host
    Pattern { kind: Password, expression: r"(?i)\b[a-z][a-z0-9+.-]*://[^\s/:@]*:([^\s/]+)@", judge: judge::all },
    // net use Z: \\server\share password, or behind the user
    Pattern {
        kind: Password,
        expression: concat!(
            r#"(?i)\bnet(?:\.exe)?[ \t]+use[ \t]+(?:(?:[a-z]:|\*)[ \t]+)?(?:"[^"\n]*"|\\\\\S+|\[path\])[ \t]+"#,
            r#"(?:/(?:[^\s"]|"[^"\n]*")+[ \t]+)*()"#
        ),
        judge: command::argument,
    },
    // net user name password /add
    Pattern {
        kind: Password,
        expression: r#"(?i)\bnet1?(?:\.exe)?[ \t]+user[ \t]+(?:"[^"\n]+"|[^\s/"]\S*)[ \t]+()"#,
        judge: command::before_flags,
    },
    // ConvertTo-SecureString "password" -AsPlainText, in any order
    Pattern { kind: Password, expression: r"(?i)\bConvertTo-SecureString[ \t]+(?:-String[ \t]+)?()", judge: judge::secure_string },
    Pattern { kind: Password, expression: r"(?i)-AsPlainText[ \t]+(?:-String[ \t]+)?()", judge: judge::secure_string },
    // --password secret, -Password:secret, /pass:secret, -pw secret
    Pattern {
        kind: Password,
        expression: r"(?i)(?:^|[\s'(])(?:--?|/)(?:[\w-]*{password}|pass|pw|rp)(?:[ \t]*[:=][ \t]*|[ \t]+)()",
        judge: judge::flag,
    },
    // /p:secret, but not the -p:80 of a port, nor a property of a build
    Pattern { kind: Password, expression: r"(?i)(?:^|\s)/p:()", judge: command::unless_a_property },
    Pattern { kind: Password, expression: r"(?i)(?:^|\s)-p:()", judge: command::unless_a_port },
    // password 7 0822455D0A16, as network devices have it
    Pattern { kind: Password, expression: r"(?i)\b(?:password|secret)[ \t]+[0-9][ \t]+(\S+)", judge: judge::credentials },
    // password=secret, "db_password": "secret", PASSWORD: secret
    Pattern {
        kind: Password,
        expression: r#"(?i){password}[\\*]{0,7}["'\]]?[ \t]*(?:[:=]>?|->)(?:(?:\\?\*){2}[ \t]+)?[ \t]*()"#,
        judge: judge::assigned,
    },
    Pattern { kind: Password, expression: r"(?i)\b(?:pass|pw)(?:[ \t]*=[ \t]*|:)()", judge: judge::unless_a_number },
    Pattern { kind: Password, expression: r"(?i)\bpw:[ \t]+()", judge: judge::password },
    // <password>secret</password>
    Pattern { kind: Password, expression: r"(?i)<[\w:.-]*{password}(?:\s[^<>\n]*)?>([^<\n]+)<", judge: judge::password },
    // <td>password</td><td>secret</td>
    Pattern {
        kind: Password,
        expression: r"(?i)(?:{password}|{short}|{code}|{key}):?\s*</t[dh]>\s*<t[dh][^>\n]*>\s*([^<\n]+)<",
        judge: judge::password,
    },
    // curl -u user:secret, curl -suuser:secret
    Pattern { kind: Password, expression: r"(?m)(?:^|\s)(?:-[A-Za-z]*?[uU]|--(?:proxy-)?user)[ \t=]*()", judge: command::behind_user },
    // mysql -psecret, 7z -psecret
    Pattern {
        kind: Password,
        expression: r#"(?im)\b(?:mysql\w*|mariadb[\w-]*|7z[ar]?|rar|unrar)(?:\.exe)?\b[^\n|;&]*?[ \t]-p()\S"#,
        judge: judge::all,
    },
    Pattern { kind: Password, expression: r"(?i)\bsshpass[ \t]+-p()\S", judge: judge::all },
    // sshpass -p secret, psexec -p secret, -p"secret"
    Pattern { kind: Password, expression: r"(?m)(?:^|\s)-[pP][ \t]+()", judge: command::short_flag },
    Pattern { kind: Password, expression: r#"(?m)(?:^|\s)-p()["']"#, judge: command::short_flag },
];
