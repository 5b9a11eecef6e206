//! Uneven distributions: sizes of accounts, and ranks of clients, trees and words.

use crate::demo::Dice;

/// Share of the largest account, in percent of all sessions.
const LARGEST: u64 = 30;

/// Distribution over the places of a list, the first the most frequent: place k weighs 1/k (Zipf's law, exponent 1).
pub(super) struct Ranks {
    /// The weights up to and including each place.
    sums: Vec<u64>,
}

impl Ranks {
    /// The distribution over `count` places, at least one.
    pub(super) fn of(count: u64) -> Self {
        const UNIT: u64 = 1 << 32;
        let sums = (1..=count.max(1)).scan(0, |sum, place| {
            *sum += UNIT / place;
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    /// A random place by its weight, counted from 0, which is the most frequent.
    pub(super) fn roll(&self, dice: &mut Dice) -> usize {
        let all = self.sums.last().copied().unwrap_or(1);
        let rolled = dice.between(0, all - 1);
        self.sums.partition_point(|sum| *sum <= rolled)
    }

    /// A random one of the choices, the earlier ones more often. There must be as many choices as places.
    pub(super) fn pick<'a, T>(&self, dice: &mut Dice, choices: &'a [T]) -> Option<&'a T> {
        choices.get(self.roll(dice))
    }
}

/// Numbers of sessions per account, which add up to `sessions`: three of ten for the first, the rest for the others, in falling order. All
/// for the first where it is alone.
pub(super) fn sizes(sessions: u64, accounts: u64) -> Vec<u64> {
    let rest = if accounts > 1 { sessions - sessions * LARGEST / 100 } else { 0 };
    let weight = |place: u64| 1_000_000 / (place + 3);
    let all: u64 = (1..accounts).map(weight).sum();
    let others: Vec<u64> = (1..accounts).map(|place| rest * weight(place) / all.max(1)).collect();
    let first = sessions - others.iter().sum::<u64>();
    std::iter::once(first).chain(others).collect()
}

/// Number of `all` sessions that fall on a day of `days`, counted from 0. The numbers of all days add up to `all`; 0 for a day beyond.
pub(super) fn share(all: u64, day: usize, days: usize) -> u64 {
    let (day, days) = (day as u64, days as u64);
    if day < days { (day + 1) * all / days - day * all / days } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_in_sixty_accounts_are_a_million() {
        let sizes = sizes(1_000_000, 60);
        assert_eq!((sizes.len(), sizes.iter().sum()), (60, 1_000_000));
        assert!((300_000..300_100).contains(&sizes[0]), "{sizes:?}");
        assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[59] > 1_000, "{sizes:?}");
        assert_eq!(super::sizes(7, 1), [7]);
    }

    #[test]
    fn all_days_together_have_all() {
        for all in [0, 5, 521, 300_000] {
            assert_eq!((0..521).map(|day| share(all, day, 521)).sum::<u64>(), all);
        }
        assert_eq!(share(100, 7, 7), 0);
    }

    #[test]
    fn the_second_place_is_half_as_frequent_as_the_first() {
        let (ranks, mut dice, mut counts) = (Ranks::of(100), Dice::new(1), [0_u32; 100]);
        for _ in 0..100_000 {
            counts[ranks.roll(&mut dice)] += 1;
        }
        let of_second = f64::from(counts[1]) / f64::from(counts[0]);
        assert!((0.45..0.55).contains(&of_second), "{of_second}");
        assert!(counts[99] > 0);
    }
}
