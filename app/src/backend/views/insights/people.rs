//! Figures per person.

use resolutionflow::insights::people::{HeldBack, Standing};

use super::Asked;
use crate::backend::views::Person;

/// Way in which figures per person leave the account, for the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// On a page.
    Page,
    /// As a file.
    File,
}

/// The page of figures per person.
#[derive(Debug, Clone, PartialEq)]
pub struct PeoplePage {
    /// The question.
    pub asked: Asked,
    /// What there is to show.
    pub figures: PeopleFigures,
}

/// Figures per person, as far as they are shown.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleFigures {
    /// The account does not have them: nothing was read.
    Off,
    /// Nobody is shown.
    HeldBack(HeldBack),
    /// People by name.
    Shown {
        /// Those with enough walks.
        people: Vec<(Person, Standing)>,
        /// Others, where naming them says nothing of one.
        others: Vec<Person>,
    },
}

impl PeoplePage {
    /// The people with figures, by name; none where nobody is shown.
    pub fn people(&self) -> &[(Person, Standing)] {
        match &self.figures {
            PeopleFigures::Shown { people, .. } => people,
            _ => &[],
        }
    }
}
