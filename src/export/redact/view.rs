//! A text as it is searched: folded, and with masks in place of what was found, each place of it traced back to the original.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fold::{Atom, fold};
use super::{Kind, look};

/// Secrets whose other places are looked for.
const SECRETS: usize = 100;

/// Original text, and the folded and masked one that detectors read.
pub(super) struct View<'t> {
    original: &'t str,
    text: String,
    /// Stretches of the text that are not the original itself, in order. A combining mark is an empty stretch.
    atoms: Vec<Atom>,
}

impl<'t> View<'t> {
    pub(super) fn of(original: &'t str) -> Self {
        let (text, atoms) = fold(original);
        Self { original, text, atoms }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Masks places of the text, in order. A place that begins or ends inside an atom takes all of it.
    pub(super) fn mask(&mut self, places: &[Range<usize>], kind: Kind) {
        let mut text = String::with_capacity(self.text.len());
        let mut atoms = Vec::with_capacity(self.atoms.len() + places.len());
        let (mut copied, mut next) = (0, 0);
        for place in places {
            let place = self.whole(place).start.max(copied)..self.whole(place).end;
            if place.is_empty() {
                continue;
            }
            let original = self.original_of(place.start)..self.original_of(place.end);
            next += self.keep(next, copied, original.start, &text, &mut atoms);
            text.push_str(&self.text[copied..place.start]);
            let start = text.len();
            text.push_str(kind.mask());
            next += self.atoms[next..].iter().take_while(|atom| atom.original.start < original.end).count();
            atoms.push(Atom { folded: start..text.len(), original, is_mask: true });
            copied = place.end;
        }
        self.keep(next, copied, self.original.len(), &text, &mut atoms);
        text.push_str(&self.text[copied..]);
        (self.text, self.atoms) = (text, atoms);
    }

    /// Keeps the atoms from the one with the number `next` up to a place of the original, moved to where the text from `copied` on comes
    /// to stand. The number of them.
    fn keep(&self, next: usize, copied: usize, until: usize, text: &str, atoms: &mut Vec<Atom>) -> usize {
        let kept = self.atoms[next..].iter().take_while(|atom| atom.original.end <= until);
        let moved = kept.map(|atom| {
            let moved = |at: usize| (at + text.len()).saturating_sub(copied);
            Atom { folded: moved(atom.folded.start)..moved(atom.folded.end), original: atom.original.clone(), is_mask: atom.is_mask }
        });
        let before = atoms.len();
        atoms.extend(moved);
        atoms.len() - before
    }

    /// A place of the text, with all of the atoms at its ends.
    fn whole(&self, place: &Range<usize>) -> Range<usize> {
        let around = |at: usize| {
            let atom = self.atoms.get(self.atoms.partition_point(|atom| atom.folded.end <= at));
            atom.map(|atom| atom.folded.clone()).filter(|atom| atom.start < at)
        };
        around(place.start).map_or(place.start, |atom| atom.start)..around(place.end).map_or(place.end, |atom| atom.end)
    }

    /// Place in the original of a place in the text, behind whatever has no width there.
    fn original_of(&self, at: usize) -> usize {
        let before = self.atoms.partition_point(|atom| atom.folded.end <= at).checked_sub(1);
        before.map_or(at, |before| self.atoms[before].original.end + at - self.atoms[before].folded.end)
    }

    /// Places, in order, of secrets that are masked elsewhere and look like nothing else: said once, they are not announced again.
    pub(super) fn again(&self) -> Vec<Range<usize>> {
        let masked = self.atoms.iter().filter(|atom| atom.is_mask).map(|atom| &self.original[atom.original.clone()]);
        let secrets: BTreeSet<_> = masked.filter(|secret| look::strong(secret)).map(|secret| fold(secret).0).take(SECRETS).collect();
        let is_beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let stands_alone = |place: &Range<usize>| {
            !is_beside(self.text[..place.start].chars().next_back()) && !is_beside(self.text[place.end..].chars().next())
        };
        let places = secrets.iter().flat_map(|secret| self.text.match_indices(secret.as_str()));
        let mut places: Vec<_> = places.map(|(at, secret)| at..at + secret.len()).filter(stands_alone).collect();
        places.sort_by_key(|place| place.start);
        places
    }

    /// The original, masked.
    pub(super) fn masked(&self) -> String {
        let (mut masked, mut copied) = (String::with_capacity(self.original.len()), 0);
        for atom in self.atoms.iter().filter(|atom| atom.is_mask) {
            masked.push_str(&self.original[copied..atom.original.start]);
            masked.push_str(&self.text[atom.folded.clone()]);
            copied = atom.original.end;
        }
        masked + &self.original[copied..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_cover_whole_characters_of_the_original() {
        let mut view = View::of("aﬁb e\u{301}c ｐw");
        assert_eq!(view.text(), "afib ec pw");
        view.mask(&[1..2, 5..6, 8..9], Kind::Key);
        assert_eq!(view.text(), "a[key]b [key]c [key]w");
        assert_eq!(view.masked(), "a[key]b [key]c [key]w");
        view.mask(std::slice::from_ref(&(7..14)), Kind::Path);
        assert_eq!(view.masked(), "a[key]b[path] [key]w");
    }
}
