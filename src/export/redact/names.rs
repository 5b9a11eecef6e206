//! Names of secrets in several languages, for the expressions that look for them.

/// Names of passwords, also at the end of a longer name.
const PASSWORD: &str = concat!(
    "(?:password|passwd|passphrase|passcode|passkey|passwort|pwd|psk|pre-?shared[ _-]key|key content|p[a@4][s$5]{2}w[o0]r[dt]",
    "|kennwort|mot de passe|contraseña|wachtwoord|senha|palavra[ -]passe|parola d'ordine|hasło|lösenord|passord|adgangskode",
    "|salasana|heslo|şifre|пароль|κωδικός|パスワード|密码|密碼|비밀번호|{spelled})"
);

/// Names of passwords in sentences that are too short, or mean too much else, to stand within another word.
const SHORT: &str = r"(?:passwords|passwörter|kennwörter|passphrases|mots de passe|contraseñas|wachtwoorden|pw|p/w|pass|mdp|parola)";

/// Names of codes that are made of digits.
const CODE: &str = concat!(
    r"(?:(?:2fa|mfa|otp|sms|verification|security|access|unlock|door|gate|alarm|one[- ]?time|auth(?:entication|enticator)?|login",
    r"|sign-?in|reset|backup|recovery|confirmation|pairing|voicemail|totp|two[- ]factor)[ -](?:code|pin|passcode)s?",
    r"|(?:sicherheits|zugangs|bestätigungs|verifizierungs|einmal|entsperr|tür|freischalt)-?(?:code|kode|pin)|sms-tan|tan-?nummer",
    r"|code (?:pin|secret|d'accès|de vérification|de sécurité|de confirmation|à usage unique)",
    r"|código (?:pin|de acceso|de acesso|de verificación|de verificação|de seguridad|de segurança|de confirmación|de confirmação)",
    r"|codice (?:pin|di accesso|di verifica|di sicurezza|di conferma)|(?:toegangs|verificatie|beveiligings|bevestigings)code",
    r"|pin(?:[ -]?code|[ -]?kode|[ -]?nummer| number)?|puk|otp|totp|2fa|mfa)"
);

/// Names of keys of networks, and of secrets that programs share.
const KEY: &str = concat!(
    r"(?:(?:wi-?fi|wlan|wpa\d?|wep|network|netzwerk|hotspot|ipsec|vpn|radius|tacacs|encryption|security|shared|recovery|psk)[ -]",
    r"(?:key|secret|schlüssel|sleutel)|wlan-?schlüssel|netzwerk(?:sicherheits)?schlüssel|sicherheitsschlüssel",
    r"|(?:clé|clave|chiave|chave) (?:wi-?fi|wlan|wpa\d?|wep|de réseau|de red|di rete|da rede)|netwerksleutel",
    r"|(?:snmp[ -]?)?community(?:[ -]string)?|snmp[ -]string|client secret|shared secret|(?:api|access)[ -]?(?:key|token)",
    r"|(?:auth|bearer|session|refresh|personal access)[ -]token|secret key|secret|token)"
);

/// Words that can be spelled letter by letter.
const SPELLED: [&str; 5] = ["password", "passwort", "passwd", "kennwort", "senha"];

/// Expression with the lists in place of `{password}`, `{short}`, `{code}` and `{key}`. Borders of words are those of ASCII, which cost
/// no more in texts of other alphabets.
pub(super) fn filled(expression: &str) -> String {
    let spelled = SPELLED.map(|word| word.chars().map(String::from).collect::<Vec<_>>().join("[ ._*-]"));
    let lists = [("{password}", PASSWORD), ("{short}", SHORT), ("{code}", CODE), ("{key}", KEY), ("{spelled}", &spelled.join("|"))];
    let filled = lists.into_iter().fold(expression.to_owned(), |filled, (place, list)| filled.replace(place, list));
    filled.replace(r"\b", r"(?-u:\b)")
}
