//! What walks save: each tree, in all, and what it is worked out from.

use resolutionflow::insights::{HourlyRate, Hours, Learning, Saved, Saving};
use resolutionflow::stats::ENOUGH;

use super::{Asked, BaselineRow, MeasurementRow};

/// Time saved in a period and the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct SavingPage {
    /// The question.
    pub asked: Asked,
    /// Trees with walks or a baseline of their own, those with the most time spent first.
    pub trees: Vec<TreeSaving>,
    /// What the trees with a baseline saved in the period before.
    pub before: Total,
    /// Cost of an hour; none where none was entered.
    pub rate: Option<HourlyRate>,
    /// Baselines that figures use.
    pub baselines: Vec<BaselineRow>,
    /// Baselines that were changed or removed, the last ones first.
    pub earlier: Vec<BaselineRow>,
    /// Measurements, those that are going on first.
    pub measurements: Vec<MeasurementRow>,
}

/// What the walks of a tree saved.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeSaving {
    /// The tree's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Walks, time spent and time saved.
    pub saving: Saving,
    /// The baseline that was used: its own, or its category's.
    pub baseline: Option<BaselineRow>,
    /// Its first walks, and its last ones.
    pub learning: Learning,
}

/// Sum over trees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Walks of the trees with a baseline.
    pub walks: i64,
    /// Those that were solved.
    pub solved: i64,
    /// Time spent on them, in seconds.
    pub spent: i64,
    /// What they saved; none where no tree has a baseline.
    pub saved: Option<Saved>,
    /// Number of those trees with walks.
    pub trees: usize,
    /// Walks of the trees without a baseline.
    pub bare_walks: i64,
    /// Time spent on those, in seconds.
    pub bare_spent: i64,
    /// Number of those trees with walks.
    pub bare_trees: usize,
}

impl Total {
    /// Sum of some savings.
    pub fn of<'a>(savings: impl IntoIterator<Item = &'a Saving>) -> Self {
        savings.into_iter().fold(Self::default(), |total, saving| {
            let has_walks = usize::from(saving.walks > 0);
            match saving.saved {
                Some(saved) => Self {
                    walks: total.walks + saving.walks,
                    solved: total.solved + saving.solved,
                    spent: total.spent.saturating_add(saving.spent),
                    saved: Some(total.saved.map_or(saved, |sum| sum + saved)),
                    trees: total.trees + has_walks,
                    ..total
                },
                None => Self {
                    bare_walks: total.bare_walks + saving.walks,
                    bare_spent: total.bare_spent.saturating_add(saving.spent),
                    bare_trees: total.bare_trees + has_walks,
                    ..total
                },
            }
        })
    }

    /// What was saved, if there are enough walks to say.
    pub fn enough(&self) -> Option<Saved> {
        self.saved.filter(|_| self.walks >= ENOUGH.cast_signed())
    }
}

impl SavingPage {
    /// Sum over the trees.
    pub fn total(&self) -> Total {
        Total::of(self.trees.iter().map(|tree| &tree.saving))
    }
}

impl TreeSaving {
    /// What was saved, if there are enough walks to say.
    pub fn enough(&self) -> Option<Saved> {
        self.saving.saved.filter(|_| self.saving.walks >= ENOUGH.cast_signed())
    }
}

/// A range of time saved in words: `12 h 05 min to 31 h 00 min`, `−2 h 10 min to 1 h 00 min`.
pub fn range(saved: Saved) -> String {
    let [low, high] = [Hours(saved.low).to_string(), Hours(saved.high).to_string()];
    if low == high { low } else { format!("{low} to {high}") }
}
