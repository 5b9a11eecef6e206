//! Fonts of a folder, usually the system's, for characters that the program's own lack.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use parley::FontData;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfo, FontStyle, FontWidth, SourceKind};

/// Weight of running text.
const REGULAR: f32 = 400.0;
/// Bits of `fsType` in a font's table OS/2: no embedding, no subsets, pictures of glyphs alone.
const MUST_STAY: u16 = 0x0002 | 0x0100 | 0x0200;

/// Fonts of a folder and the folders in it. They are looked through when a document needs the first of them, and once: a font that is
/// added later counts from the next start on. By default there are none. Clones share what was read.
#[derive(Debug, Clone, Default)]
pub struct Fonts(Arc<Folder>);

#[derive(Debug, Default)]
struct Folder {
    path: Option<PathBuf>,
    found: OnceLock<Vec<Found>>,
}

impl Fonts {
    /// The fonts of that folder.
    pub fn of_folder(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Folder { path: Some(path.into()), found: OnceLock::new() }))
    }

    /// The fonts, those first that suit running text best: upright, regular, without serifs.
    pub(super) fn found(&self) -> &[Found] {
        self.0.found.get_or_init(|| self.0.path.as_deref().map(look_through).unwrap_or_default())
    }
}

/// Font of a folder.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) family: String,
    info: FontInfo,
    data: OnceLock<Option<Blob<u8>>>,
}

impl Found {
    /// The font's file, mapped into memory; none where it cannot be read, or its glyphs cannot be put into a document.
    pub(super) fn data(&self) -> Option<FontData> {
        let load = || self.info.load(None).filter(|data| can_be_embedded(data.as_ref(), self.info.index()));
        let data = self.data.get_or_init(load).clone()?;
        Some(FontData { data, index: self.info.index() })
    }

    /// True if the font has a glyph for the character.
    pub(super) fn has(&self, c: char) -> bool {
        let Some(FontData { data, .. }) = self.data() else { return false };
        self.info.charmap_index().charmap(data.as_ref()).and_then(|charmap| charmap.map(c)).is_some_and(|glyph| glyph != 0)
    }

    /// Orders fonts: the less, the sooner it is taken. Of a file with several, the first is the one that its maker gives those who do not choose.
    fn rank(&self) -> (bool, bool, u32, bool, bool, PathBuf, u32) {
        let path = match self.info.source().kind() {
            SourceKind::Path(path) => path.to_path_buf(),
            SourceKind::Memory(_) => PathBuf::new(),
        };
        (
            self.info.style() != FontStyle::Normal,
            self.info.width() != FontWidth::NORMAL,
            (self.info.weight().value() - REGULAR).abs() as u32,
            self.family.contains("Mono"),
            !self.family.contains("Sans"),
            path,
            self.info.index(),
        )
    }
}

fn look_through(folder: &Path) -> Vec<Found> {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    collection.load_fonts_from_paths([folder]);
    let families: Vec<_> = collection.family_ids().collect();
    let mut found: Vec<Found> = Vec::new();
    for family in families.into_iter().filter_map(|id| collection.family(id)) {
        let family_name = family.name();
        found.extend(family.fonts().iter().map(|info| Found { family: family_name.to_owned(), info: info.clone(), data: OnceLock::new() }));
    }
    found.sort_by_cached_key(Found::rank);
    found
}

/// True if a font has outlines to draw, and its maker lets documents carry a part of it. Pictures, as of most fonts of coloured emoji, cannot
/// be drawn: that would take the decoders of pictures.
fn can_be_embedded(data: &[u8], index: u32) -> bool {
    let has = |tag: &&[u8; 4]| table(data, index, tag).is_some();
    let rights = table(data, index, b"OS/2").and_then(|table| number(table, 8)).unwrap_or(0);
    let is_pictures = [b"CBDT", b"sbix", b"SVG "].iter().any(has) && !has(&b"COLR");
    [b"glyf", b"CFF "].iter().any(has) && !is_pictures && rights & MUST_STAY == 0
}

/// Table of a font, which may be one of several in a file.
fn table<'a>(data: &'a [u8], index: u32, tag: &[u8; 4]) -> Option<&'a [u8]> {
    let offset = |at: usize| Some(usize::from(number(data, at)?) << 16 | usize::from(number(data, at + 2)?));
    let start = if data.starts_with(b"ttcf") { offset(12 + 4 * usize::try_from(index).ok()?)? } else { 0 };
    let records = (0..usize::from(number(data, start + 4)?)).map(|record| start + 12 + 16 * record);
    let record = records.into_iter().find(|record| data.get(*record..record + 4) == Some(tag.as_slice()))?;
    let (from, length) = (offset(record + 8)?, offset(record + 12)?);
    data.get(from..from.checked_add(length)?)
}

fn number(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_pictures_and_those_that_must_stay_where_they_are_are_none() {
        let usable = |data: &[u8]| can_be_embedded(data, 0);
        assert!(usable(include_bytes!("tests/fonts/Han.otf")) && usable(include_bytes!("tests/fonts/Faces.ttf")));
        assert!(!usable(include_bytes!("tests/fonts/Bitmaps.ttf")) && !usable(b"") && !usable(b"ttcf") && !usable(&[0xff; 64]));
        let mut kept = include_bytes!("tests/fonts/Faces.ttf").to_vec();
        let rights = table(&kept, 0, b"OS/2").unwrap().as_ptr() as usize - kept.as_ptr() as usize + 8;
        kept[rights..rights + 2].copy_from_slice(&2u16.to_be_bytes());
        assert!(!usable(&kept));
    }

    #[test]
    fn without_a_folder_and_where_it_is_not_there_are_no_fonts() {
        assert!(Fonts::default().found().is_empty() && Fonts::of_folder("/nowhere/at/all").found().is_empty());
    }
}
