//! What the history is asked for, once names, days and words of the address are resolved.

use app::backend::history::Lasting;
use resolutionflow::id::{ClientId, SessionId, TreeId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Timestamp;
use uuid::Uuid;

use crate::store::sessions::Reach;

/// How a session ended, or that it did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ending(pub Option<Outcome>);

impl Ending {
    /// As stored.
    pub(crate) fn as_str(self) -> &'static str {
        self.0.map_or("active", Outcome::as_str)
    }

    /// In the order in which pages list them: in progress, then the outcomes.
    pub(crate) fn all() -> impl DoubleEndedIterator<Item = Self> {
        std::iter::once(Self(None)).chain(Outcome::ALL.map(|outcome| Self(Some(outcome))))
    }
}

/// How a session in progress stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Running,
    Parked,
    /// For another technician.
    Waiting,
    /// Without a sign of work since then.
    Untouched(Timestamp),
}

/// What sessions are looked for; what is none or no narrows nothing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Narrowing {
    pub reach: Reach,
    /// These alone; of words it knows nothing.
    pub selected: Option<Vec<SessionId>>,
    pub holder: Option<UserId>,
    pub trees: Option<Vec<TreeId>>,
    pub version: Option<u32>,
    pub client: Option<ClientId>,
    pub ticket: Option<String>,
    pub endings: Option<Vec<Ending>>,
    pub standing: Option<Standing>,
    pub from: Option<Timestamp>,
    /// Not itself.
    pub to: Option<Timestamp>,
    pub total: Lasting,
    pub active: Lasting,
    pub parked: bool,
    pub follow_ups: bool,
    pub with_notes: bool,
    pub text: Option<String>,
}

impl Narrowing {
    /// Everything that somebody reads.
    pub(crate) fn all(reach: Reach) -> Self {
        Self {
            reach,
            selected: None,
            holder: None,
            trees: None,
            version: None,
            client: None,
            ticket: None,
            endings: None,
            standing: None,
            from: None,
            to: None,
            total: Lasting::default(),
            active: Lasting::default(),
            parked: false,
            follow_ups: false,
            with_notes: false,
            text: None,
        }
    }

    /// To these sessions, as far as somebody reads them.
    pub(crate) fn to(reach: Reach, selected: Vec<SessionId>) -> Self {
        Self { selected: Some(selected), ..Self::all(reach) }
    }

    /// Whether it asks for trees, or a version of one, or for a client, or for a total, and for nothing else: each has an index
    /// in which sessions of one ending stand together.
    pub(super) fn is_counted_by_an_index(&self) -> bool {
        let asked = [self.trees.is_some(), self.client.is_some(), self.total != Lasting::default()];
        let rest = Self { trees: None, version: None, client: None, total: Lasting::default(), ..self.clone() };
        asked.into_iter().filter(|asked| *asked).count() == 1 && rest == Self::all(self.reach)
    }
}

/// Sessions of one tree or ending, of which those beyond this start and id are looked for.
#[derive(Debug, Clone)]
pub(crate) struct Group<Key> {
    pub key: Key,
    pub beyond: (Timestamp, SessionId),
}

/// By what the list is ordered.
#[derive(Debug, Clone)]
pub(crate) enum Axis {
    /// By start; beyond this one.
    Started(Option<(Timestamp, SessionId)>),
    /// By the total of finished steps; beyond this one.
    Total(Option<(i64, SessionId)>),
    /// Tree after tree, by start in each.
    Trees(Vec<Group<TreeId>>),
    /// Ending after ending, by start in each.
    Endings(Vec<Group<Ending>>),
    /// By how well they match the search; beyond this one.
    Rank(Option<(f32, SessionId)>),
}

/// One way through the list.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    pub axis: Axis,
    /// Along the axis: the earliest, shortest, worst first. Groups come in the order in which they stand.
    pub ascending: bool,
    pub limit: i64,
}

/// A session of the list, and how well it matches, if that is what orders them.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct Found {
    #[sqlx(try_from = "Uuid")]
    pub id: SessionId,
    pub rank: f32,
}
