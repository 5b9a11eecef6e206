//! Secrets in sentences: what stands behind a name or before one, and names and passwords of logins.

use std::ops::Range;

use super::Kind::{Password, Token};
use super::detector::{Found, Pattern};
use super::look;
use super::reader::{Wanted, ends_clause, read};

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern { kind: Password, expression: r"(?i)({password})", judge: password },
    Pattern { kind: Password, expression: r"(?i)(?:\b|_)({short})\b", judge: password },
    Pattern { kind: Password, expression: r"(?i)\b({code})\b", judge: code },
    Pattern { kind: Token, expression: r"(?i)\b({key})\b", judge: key },
    // the code is 482913
    Pattern {
        kind: Password,
        expression: r"(?i)\bcode[ \t]*(?:(?:is|was|lautet|ist|est|es|è|é|[:=])[ \t]*)?(\d{6}|\d{3}[ -]\d{3})(?:[^\w-]|$)",
        judge: sent,
    },
    // SSID guest, key Hunter22
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:ssid|wi-?fi|wlan|wpa\d?|wep|hotspot|vpn|ipsec|tunnel|radius|tacacs)\b[^\n]{0,50}?\b(key|schlüssel|clé|clave",
            r"|chiave|sleutel|chave)\b"
        ),
        judge: password,
    },
    // Hunter22 is the password; use Hunter22 as pw
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?im)(?:^|[\s(])(\S{4,100})[ \t]+(?:is|as|was|ist|als|est|comme|es|como|è|come|é)[ \t]+",
            r"(?:(?:the|a|an|his|her|my|your|their|our|das|sein|ihr|le|la|el|il|het|o|su|sa|son|new|old|admin)[ \t]+){0,3}(?:{password}",
            r"|{short}|{code})\b"
        ),
        judge: standing_alone,
    },
    // login with admin / Hunter22, credentials: bob Hunter22
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:log(?:ged|ging)?[ -]?(?:in|on)|sign(?:ed|ing)?[ -]?in|login|logon|logins|credentials?|creds|wi-?fi|wlan|ssid",
            r"|hotspot|user(?:name)?/pass\w*",
            r"|connect(?:ed)?",
            r"|zugangsdaten|anmeldedaten|anmeldung|anmelden|angemeldet|einloggen|eingeloggt|identifiants?|connexion|connecter",
            r"|credenciales|acceso|acceder",
            r"|credenziali|accesso|accedere|accedi|inloggegevens|inloggen|ingelogd|aanmelden|credenciais|acesso|entrar|acessar)\b",
            r"[ \t]*[:=]?(?:[ \t]+(?:with|as|using|mit|als|avec|con|como|com|met|via|user|benutzer|utilisateur|usuario|utente|gebruiker",
            r"|are|is|account|the|to|at|on|:))*",
            r"[ \t]+([\w.@\\+-]{2,64}[ \t]*(?:[/:|,]|[ \t](?:and|und|et|y|e|en|with|mit|avec|con|met|com))[ \t]*(?:(?:{password}",
            r"|{short})[ \t]+)?[^\s,;]+)"
        ),
        judge: pair,
    },
    // creds bob Hunter22
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:credentials?|creds|zugangsdaten|anmeldedaten|identifiants?|credenciales|credenziali|inloggegevens|credenciais)",
            r"[ \t]*[:=-]?[ \t]+[\w.@\\+-]{2,64}[ \t]+(\S+)"
        ),
        judge: |found| look::strong(found.secret).then(|| look::core(found.secret)),
    },
    // admin : Hunter22
    Pattern {
        kind: Password,
        expression: concat!(
            r#"(?im)(?:^|[\s"'(>,])(?:admin|administrator|root|sysadmin|superuser|sa|pi|ubnt|ubuntu|postgres|oracle|cisco|guest|support)"#,
            r"[ \t]*[:/][ \t]*([^\s,;|]+)"
        ),
        judge: standing_alone,
    },
];

/// The secret behind the name of a password, whatever looks like one or is said to be one.
fn password(found: &Found) -> Option<Range<usize>> {
    read(found, &Wanted { fits: look::secret, takes_words: true })
}

/// The digits behind the name of a code, at least four of them.
fn code(found: &Found) -> Option<Range<usize>> {
    read(found, &Wanted { fits: |word| look::digits(word) >= 4 || grouped(word) || look::strong(word), takes_words: false })
}

/// The secret behind the name of a key: words say too much else of those.
fn key(found: &Found) -> Option<Range<usize>> {
    read(found, &Wanted { fits: look::secret, takes_words: false })
}

/// The digits of a code, unless a word before it says that it is none that lets somebody in.
fn sent(found: &Found) -> Option<Range<usize>> {
    let line = found.before.rsplit('\n').next().unwrap_or_default().to_lowercase();
    let word = line.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit("code").nth(1).unwrap_or_default().trim_end();
    let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let others = [
        "error", "exit", "stop", "status", "return", "result", "event", "zip", "area", "bar", "qr", "country", "source", "product",
        "postal", "fault", "fehler", "erreur", "reason", "part", "item", "order", "article", "model", "firmware", "service", "response",
        "http",
    ];
    (!others.contains(&word)).then_some(0..found.secret.len())
}

/// `482-913`, `G-482913`
fn grouped(word: &str) -> bool {
    let word = &word[look::core(word)];
    let parts: Vec<_> = word.split('-').collect();
    parts.len() == 2 && parts[1].len() >= 3 && (look::digits(parts[0]) >= 3 || parts[0] == "G") && look::digits(parts[1]) >= 3
}

/// A word that looks like nothing but a secret.
fn standing_alone(found: &Found) -> Option<Range<usize>> {
    look::secret(found.secret).then(|| look::core(found.secret))
}

/// Name and secret of a login; the name stays.
fn pair(found: &Found) -> Option<Range<usize>> {
    let separators = [" with ", " and ", " mit ", " und ", " avec ", " et ", " con ", " met ", " com ", " y ", " en ", " e "];
    let at = found.secret.find(['/', ':', '|', ',', ' ', '\t'])?;
    let user = &found.secret[..at];
    let word = found.secret.rsplit([' ', '\t']).next()?;
    let word = if separators.iter().any(|separator| found.secret.contains(separator)) {
        word
    } else {
        word.rsplit(['/', ':', '|', ',']).next()?
    };
    let start = found.secret.len() - word.len();
    let core = look::core(word);
    let is_site = user.contains('.') && !user.contains('@') || ["http", "https", "ftp", "ssh"].contains(&user);
    let is_known = ["admin", "root", "administrator", "guest", "pi", "sa"].contains(&user.to_lowercase().as_str());
    let is_last = ends_clause(found.after)
        && !look::said(word)
        && found.secret[at..].starts_with(['/', ':', ' '])
        && found.secret[at..].contains(['/', ':']);
    let is_secret = !is_site && (look::secret(word) || (look::digits(word) >= 4 && is_last) || (is_known && is_last));
    is_secret.then(|| start + core.start..start + core.end)
}
