//! Texts of JSON between their quotes.

use super::reader::{Reader, Unreadable};

impl Reader<'_> {
    /// Reads a text between quotes, at the first of which the reader stands.
    pub(in crate::tree) fn quoted(&mut self) -> Result<String, Unreadable> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => self.escape(&mut text),
                Some('\t') => {
                    self.slip(self.at, "a tab inside of a text, which is written \\t");
                    text.push('\t');
                    self.at += 1;
                }
                None => return Err(self.stop(start, "the text that begins here has no closing quote")),
                Some('\n' | '\r') => {
                    return Err(
                        self.stop(start, "the text that begins here has no closing quote on its line; a line end in it is written \\n")
                    );
                }
                Some(_) => {
                    self.slip(self.at, "an invisible control character");
                    self.at += 1;
                }
            }
        }
    }

    /// Reads an escape; one that JSON has not is noted, and its backslash stays.
    fn escape(&mut self, text: &mut String) {
        let at = self.at;
        let escape = self.text[at..].chars().nth(1).unwrap_or(' ');
        let meant = match escape {
            '"' | '\\' | '/' => escape,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.code_point(text),
            _ => {
                self.fault(at, format!("“\\{escape}” means nothing; a backslash is written twice, \\\\"));
                text.push('\\');
                self.at += 1;
                return;
            }
        };
        text.push(meant);
        self.at += 2;
    }

    /// Four hexadecimal digits, or a pair of surrogates.
    fn code_point(&mut self, text: &mut String) {
        let at = self.at;
        let unit = |at: usize| self.text.get(at..at + 6)?.strip_prefix("\\u").and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let Some(first) = unit(at) else {
            self.fault(at, "“\\u” without four hexadecimal digits; a backslash is written twice, \\\\");
            text.push('\\');
            self.at += 1;
            return;
        };
        let second = unit(at + 6).filter(|_| (0xd800..0xdc00).contains(&first));
        let mut decoded = char::decode_utf16([first].into_iter().chain(second));
        match decoded.next() {
            Some(Ok(c)) => {
                text.push(c);
                self.at += if second.is_some() { 12 } else { 6 };
            }
            _ => {
                self.slip(at, "half of a character, as a “\\u” of a pair alone");
                self.at += 6;
            }
        }
    }
}
