//! Text that people typed, parsed once: normalised, within its limit, and from then on carried by type.
//!
//! What people type comes in by `parse`, which on the server brings it into the one form in which it is kept (`unicode`). What is stored,
//! or travels as JSON, comes in by `try_from`, which looks at the limit and leaves the characters alone: texts that were stored before
//! there was that form stay as they are. A browser has no tables of Unicode; what it sends is normalised when the server applies it.

mod email;
#[cfg(feature = "server")]
mod key;
#[cfg(feature = "server")]
mod unicode;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use email::{Email, NotAnEmail};
#[cfg(feature = "server")]
pub use key::Key;
#[cfg(feature = "server")]
pub(crate) use unicode::is_ignorable;
#[cfg(feature = "server")]
use unicode::{composed as typed_block, one_line as typed_line};
#[cfg(feature = "server")]
pub use unicode::{composed, one_line};

/// Error: a typed text does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TextError {
    /// Nothing that anybody sees where something is needed.
    #[error("must not be empty")]
    Empty,
    /// Longer than the limit.
    #[error("is {length} characters long; at most {limit} fit")]
    TooLong {
        /// The limit, in Unicode scalars.
        limit: usize,
        /// The length of the text that was given.
        length: usize,
    },
    /// Pasted output that is larger than [`Output::LIMIT`].
    #[error("is {} KB too long; at most {} KB fit", length.saturating_sub(Output::LIMIT).div_ceil(1000), Output::LIMIT / 1024)]
    TooLarge {
        /// The size of the text that was given, in bytes.
        length: usize,
    },
}

/// Text with LF for CRLF and lone CR, and without NUL, which Postgres cannot store. Nothing else changes.
pub fn normalise(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// A text as a message quotes it: of one longer than 180 characters its head and its end.
pub fn brief(text: &str) -> Cow<'_, str> {
    const HEAD: usize = 120;
    const END: usize = 60;
    let mut chars = text.char_indices();
    match (chars.nth(HEAD), chars.nth_back(END - 1)) {
        (Some((head, _)), Some((end, _))) => format!("{} … {}", &text[..head], &text[end..]).into(),
        _ => text.into(),
    }
}

/// Everything on one line, white space at both ends removed.
fn line(text: &str) -> String {
    normalise(text).split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A browser leaves typed texts to the server, which has the tables.
#[cfg(not(feature = "server"))]
fn typed_line(text: &str) -> Cow<'_, str> {
    text.into()
}

/// A browser leaves typed texts to the server, which has the tables.
#[cfg(not(feature = "server"))]
fn typed_block(text: &str) -> Cow<'_, str> {
    text.into()
}

fn within(text: String, limit: usize) -> Result<String, TextError> {
    let length = text.chars().count();
    if length > limit { Err(TextError::TooLong { limit, length }) } else { Ok(text) }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $limit:literal, $shape:ident, $empty:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most Unicode scalars that fit.
            pub const LIMIT: usize = $limit;

            /// Parses typed text: brings it into the form in which it is kept, then checks the length.
            ///
            /// # Errors
            /// [`TextError`] where the text is too long, or empty where it may not be.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                Self::checked(&texts!(@$shape text))
            }

            /// Line ends and white space at both ends as they are kept, within the limit.
            pub(crate) fn checked(text: &str) -> Result<Self, TextError> {
                let text = within(texts!(@lines $shape text), Self::LIMIT)?;
                texts!(@$empty text);
                Ok(Self(text))
            }

            /// The text itself, normalised.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;
            fn try_from(text: String) -> Result<Self, TextError> {
                Self::checked(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        texts!(@default $empty $name);
    )*};
    (@line $text:ident) => { typed_line($text) };
    (@block $text:ident) => { typed_block($text) };
    (@value $text:ident) => { Cow::Borrowed($text) };
    (@lines block $text:ident) => { block($text) };
    (@lines $one_line:ident $text:ident) => { line($text) };
    (@filled $text:ident) => { if $text.is_empty() { return Err(TextError::Empty); } };
    (@optional $text:ident) => {};
    (@default filled $name:ident) => {};
    (@default optional $name:ident) => {
        impl $name {
            /// True for the empty text.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self(String::new())
            }
        }
    };
}

/// Trailing white space goes, leading indentation stays: notes hold pasted output.
fn block(text: &str) -> String {
    normalise(text).trim_end().trim_start_matches('\n').to_owned()
}

