//! The one way to say when two texts are the same.

use std::fmt;

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use sha2::{Digest, Sha256};

use super::unicode::{is_ignorable, one_line};

/// The most bytes of a key as it is; a longer one is cut and ends in its SHA-256. Far more than a name of 200 letters has, and less than
/// an index of Postgres takes.
const LIMIT: usize = 1_000;
/// The most bytes of a long key that stay in front of its SHA-256.
const HEAD: usize = 200;

/// Key of a name: two are the same where their keys are. It tells apart what means something else, accents among it, and nothing that is
/// only written differently: case, by full folding (`ß` is `ss`), compatible forms (full width, ligatures), white space, and characters
/// that no one sees. Stored beside the name and compared by bytes.
///
/// By Unicode's NFKC_Casefold, with one rule more: the dot that an `İ` leaves behind an `i`, which has one already, does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// Key of a text, in whatever form it was typed or stored.
    pub fn of(text: &str) -> Self {
        let folded = fold(&one_line(text));
        // Nothing to see, as in old texts: they are the same only where every character is.
        let key = if folded.is_empty() { text.to_owned() } else { folded };
        if key.len() <= LIMIT {
            return Self(key);
        }
        let digest: String = Sha256::digest(&key).iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{}…{digest}", &key[..key.floor_char_boundary(HEAD)]))
    }

    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Compatibility caseless form (Unicode D146), composed, without what is ignorable by default.
fn fold(text: &str) -> String {
    let cases = CaseMapper::new();
    let compatible = DecomposingNormalizerBorrowed::new_nfkd();
    let text: String = text.chars().filter(|c| !is_ignorable(*c)).collect();
    let text = DecomposingNormalizerBorrowed::new_nfd().normalize(&text).into_owned();
    let text = compatible.normalize(&cases.fold_string(&text)).into_owned();
    let text = undotted(&compatible.normalize(&cases.fold_string(&text)));
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(&text).into_owned();
    let text: String = text.chars().filter(|c| !is_ignorable(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without the dots that stand above an `i` or a `j`, each of which has one already.
fn undotted(text: &str) -> String {
    let mut undotted = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\u{307}' || !undotted.ends_with(['i', 'j']) {
            undotted.push(c);
        }
    }
    undotted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_only_written_differently_is_the_same() {
        for same in [
            &["Acme Dental", "Acme  Dental", "Acme\u{a0}Dental", "Acme\u{200b} Dental", "ACME DENTAL ", "ａｃｍｅ　ｄｅｎｔａｌ"][..],
            &["Müller", "Mu\u{308}ller", "MÜLLER", "Mu\u{34f}\u{308}ller"],
            &["Straße", "STRASSE", "STRAẞE", "strasse", "ſtraße"],
            &["İstanbul", "istanbul", "I\u{307}STANBUL", "ISTANBUL", "i\u{307}stanbul"],
            &["ＡＣＭＥ", "acme", "𝐀𝐜𝐦𝐞", "Ⓐⓒⓜⓔ"],
            &["ΟΔΟΣ", "οδος", "οδοσ"],
            &["ﬁnance", "Finance", "FINANCE", "ＦＩＮＡＮＣＥ"],
            &["한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"],
            &["می\u{200c}خواهم", "میخواهم"],
            &["👨\u{200d}👩\u{200d}👧", "👨👩👧"],
            &["❤\u{fe0f}", "❤"],
            &["ｶﾞｽ", "ガス"],
            &["Ǆ", "ǆ", "ǅ", "dž"],
            &["№ 5", "No 5"],
            &["Yes", "Yes\u{200b}", "yes", "Y\u{ad}es"],
            &["ᾳ", "αι", "ΑΙ"],
        ] {
            for text in same {
                assert_eq!(Key::of(text), Key::of(same[0]), "{text:?}");
            }
        }
    }

    #[test]
    fn what_means_something_else_is_not() {
        for (one, other) in [
            ("Müller", "Muller"),
            ("Müller", "Mueller"),
            ("Acme Dental", "AcmeDental"),
            ("ısparta", "isparta"),
            ("Acme", "Аcme"),
            ("é", "è"),
            ("👨", "👩"),
            ("5", "₆"),
            ("\u{2800}", "\u{3164}"),
        ] {
            assert_ne!(Key::of(one), Key::of(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn every_letter_is_the_same_in_either_case() {
        for c in (char::MIN..=char::MAX).filter(|c| *c != 'ı' && (!c.to_uppercase().eq([*c]) || !c.to_lowercase().eq([*c]))) {
            for other in [c.to_uppercase().to_string(), c.to_lowercase().to_string()] {
                assert_eq!(Key::of(&other), Key::of(&c.to_string()), "{c} {other}");
            }
        }
    }

    #[test]
    fn a_key_fits_into_an_index() {
        // Eighteen characters each.
        let long = "\u{fdfa}".repeat(200);
        assert!(Key::of(&long).as_str().len() <= LIMIT);
        assert_ne!(Key::of(&long), Key::of(&"\u{fdfa}".repeat(199)));
        assert_eq!(Key::of(&"Ä".repeat(200)).as_str(), "ä".repeat(200));
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_and_does_not_depend_on_form(text in "\\PC{1,8}[i\u{307}\u{308}\u{200d}]{0,4}") {
            let key = Key::of(&text);
            let nfd = DecomposingNormalizerBorrowed::new_nfd().normalize(&text).into_owned();
            prop_assert_eq!(&Key::of(key.as_str()), &key);
            prop_assert_eq!(&Key::of(&nfd), &key);
        }
    }
}
