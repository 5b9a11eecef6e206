//! Looks of a word in a sentence: like a secret, like an ordinary word, or like what a technician writes down all day.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::detector::is_mask;

/// Characters that stand around a word and are none of it.
const OPENS: [char; 10] = ['(', '[', '{', '<', '"', '\'', '`', '*', '_', ','];
const CLOSES: [char; 14] = [')', ']', '}', '>', '"', '\'', '`', '*', '_', '.', ',', ';', ':', '?'];

/// Words with digits or signs in them that are no secrets wherever they stand: measures, times, versions, codes of errors, names of files
/// and hosts, places in a file system, variables and placeholders.
static FORMS: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:[~<>#+-]*\d[\d.,:/x-]*(?:x|k|m|g|t|[kmgt]i?b|[kmg]?bps|[kmg]?bit/?s?|m?s|secs?|mins?|h|hrs?|d|days?|w|am|pm|st|nd|rd|th",
        r"|v|a|mm|cm|[kmg]?hz|fps|px|pt|bits?|-?chars?|%|er|te|e|º|ª)?|v?\d+(?:\.\d+)+[a-z0-9.-]*|\d{4}-\d\d-\d\dt\S*",
        r"|[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|0x[0-9a-f]+h?|\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|\S*://\S*|[/\\~]\S*",
        r"|[a-z]:\S*|hk(?:lm|cu|cr|u)\S*|[\w-]+(?:/[\w.-]+){2,}|\$[a-z_{(]\S*|%\w+%|<\S*|\{\S*|\S*=\S*|\S*\(\S*",
        r"|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}|[^\s@]+@[\w-]+\.[\w.-]+|[0-9]fa|c\+\+|\d{3,4}\.1x|at&t|r&d|q&a)$"
    ))
});

/// Names with digits in them of computers, tickets, updates, ports, protocols and products. Where a text says that one is the password,
/// it is.
static NAMED: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:(?:kb|inc|chg|req|ritm|prb|tkt|ticket|case|cve|ms|srv|svr|dc|pc|nb|lt|ws|sw|fw|ap|vm|esxi?|sql|web|app|db|fs|ts|rds|rdp",
        r"|adfs|exch|mx|ns|vlan|port|com|usb|vpn|rev|ver|sp|cu|gp|lan|wan|eth|en|gi|te|fa|po|tcp|udp|id|nr|no|item|line|page|step|room|floor",
        r"|level|lvl|tier|day|week|host|node|server|client|laptop|desktop|notebook|printer|drucker|router|switch|tls|ssl|ntlm|smb|snmp|ike",
        r"|ipv|wpa|wifi|sha|aes|des|md|rc|rsa|ed|base|utf|iso|iec|rfc|nist|din|pci|fips|oauth|http|ldap|imap|pop|x|o|m|g|q|p|f|s|t|h|l|a)",
        r"[-_ ]?v?\d[\dx.,_-]*[a-z]{0,2}|(?:windows|win|office|exchange|sqlserver|outlook|sharepoint|server|word|excel|visio|hyper-?v",
        r"|ubuntu|debian|rhel|centos|macos|ios|android|iphone|ipad|galaxy|pixel|surface|latitude|optiplex|precision|thinkpad|elitebook|probook",
        r"|laserjet|officejet|catalyst|fortigate|keepass|java|python|php|firefox|chrome|acrobat|autocad|veeam|citrix|vmware|oracle|mysql",
        r"|log4j|bcrypt|scrypt|pbkdf|argon|sso|mfa|yubikey)[-_ ]?v?\d\S*|ad\d+|[A-Z]{2,}(?:-[A-Z]*\d+)+[a-z]?|[a-z]{2,}-?\d{1,2}-[a-z]\S*)$"
    ))
});

/// Words that stand behind "the password is" or "password:" and are none: what became of it, what it is like, where it is.
const SAID: &str = concat!(
    " a about accepted authentication authorization again all also always an and any anders as ask asked at back bad because been",
    " being blank blocked both broken configured defective defekt missing present replaced stolen but by bypass can cannot case caps",
    " cached change changed checked cleared compromised correct current default denied different disabled done due during either",
    " empty enabled enforced entered even exactly expired expires expiring fail failed failing false fine for forgotten fixed from",
    " given gone good had hard has hashed here hidden if in incorrect inside invalid is it its just known last leaked less locked",
    " long longer lost managed mandatory n/a needed never new no none not now null of off ok okay old on once one only optional or",
    " otherwise out outdated per pending policy possible prompt prompted protected random recorded refused rejected required reset",
    " resets right rotated safe same saved secure see sent set short shared shown simple so some still stored strict strong stuck",
    " such synced synchronised synchronized tba tbc tbd tested that the their then there this to today tomorrow too true typed under",
    " unchanged unknown unlocked until up updated used valid verified very via visible wait waiting weak what when where which with",
    " without working works wrong yes yesterday yet you your it's his her my our abgelaufen aktuell alt am auch auf aus bekannt",
    " bereits beim das dem der die ein eine falsch fehlt für geheim gespeichert gesperrt geändert gesetzt gleich gültig hier ihm im",
    " immer ja jetzt kein keine korrekt leer mit nein neu nicht noch nur richtig schon schwach sehr seit sicher siehe stark unbekannt",
    " ungültig vergessen vom von wieder wurde zu zum zurückgesetzt zurücksetzen zuletzt actif au aussi avec bien bloqué bon changé",
    " dans de des désactivé du en encore expiré faux faible fort identique inconnu invalide juste le la les modifié nouveau non",
    " obligatoire oublié oui par pas périmé refusé réinitialisé sur toujours trop un une valide vide voir aún bloqueada caducada",
    " caducado cambiada como con correcta correcto del débil desconocida el errónea es está expirada expiró fuerte incorrecta",
    " inválida las lo los muy nueva obligatoria olvidada por que restablecida segura su una vacía válida ver vieja ya ancora al alla",
    " che come corretta corretto cambiata della di dimenticata errata errato il molto nuova obbligatoria reimpostata scaduta scaduto",
    " sbagliata sicura sul uguale valida vecchia vuota vedi een fout geen geldig gewijzigd goed het hetzelfde juist leeg naar niet",
    " nieuw nodig nog ongeldig onjuist onbekend op te ter van vergeten verlopen verplicht voor weer zie zwak alterada ao com correta",
    " da do em errada esquecida expirou fraca incorreta não nova obrigatória para redefinida senha sem trocada uma vazia velha",
    " vencida email e-mail keepass lastpass bitwarden vault sso mfa otp pin password passwords username user login ",
);

