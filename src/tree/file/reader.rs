//! JSON, read piece by piece, with a sentence for each slip. After most of them reading goes on, so that one attempt tells all.
//! Parsers of others, lenient ones among them, stop at the first, and in their own words.

use std::collections::HashSet;

use super::faults::Found;
use super::place_words;
use crate::text::brief;

/// Greatest depth of nested lists and objects: a hostile text must not exhaust the stack.
const MAX_DEPTH: usize = 100;

/// Error: the text cannot be read beyond a fault, which has been noted.
#[derive(Debug)]
pub(in crate::tree) struct Unreadable;

/// Result of reading a piece; none where it is of another shape, which has been noted.
pub(super) type Read<T> = Result<Option<T>, Unreadable>;

/// Reader of a JSON text.
pub(in crate::tree) struct Reader<'t> {
    pub(in crate::tree) text: &'t str,
    /// Position in bytes.
    pub(in crate::tree) at: usize,
    depth: usize,
    /// Positions in bytes of the nodes that were read.
    pub(super) nodes: Vec<usize>,
    pub(in crate::tree) faults: Found,
}

impl<'t> Reader<'t> {
    pub(in crate::tree) fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0, nodes: Vec::new(), faults: Found::default() }
    }

    /// Position of the next piece, in bytes.
    pub(super) fn position(&mut self) -> usize {
        self.space();
        self.at
    }

    /// Notes a fault at a position in bytes.
    pub(in crate::tree) fn fault(&mut self, at: usize, words: impl Into<String>) {
        self.faults.add(at, words.into());
    }

    /// Notes a slip that is told once, however often it comes.
    pub(super) fn slip(&mut self, at: usize, words: &str) {
        self.faults.add_once(at, words);
    }

    pub(super) fn stop(&mut self, at: usize, words: impl Into<String>) -> Unreadable {
        self.fault(at, words);
        Unreadable
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn takes(&mut self, c: char) -> bool {
        let comes = self.peek() == Some(c);
        self.at += if comes { c.len_utf8() } else { 0 };
        comes
    }

    /// Passes over white space, and over comments, which JSON has not.
    fn space(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}', '\u{feff}']);
            self.at += rest.len() - trimmed.len();
            let end = if trimmed.starts_with("//") || trimmed.starts_with('#') {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.slip(self.at, "a comment, which a tree file cannot have");
            self.at += end;
        }
    }

    /// Reads an object; `field` reads the value behind each name. `what` names it where something else stands here.
    pub(super) fn object(&mut self, what: &str, mut field: impl FnMut(&mut Self, String, usize) -> Result<(), Unreadable>) -> Read<()> {
        let mut names = HashSet::new();
        self.items(what, ('{', '}'), |reader| {
            let at = reader.position();
            let name = reader.name()?;
            if !reader.colon() {
                return Err(reader.stop(reader.at, format!("a colon is missing behind “{}”", brief(&name))));
            }
            if !names.insert(name.clone()) {
                reader.fault(at, format!("“{}” stands twice in the same pair of braces", brief(&name)));
            }
            field(reader, name, at)
        })
    }

    fn colon(&mut self) -> bool {
        self.space();
        self.takes(':')
    }

    /// Reads a list; `item` reads each of it.
    pub(super) fn list(&mut self, what: &str, item: impl FnMut(&mut Self) -> Result<(), Unreadable>) -> Read<()> {
        self.items(what, ('[', ']'), item)
    }

    fn items(&mut self, what: &str, (open, close): (char, char), mut item: impl FnMut(&mut Self) -> Result<(), Unreadable>) -> Read<()> {
        let start = self.position();
        if !self.takes(open) {
            let kind = if open == '{' { "an object in braces, { }" } else { "a list in brackets, [ ]" };
            return self.other(&format!("{what} must be {kind}"));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.stop(start, "brackets are nested too deeply"));
        }
        let (mut is_first, mut comma) = (true, None);
        loop {
            let at = self.position();
            match self.peek() {
                Some(c) if c == close => {
                    if let Some(comma) = comma {
                        self.slip(comma, &format!("a comma before “{close}”, where nothing follows it"));
                    }
                    self.at += close.len_utf8();
                    self.depth -= 1;
                    return Ok(Some(()));
                }
                None => {
                    return Err(self.stop(at, format!("the file ends, but “{open}” of {} is not closed", place_words(self.text, start))));
                }
                Some(',') => {
                    self.slip(at, "a comma too many");
                    self.at += 1;
                }
                Some('}' | ']') => {
                    return Err(self.stop(at, format!("“{close}” is missing for “{open}” of {}", place_words(self.text, start))));
                }
                Some(_) => {
                    if !is_first && comma.is_none() {
                        self.slip(at, "a comma is missing before this");
                    }
                    is_first = false;
                    item(self)?;
                    let end = self.position();
                    comma = self.takes(',').then_some(end);
                }
            }
        }
    }

    /// Notes that something of another shape stands here, and passes over it.
    pub(super) fn other<T>(&mut self, words: &str) -> Read<T> {
        let at = self.position();
        self.fault(at, words);
        self.skip()?;
        Ok(None)
    }

    /// Passes over a value that nobody asks for.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        let at = self.position();
        match self.peek() {
            Some('{') => self.object("", |reader, _, _| reader.skip()).map(drop),
            Some('[') => self.list("", Self::skip).map(drop),
            Some('"') => self.quoted().map(drop),
            Some('-' | '0'..='9') => {
                self.number();
                Ok(())
            }
            _ if ["true", "false", "null"].iter().any(|word| self.takes_word(word)) => Ok(()),
            _ => Err(self.no_value(at)),
        }
    }

    fn no_value(&mut self, at: usize) -> Unreadable {
        let rest = &self.text[at..];
        let words = match rest.chars().next() {
            None => "the file ends where a value must follow".to_owned(),
            Some('\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '`') => {
                "text stands between straight double quotes, \"…\"".to_owned()
            }
            Some(c) if c.is_alphanumeric() => {
                let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
                format!("“{}” is no value; text stands between straight double quotes, \"…\"", brief(&word))
            }
            Some(c) if c.is_control() => "an invisible control character stands where a value must follow".to_owned(),
            Some(c) => format!("“{c}” stands where a value must follow"),
        };
        self.stop(at, words)
    }

    /// Reads a text; `what` names it where something else stands here.
    pub(super) fn string(&mut self, what: &str) -> Read<String> {
        self.space();
        match self.peek() {
            Some('"') => self.quoted().map(Some),
            _ => self.other(&format!("{what} must be text between double quotes")),
        }
    }

    /// Reads an id: a text, or a whole number, which is read as text.
    pub(super) fn id(&mut self, what: &str) -> Read<String> {
        let at = self.position();
        if !matches!(self.peek(), Some('-' | '0'..='9')) {
            return self.string(what);
        }
        let number = self.number().to_owned();
        let digits = number.strip_prefix('-').unwrap_or(&number);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.fault(at, format!("{what} is {}; it must be text between double quotes, or a whole number", brief(&number)));
            return Ok(None);
        }
        Ok(Some(number))
    }

    /// Reads `null`; true if it stands here.
    pub(super) fn null(&mut self) -> bool {
        self.space();
        self.takes_word("null")
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let comes = self.text[self.at..].starts_with(word);
        self.at += if comes { word.len() } else { 0 };
        comes
    }

    fn number(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !matches!(c, '-' | '+' | '.' | '0'..='9' | 'a'..='z' | 'A'..='Z')).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Name of a field.
    fn name(&mut self) -> Result<String, Unreadable> {
        let at = self.at;
        match self.peek() {
            Some('"') => self.quoted(),
            Some(_) => Err(self.stop(at, "the name of a field must follow, between straight double quotes, \"…\"")),
            None => Err(self.stop(at, "the file ends where a field must follow")),
        }
    }

    /// Notes what stands behind the end of the document.
    pub(super) fn end(&mut self) {
        let at = self.position();
        if self.peek().is_some() {
            self.fault(at, "something stands behind the end of the tree");
        }
    }
}
