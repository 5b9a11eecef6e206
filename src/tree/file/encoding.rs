//! From the bytes of a file to its text: UTF-8, UTF-16, and the code page of older Windows programs.

use super::place_words;

const UTF_8: &[u8] = b"\xef\xbb\xbf";
/// Windows-1252 from 0x80 to 0x9F; the rest of it is Latin-1. U+FFFD: no character.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', //
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The text of a file, without a byte-order mark. UTF-16 is read without one, too, where the file begins as JSON in it would. Bytes that are
/// no UTF-8 are Windows-1252, unless more characters of UTF-8 stand beside them: then the file is damaged.
///
/// # Errors
/// One sentence, without a full stop, that names what the file is instead of text, or the damaged place.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    let units = |of: fn([u8; 2]) -> u16, bytes: &[u8]| utf_16(bytes.chunks(2).map(|pair| pair.try_into().map(of).ok()));
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err("it is in UTF-32; save it as UTF-8".to_owned()),
        [0xff, 0xfe, rest @ ..] => units(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => units(u16::from_be_bytes, rest),
        [b' '..=b'~' | b'\t' | b'\n' | b'\r', 0, after, ..] if *after != 0 => units(u16::from_le_bytes, bytes),
        [0, b' '..=b'~' | b'\t' | b'\n' | b'\r', ..] => units(u16::from_be_bytes, bytes),
        _ => eight_bits(bytes.strip_prefix(UTF_8).unwrap_or(bytes)),
    }
}

/// Text of code units; none stands for a byte too few.
fn utf_16(units: impl Iterator<Item = Option<u16>>) -> Result<String, String> {
    let mut is_whole = true;
    let units = units.map_while(|unit| {
        is_whole = unit.is_some();
        unit
    });
    let text: Result<String, _> = char::decode_utf16(units.collect::<Vec<_>>()).collect();
    match text {
        Ok(text) if is_whole => Ok(text),
        Ok(_) => Err("it is in UTF-16 and ends in the middle of a character".to_owned()),
        Err(_) => Err("it looks like UTF-16, but half of a character is missing; save it as UTF-8".to_owned()),
    }
}

fn eight_bits(bytes: &[u8]) -> Result<String, String> {
    let error = match str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let begins = |start: &[u8]| bytes.starts_with(start);
    if begins(b"PK\x03\x04") {
        return Err("it is a ZIP archive, or a document of Word, Excel or the like".to_owned());
    }
    if begins(b"%PDF-") {
        return Err("it is a PDF".to_owned());
    }
    if bytes.contains(&0) {
        return Err("it is no text".to_owned());
    }
    // Two letters of a code page may be one of UTF-8 by chance.
    let characters: usize = bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let is_damaged = characters > bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let text: String = bytes.iter().map(|byte| windows_1252(*byte)).collect();
    if !is_damaged && !text.contains('\u{fffd}') {
        return Ok(text);
    }
    let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
    let (damaged, at) = (bytes[error.valid_up_to()], place_words(&before, before.len()));
    Err(format!("{at}: the byte {damaged:02X} is no UTF-8; save the file as UTF-8"))
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
