//! A report on A4: tagged, so that it can be listened to, and after the standards for archives (PDF/A-2a) and for access
//! (PDF/UA-1). The library checks both as far as a program can, and refuses what breaks them.

mod compose;
mod draw;
mod faces;
mod flow;
mod folder;
mod look;
mod printable;
mod setter;
mod tags;
#[cfg(test)]
mod tests;

use chrono::{Datelike, Timelike};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::metadata::{DateTime, Metadata};
use krilla::{Document, SerializeSettings};

use super::{Handout, Report};
use compose::Composed;
pub use folder::Fonts;
use resolutionflow::time::Timestamp;
use setter::Setter;

/// The longest author that is written down; more than any name.
const AUTHOR_LIMIT: usize = 400;

/// The most characters of a client's name at the foot of a page, beside which the page's number has to fit.
const FOOT_LIMIT: usize = 60;

/// Error: the PDF could not be written. Nothing that a user types leads here.
#[derive(Debug, thiserror::Error)]
#[error("the PDF could not be written: {0}")]
pub struct PdfError(String);

/// Writes the report as a PDF file. The same report and the same fonts give the same bytes.
pub(super) fn write(report: &Report, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let because = |what: &str| PdfError(what.to_owned());
    let mut setter = Setter::new(fonts).ok_or_else(|| because("a font cannot be read"))?;
    let composed = compose::compose(report, &mut setter, compose::LINES, compose::PAGES);
    finished(composed, metadata(report), &report.title(), &mut setter)
}

/// Writes figures of a client as a PDF file, after the same standards.
pub(super) fn write_handout(handout: &Handout, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let mut setter = Setter::new(fonts).ok_or_else(|| PdfError("a font cannot be read".to_owned()))?;
    let composed = compose::compose_handout(handout, &mut setter);
    let metadata = Metadata::new()
        .title(handout.client.clone())
        .creator("ResolutionFlow".to_owned())
        .language("en".to_owned())
        .document_id(handout.id.clone())
        .creation_date(date(handout.as_of));
    let foot: String = handout.client.chars().take(FOOT_LIMIT).collect();
    finished(composed, metadata, &foot, &mut setter)
}

/// The file of a composed document. `foot` stands at the foot of each page.
fn finished(composed: Composed, metadata: Metadata, foot: &str, setter: &mut Setter) -> Result<Vec<u8>, PdfError> {
    let because = |what: &str| PdfError(what.to_owned());
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata);
    draw::draw(&mut document, composed, foot, setter).ok_or_else(|| because("a page has no size"))?;
    document.finish().map_err(|error| PdfError(format!("{error:?}")))
}

fn metadata(report: &Report) -> Metadata {
    let technicians = report.facts().into_iter().find(|fact| fact.label.starts_with("Technician"));
    let author = technicians.map(|fact| fact.text.chars().take(AUTHOR_LIMIT).collect::<String>());
    Metadata::new()
        .title(report.title())
        .authors(author.into_iter().collect())
        .creator("ResolutionFlow".to_owned())
        .language("en".to_owned())
        .document_id(report.header.session.to_string())
        // Not the moment of writing: a completed session is the same document whenever it is asked for.
        .creation_date(date(report.header.completed_at.unwrap_or(report.header.as_of)))
}

fn date(instant: Timestamp) -> DateTime {
    let utc = instant.utc();
    // A part of a date is below 60.
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    DateTime::new(u16::try_from(utc.year()).unwrap_or_default())
        .month(part(utc.month()))
        .day(part(utc.day()))
        .hour(part(utc.hour()))
        .minute(part(utc.minute()))
        .second(part(utc.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
