//! The fonts that every document is set in. They are part of the program, so that a document looks alike everywhere.

use krilla::text::Font;
use parley::FontContext;
use parley::fontique::{Blob, Charmap, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use std::sync::Arc;

/// One of the four embedded fonts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
}

impl Face {
    const ALL: [Face; 4] = [Self::Prose, Self::Strong, Self::Mono, Self::Symbols];

    fn data(self) -> &'static [u8] {
        match self {
            Self::Prose => include_bytes!("fonts/Inter-Regular.otf"),
            Self::Strong => include_bytes!("fonts/Inter-SemiBold.otf"),
            Self::Mono => include_bytes!("fonts/JetBrainsMono-Regular.ttf"),
            Self::Symbols => include_bytes!("fonts/DejaVuSans-Symbols.ttf"),
        }
    }

    /// Family name for the typesetter. The weight is in it, so that no face is chosen by likeness.
    pub(super) fn family(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Strong => "strong",
            Self::Mono => "mono",
            Self::Symbols => "symbols",
        }
    }
}

/// The four fonts, parsed for drawing, with the characters that each of them has.
pub(super) struct Faces {
    fonts: [Font; 4],
    charmaps: [Charmap<'static>; 4],
}

impl Faces {
    /// Parses the embedded fonts, for drawing and for the typesetter; none if one of the files is no font.
    pub(super) fn read() -> Option<(Self, FontContext)> {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let (mut fonts, mut charmaps) = (Vec::new(), Vec::new());
        for face in Face::ALL {
            fonts.push(Font::new(face.data().into(), 0)?);
            let named = FontInfoOverride { family_name: Some(face.family()), ..FontInfoOverride::default() };
            let registered = collection.register_fonts(Blob::new(Arc::new(face.data())), Some(named));
            let (_, infos) = registered.first()?;
            charmaps.push(infos.first()?.charmap_index().charmap(face.data())?);
        }
        let faces = Self { fonts: fonts.try_into().ok()?, charmaps: charmaps.try_into().ok()? };
        Some((faces, FontContext { collection, source_cache: SourceCache::default() }))
    }

    pub(super) fn font(&self, face: Face) -> Font {
        self.fonts[face as usize].clone()
    }

    /// True if the font has a glyph for the character.
    pub(super) fn has(&self, face: Face, c: char) -> bool {
        self.charmaps[face as usize].map(c).is_some_and(|glyph| glyph != 0)
    }
}
