//! XML, piece by piece. Entities that a file defines itself are not followed, so that none grows.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Piece of an XML text.
pub(crate) enum Bit {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

/// Pieces of an XML text, one after another. Names are without their prefix.
pub(crate) struct Bits<'t> {
    reader: Reader<&'t [u8]>,
    closing: Option<String>,
    has_ended: bool,
}

impl<'t> Bits<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Self { reader, closing: None, has_ended: false }
    }
}

/// Ends where the text is no XML any more; the error says so.
impl Iterator for Bits<'_> {
    type Item = Result<Bit, NotXml>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.closing.take() {
            return Some(Ok(Bit::Close(name)));
        }
        while !self.has_ended {
            return Some(Ok(match self.reader.read_event() {
                Ok(Event::Start(start)) => open(&start),
                Ok(Event::Empty(start)) => {
                    self.closing = Some(start.local_name().as_ref().to_owned());
                    open(&start)
                }
                Ok(Event::End(end)) => Bit::Close(end.local_name().as_ref().to_owned()),
                Ok(Event::Text(text)) => Bit::Text(text.xml10_content().into_owned()),
                Ok(Event::CData(text)) => Bit::Text(text.xml10_content().into_owned()),
                Ok(Event::GeneralRef(entity)) => Bit::Text(match (&*entity, entity.resolve_char_ref()) {
                    (_, Ok(Some(c))) => c.to_string(),
                    (name, _) => named(name),
                }),
                Ok(Event::Eof) => return None,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => continue,
                Err(_) => {
                    self.has_ended = true;
                    return Some(Err(NotXml));
                }
            }));
        }
        None
    }
}

/// Error: the text is no XML from some place on.
#[derive(Debug)]
pub(crate) struct NotXml;

fn named(entity: &str) -> String {
    match entity {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "nbsp" => " ".to_owned(),
        other => format!("&{other};"),
    }
}

fn open(start: &BytesStart<'_>) -> Bit {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| attribute.value.to_string(), |value| value.to_string());
        (attribute.key.local_name().as_ref().to_owned(), value)
    });
    Bit::Open { name: start.local_name().as_ref().to_owned(), attributes: attributes.collect() }
}

/// Value of an attribute; empty where there is none.
pub(crate) fn value<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}
