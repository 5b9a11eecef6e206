//! Figures: the invariants of docs/insights.md over random walks, twelve walks that were counted by hand, and an oracle that counts
//! again from the stored records.

mod days;
mod invariants;
mod marks;
mod oracle;
mod sessions;
mod sums;
mod twelve;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use resolutionflow::session::Session;
use resolutionflow::stats::{self, Figures, Walk, walk_of};
use resolutionflow::zone::Zone;

use crate::walk;

/// Zones with whole, half and quarter hours, and summer time of an hour and of half an hour.
const ZONES: [&str; 6] = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago"];

fn zones() -> impl Strategy<Value = Zone> {
    select(ZONES.to_vec()).prop_map(|zone| zone.parse().unwrap())
}

/// The states of a session that count.
fn counted(walk: &walk::Walk) -> impl Iterator<Item = (&Session, Walk)> {
    walk.states().filter_map(|state| Some((state, walk_of(state, &Zone::UTC)?)))
}

fn sum<'a>(walks: impl IntoIterator<Item = &'a Walk>) -> Figures {
    let mut sum = Figures::default();
    walks.into_iter().for_each(|walk| sum += &Figures::of(walk));
    sum
}

/// Ended sessions of several random walks.
fn several() -> impl Strategy<Value = Vec<walk::Walk>> {
    vec(walk::walks(), 1..6)
}

fn path_and_trail(figures: &stats::NodeFigures) -> [&stats::Flow; 2] {
    [&figures.trail, &figures.path]
}
