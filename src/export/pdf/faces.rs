//! The fonts that documents are set in: those that are part of the program, so that a document looks alike everywhere, and those of a
//! folder for what they lack.

use std::collections::HashMap;
use std::sync::Arc;

use krilla::text::Font;
use parley::fontique::{Blob, Charmap, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{FontContext, FontData};

use super::folder::Fonts;

/// A font of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// For running text: all that people wrote, and labels.
    #[default]
    Prose,
    /// For headings.
    Strong,
    /// For output, whose columns matter.
    Mono,
    /// Arrows, signs and frames, for what the others lack.
    Symbols,
    /// Hebrew letters and points.
    Hebrew,
    /// Arabic letters and marks.
    Arabic,
    /// A font of the folder, by its place among them.
    Found(usize),
}

impl Face {
    /// The fonts that are part of the program.
    const OWN: [(Face, &'static str, &'static [u8]); 6] = [
        (Self::Prose, "prose", include_bytes!("fonts/Inter-Regular.otf")),
        (Self::Strong, "strong", include_bytes!("fonts/Inter-SemiBold.otf")),
        (Self::Mono, "mono", include_bytes!("fonts/JetBrainsMono-Regular.ttf")),
        (Self::Symbols, "symbols", include_bytes!("fonts/DejaVuSans-Symbols.ttf")),
        (Self::Hebrew, "hebrew", include_bytes!("fonts/NotoSansHebrew-Regular.ttf")),
        (Self::Arabic, "arabic", include_bytes!("fonts/NotoSansArabic-Regular.ttf")),
    ];

    /// True if its characters stand each by itself: none changes with its neighbours.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Prose | Self::Strong | Self::Mono | Self::Symbols)
    }
}

/// Font of a document with the characters that it has.
struct Own {
    face: Face,
    /// Family name for the typesetter. The weight is in it, so that no face is chosen by likeness.
    family: &'static str,
    font: Font,
    charmap: Charmap<'static>,
}

/// The fonts of a document.
pub(super) struct Faces {
    own: Vec<Own>,
    folder: Fonts,
    /// Where in the folder a character was found, by character.
    found: HashMap<char, Option<usize>>,
    /// Fonts of the folder, parsed for drawing, by their places among them.
    drawn: HashMap<usize, Font>,
}

impl Faces {
    /// Parses the program's fonts, for drawing and for the typesetter; none if one of the files is no font.
    pub(super) fn read(folder: &Fonts) -> Option<(Self, FontContext)> {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut own = Vec::new();
        for (face, family, data) in Face::OWN {
            let named = FontInfoOverride { family_name: Some(family), ..FontInfoOverride::default() };
            let registered = collection.register_fonts(Blob::new(Arc::new(data)), Some(named));
            let (_, infos) = registered.first()?;
            let charmap = infos.first()?.charmap_index().charmap(data)?;
            own.push(Own { face, family, font: Font::new(data.into(), 0)?, charmap });
        }
        let faces = Self { own, folder: folder.clone(), found: HashMap::new(), drawn: HashMap::new() };
        Some((faces, FontContext { collection, source_cache: SourceCache::default() }))
    }

    /// The font for drawing; none of the folder's that was never set.
    pub(super) fn font(&self, face: Face) -> Option<Font> {
        match face {
            Face::Found(place) => self.drawn.get(&place).cloned(),
            own => self.own(own).map(|own| own.font.clone()),
        }
    }

    /// Family name for the typesetter.
    pub(super) fn family(&self, face: Face) -> &str {
        match face {
            Face::Found(place) => self.folder.found().get(place).map_or("", |found| &found.family),
            own => self.own(own).map_or("", |own| own.family),
        }
    }

    /// True if the font has a glyph for the character.
    pub(super) fn has(&self, face: Face, c: char) -> bool {
        match face {
            Face::Found(place) => self.folder.found().get(place).is_some_and(|found| found.has(c)),
            own => self.own(own).and_then(|own| own.charmap.map(c)).is_some_and(|glyph| glyph != 0),
        }
    }

    /// The first font of the folder that has a glyph for the character.
    pub(super) fn find(&mut self, c: char) -> Option<Face> {
        let Self { folder, found, .. } = self;
        let place = *found.entry(c).or_insert_with(|| folder.found().iter().position(|font| font.has(c)));
        place.map(Face::Found)
    }

    /// Makes a font of the folder known to the typesetter, the first time that it is used. A file of several fonts makes all of them known,
    /// by their families.
    pub(super) fn register(&mut self, face: Face, fonts: &mut FontContext) {
        let Face::Found(place) = face else { return };
        let Some(FontData { data, index }) = self.data(place) else { return };
        if self.drawn.contains_key(&place) {
            return;
        }
        fonts.collection.register_fonts(data.clone(), None);
        if let Some(font) = Font::new(data.into_raw_parts().0.into(), index) {
            self.drawn.insert(place, font);
        }
    }

    /// True if that is the font of the face: a folder may have two fonts of one family that look alike to the typesetter.
    pub(super) fn is(&self, face: Face, font: &FontData) -> bool {
        let Face::Found(place) = face else { return true };
        self.data(place).is_some_and(|found| found.data.id() == font.data.id() && found.index == font.index)
    }

    /// File of a font of the folder.
    fn data(&self, place: usize) -> Option<FontData> {
        self.folder.found().get(place)?.data()
    }

    fn own(&self, face: Face) -> Option<&Own> {
        self.own.iter().find(|own| own.face == face)
    }
}