/// Endings of words that tell what became of something, or what it is like. No names end so often.
const ENDINGS: [&str; 17] =
    ["ed", "ing", "ly", "able", "ible", "ent", "ant", "ous", "ive", "n't", "tion", "ungen", "ung", "licher", "liche", "iert", "eert"];

/// The word itself, without punctuation, brackets and marks of Markdown around it.
pub(super) fn core(word: &str) -> Range<usize> {
    let start = word.len() - word.trim_start_matches(OPENS).len();
    start..word[start..].trim_end_matches(CLOSES).len() + start
}

/// True for what looks like a secret anywhere: letters beside digits or signs, in no form that something else has.
pub(super) fn secret(word: &str) -> bool {
    announced(word) && !is_match(&NAMED, &word[core(word)])
}

/// True for what looks like a secret where the text says that it is one, though it might be the name of a computer elsewhere.
pub(super) fn announced(word: &str) -> bool {
    let core = &word[core(word)];
    let has_letters = core.contains(char::is_alphabetic);
    let is_mixed = core.bytes().any(|byte| byte.is_ascii_digit()) || is_sign(core);
    let is_word = (4..=200).contains(&core.chars().count()) && !core.contains(char::is_whitespace);
    is_word && has_letters && is_mixed && !has_mask(word) && !is_match(&FORMS, core)
}

/// True for what looks like nothing but a secret: capital and small letters beside digits, or signs beside letters and digits.
pub(super) fn strong(word: &str) -> bool {
    let core = &word[core(word)];
    let has = |is: fn(&char) -> bool| core.chars().any(|c| is(&c));
    let has_digit = has(char::is_ascii_digit);
    let is_mixed = has(|c| c.is_uppercase()) && has(|c| c.is_lowercase()) && has_digit && core.len() >= 8 && !core.contains('-');
    secret(word) && (is_mixed || (has_digit && (is_sign(core) || core.ends_with('!'))))
}

/// True for a sign of a password between other characters.
fn is_sign(core: &str) -> bool {
    core.trim_matches(|c: char| !c.is_alphanumeric()).contains(['!', '@', '#', '$', '%', '^', '*', '~', '?'])
}

/// True for one of the words that say something about a password, and for what is no word.
pub(super) fn said(word: &str) -> bool {
    let word = word[core(word)].to_lowercase();
    let is_listed = word.len() < 20 && SAID_FOLDED.contains(&format!(" {word} "));
    is_listed || !word.contains(char::is_alphanumeric) || has_mask(&word)
}

/// True for a word that describes, by its ending.
pub(super) fn describes(word: &str) -> bool {
    let word = word[core(word)].to_lowercase();
    word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// True for a word of letters alone.
pub(super) fn plain(word: &str) -> bool {
    let core = &word[core(word)];
    core.chars().count() >= 3 && core.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// Number of digits, if there is nothing else.
pub(super) fn digits(word: &str) -> usize {
    let core = &word[core(word)];
    if core.bytes().all(|byte| byte.is_ascii_digit()) { core.len() } else { 0 }
}

/// Without its expression nothing is ordinary.
fn is_match(ordinary: &LazyLock<Result<Regex, regex::Error>>, core: &str) -> bool {
    ordinary.as_ref().is_ok_and(|ordinary| ordinary.is_match(core))
}

fn has_mask(word: &str) -> bool {
    word.contains('[') && super::MASKS.as_ref().is_ok_and(|masks| masks.is_match(word)) || is_mask(word)
}

/// The words as they read in a folded text.
static SAID_FOLDED: LazyLock<String> = LazyLock::new(|| super::fold::fold(SAID).0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_look_like_nothing_else() {
        for word in ["Hunter22", "(Hunter22!x)", "hunter2", "P@ssword", "`x7Kq9`", "Winter2026!", "tr0ub4dor&3", "HUNTER22", "Été2026"] {
            assert!(secret(word), "{word}");
        }
        for word in [
            "expired",
            "12345",
            "2026-02-10",
            "10:15",
            "1.2.3",
            "v2.0",
            "5GB",
            "KB5034441",
            "SRV01",
            "WS-C2960X",
            "Office365",
            "0x80070005",
            "don't",
            "C:\\x1",
            "/etc/x1",
            "$var1",
            "<pw1>",
            "vpn1.contoso.example",
            "ada@contoso.example",
            "SHA256",
            "802.1x",
            "2nd",
            "[password]",
            "x=1",
            "user's",
            "INC48213",
            "3x",
        ] {
            assert!(!secret(word), "{word}");
        }
        assert!(strong("Hunter22!x") && strong("Hunter22") && !strong("jdoe42") && !strong("SRV-DC01"));
    }
}
