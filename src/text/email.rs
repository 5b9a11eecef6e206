//! E-mail addresses, by which people sign in.

use serde::{Deserialize, Serialize};

use super::typed_line;

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
        Self::as_spelt(&typed_line(text))
    }

    /// Parses an address character for character, as it was spelt before typed texts were normalised. Such an address may be stored, and
    /// be another user's than the normalised one, so this is what looks users up.
    ///
    /// # Errors
    /// [`NotAnEmail`].
    pub fn as_spelt(text: &str) -> Result<Self, NotAnEmail> {
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
        Self::as_spelt(&text)
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
    fn an_address_is_compared_without_case() {
        assert_eq!(Email::parse(" Ada@Example.COM ").unwrap().as_str(), "ada@example.com");
        for wrong in ["", "ada", "ada@", "@example.com", "a b@example.com", "a@b@c.d", "ada@localhost", "ada@.com"] {
            assert_eq!(Email::parse(wrong), Err(NotAnEmail), "{wrong}");
        }
    }

    #[cfg(feature = "server")]
    #[test]
    fn a_new_address_is_normalised_and_one_that_is_looked_up_is_not() {
        let pasted = "\u{200b}JU\u{308}RGEN@example.com\u{a0}";
        assert_eq!(Email::parse(pasted).unwrap().as_str(), "jürgen@example.com");
        assert_eq!(Email::as_spelt("ju\u{308}rgen@example.com").unwrap().as_str(), "ju\u{308}rgen@example.com");
        assert_eq!(Email::parse("\u{200b}@example.com"), Err(NotAnEmail));
    }
}
