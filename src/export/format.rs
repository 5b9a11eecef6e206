use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Format of an exported document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = NotAFormat, parse_err_fn = NotAFormat::of)]
pub enum Format {
    /// For a field of a PSA: plain text in two parts, for the client and for colleagues.
    Note,
    /// For ticket systems and wikis that render it.
    Markdown,
    /// Plain text, for everything else that takes text.
    Text,
    /// One self-contained web page.
    Html,
    /// For paper, and for keeping: PDF/A, tagged for screen readers.
    Pdf,
    /// For programs, as `docs/session.schema.json` describes.
    Json,
}

/// Error of parsing a format: the text is none of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a format: note, markdown, text, html, pdf or json")]
pub struct NotAFormat;

impl NotAFormat {
    fn of(_: &str) -> Self {
        Self
    }
}

impl Format {
    /// Every format, in the order in which pages list them.
    pub const ALL: [Format; 6] = [Self::Note, Self::Markdown, Self::Text, Self::Html, Self::Pdf, Self::Json];

    /// Name in forms, queries and the command line, in snake case: `markdown`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Name as people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "Ticket note",
            Self::Markdown => "Markdown",
            Self::Text => "Text",
            Self::Html => "HTML",
            Self::Pdf => "PDF",
            Self::Json => "JSON",
        }
    }

    /// Ending of a file's name, without the dot. A note and a text are both `txt`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Note | Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }

    /// Ending of the export's address behind `export.`; no two formats share one.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Note => "note.txt",
            _ => self.extension(),
        }
    }

    /// True if users may edit its text before they take it: note, Markdown and text. The source of the others is not meant for
    /// people.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Note | Self::Markdown | Self::Text)
    }

    /// The value of `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Note | Self::Text => "text/plain; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Json => "application/json; charset=utf-8",
        }
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
            assert!(format == Format::Pdf || format.media_type().ends_with("; charset=utf-8"));
        }
        assert_eq!("md".parse::<Format>(), Err(NotAFormat));
    }

    #[test]
    fn every_format_has_an_address_of_its_own() {
        let mut endings = Format::ALL.map(Format::ending);
        endings.sort_unstable();
        assert!(endings.windows(2).all(|pair| pair[0] != pair[1]), "{endings:?}");
        assert!(Format::ALL.into_iter().all(|format| format.ending().ends_with(format.extension())));
    }
}
