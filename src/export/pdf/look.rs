//! Sizes and colours. Each pair of text and surface has a contrast of at least 4.5 : 1.

use super::faces::Face;
use super::flow::Colour;
use super::setter::Style;
use resolutionflow::outcome::Outcome;

pub(super) const TITLE: Style = Style { face: Face::Strong, size: 21.0, leading: 28.0 };
pub(super) const SUBTITLE: Style = Style { face: Face::Prose, size: 11.5, leading: 17.0 };
pub(super) const SECTION: Style = Style { face: Face::Strong, size: 13.5, leading: 20.0 };
pub(super) const STEP: Style = Style { face: Face::Strong, size: 10.5, leading: 15.0 };
pub(super) const BODY: Style = Style { face: Face::Prose, size: 9.5, leading: 14.0 };
pub(super) const LABEL: Style = Style { face: Face::Prose, size: 8.5, leading: 14.0 };
pub(super) const OUTPUT: Style = Style { face: Face::Mono, size: 8.0, leading: 11.5 };
pub(super) const OUTCOME: Style = Style { face: Face::Strong, size: 15.0, leading: 21.0 };
pub(super) const FIGURE: Style = Style { face: Face::Strong, size: 10.0, leading: 14.0 };
pub(super) const FOOT: Style = Style { face: Face::Prose, size: 8.0, leading: 11.0 };

pub(super) const INK: Colour = Colour(0x1b, 0x20, 0x2d);
pub(super) const PAPER: Colour = Colour(0xff, 0xff, 0xff);
pub(super) const MUTED: Colour = Colour(0x59, 0x62, 0x73);
pub(super) const RULE: Colour = Colour(0xdd, 0xe1, 0xe8);
pub(super) const PANEL: Colour = Colour(0xf7, 0xf8, 0xfa);
pub(super) const ACCENT: Colour = Colour(0x4f, 0x5b, 0xd5);
pub(super) const FAINT: Colour = Colour(0xb4, 0xba, 0xc6);

/// Colours of an outcome, of about the hue that it has on the web pages, and its sign, a character in place of the icon there; empty for
/// none.
pub(super) struct Tint {
    pub(super) sign: &'static str,
    pub(super) text: Colour,
    pub(super) surface: Colour,
    pub(super) border: Colour,
}

/// Tint of an outcome; with none, that of a session in progress.
pub(super) fn tint(outcome: Option<Outcome>) -> Tint {
    let (sign, text, surface, border) = match outcome {
        Some(Outcome::Resolved) => ("✓", Colour(0x12, 0x65, 0x35), Colour(0xee, 0xfa, 0xf2), Colour(0xae, 0xdf, 0xc1)),
        Some(Outcome::Workaround) => ("↷", Colour(0x84, 0x4a, 0x08), Colour(0xfe, 0xf8, 0xe9), Colour(0xeb, 0xd2, 0x97)),
        Some(Outcome::Escalated) => ("↑", Colour(0x1e, 0x43, 0xa8), Colour(0xef, 0xf4, 0xfe), Colour(0xb5, 0xca, 0xf5)),
        Some(Outcome::Unresolved) => ("✗", Colour(0xa8, 0x26, 0x1c), Colour(0xfe, 0xf2, 0xf1), Colour(0xf1, 0xbd, 0xb8)),
        Some(Outcome::ResolvedExternally) => ("↗", Colour(0x0e, 0x63, 0x60), Colour(0xec, 0xf9, 0xf8), Colour(0xa5, 0xdb, 0xd7)),
        Some(Outcome::Cancelled) | None => ("", INK, PANEL, RULE),
    };
    Tint { sign, text, surface, border }
}
