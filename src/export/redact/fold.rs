//! Folding: the plain letters that a text reads as, so that a secret is found whatever alphabet it is written in. Every character is
//! folded by itself, so that a part of a text folds as it does in the whole.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Letters of other alphabets and small capitals that look like plain ones, each before its plain one. Both cases of a letter lead
/// to the same plain one, so that names of passwords in those alphabets, which are folded too, match in either case.
const LOOK_ALIKES: &str = concat!(
    "аaАAвbВBеeЕEкkКKмmМMнhНHоoОOрpРPсcСCтtТTуyУYхxХXіiІIјjЈJѕsЅSһhԁdԛqԝw",
    "αaΑAβbΒBεeΕEζzΖZηhΗHιiΙIκkΚKμmΜMνnΝNοoΟOρpΡPτtΤTυyΥYχxΧX",
    "ɑaɡgɩiıiłlŁLøoØOđdĐDꞵbɔoᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz",
);

/// Stretch of the folded text that stands for a stretch of the original as a whole.
pub(super) struct Atom {
    pub(super) folded: Range<usize>,
    pub(super) original: Range<usize>,
    /// True for a mask.
    pub(super) is_mask: bool,
}

/// Folds a text; the atoms are the characters that are not themselves in it.
pub(super) fn fold(text: &str) -> (String, Vec<Atom>) {
    let (mut folded, mut atoms) = (String::with_capacity(text.len()), Vec::new());
    for (at, c) in text.char_indices() {
        let start = folded.len();
        push(c, &mut folded);
        if folded[start..] != text[at..at + c.len_utf8()] {
            atoms.push(Atom { folded: start..folded.len(), original: at..at + c.len_utf8(), is_mask: false });
        }
    }
    (folded, atoms)
}

fn push(c: char, folded: &mut String) {
    match c {
        _ if c.is_ascii() => folded.push(c),
        'ß' => folded.push_str("ss"),
        '→' | '⇒' | '➔' | '➜' | '⟶' => folded.push_str("->"),
        _ => decompose_compatible(c, |c| folded.extend(Some(c).filter(|c| !is_combining_mark(*c)).map(plain))),
    }
}

/// The plain character that one looks like, or itself.
fn plain(c: char) -> char {
    match c {
        _ if c.is_ascii() => c,
        _ if c.is_whitespace() || c == '\u{2800}' => ' ',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' => '"',
        '‐'..='―' | '−' => '-',
        '∶' | '꞉' | 'ː' => ':',
        '。' => '.',
        '¦' | '│' | '┃' | '║' => '|',
        '∕' | '⁄' => '/',
        // Decimal digits of other scripts, by the zero of each.
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        '०'..='९' => digit(c, '०'),
        _ => {
            let mut pairs = LOOK_ALIKES.chars();
            std::iter::from_fn(|| pairs.next().zip(pairs.next())).find(|(like, _)| *like == c).map_or(c, |(_, plain)| plain)
        }
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_alike_folds_alike() {
        for (text, folded) in [
            ("ｐａｓｓ：\u{a0}ﬁ", "pass: fi"),
            ("раѕѕwоrd ΡΑSS ᴘᴀꜱꜱ", "password PASS pass"),
            ("Schlüssel, Paßwort, cafe\u{301}", "Schlussel, Passwort, cafe"),
            ("„x“ – ‘y’ → ٤٢", "\"x\" - 'y' -> 42"),
        ] {
            assert_eq!(fold(text).0, folded);
        }
    }

    #[test]
    fn look_alikes_come_in_pairs_of_one_case() {
        assert!(LOOK_ALIKES.chars().count().is_multiple_of(2));
        for pair in LOOK_ALIKES.chars().collect::<Vec<_>>().chunks(2) {
            assert!(!pair[0].is_ascii() && pair[1].is_ascii() && !(pair[0].is_uppercase() && pair[1].is_lowercase()), "{pair:?}");
        }
    }
}
