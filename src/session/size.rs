//! Size of a session: the text that fits into all of its steps together.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Action, Command, Phase, Refusal, Session};
use crate::id::VisitId;
use crate::text::Output;

/// Most bytes of the notes of all steps together, as UTF-8: 2 MB.
pub const MAX_NOTES: usize = 2 * 1024 * 1024;
/// Most bytes of what the commands of all steps printed, as UTF-8: 8 MB.
pub const MAX_OUTPUT: usize = 8 * 1024 * 1024;

/// Part of the room that is left when the walk begins to say so: an eighth.
const LITTLE: usize = 8;

/// Bytes of what the commands of each visit printed, by the visit's id; visits without output are not in it. In JSON an object. A sorted
/// list, because a map would weigh more in the browser than all that is done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<VisitId, usize>", into = "BTreeMap<VisitId, usize>")]
pub struct OutputSizes(pub(crate) Vec<(VisitId, usize)>);

impl OutputSizes {
    /// Sets the bytes of a visit; 0 takes it out.
    pub fn set(&mut self, visit: VisitId, bytes: usize) {
        self.0.retain(|(own, _)| *own != visit);
        if bytes > 0 {
            let place = self.0.iter().take_while(|(own, _)| *own < visit).count();
            self.0.insert(place, (visit, bytes));
        }
    }

    /// Bytes of all visits.
    pub fn total(&self) -> usize {
        self.0.iter().map(|(_, bytes)| bytes).sum()
    }
}

impl From<BTreeMap<VisitId, usize>> for OutputSizes {
    fn from(sizes: BTreeMap<VisitId, usize>) -> Self {
        Self(sizes.into_iter().collect())
    }
}

impl From<OutputSizes> for BTreeMap<VisitId, usize> {
    fn from(sizes: OutputSizes) -> Self {
        sizes.0.into_iter().collect()
    }
}

/// Room that is left in a session, in bytes, where it is little. Its text is what the walk says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearlyFull {
    /// Room for notes, if it is little.
    pub notes: Option<usize>,
    /// Room for output, if it is little.
    pub output: Option<usize>,
}

impl fmt::Display for NearlyFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("This session is nearly full: ")?;
        if let Some(room) = self.notes {
            write!(f, "{} KB of 2 MB are left for notes", room / 1024)?;
        }
        if self.notes.is_some() && self.output.is_some() {
            f.write_str(", ")?;
        }
        if let Some(room) = self.output {
            write!(f, "{} KB of 8 MB are left for command output", room / 1024)?;
        }
        f.write_str(". When it is full, complete it and start a follow-up.")
    }
}

impl Session {
    /// Bytes of the notes of all steps.
    pub fn notes_size(&self) -> usize {
        let open = self.open_visit().map_or(0, |visit| visit.notes.as_str().len());
        self.records.iter().map(|record| record.notes.as_str().len()).sum::<usize>() + open
    }

    /// Bytes of what the commands of all steps printed.
    pub fn output_size(&self) -> usize {
        self.output_sizes.total()
    }

    /// Room that is left, where it is less than an eighth; none while there is more, and of a session that takes no more steps.
    pub fn nearly_full(&self) -> Option<NearlyFull> {
        let little = |most: usize, size: usize| Some(most.saturating_sub(size)).filter(|room| *room < most / LITTLE);
        let rooms = NearlyFull { notes: little(MAX_NOTES, self.notes_size()), output: little(MAX_OUTPUT, self.output_size()) };
        (!matches!(self.phase, Phase::Completed(_)) && (rooms.notes.is_some() || rooms.output.is_some())).then_some(rooms)
    }

    /// Notes how much the commands of a visit printed. The text itself is not part of a session.
    pub(super) fn printed(&mut self, visit: VisitId, output: &Output) {
        self.output_sizes.set(visit, output.as_str().len());
    }

    /// Checks that the texts of the command, which led from this session to `after`, fit. One that is larger than fits, from before
    /// there was a limit, may shrink and stay as it is.
    ///
    /// # Errors
    /// [`Refusal::Full`].
    pub(super) fn has_room_for(&self, command: &Command, after: &Self) -> Result<(), Refusal> {
        if command.draft.is_none() && !matches!(command.action, Action::Note { .. } | Action::Output { .. }) {
            return Ok(());
        }
        let fits = |size: fn(&Self) -> usize, most: usize| {
            let bytes = size(after);
            bytes <= most || bytes <= size(self)
        };
        if fits(Self::notes_size, MAX_NOTES) && fits(Self::output_size, MAX_OUTPUT) { Ok(()) } else { Err(Refusal::Full) }
    }
}
