//! JSON text, read into a small tree of values and written piece by piece.

use std::borrow::Cow;

/// Greatest depth of nested lists and objects, serde_json's: a hostile text must not exhaust the stack.
const MAX_DEPTH: usize = 127;

/// A JSON value. Texts without escapes are borrowed from the JSON they were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'j> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number from 0 to 2⁶⁴−1.
    Whole(u64),
    /// A whole number from −2⁶³ to −1.
    Negative(i64),
    /// Any other number, without its value. No type here takes one; fields that nobody reads may hold it.
    Fraction,
    /// `"words"`, without the quotes and with its escapes resolved
    Text(Cow<'j, str>),
    /// `[…]`
    List(Vec<Value<'j>>),
    /// `{…}`
    Object(Fields<'j>),
}

/// Fields of a JSON object, to be taken out by name; no name comes twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields<'j>(pub(super) Vec<(Cow<'j, str>, Value<'j>)>);

impl<'j> Value<'j> {
    /// Parses a whole JSON text; none where it is not JSON, nests too deeply, or names a field of one object twice.
    pub fn parse(json: &'j str) -> Option<Self> {
        let mut reader = Reader { json, at: 0 };
        let value = reader.value(MAX_DEPTH)?;
        reader.skip_space();
        (reader.at == json.len()).then_some(value)
    }

    /// Text of a JSON string; none for any other value.
    pub fn text(self) -> Option<Cow<'j, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Fields of an object, to be taken out by name; none for any other value.
    pub fn fields(self) -> Option<Fields<'j>> {
        match self {
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// Name and content of an enum's variant: `"name"`, or `{"name": content}`; none for any other value.
    pub(crate) fn variant(self) -> Option<(Cow<'j, str>, Option<Self>)> {
        match self {
            Self::Text(name) => Some((name, None)),
            Self::Object(Fields(mut fields)) => {
                let (name, content) = fields.pop()?;
                fields.is_empty().then_some((name, Some(content)))
            }
            _ => None,
        }
    }
}

impl<'j> Fields<'j> {
    /// Takes a field out by its name; none if the object has no such field, or no longer.
    pub fn take(&mut self, name: &str) -> Option<Value<'j>> {
        let position = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.swap_remove(position).1)
    }
}

struct Reader<'j> {
    json: &'j str,
    /// The next byte to read.
    at: usize,
}

impl<'j> Reader<'j> {
    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// Passes over a byte if it comes next.
    fn takes(&mut self, byte: u8) -> bool {
        let comes = self.peek() == Some(byte);
        self.at += usize::from(comes);
        comes
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Value<'j>) -> Option<Value<'j>> {
        word.bytes().all(|byte| self.takes(byte)).then_some(value)
    }

    fn value(&mut self, depth: usize) -> Option<Value<'j>> {
        self.skip_space();
        match self.peek()? {
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'"' => self.text().map(Value::Text),
            b'[' => {
                let depth = depth.checked_sub(1)?;
                let mut list = Vec::new();
                self.items(b']', |reader| {
                    list.push(reader.value(depth)?);
                    Some(())
                })?;
                Some(Value::List(list))
            }
            b'{' => {
                let depth = depth.checked_sub(1)?;
                let mut fields: Vec<(Cow<'j, str>, Value<'j>)> = Vec::new();
                self.items(b'}', |reader| {
                    reader.skip_space();
                    let name = reader.text()?;
                    reader.skip_space();
                    if !reader.takes(b':') || fields.iter().any(|(earlier, _)| *earlier == name) {
                        return None;
                    }
                    fields.push((name, reader.value(depth)?));
                    Some(())
                })?;
                Some(Value::Object(Fields(fields)))
            }
            _ => self.number(),
        }
    }

    /// Reads the items between brackets.
    fn items(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.skip_space();
        if self.takes(end) {
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if self.takes(end) {
                return Some(());
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<Value<'j>> {
        let is_negative = self.takes(b'-');
        let digits = self.digits()?;
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        let mut is_whole = true;
        if self.takes(b'.') {
            self.digits()?;
            is_whole = false;
        }
        if self.takes(b'e') || self.takes(b'E') {
            _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
            is_whole = false;
        }
        Some(match digits.parse::<u64>() {
            Ok(number) if is_whole && !is_negative => Value::Whole(number),
            // Zero has no sign.
            Ok(number) if is_whole && number > 0 && number <= 1 << 63 => Value::Negative((number as i64).wrapping_neg()),
            _ => Value::Fraction,
        })
    }

    fn digits(&mut self) -> Option<&'j str> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.json.get(start..self.at).filter(|digits| !digits.is_empty())
    }

    fn text(&mut self) -> Option<Cow<'j, str>> {
        if !self.takes(b'"') {
            return None;
        }
        let mut unescaped = String::new();
        let mut start = self.at;
        loop {
            match self.peek()? {
                b'"' => {
                    let rest = self.json.get(start..self.at)?;
                    self.at += 1;
                    // Every escape leaves a character.
                    return Some(if unescaped.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(unescaped + rest) });
                }
                b'\\' => {
                    unescaped.push_str(self.json.get(start..self.at)?);
                    self.at += 1;
                    unescaped.push(self.escaped()?);
                    start = self.at;
                }
                0..b' ' => return None,
                _ => self.at += 1,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let escape = self.peek()?;
        self.at += 1;
        Some(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return None,
        })
    }

    /// Four hexadecimal digits, or a pair of surrogates: half of a pair is no text.
    fn code_point(&mut self) -> Option<char> {
        let mut code = self.code_unit()?;
        if (0xd800..0xdc00).contains(&code) {
            let low = if self.takes(b'\\') && self.takes(b'u') { self.code_unit()? } else { return None };
            code = 0x1_0000 + ((code - 0xd800) << 10) + low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        }
        char::from_u32(code)
    }

    fn code_unit(&mut self) -> Option<u32> {
        let digits = self.json.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
    }
}

/// Appends a text to the JSON in quotes, with the escapes that serde_json writes.
pub fn write_text(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        let escape = match c {
            '"' | '\\' => c,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..=' ' if c < ' ' => {
                json.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                json.extend(char::from_digit(u32::from(c) % 16, 16));
                continue;
            }
            _ => {
                json.push(c);
                continue;
            }
        };
        json.push('\\');
        json.push(escape);
    }
    json.push('"');
}

/// Appends the comma before an item or a field, unless it is the first behind its opening bracket.
pub fn begin_item(json: &mut String) {
    if !matches!(json.as_bytes().last(), Some(b'[' | b'{')) {
        json.push(',');
    }
}