texts! {
    /// Title of a node or of an ad-hoc step, or name of a tree.
    Title: 200, line, filled;
    /// Label of an option or of a command, or a tag of a tree.
    Label: 120, line, filled;
    /// Name of a person, an account or a category.
    Name: 120, line, filled;
    /// Notes on one step.
    Note: 8_000, block, optional;
    /// Notes on the outcome, or next steps.
    OutcomeNotes: 4_000, block, optional;
    /// Notes about the walk as a whole, of no step in particular.
    Scratchpad: 20_000, block, optional;
    /// Problem with a step, for the authors of its tree.
    Problem: 4_000, block, filled;
    /// Value for a placeholder of a command, character for character as it was typed; empty to remove it.
    CommandValue: 200, value, optional;
    /// Number or reference of a ticket.
    Ticket: 64, line, optional;
    /// Name of a client.
    ClientName: 200, line, optional;
    /// Reason for a change, or for parking.
    Reason: 500, line, filled;
    /// Source of a baseline, in words.
    Source: 300, line, filled;
    /// Note of a review of a tree: what was found.
    ReviewNote: 500, block, optional;
    /// Note of a version of a tree: what changed and why.
    VersionNote: 2_000, block, optional;
    /// Note of a suggested change: why it would be better.
    ProposalNote: 2_000, block, filled;
}

/// A reason is short enough to stand where an outcome is explained.
impl From<Reason> for OutcomeNotes {
    fn from(reason: Reason) -> Self {
        Self(reason.0)
    }
}

#[cfg(feature = "server")]
impl Note {
    /// A redacted note for an export. Exempt from the limit, because a mask may be longer than the text under it; never stored.
    pub fn masked(text: String) -> Self {
        Self(text)
    }
}

/// Pasted output of a command: at most 64 KB of UTF-8.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Output(String);

impl Output {
    /// The most bytes that fit.
    pub const LIMIT: usize = 65_536;

    /// Parses pasted output: brings it into the form in which it is kept, then checks the length.
    ///
    /// # Errors
    /// [`TextError::TooLarge`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Self::checked(&typed_block(text))
    }

    /// Line ends as they are kept and no white space at the end, within the limit.
    pub(crate) fn checked(text: &str) -> Result<Self, TextError> {
        let text = normalise(text).trim_end().to_owned();
        if text.len() > Self::LIMIT {
            return Err(TextError::TooLarge { length: text.len() });
        }
        Ok(Self(text))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for the empty text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<String> for Output {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, TextError> {
        Self::checked(&text)
    }
}

impl From<Output> for String {
    fn from(text: Output) -> String {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_line_ends_and_nul_never_get_in() {
        assert_eq!(Note::parse("a\r\nb\0c\rd\n\n").unwrap().as_str(), "a\nbc\nd");
        assert_eq!(Ticket::parse(" 48213\r\n now ").unwrap().as_str(), "48213 now");
    }

    #[test]
    fn limits_count_characters_and_the_limit_itself_fits() {
        assert!(Ticket::parse(&"ä".repeat(64)).is_ok());
        assert_eq!(Ticket::parse(&"ä".repeat(65)), Err(TextError::TooLong { limit: 64, length: 65 }));
        assert!(Output::parse(&"x".repeat(65_536)).is_ok());
        assert_eq!(Output::parse(&"ä".repeat(32_769)), Err(TextError::TooLarge { length: 65_538 }));
        let error = Output::parse(&"x".repeat(212_000)).unwrap_err();
        assert_eq!(error.to_string(), "is 147 KB too long; at most 64 KB fit");
        assert!(Ticket::parse(&"👩".repeat(64)).is_ok());
        assert_eq!(Title::parse("  \n "), Err(TextError::Empty));
        assert!(Note::parse("").unwrap().is_empty());
    }

    #[test]
    fn a_quoted_text_keeps_its_head_and_its_end() {
        assert_eq!(brief(&"ä".repeat(180)), "ä".repeat(180));
        assert_eq!(brief(&format!("{}{}é", "ä".repeat(180), "b".repeat(59))), format!("{} … {}é", "ä".repeat(120), "b".repeat(59)));
    }

    #[test]
    fn what_is_stored_or_travels_keeps_its_characters() {
        for text in ["Mu\u{308}ller  GmbH", "Yes\u{200b}", "\u{2800}"] {
            assert_eq!(Title::try_from(text.to_owned()).unwrap().as_str(), text);
            assert_eq!(ClientName::try_from(text.to_owned()).unwrap().as_str(), text);
            assert_eq!(Note::try_from(text.to_owned()).unwrap().as_str(), text);
        }
    }
}
