//! Tokens, and long runs of random digits.

use super::Kind::{Key, Token};
use super::detector::Pattern;
use super::judge;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        kind: Token,
        expression: r"(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\z))",
        judge: judge::all,
    },
    // JSON Web Tokens, signed or encrypted
    Pattern { kind: Token, expression: r"(eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4})", judge: judge::all },
    // GitHub, GitLab, Slack, Google, npm, PyPI, Hugging Face, SendGrid, Shopify, Docker, DigitalOcean, Vault
    Pattern {
        kind: Token,
        expression: concat!(
            r"(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[A-Za-z0-9-]{8,}|AIza[\w-]{30,}|ya29\.[\w-]{16,}",
            r"|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{20,}|hf_[A-Za-z0-9]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{20,}",
            r"|dckr_pat_[\w-]{20,}|do[opr]_v1_[a-f0-9]{30,}|hvs\.[\w-]{20,})"
        ),
        judge: judge::all,
    },
    // AWS, and those of OpenAI, Anthropic and Stripe
    Pattern {
        kind: Token,
        expression: r"\b((?:AKIA|ASIA)[A-Z0-9]{16}\b|sk-[A-Za-z0-9_-]{16,}|[spr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{16,})",
        judge: judge::all,
    },
    Pattern {
        kind: Token,
        expression: concat!(
            r#"(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:(?:bearer|basic|digest|token|apikey|negotiate|ntlm)[ \t]+)?"#,
            r#"([^\s"']+)"#
        ),
        judge: judge::credentials,
    },
    Pattern { kind: Token, expression: r"(?i)\b(?:bearer|basic)[ \t]+([A-Za-z0-9._~+/=-]{8,})", judge: judge::credentials },
    // api_key=…, "client_secret": "…", token: …
    Pattern {
        kind: Token,
        expression: concat!(
            r"(?i)(?:api[_-]?key|access[_-]?key(?:[_-]?id)?|account[_-]?key|shared[_-]?key|subscription[_-]?key|secret[_-]?key|private[_-]?key",
            r"|auth[_-]?key|secret|token|\bsig|credential)",
            r#"\\{0,7}["'\]]?[ \t]*[:=][ \t]*()"#
        ),
        judge: judge::token,
    },
    Pattern { kind: Token, expression: r"(?i)\b(?:set-)?cookie:[ \t]*(\S[^\n]*)", judge: judge::all },
    // BitLocker's recovery passwords
    Pattern { kind: Token, expression: r"\b(\d{6}(?:-\d{6}){7})\b", judge: judge::all },
];

pub(super) const LONG: &[Pattern] = &[
    Pattern { kind: Key, expression: r"([0-9A-Fa-f]{32,})", judge: judge::hex },
    Pattern { kind: Key, expression: r"([A-Za-z0-9+/_-]{32,}={0,2})", judge: judge::base64 },
];
