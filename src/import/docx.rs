//! Word documents (DOCX) as blocks of a runbook.

mod styles;

use crate::Refusal;
use crate::archive::Archive;
use crate::report::Report;
use crate::runbook::{Block, BlockKind};
use crate::xml::{Bit, Bits, value};
use styles::Styles;

/// The document itself.
pub(crate) const BODY: &str = "word/document.xml";

/// Paragraph while it is read.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: String,
    /// Level of its list, from 0, and the list.
    list: Option<(usize, String)>,
}

/// Blocks of a document, each with the number of its paragraph.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn blocks(archive: &mut Archive<'_>, report: &mut Report) -> Result<Vec<Block>, Refusal> {
    let broken = || Refusal::broken(&report.kind.clone(), "it is damaged: open it in Word, and save it again");
    let body = archive.text(BODY)?.ok_or_else(broken)?;
    let mut styles =
        Styles::of(&archive.text("word/styles.xml")?.unwrap_or_default(), &archive.text("word/numbering.xml")?.unwrap_or_default());
    let (mut blocks, mut number) = (Vec::new(), 0_usize);
    let (mut open, mut cells): (Option<Paragraph>, Option<Vec<String>>) = (None, None);
    let (mut in_text, mut in_list, mut outside) = (false, false, 0_usize);
    let mut is_whole = true;
    for bit in Bits::of(&body) {
        let Ok(bit) = bit else {
            is_whole = false;
            break;
        };
        match bit {
            Bit::Open { name, attributes } => match name.as_str() {
                "p" => {
                    number += 1;
                    open = Some(Paragraph::default());
                }
                "pStyle" => open.iter_mut().for_each(|open| open.style = value(&attributes, "val").to_owned()),
                "numPr" => in_list = true,
                "ilvl" | "numId" if in_list => {
                    let Some(open) = &mut open else { continue };
                    let (level, list) = open.list.get_or_insert_default();
                    if name == "ilvl" {
                        *level = value(&attributes, "val").parse().unwrap_or_default();
                    } else {
                        *list = value(&attributes, "val").to_owned();
                    }
                }
                "t" => in_text = true,
                "tab" if open.is_some() && outside == 0 => open.iter_mut().for_each(|open| open.text.push(' ')),
                "br" | "cr" => open.iter_mut().for_each(|open| open.text.push('\n')),
                // Shapes stand in twice: as they are, and as older programs draw them.
                "Fallback" | "delText" => outside += 1,
                "drawing" | "pict" if outside == 0 => {
                    report.left_out(&format!("paragraph {number}"), "A picture", "Trees have no pictures yet.");
                }
                "tr" => cells = Some(Vec::new()),
                _ => {}
            },
            Bit::Close(name) => match name.as_str() {
                "p" => {
                    let Some(paragraph) = open.take() else { continue };
                    match &mut cells {
                        Some(cells) => cells.extend(Some(paragraph.text.trim().to_owned()).filter(|text| !text.is_empty())),
                        None => blocks.extend(styles.block(paragraph, number)),
                    }
                }
                "numPr" => in_list = false,
                "t" => in_text = false,
                "Fallback" | "delText" => outside = outside.saturating_sub(1),
                "tr" => {
                    let text = cells.take().unwrap_or_default().join(" | ");
                    if !text.is_empty() {
                        blocks.push(Block { kind: BlockKind::Text, depth: 0, text, place: format!("paragraph {number}") });
                    }
                }
                _ => {}
            },
            Bit::Text(text) if in_text && outside == 0 => open.iter_mut().for_each(|open| open.text.push_str(&text)),
            Bit::Text(_) => {}
        }
    }
    if !is_whole {
        report.left_out(&format!("behind paragraph {number}"), "The rest of the document", "It is damaged from there on.");
    }
    Ok(blocks)
}

impl Styles {
    /// The block of a paragraph; none of an empty one.
    fn block(&mut self, paragraph: Paragraph, number: usize) -> Option<Block> {
        let Paragraph { text, style, list } = paragraph;
        let text = text.trim().to_owned();
        if text.is_empty() {
            return None;
        }
        let place = format!("paragraph {number}");
        if let Some(level) = self.heading(&style) {
            return Some(Block { kind: BlockKind::Heading(level), depth: 0, text, place });
        }
        let list = list.or_else(|| self.list_of(&style)).filter(|(_, list)| list != "0");
        Some(match list {
            Some((level, list)) => {
                let kind = BlockKind::Item(self.next(&list, level));
                Block { kind, depth: level.min(8) + 1, text, place }
            }
            None if self.is_code(&style) => Block { kind: BlockKind::Code(String::new()), depth: 0, text, place },
            None => Block { kind: BlockKind::Text, depth: 0, text, place },
        })
    }
}
