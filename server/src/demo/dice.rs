//! Chance that is the same every time.

use resolutionflow::time::Timestamp;
use uuid::Uuid;

/// Generator of pseudorandom numbers that gives the same ones for the same seed on every machine: SplitMix64 (Steele, Lea, Flood: Fast
/// splittable pseudorandom number generators, 2014). Not for secrets.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator that depends on every one of the numbers and on their order, so that parts of the data can be made apart from each
    /// other.
    pub(crate) fn of(numbers: &[u64]) -> Self {
        numbers.iter().fold(Self::new(0), |mut dice, number| Self::new(dice.roll() ^ number))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A random number of at least `low` and at most `high`; `high` must not be smaller.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.roll() % (high - low + 1)
    }

    /// A random number of seconds, as [`Dice::between`] chooses it, in the type that is added to a timestamp.
    pub(crate) fn seconds(&mut self, low: u64, high: u64) -> i64 {
        i64::try_from(self.between(low, high)).unwrap_or(0)
    }

    /// True in `percent` cases of a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.roll() % 100 < percent
    }

    /// A random one of the choices, each as likely; none where there are no choices.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(choices.len()).unwrap_or(0);
        if count == 0 { None } else { choices.get(usize::try_from(self.roll() % count).unwrap_or(0)) }
    }

    /// A random one of the choices, each as likely as its share of the weights; none where there are no choices or all weights are zero.
    pub(crate) fn weigh<'a, T>(&mut self, choices: &'a [(T, u64)]) -> Option<&'a T> {
        let sum: u64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.roll() % sum.max(1);
        choices.iter().find_map(|(choice, weight)| match left.checked_sub(*weight) {
            Some(rest) => {
                left = rest;
                None
            }
            None => Some(choice),
        })
    }

    /// A UUID of version 7 with the time `at`, as a browser could have made it then; its other bits are random.
    pub(crate) fn id(&mut self, at: Timestamp) -> Uuid {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.roll().to_le_bytes());
        bytes[8..].copy_from_slice(&self.roll().to_le_bytes()[..2]);
        let millis = u64::try_from(at.unix()).unwrap_or(0) * 1000;
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}
