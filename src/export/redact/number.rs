//! Numbers of payment cards, of accounts at banks and of persons, by their check digits or by their names.

use std::ops::Range;

use super::Kind::Number;
use super::detector::{Found, Pattern};

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern { kind: Number, expression: r"(?:^|[^0-9A-Za-z.-])(\d(?:[ -]?\d){12,18})(?:[^0-9A-Za-z-]|$)", judge: card },
    // IBAN
    Pattern { kind: Number, expression: r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b", judge: iban },
    // Social security numbers: of the United States by their form, others by their form or name
    Pattern { kind: Number, expression: r"(?:^|[^0-9A-Za-z.-])(\d{3}-\d{2}-\d{4})(?:[^0-9A-Za-z-]|$)", judge: united_states },
    Pattern {
        kind: Number,
        expression: concat!(
            r"(?i)\b(?:ssn|social[ -]security(?:[ -](?:number|no\.?))?|itin|tax[ -]id|national[ -](?:insurance|id)(?:[ -](?:number",
            r"|no\.?))?|nino?|ni[ -](?:number|no\.?)|passport(?:[ -](?:number|no\.?))?",
            r"|sozialversicherungs(?:nummer|nr\.?)|steuer-?(?:id|identifikationsnummer|nummer)|svnr|rentenversicherungsnummer",
            r"|personalausweis(?:nummer)?",
            r"|n(?:uméro|°|o)? (?:de )?sécurité sociale|sécurité sociale|nir|dni|nie|nif|número de (?:la )?seguridad social",
            r"|codice fiscale|bsn|burgerservicenummer|sofinummer|niss|cpf",
            r"|segurança social|número de contribuinte)[ \t]*(?:is|ist|est|es|è|é|:|=|#",
            r"|-)?[ \t]*((?-i:[A-Z0-9](?:[ ./-]?[A-Z0-9]){6,20}))\b"
        ),
        judge: named,
    },
    Pattern { kind: Number, expression: r"\b([12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2})\b", judge: france },
    Pattern { kind: Number, expression: r"\b([A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z])\b", judge: super::judge::all },
    Pattern { kind: Number, expression: r"\b(\d{8}[A-Z])\b", judge: spain },
];

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// A number whose length and beginning are those of a card, with the right last digit.
fn card(found: &Found) -> Option<Range<usize>> {
    let digits = digits(found.secret);
    let begins = |count: usize| digits.iter().take(count).fold(0, |number, digit| number * 10 + digit);
    let is_issued = match digits.len() {
        13 | 19 => begins(1) == 4,
        14 => matches!(begins(3), 300..=305) || matches!(begins(2), 36 | 38),
        15 => matches!(begins(2), 34 | 37),
        16 => {
            begins(1) == 4
                || matches!(begins(2), 51..=55 | 62 | 65 | 67)
                || matches!(begins(4), 2221..=2720 | 3528..=3589 | 5018..=5038 | 6011 | 6440..=6499)
        }
        _ => false,
    };
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    let is_varied = digits.iter().any(|digit| *digit != digits[0]);
    (is_issued && is_varied && sum.is_multiple_of(10)).then_some(0..found.secret.len())
}

/// The rest modulo 97 of a text, with letters as the numbers 10 to 35.
fn modulo_97(text: &str) -> u32 {
    let values = text.chars().filter_map(|c| c.to_digit(36));
    values.fold(0, |rest, value| (rest * if value > 9 { 100 } else { 10 } + value) % 97)
}

fn iban(found: &Found) -> Option<Range<usize>> {
    let number: String = found.secret.chars().filter(|c| *c != ' ').collect();
    let (country, account) = number.split_at_checked(4)?;
    (number.len() >= 15 && modulo_97(&format!("{account}{country}")) == 1).then_some(0..found.secret.len())
}

/// No number begins with 000 or 666, and none has nothing but zeros in a part.
fn united_states(found: &Found) -> Option<Range<usize>> {
    let parts: Vec<_> = found.secret.split('-').collect();
    let is_given = !["000", "666"].contains(&parts[0]) && parts[1] != "00" && parts[2] != "0000";
    is_given.then_some(0..found.secret.len())
}

/// Text behind the name of a number, if most of it is digits.
fn named(found: &Found) -> Option<Range<usize>> {
    let count = digits(found.secret).len();
    let all = found.secret.chars().filter(|c| c.is_alphanumeric()).count();
    (count >= 6 && count * 2 >= all).then_some(0..found.secret.len())
}

fn france(found: &Found) -> Option<Range<usize>> {
    let number = found.secret.replace(' ', "").replace("2A", "19").replace("2B", "18");
    let (number, key) = number.split_at_checked(13)?;
    let (number, key) = (number.parse::<u64>().ok()?, key.parse::<u64>().ok()?);
    (key == 97 - number % 97).then_some(0..found.secret.len())
}

fn spain(found: &Found) -> Option<Range<usize>> {
    let (number, letter) = found.secret.split_at_checked(8)?;
    let expected = "TRWAGMYFPDXBNJZSQVHLCKE".get(number.parse::<usize>().ok()? % 23..)?;
    expected.starts_with(letter).then_some(0..found.secret.len())
}
