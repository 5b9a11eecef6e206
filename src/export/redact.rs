//! Masking what a ticket should not carry: addresses, tokens, passwords. Host names, versions, ids, times and the like stay.
//!
//! Detectors read the text folded, as [`fold`] says, and masked so far; [`view`] traces what they find back to the original. Every
//! detector is a regular expression that takes time in proportion to the text, and a judge that looks at what the expression cannot
//! say. A mask is text like `[password]`; it is never masked again, so that redacting twice is redacting once.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::facts::shown;

mod address;
mod command;
mod detector;
mod device;
mod fold;
mod judge;
mod look;
mod names;
mod number;
mod password;
mod program;
mod prose;
mod reader;
mod table;
mod token;
mod value;
mod view;

use detector::Detector;
use view::View;

/// The most passes over a text: masking one thing can bring out another. Few texts take more than two.
const PASSES: usize = 20;

static DETECTORS: LazyLock<Result<Vec<Detector>, Unredactable>> = LazyLock::new(|| {
    // Passwords first: whatever one looks like, it is one. Addresses after paths, which may have some in them.
    let passwords = password::PATTERNS.iter().chain(program::PATTERNS).chain(device::PATTERNS);
    let patterns = passwords.chain(token::PATTERNS).chain(number::PATTERNS).chain(address::PATTERNS).chain(token::LONG);
    // Sentences last: what has a form of its own is known by it.
    patterns.chain(prose::PATTERNS).map(Detector::new).collect()
});

static MASKS: LazyLock<Result<Regex, Unredactable>> = LazyLock::new(|| {
    let masks: Vec<_> = Kind::ALL.iter().map(|kind| regex::escape(kind.mask())).collect();
    Regex::new(&masks.join("|")).map_err(|_| Unredactable)
});

/// Characters without a visible form: soft hyphens, joiners, marks of direction, variation selectors.
static UNSEEN: LazyLock<Result<Regex, Unredactable>> =
    LazyLock::new(|| Regex::new(r"\p{Default_Ignorable_Code_Point}").map_err(|_| Unredactable));

/// Error: a detector failed or masking came to no end, so that secrets may be left in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text could not be redacted")]
pub struct Unredactable;

/// Kind of secret or address that is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// A token, a JWT, an API key or a private key.
    Token,
    /// A long run of hexadecimal or base64 digits: a key, a fingerprint or a hash.
    Key,
    /// A UNC path, or the address of a file share (`smb`, `cifs`).
    Path,
    /// A password.
    Password,
    /// A number of a payment card, an account at a bank, or a person.
    Number,
}

impl Kind {
    /// Every kind, in the order in which counts name them.
    pub const ALL: [Kind; 7] = [Self::Email, Self::IpAddress, Self::Token, Self::Key, Self::Path, Self::Password, Self::Number];

    /// Text that stands in place of what was masked: `[password]`.
    pub fn mask(self) -> &'static str {
        match self {
            Self::Email => "[e-mail]",
            Self::IpAddress => "[IP-address]",
            Self::Token => "[token]",
            Self::Key => "[key]",
            Self::Path => "[path]",
            Self::Password => "[password]",
            Self::Number => "[number]",
        }
    }

    fn counted(self, count: usize) -> String {
        let (one, many) = match self {
            Self::Email => ("e-mail address", "e-mail addresses"),
            Self::IpAddress => ("IP address", "IP addresses"),
            Self::Token => ("token", "tokens"),
            Self::Key => ("key or hash", "keys or hashes"),
            Self::Path => ("path", "paths"),
            Self::Password => ("password", "passwords"),
            Self::Number => ("card or personal number", "card or personal numbers"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// Number of masks in a text, by kind. A mask that was typed counts too: no reader can tell it apart, and so the count stays
/// the same when a text is redacted again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<Kind, usize>);

impl Counts {
    /// Counts the masks of a text as it stands, without masking anything.
    pub(super) fn of(text: &str) -> Result<Self, Unredactable> {
        let masks = MASKS.as_ref().map_err(|error| *error)?;
        let mut counts = Self::default();
        for mask in masks.find_iter(text) {
            for kind in Kind::ALL.into_iter().filter(|kind| kind.mask() == mask.as_str()) {
                *counts.0.entry(kind).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// Number of masks of a kind; 0 if there is none.
    pub fn get(&self, kind: Kind) -> usize {
        self.0.get(&kind).copied().unwrap_or_default()
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for (kind, count) in other.0 {
            *self.0.entry(kind).or_default() += count;
        }
    }
}

/// `2 e-mail addresses, 1 password`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted: Vec<_> = self.0.iter().map(|(kind, count)| kind.counted(*count)).collect();
        f.write_str(if counted.is_empty() { "nothing had to be masked".to_owned() } else { counted.join(", ") }.as_str())
    }
}

/// Part of a text: a mask, or what stands between two of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The part itself.
    pub text: String,
    /// True for a mask.
    pub is_mask: bool,
}

impl Part {
    /// Takes a text apart at its masks, as it stands, without masking anything.
    ///
    /// # Errors
    /// [`Unredactable`].
    pub fn of(text: &str) -> Result<Vec<Self>, Unredactable> {
        let masks = MASKS.as_ref().map_err(|error| *error)?;
        let mut parts = Vec::new();
        let mut push = |text: &str, is_mask| parts.extend((!text.is_empty()).then(|| Self { text: text.to_owned(), is_mask }));
        let mut taken = 0;
        for mask in masks.find_iter(text) {
            push(&text[taken..mask.start()], false);
            push(mask.as_str(), true);
            taken = mask.end();
        }
        push(&text[taken..], false);
        Ok(parts)
    }
}

/// Masks a text and counts its masks. Characters that no export prints, and invisible ones, are removed first: removed later, they
/// could join the parts of a secret, and left in, they could hide one.
///
/// # Errors
/// [`Unredactable`]; a half-masked text is never returned.
pub fn redact(text: &str) -> Result<(String, Counts), Unredactable> {
    let detectors = DETECTORS.as_ref().map_err(|error| *error)?;
    let unseen = UNSEEN.as_ref().map_err(|error| *error)?;
    let shown: String = shown(text).chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = unseen.replace_all(&shown, "");
    let mut view = View::of(&text);
    for _ in 0..PASSES {
        let mut is_over = true;
        // Columns of tables before sentences: a row is none.
        let places = table::find(view.text())?;
        if !places.is_empty() {
            view.mask(&places, Kind::Password);
            is_over = false;
        }
        for detector in detectors {
            let places = detector.find(view.text());
            if !places.is_empty() {
                view.mask(&places, detector.kind);
                is_over = false;
            }
        }
        let again = if is_over { view.again() } else { Vec::new() };
        if !again.is_empty() {
            view.mask(&again, Kind::Password);
        } else if is_over {
            let masked = view.masked();
            return Counts::of(&masked).map(|counts| (masked, counts));
        }
    }
    Err(Unredactable)
}

#[cfg(test)]
mod tests;
