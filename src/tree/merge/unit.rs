//! Merging one unit: a value that one alone has changed is as that one has it.

use super::{Conflict, lines};
use crate::tree::edit::{Edit, Unit};

/// The same thing in the draft from which both began, in theirs, and in mine.
#[derive(Debug)]
pub(super) struct Sides<'s, T: ?Sized> {
    pub(super) origin: &'s T,
    pub(super) theirs: &'s T,
    pub(super) mine: &'s T,
}

impl<T: ?Sized> Clone for Sides<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Sides<'_, T> {}

/// Something of each.
#[derive(Debug)]
pub(super) struct Three<T> {
    pub(super) origin: T,
    pub(super) theirs: T,
    pub(super) mine: T,
}

impl<'s, T: ?Sized> Sides<'s, T> {
    /// A part of each.
    pub(super) fn map<U: ?Sized>(self, part: impl Fn(&'s T) -> &'s U) -> Sides<'s, U> {
        Sides { origin: part(self.origin), theirs: part(self.theirs), mine: part(self.mine) }
    }

    /// Something made of each.
    pub(super) fn each<U>(self, made: impl Fn(&'s T) -> U) -> Three<U> {
        Three { origin: made(self.origin), theirs: made(self.theirs), mine: made(self.mine) }
    }
}

impl<'s, T: PartialEq> Sides<'s, T> {
    /// The value where one alone has changed it, or both to the same.
    pub(super) fn undisputed(self) -> Option<&'s T> {
        if self.mine == self.origin || self.mine == self.theirs {
            return Some(self.theirs);
        }
        Some(self.mine).filter(|_| self.theirs == self.origin)
    }
}

impl<T> Three<T> {
    /// Something found in each.
    pub(super) fn map_ref<U>(&self, found: impl Fn(&T) -> U) -> Three<U> {
        Three { origin: found(&self.origin), theirs: found(&self.theirs), mine: found(&self.mine) }
    }
}

/// The conflicts so far.
#[derive(Debug, Default)]
pub(super) struct Merging {
    pub(super) conflicts: Vec<Conflict>,
}

impl Merging {
    /// Merges a value as a whole. `text` shows it, `keep` sets it.
    pub(super) fn value<T: Clone + PartialEq>(
        &mut self,
        sides: Sides<'_, T>,
        unit: Unit,
        text: impl Fn(&T) -> String,
        keep: impl FnOnce(T) -> Vec<Edit>,
    ) -> T {
        if let Some(value) = sides.undisputed() {
            return value.clone();
        }
        let Sides { theirs, mine, .. } = sides;
        let keep_mine = keep(mine.clone());
        self.conflicts.push(Conflict { unit, theirs: Some(text(theirs)), mine: Some(text(mine)), keep_mine });
        theirs.clone()
    }

    /// Merges a text as a whole.
    pub(super) fn text(&mut self, sides: Sides<'_, String>, unit: Unit, keep: impl FnOnce(String) -> Edit) -> String {
        self.value(sides, unit, String::clone, |mine| vec![keep(mine)])
    }

    /// Merges a text line by line, or as a whole where both have changed the same lines.
    pub(super) fn lines(&mut self, sides: Sides<'_, String>, unit: Unit, keep: impl FnOnce(String) -> Edit) -> String {
        let line_by_line = if sides.undisputed().is_none() { lines::merged(sides) } else { None };
        line_by_line.unwrap_or_else(|| self.text(sides, unit, keep))
    }
}
