//! A session as a document: `GET` as it stands, `POST` as somebody edited it.

use app::backend::exports::EDIT_LIMIT;
use app::error::AppError;
use axum::body::Body;
use axum::extract::{Extension, Path, RawQuery};
use axum::response::Response;
use export::{Format, Options};
use resolutionflow::id::SessionId;

use super::super::forms::read;
use super::super::identify::Asker;
use super::super::problem;
use super::document;

/// The most bytes of a form with an edited text: every character at four bytes, each of them percent-encoded.
const FORM_LIMIT: usize = EDIT_LIMIT * 12 + 1024;

/// What a document is asked to be.
#[derive(Debug, Default)]
struct Asked {
    options: Options,
    /// To look at, rather than to keep.
    inline: bool,
    /// What somebody made of its text.
    edited: Option<String>,
}

impl Asked {
    /// What cannot be meant is refused: what somebody wanted to leave out must not get out.
    fn read(encoded: &[u8]) -> Result<Self, AppError> {
        let pairs: Vec<_> = form_urlencoded::parse(encoded).collect();
        let pairs = || pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        let options = Options::read(pairs()).map_err(|_| AppError::Malformed)?;
        let edited = pairs().find(|(name, _)| *name == "text").map(|(_, text)| text.to_owned());
        Ok(Self { options, inline: pairs().any(|pair| pair == ("inline", "1")), edited })
    }
}

/// The document as it stands.
pub(super) async fn show(
    format: Format,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(format, &asker, &id, Asked::read(query.unwrap_or_default().as_bytes()).map(|asked| Asked { edited: None, ..asked })).await
}

/// The document as somebody edited it. Of the others, the source is nothing to edit.
pub(super) async fn edited(format: Format, Extension(asker): Extension<Asker>, Path(id): Path<String>, body: Body) -> Response {
    let asked = async {
        let asked = Asked::read(&read(&asker, body, FORM_LIMIT).await?)?;
        if asked.edited.is_some() && format.is_editable() { Ok(Asked { inline: false, ..asked }) } else { Err(AppError::Malformed) }
    };
    answer(format, &asker, &id, asked.await).await
}

async fn answer(format: Format, asker: &Asker, id: &str, asked: Result<Asked, AppError>) -> Response {
    let exported = async {
        let id = id.parse::<SessionId>().map_err(|_| AppError::NotFound)?;
        let asked = asked?;
        Ok((asked.inline, asker.backend.export(id, format, asked.options, asked.edited).await?))
    };
    match exported.await {
        // Browsers would save Markdown and JSON; as plain text they show it.
        Ok((true, exported)) if !matches!(format, Format::Html | Format::Pdf) => document(exported, Format::Text.media_type(), "inline"),
        Ok((inline, exported)) => document(exported, format.media_type(), if inline { "inline" } else { "attachment" }),
        Err(error) => problem::bare(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_the_longest_text_in_the_longest_encoding_fits() {
        let longest = form_urlencoded::Serializer::new(String::new()).append_pair("text", &"🦀".repeat(EDIT_LIMIT)).finish();
        assert!(longest.len() < FORM_LIMIT);
    }

    #[test]
    fn options_that_cannot_be_meant_let_nothing_out() {
        assert!(Asked::read(b"inline=1&redact=1&notes=0").unwrap().options.redacted);
        assert_eq!(Asked::read(b"redact=please").unwrap_err(), AppError::Malformed);
    }
}
