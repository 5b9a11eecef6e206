//! draw.io diagrams, plain and compressed: shapes and arrows of every page.

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::sketch::{Sketch, Step, Target, paragraph};
use crate::xml::{Bit, Bits, value};
use crate::{Brought, MAX_UNPACKED, Refusal, draft, html};

const KIND: &str = "a draw.io diagram";

/// Shape or arrow of a page.
#[derive(Default)]
struct Cell {
    id: String,
    words: String,
    style: String,
    is_edge: bool,
    is_vertex: bool,
    source: String,
    target: String,
    parent: String,
}

/// True for a text that is such a diagram.
pub(crate) fn is_drawio(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(3_000).collect();
    head.contains("<mxfile") || head.contains("<mxGraphModel")
}

/// The tree of a diagram.
///
/// # Errors
/// [`Refusal`] where it is damaged, or beyond the limits.
pub(crate) fn bring(text: &str, name: &str) -> Result<Brought, Refusal> {
    let mut sketch = Sketch::new(KIND);
    let mut left = MAX_UNPACKED;
    let (mut page, mut packed, mut pages) = (String::new(), None::<String>, 0_usize);
    let mut cells = Cells::default();
    for bit in Bits::of(text) {
        let bit = bit.map_err(|_| Refusal::broken(KIND, "it is damaged: save it again"))?;
        match bit {
            Bit::Open { name, attributes } if name == "diagram" => {
                pages += 1;
                page = value(&attributes, "name").to_owned();
                packed = Some(String::new());
            }
            Bit::Close(name) if name == "diagram" => {
                if let Some(packed) = packed.take().filter(|packed| !packed.trim().is_empty()) {
                    let xml = unpacked(packed.trim(), &mut left)?;
                    for bit in Bits::of(&xml) {
                        cells.take(bit.map_err(|_| Refusal::broken(KIND, "a page of it is damaged: save it again"))?);
                    }
                }
                std::mem::take(&mut cells).write(&page, pages, &mut sketch)?;
            }
            Bit::Text(text) if packed.is_some() && cells.is_empty() => packed.iter_mut().for_each(|packed| packed.push_str(&text)),
            bit => cells.take(bit),
        }
    }
    cells.write(&page, pages.max(1), &mut sketch)?;
    draft::finish(sketch, name)
}

/// Text of a compressed page: Base64 of a deflated, percent-encoded text.
fn unpacked(packed: &str, left: &mut usize) -> Result<String, Refusal> {
    let damaged = || Refusal::broken(KIND, "a page of it cannot be unpacked: save it again, uncompressed");
    let packed: String = packed.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = STANDARD.decode(packed).map_err(|_| damaged())?;
    let text = miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, *left).map_err(|error| match error.status {
        miniz_oxide::inflate::TINFLStatus::HasMoreOutput => Refusal::TooLargeUnpacked,
        _ => damaged(),
    })?;
    *left = left.saturating_sub(text.len());
    let text = String::from_utf8(text).map_err(|_| damaged())?;
    Ok(percent_decode_str(&text).decode_utf8().map_err(|_| damaged())?.into_owned())
}

/// Cells of a page while they are read.
#[derive(Default)]
struct Cells {
    all: Vec<Cell>,
    /// Id and words of an object around a cell.
    around: Option<(String, String)>,
}

impl Cells {
    fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn take(&mut self, bit: Bit) {
        match bit {
            Bit::Open { name, attributes } if matches!(name.as_str(), "object" | "UserObject") => {
                self.around = Some((value(&attributes, "id").to_owned(), value(&attributes, "label").to_owned()));
            }
            Bit::Close(name) if matches!(name.as_str(), "object" | "UserObject") => self.around = None,
            Bit::Open { name, attributes } if name == "mxCell" => {
                let of = |name: &str| value(&attributes, name).to_owned();
                let around = self.around.clone();
                let (id, words) = around.unwrap_or_else(|| (of("id"), of("value")));
                self.all.push(Cell {
                    id,
                    words: html::plain(&words),
                    style: of("style"),
                    is_edge: of("edge") == "1",
                    is_vertex: of("vertex") == "1",
                    source: of("source"),
                    target: of("target"),
                    parent: of("parent"),
                });
            }
            _ => {}
        }
    }

    /// Writes the steps and links of a page.
    fn write(self, page: &str, number: usize, sketch: &mut Sketch) -> Result<(), Refusal> {
        let Self { all, .. } = self;
        let at = |id: &str| format!("page {number}, element “{id}”");
        let edges: HashMap<&str, &Cell> = all.iter().filter(|cell| cell.is_edge).map(|cell| (cell.id.as_str(), cell)).collect();
        let ends: HashSet<&str> = edges.values().flat_map(|edge| [edge.source.as_str(), edge.target.as_str()]).collect();
        let parents: HashSet<&str> = all.iter().map(|cell| cell.parent.as_str()).collect();
        let mut steps: HashMap<&str, usize> = HashMap::new();
        let mut labels: HashMap<&str, String> = HashMap::new();
        for cell in all.iter().filter(|cell| cell.is_vertex) {
            if edges.contains_key(cell.parent.as_str()) {
                let label = labels.entry(cell.parent.as_str()).or_default();
                paragraph(label, &cell.words);
            } else if cell.words.trim().is_empty() && !ends.contains(cell.id.as_str()) {
                sketch.report.left_out(&at(&cell.id), "A shape", "It has neither words nor arrows.");
            } else if parents.contains(cell.id.as_str()) && !ends.contains(cell.id.as_str()) {
                sketch.report.left_out(&at(&cell.id), &cell.words, "It is a frame around others.");
            } else if !ends.contains(cell.id.as_str()) && (cell.style.contains("text;") || cell.style.starts_with("text")) {
                sketch.report.left_out(&at(&cell.id), &cell.words, "It is a text beside the diagram: no arrow leads to it, and none away.");
            } else {
                let title = if cell.words.trim().is_empty() { cell.id.clone() } else { cell.words.clone() };
                steps.insert(&cell.id, sketch.step(Step { title, place: at(&cell.id), ..Step::default() })?);
            }
        }
        for edge in all.iter().filter(|cell| cell.is_edge) {
            let mut label = edge.words.clone();
            if let Some(more) = labels.get(edge.id.as_str()) {
                paragraph(&mut label, more);
            }
            let place = at(&edge.id);
            match (steps.get(edge.source.as_str()), steps.get(edge.target.as_str())) {
                (Some(from), Some(to)) => sketch.link(*from, Target::Step(*to), &label, &place)?,
                (Some(from), None) if edge.target.is_empty() && !label.is_empty() => sketch.link(*from, Target::Nowhere, &label, &place)?,
                _ => sketch.report.left_out(&place, &label, "The arrow is not fixed to a shape at both ends."),
            }
        }
        if sketch.name.is_empty() && !page.is_empty() && !page.starts_with("Page-") {
            sketch.name = page.to_owned();
        }
        Ok(())
    }
}
