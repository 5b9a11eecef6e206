use serde::{Deserialize, Serialize};

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// For ticket systems and wikis that render it.
    Markdown,
    /// For everything else that takes text.
    Text,
    /// One self-contained page.
    Html,
    /// For programs.
    Json,
}

/// The text names no format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a format: markdown, text, html or json")]
pub struct NotAFormat;

impl Format {
    /// Every format, in the order in which pages list them.
    pub const ALL: [Format; 4] = [Self::Markdown, Self::Text, Self::Html, Self::Json];

    /// As addresses carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Text => "Text",
            Self::Html => "HTML",
            Self::Json => "JSON",
        }
    }

    /// The end of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The value of `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = NotAFormat;
    fn from_str(text: &str) -> Result<Self, NotAFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or(NotAFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sent_names_agree() {
        for format in Format::ALL {
            assert_eq!(serde_json::to_string(&format).unwrap(), format!("\"{}\"", format.as_str()));
            assert_eq!(format.as_str().parse(), Ok(format));
            assert!(format.media_type().ends_with("; charset=utf-8"));
        }
        assert_eq!("md".parse::<Format>(), Err(NotAFormat));
    }
}
