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
    // Of other services, by what each begins with; the forms are those that gitleaks and detect-secrets look for
    Pattern {
        kind: Token,
        expression: concat!(
            r"(?-u)\b((?:ATATT3|ATCTT3|ATBB|AKCp|cmVmd|LTAI|dapi|dp\.(?:pt|st|ct|sa|scim|audit)\.|dt0[a-z]\d\d\.|duffel_(?:test|live)_",
            r"|EZ[AT]K|EAA[ACM]",
            r"|FLW(?:SECK|PUBK)(?:_TEST)?-|fo1_|fm[12][ar]?_|fio-u-|GOCSPX-|gl(?:dt|ft|imt|agent|oas|rt|soat|ptt|cbt|ffct|sa)[-_]",
            r"|GR1348941|glc_|HRKU-",
            r"|api_org_|ico-|s-s4t2|lin_api_|NR(?:AK|JS|II|AA)-|ntn_|oy2|pplx-|pscale_(?:tkn|pw|oauth)_|PMA[KT]-|pnu_|pul-|rdme_",
            r"|rubygems_|tk-us-",
            r"|x(?:key|smtp)sib-|sntry[su]_|sm_(?:aat|sat)_|shippo_(?:live|test)_|xapp-|sq[apu]_|sgp_|sq0(?:atp|csp)-|tfp_|hvb\.|AQVN",
            r"|ops_eyJ|p8e-|AGE-SECRET-KEY-",
            r"|pat[A-Za-z0-9]{14}\.|ABSK|CLOJARS_|v1\.0-|figd_|gsk_|xai-|r8_|nfp_|vc[prkia]_|sbp_|sb_secret_|lsv2_|rk_(?:live|test)_",
            r"|access-(?:sandbox|development|production)-|A3-[A-Z0-9]{6}-)[\w.~=+-]{16,})"
        ),
        judge: judge::random,
    },
    // AWS, Twilio, Octopus, Telegram, Discord, MaxMind, Mailchimp, HashiCorp, Azure, Mapbox, Harness, Vault, Dropbox
    Pattern {
        kind: Token,
        expression: concat!(
            r"(?-u)\b((?:A3T[A-Z0-9]|ABIA|ACCA)[A-Z0-9]{16}\b|(?:SK|AC)[0-9a-f]{32}\b|API-[A-Z0-9]{26}\b|\d{5,16}:A[\w-]{34}",
            r"|[MNO][\w-]{23,26}\.[\w-]{6}\.[\w-]{27,38}",
            r"|[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk|(?:pub)?key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{20,}",
            r"|[\w.~]{3}\dQ~[\w.~-]{31,34}",
            r"|pk\.[A-Za-z0-9]{60}\.[A-Za-z0-9]{22}|(?:pat|sat)\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}|s\.[A-Za-z0-9]{24}\b",
            r"|sl\.[\w-]{60,})"
        ),
        judge: judge::all,
    },
    // Addresses that whoever knows may post to
    Pattern {
        kind: Token,
        expression: concat!(
            r"(?i)\bhttps://(?:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/",
            r"|[\w-]+\.webhook\.office\.com/|outlook\.office\.com/webhook/",
            r"|[\w.-]+\.logic\.azure\.com[:\w]*/|hooks\.zapier\.com/hooks/|api\.telegram\.org/bot)([^\s\x22'<>]+)"
        ),
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
            r"(?i)(?:api[_-]?key|access[_-]?key(?:[_-]?id)?|account[_-]?key|shared[_-]?key|subscription[_-]?key|secret[_-]?key",
            r"|private[_-]?key",
            r"|auth[_-]?key|secret|token|\bsig|credential)",
            r#"\\{0,7}["'\]]?[ \t]*[:=][ \t]*()"#
        ),
        judge: judge::token,
    },
    Pattern { kind: Token, expression: r"(?i)\b(?:set-)?cookie:[ \t]*(\S[^\n]*)", judge: judge::all },
    // https://…?code=…&state=…
    Pattern {
        kind: Token,
        expression: concat!(
            r"(?i)[?&#;](?:code|[a-z_]*token|api_?key|key|sig|signature|auth|state|nonce|session|sid|session_?id|jsessionid|phpsessid",
            r"|otp|ticket|samlresponse",
            r#"|samlrequest|invite|hash|secret|client_secret|code_verifier|assertion|x-amz-\w+|hmac|confirm|magic|t)=([^\s&#"'<>]+)"#
        ),
        judge: judge::parameter,
    },
    // https://token@host
    Pattern { kind: Token, expression: r"(?i)\b[a-z][a-z0-9+.-]*://([^\s/:@]{16,})@", judge: judge::looks_or_long },
    // Licence keys
    Pattern { kind: Key, expression: r"\b([A-Z0-9]{5}(?:-[A-Z0-9]{5}){4})\b", judge: judge::all },
    // BitLocker's recovery passwords
    Pattern { kind: Token, expression: r"\b(\d{6}(?:-\d{6}){7})\b", judge: judge::all },
];

pub(super) const LONG: &[Pattern] = &[
    Pattern { kind: Key, expression: r"([0-9A-Fa-f]{32,})", judge: judge::hex },
    Pattern { kind: Key, expression: r"([A-Za-z0-9+/_-]{32,}={0,2})", judge: judge::base64 },
];
