//! Baselines and measurements, as the page of what is saved lists them.

use resolutionflow::id::{BaselineId, MeasurementId};
use resolutionflow::insights::{BaselineEntry, Experiment, Share};
use resolutionflow::time::Timestamp;

/// Tree or category that a baseline is for, as a form names it: `tree:vpn`, `category:Network`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Tree, by its key.
    Tree(String),
    /// Category, by its name.
    Category(String),
}

impl About {
    /// Value of a form's field.
    pub fn value(&self) -> String {
        match self {
            Self::Tree(key) => format!("tree:{key}"),
            Self::Category(name) => format!("category:{name}"),
        }
    }
}

impl std::str::FromStr for About {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once(':') {
            Some(("tree", key)) if !key.is_empty() => Ok(Self::Tree(key.to_owned())),
            Some(("category", name)) if !name.is_empty() => Ok(Self::Category(name.to_owned())),
            _ => Err(()),
        }
    }
}

/// Tree or category of a baseline, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// As forms name it.
    pub about: About,
    /// Name for people.
    pub name: String,
}

/// Baseline, as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineRow {
    /// Id.
    pub id: BaselineId,
    /// What it is for.
    pub subject: Subject,
    /// The minutes and what they rest on.
    pub entry: BaselineEntry,
    /// Instant at which it was entered.
    pub at: Timestamp,
    /// Name of the user who entered it.
    pub by: String,
    /// Instant at which it was changed or removed, and the name of the user who did; none while figures use it.
    pub ended: Option<(Timestamp, String)>,
}

/// Measurement with its groups.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasurementRow {
    /// Id.
    pub id: MeasurementId,
    /// Name of the category.
    pub category: String,
    /// Key of the stopwatch tree.
    pub tree: String,
    /// Share of tickets that are drawn.
    pub share: Share,
    /// Instant at which it was started.
    pub started_at: Timestamp,
    /// Name of the user who started it.
    pub by: String,
    /// Instant at which it was stopped; none while it is going on.
    pub stopped_at: Option<Timestamp>,
    /// True if its stopwatch tree is archived, so that nothing is drawn.
    pub is_idle: bool,
    /// Both groups.
    pub experiment: Experiment,
    /// Draws of which nothing was started: for the stopwatch, and others.
    pub unstarted: [i64; 2],
}

impl MeasurementRow {
    /// What it found; none while it is going on. Whoever looks daily and stops at the first difference finds one nearly always, and the
    /// interval is for one look: so there is nothing to look at before it is stopped.
    pub fn found(&self) -> Option<&Experiment> {
        self.stopped_at.map(|_| &self.experiment)
    }
}
