//! An export whose text was edited by its user.

use super::redact::{Counts, Unredactable, redact};
use super::{Format, note};
use resolutionflow::text::normalise;

impl Format {
    /// Cleans the text of a document after its user edited it, before it leaves as a file or a copy: line ends become LF; where the
    /// document is redacted it is masked again, and its line about the masks counts them anew; a note loses its tabs and is cut to
    /// the length that a PSA takes.
    ///
    /// # Errors
    /// [`Unredactable`] if masking failed.
    pub fn edited(self, text: &str, redacted: bool) -> Result<String, Unredactable> {
        let mut text = normalise(text);
        if self == Self::Note {
            text = note::clean(&text);
        }
        if redacted {
            text = self.recounted(redact(&text)?.0)?;
        }
        Ok(if self == Self::Note { note::cut(&text) } else { text })
    }

    /// With the masks of the whole text in the first line that says how many there are.
    fn recounted(self, text: String) -> Result<String, Unredactable> {
        let label = match self {
            Self::Note | Self::Text => "Redacted:",
            Self::Markdown => "- **Redacted:**",
            Self::Html | Self::Pdf | Self::Json => return Ok(text),
        };
        let mut lines: Vec<_> = text.split('\n').collect();
        let says_counts = |line: &&str| line.strip_prefix(label).is_some_and(says_counts);
        let Some(at) = lines.iter().position(says_counts) else { return Ok(text) };
        let counts = Counts::of(&if self == Self::Markdown { text.replace("\\[", "[").replace("\\]", "]") } else { text.clone() })?;
        let said = lines[at][label.len()..].trim_start();
        let line = format!("{}{counts}", &lines[at][..lines[at].len() - said.len()]);
        lines[at] = &line;
        Ok(lines.join("\n"))
    }
}

fn says_counts(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(|c: char| c.is_ascii_digit()) || text.trim_end() == Counts::default().to_string()
}
