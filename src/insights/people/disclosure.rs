//! Rules by which people are shown: never few of them, never few of their walks, and nothing whose difference from another page is either.

use super::Work;
use crate::stats::ENOUGH;

/// Least number of people who are shown together.
pub const LEAST_PEOPLE: usize = 5;

/// Way in which a page is about a part of what it could be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowed {
    /// A tree or a category, of all trees.
    Trees,
    /// Some of the last 30 days, which the page shows where nothing else is asked for.
    Days,
}

/// Reason for which nobody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBack {
    /// There are fewer than [`LEAST_PEOPLE`] people with enough walks.
    SmallGroup,
    /// One to four people who are shown otherwise would not be here, and what is left of the whole would be theirs.
    Remainder(Narrowed),
}

/// Numbers of decided walks of a person, by which it is decided who is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Presence {
    /// Walks that are asked for.
    pub asked: u64,
    /// Walks of the same days, of other trees than are asked for.
    pub other_trees: u64,
    /// Walks of the same trees, of the usual days that are not asked for.
    pub other_days: u64,
}

impl Presence {
    /// Numbers of a person's walks.
    pub fn of(work: &Work) -> Self {
        let sum = |is_asked: bool| work.trees.iter().filter(|tree| tree.is_asked == is_asked).map(|tree| tree.walks.decided).sum();
        let other_days = work.trees.iter().filter(|tree| tree.is_asked).map(|tree| tree.other_days).sum();
        Self { asked: sum(true), other_trees: sum(false), other_days }
    }

    fn rest(self, narrowed: Narrowed) -> u64 {
        match narrowed {
            Narrowed::Trees => self.other_trees,
            Narrowed::Days => self.other_days,
        }
    }

    /// True if the walks that are asked for are enough, and so are those that are left of the whole, if any are.
    fn is_enough(self) -> bool {
        self.asked >= ENOUGH && [self.other_trees, self.other_days].iter().all(|rest| *rest == 0 || *rest >= ENOUGH)
    }
}

/// Way in which a person is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// With figures.
    Figures,
    /// By name, as one of several without enough walks.
    Name,
    /// Not at all.
    Nowhere,
}

/// Decides who of an account is shown.
///
/// Figures are of people with at least ten decided walks, of whom there are at least five. A page of some trees or days has figures of a person
/// only if the person's other walks are none or at least ten, too, since the page of all less this one is a page of those; and of anybody only
/// if the people who would be on the page of all and not on this one are none or at least five. The others are named only where there
/// are at least five of them: with fewer, everybody's results less those of the people who are shown would be theirs by name.
///
/// # Errors
/// [`HeldBack`] where nobody is shown.
pub fn disclose(people: &[Presence]) -> Result<Vec<Shown>, HeldBack> {
    let shown = people.iter().filter(|person| person.is_enough()).count();
    if shown < LEAST_PEOPLE {
        return Err(HeldBack::SmallGroup);
    }
    for narrowed in [Narrowed::Trees, Narrowed::Days] {
        let missing = people.iter().filter(|person| person.asked + person.rest(narrowed) >= ENOUGH && !person.is_enough()).count();
        if people.iter().any(|person| person.rest(narrowed) > 0) && (1..LEAST_PEOPLE).contains(&missing) {
            return Err(HeldBack::Remainder(narrowed));
        }
    }
    let others = people.iter().filter(|person| person.asked > 0 && !person.is_enough()).count();
    let of_others = if others >= LEAST_PEOPLE { Shown::Name } else { Shown::Nowhere };
    let way = |person: &Presence| match person {
        person if person.is_enough() => Shown::Figures,
        person if person.asked > 0 => of_others,
        _ => Shown::Nowhere,
    };
    Ok(people.iter().map(way).collect())
}
