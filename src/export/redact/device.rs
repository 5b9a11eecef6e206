//! Secrets in the settings of switches, routers, firewalls and access points.

use super::Kind::{Key, Password};
use super::detector::Pattern;
use super::judge;

pub(super) const PATTERNS: &[Pattern] = &[
    // enable secret 5 …, username bob secret …, enable password …, set psksecret …
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:enable[ \t]+(?:secret|password)(?:[ \t]+level[ \t]+\d+)?|username[ \t]+\S+(?:[ \t]+(?:privilege",
            r"|role)[ \t]+\S+)?[ \t]+(?:secret|password)",
            r"|(?:ppp[ \t]+(?:chap|pap)[^\n]{0,60}?|neighbor[ \t]+\S+|manager|operator|line|set)[ \t]+(?:password",
            r"|passwd)(?:[ \t]+(?:manager|operator|plaintext|sha1|ENC))*",
            r"|set[ \t]+(?:psksecret|passwd|secret|key|passphrase|sae-password|auth-pwd|priv-pwd|admin-password)",
            r"|(?:tacacs|radius)(?:-server)?[ \t]+(?:host[ \t]+\S+[ \t]+)?(?:key|secret)|server-private[ \t]+\S+[^\n]{0,60}?[ \t]key",
            r"|key-string|isakmp[ \t]+key|ikev[12][^\n]{0,40}?pre-shared-key",
            r"|pre-?shared-(?:key|secret)(?:[ \t]+(?:local|remote|ascii-text|hex|address[ \t]+\S+|encrypted))*|(?:wpa-psk",
            r"|wpa2?-passphrase|sae-passphrase|passphrase)[ \t]+(?:ascii|hex)",
            r"|psk[ \t]+set-key[ \t]+(?:ascii|hex)|message-digest-key[ \t]+\d+[ \t]+\w+|authentication-key(?:[ \t]+\d+[ \t]+\w+)?",
            r"|ntp[ \t]+authentication-key[ \t]+\d+[ \t]+\w+|vtp[ \t]+password",
            r"|standby[ \t]+\d+[ \t]+authentication(?:[ \t]+(?:text|md5[ \t]+key-string))?|(?:plaintext|encrypted",
            r"|plain-text)-password(?:-value)?|(?:auth|priv)[ \t]+(?:md5|sha\d*|des|aes)(?:[ \t]+\d+)?)",
            r"[ \t]+(?:[0-9][ \t]+)?()\S"
        ),
        judge: judge::setting,
    },
    // snmp-server community secret RO, rocommunity secret
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:snmp-server[ \t]+community|snmp[ \t]+(?:set[ \t]+|server[ \t]+)?community(?:[ \t]+(?:read|write|name|ro|rw))?",
            r"|set[ \t]+(?:snmp[ \t]+)?community(?:[ \t]+(?:read-only|read-write))?",
            r"|r[ow]community6?|com2sec[ \t]+\S+[ \t]+\S+|snmp-server[ \t]+host[ \t]+\S+(?:[ \t]+(?:traps|informs|version[ \t]+\S+))*",
            r"|trap-community)[ \t]+()\S"
        ),
        judge: judge::setting,
    },
    // wpa-passphrase=…, wpa2-pre-shared-key=…, secret="…"
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)(?:wpa_?passphrase|wpa2?-pre-shared-key|supplicant-identity|wep_?key\d?|sae_password|xauth-password",
            r"|ipsec-secret)[ \t]*[:=][ \t]*()"
        ),
        judge: judge::password,
    },
    // A password as systems keep it: $6$…, $2b$…, $9$…
    Pattern {
        kind: Key,
        expression: r"(\$(?:[1-9y]|2[abxy]|apr1|argon2\w{0,2}|pbkdf2[\w-]{0,10}|scrypt|sha1|gy|7z)\$[A-Za-z0-9./$=,+*-]{6,})",
        judge: judge::all,
    },
];
