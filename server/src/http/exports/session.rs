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

/// Options and text of a document, as a request has them.
#[derive(Debug, Default)]
struct DocumentRequest {
    options: Options,
    /// To look at, rather than to keep.
    inline: bool,
    /// The text as somebody edited it.
    edited: Option<String>,
}

impl DocumentRequest {
    /// Refuses a value that cannot be meant: nothing that somebody wanted to leave out must get out.
    fn read(encoded: &[u8]) -> Result<Self, AppError> {
        let pairs: Vec<_> = form_urlencoded::parse(encoded).collect();
        let pairs = || pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        let options = Options::read(pairs()).map_err(|_| AppError::Malformed)?;
        let edited = pairs().find(|(name, _)| *name == "text").map(|(_, text)| text.to_owned());
        Ok(Self { options, inline: pairs().any(|pair| pair == ("inline", "1")), edited })
    }
}

/// Answers with a session as a document of the format, as of now: as a file, or with `inline=1` to look at.
pub(super) async fn show(
    format: Format,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let request = DocumentRequest::read(query.unwrap_or_default().as_bytes());
    answer(format, &asker, &id, request.map(|request| DocumentRequest { edited: None, ..request })).await
}

/// Answers with a document whose text a user edited, which is sent as `text`; it is stored nowhere. Formats that cannot be edited are
/// refused as malformed.
pub(super) async fn edited(format: Format, Extension(asker): Extension<Asker>, Path(id): Path<String>, body: Body) -> Response {
    let request = async {
        let request = DocumentRequest::read(&read(&asker, body, FORM_LIMIT).await?)?;
        let can_be = request.edited.is_some() && format.is_editable();
        if can_be { Ok(DocumentRequest { inline: false, ..request }) } else { Err(AppError::Malformed) }
    };
    answer(format, &asker, &id, request.await).await
}

async fn answer(format: Format, asker: &Asker, id: &str, request: Result<DocumentRequest, AppError>) -> Response {
    let exported = async {
        let id = id.parse::<SessionId>().map_err(|_| AppError::NotFound)?;
        let request = request?;
        Ok((request.inline, asker.backend.export(id, format, request.options, request.edited).await?))
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
        assert!(DocumentRequest::read(b"inline=1&redact=1&notes=0").unwrap().options.redacted);
        assert_eq!(DocumentRequest::read(b"redact=please").unwrap_err(), AppError::Malformed);
    }
}
