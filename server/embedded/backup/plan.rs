//! Which backup leads to a point in time, how far its archive goes, and what may be removed. Pure rules.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use chrono::{DateTime, Utc};

use super::wal::Wal;

/// What the rules look at of a backup.
pub(super) trait Dated {
    /// Name of the chain that it belongs to: what one cluster archived since it was told to.
    fn chain(&self) -> &str;
    /// Moment from which on points in time can be restored from it.
    fn finished(&self) -> DateTime<Utc>;
    /// First segment that a restore from it may read.
    fn first_wal(&self) -> Wal;
}

/// The backup from which a moment is restored, or else the newest state: the newest that was finished by then. None if there is none.
pub(super) fn choose<B: Dated>(backups: &[B], to: Option<DateTime<Utc>>) -> Option<&B> {
    backups.iter().filter(|backup| to.is_none_or(|to| backup.finished() <= to)).max_by_key(|backup| backup.finished())
}

/// What an archive has from a segment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    /// The last segment before one is missing; none where the first one is.
    pub(super) last: Option<Wal>,
    /// First segment that is missing, although later ones are there.
    pub(super) gap: Option<Wal>,
}

/// How far one gets in an archive from a segment on without missing one.
pub(super) fn reach(first: Wal, archived: &BTreeSet<Wal>) -> Reach {
    let mut reach = Reach { last: None, gap: None };
    let mut wanted = first;
    for &found in archived.iter().filter(|&&found| first.leads_to(found)) {
        if found != wanted {
            return Reach { gap: Some(wanted), ..reach };
        }
        reach.last = Some(found);
        wanted = found.next();
    }
    reach
}

/// What retention leaves.
#[derive(Debug)]
pub(super) struct Kept<'a, B> {
    /// Backups that go, the oldest first.
    pub(super) removed: Vec<&'a B>,
    /// The first segment that is needed, of each chain of which a backup stays.
    pub(super) first_wal: BTreeMap<&'a str, Wal>,
}

/// Keeps the newest backups, and every segment that a restore from one of them may read.
pub(super) fn keep<B: Dated>(backups: &[B], keep: NonZeroUsize) -> Kept<'_, B> {
    let mut removed: Vec<&B> = backups.iter().collect();
    removed.sort_by_key(|backup| backup.finished());
    let kept = removed.split_off(removed.len().saturating_sub(keep.get()));
    let mut first_wal = BTreeMap::new();
    for backup in kept {
        // A chain has one timeline, so that its segments have one order.
        first_wal
            .entry(backup.chain())
            .and_modify(|first: &mut Wal| *first = (*first).min(backup.first_wal()))
            .or_insert(backup.first_wal());
    }
    Kept { removed, first_wal }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    struct Some {
        chain: String,
        finished: DateTime<Utc>,
        first_wal: Wal,
    }

    impl Dated for Some {
        fn chain(&self) -> &str {
            &self.chain
        }

        fn finished(&self) -> DateTime<Utc> {
            self.finished
        }

        fn first_wal(&self) -> Wal {
            self.first_wal
        }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn wal(number: u32) -> Wal {
        Wal::parse(&format!("00000001{:08X}{:08X}", number / 256, number % 256)).unwrap()
    }

    /// Backups of a few chains, each later one of a chain with later WAL.
    fn backups() -> impl Strategy<Value = Vec<Some>> {
        proptest::collection::vec((0_u8..3, 1_i64..100, 1_u32..300), 0..12).prop_map(|steps| {
            let (mut second, mut numbers) = (0, [0_u32; 3]);
            let mut backups = Vec::new();
            for (chain, later, further) in steps {
                second += later;
                numbers[usize::from(chain)] += further;
                let first_wal = wal(numbers[usize::from(chain)]);
                backups.push(Some { chain: chain.to_string(), finished: at(second), first_wal });
            }
            backups
        })
    }

    proptest! {
        #[test]
        fn the_chosen_backup_is_the_last_one_that_was_finished_by_then(backups in backups(), second in 0_i64..1500) {
            let chosen = choose(&backups, Option::Some(at(second)));
            let possible = backups.iter().filter(|backup| backup.finished <= at(second));
            prop_assert_eq!(chosen.map(|backup| backup.finished), possible.map(|backup| backup.finished).max());
            prop_assert_eq!(choose(&backups, None).map(Dated::finished), backups.iter().map(Dated::finished).max());
        }

        #[test]
        fn retention_takes_nothing_that_a_backup_that_stays_needs(backups in backups(), number in 1_usize..14, order in any::<u64>()) {
            let mut shuffled = backups.clone();
            shuffled.sort_by_key(|backup| backup.finished.timestamp().rotate_left(7) ^ i64::from_ne_bytes(order.to_ne_bytes()));
            let kept = keep(&shuffled, NonZeroUsize::new(number).unwrap());
            let gone: Vec<DateTime<Utc>> = kept.removed.iter().map(|backup| backup.finished).collect();
            let stays: Vec<&Some> = backups.iter().filter(|backup| !gone.contains(&backup.finished)).collect();
            prop_assert_eq!(stays.len(), backups.len().min(number));
            for backup in &stays {
                prop_assert!(kept.first_wal[backup.chain()].leads_to(backup.first_wal));
                prop_assert!(gone.iter().all(|gone| *gone < backup.finished));
            }
            // Every moment since the oldest that stays is restored as before.
            let after: Vec<Some> = stays.into_iter().cloned().collect();
            let Option::Some(oldest) = after.iter().map(Dated::finished).min() else { return Ok(()) };
            for second in oldest.timestamp()..oldest.timestamp() + 200 {
                let before = choose(&backups, Option::Some(at(second))).map(Dated::finished);
                prop_assert_eq!(choose(&after, Option::Some(at(second))).map(Dated::finished), before);
            }
        }

        #[test]
        fn an_archive_reaches_as_far_as_nothing_is_missing(first in 0_u32..600, present in proptest::collection::btree_set(0_u32..620, 0..200)) {
            let found = reach(wal(first), &present.iter().map(|&number| wal(number)).collect());
            let unbroken = (first..).take_while(|number| present.contains(number)).last();
            prop_assert_eq!(found.last, unbroken.map(wal));
            let later = present.iter().any(|&number| number > unbroken.unwrap_or(first));
            let missing = unbroken.map_or(first, |last| last + 1);
            prop_assert_eq!(found.gap, later.then(|| wal(missing)));
        }
    }
}
