//! Text that people typed, parsed once: normalised, within its limit, and from then on carried by type.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Error: a typed text does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TextError {
    /// Nothing but white space where something is needed.
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
fn one_line(text: &str) -> String {
    normalise(text).split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
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

            /// Parses typed text: normalises line ends and white space, then checks the length.
            ///
            /// # Errors
            /// [`TextError`] where the text is too long, or empty where it may not be.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let text = within($shape(text), Self::LIMIT)?;
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
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        texts!(@default $empty $name);
    )*};
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
    Title: 200, one_line, filled;
    /// Label of an option or of a command, or a tag of a tree.
    Label: 120, one_line, filled;
    /// Name of a person, an account or a category.
    Name: 120, one_line, filled;
    /// Notes on one step.
    Note: 8_000, block, optional;
    /// Notes on the outcome, or next steps.
    OutcomeNotes: 4_000, block, optional;
    /// Notes about the walk as a whole, of no step in particular.
    Scratchpad: 20_000, block, optional;
    /// Problem with a step, for the authors of its tree.
    Problem: 4_000, block, filled;
    /// Value for a placeholder of a command; empty to remove it.
    CommandValue: 200, one_line, optional;
    /// Number or reference of a ticket.
    Ticket: 64, one_line, optional;
    /// Name of a client.
    ClientName: 200, one_line, optional;
    /// Reason for a change, or for parking.
    Reason: 500, one_line, filled;
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

    /// Parses pasted output: normalises line ends, drops white space at the end, then checks the length.
    ///
    /// # Errors
    /// [`TextError::TooLarge`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
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
        Self::parse(&text)
    }
}

impl From<Output> for String {
    fn from(text: Output) -> String {
        text.0
    }
}

/// An e-mail address in lower case: at most one user of the whole installation has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Error of parsing an e-mail address: the text does not look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    /// Parses an address: one `@` with something before it and a dotted name after it, at most 254 characters, no white space. Whether it
    /// receives mail, only mail can tell.
    ///
    /// # Errors
    /// [`NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim().to_lowercase();
        let shaped = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.contains('@') && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
        });
        let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if shaped && plain && text.chars().count() <= 254 { Ok(Self(text)) } else { Err(NotAnEmail) }
    }

    /// The address as text, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;
    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
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
    fn an_address_is_compared_without_case() {
        assert_eq!(Email::parse(" Ada@Example.COM ").unwrap().as_str(), "ada@example.com");
        for wrong in ["", "ada", "ada@", "@example.com", "a b@example.com", "a@b@c.d", "ada@localhost", "ada@.com"] {
            assert_eq!(Email::parse(wrong), Err(NotAnEmail), "{wrong}");
        }
    }
}
