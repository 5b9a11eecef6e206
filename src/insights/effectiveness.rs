//! Effectiveness of trees: what the table of trees says of each, and the orders of the table.

use std::cmp::{Ordering, Reverse};

use strum::{EnumString, IntoStaticStr};

use super::SOLVED;
use crate::stats::{COUNTED, FrequencyTable, Quantile, Rate, SessionFigures, is_enough};
use crate::time::Seconds;

/// Fewest people beside one who must have walked a tree before its figures stand beside one's own: those of fewer would say something of
/// each of them.
pub const FEWEST_OTHERS: i64 = 5;

/// Figures of a tree in a period, over all of its versions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effectiveness {
    /// Of its walks as a whole.
    pub sessions: SessionFigures,
    /// Chains that somebody came back to, of those to which nobody can any more; none without such chains, and where it was not asked for.
    pub came_back: Option<Rate>,
}

impl Effectiveness {
    /// Number of walks.
    pub fn walks(&self) -> i64 {
        self.sessions.walks(&COUNTED)
    }

    /// True if there are enough walks to say more of them than how many they are.
    pub fn is_enough(&self) -> bool {
        is_enough(self.walks())
    }

    /// Active times of the walks that were resolved or worked around.
    pub fn times(&self) -> FrequencyTable {
        self.sessions.active(&SOLVED)
    }

    /// Hours spent: Σ active time of all walks, in seconds.
    pub fn spent(&self) -> i64 {
        self.sessions.active(&COUNTED).sum()
    }

    /// Hours lost: Σ active time of walks that dropped, in seconds.
    pub fn lost(&self) -> i64 {
        self.sessions.counts.lost
    }

    fn quantile(&self, quantile: Quantile) -> Option<Seconds> {
        self.times().quantile(quantile).filter(|_| self.is_enough())
    }
}

/// Column by which the table of trees is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum TreeOrder {
    /// By hours lost.
    #[default]
    Lost,
    /// By hours spent.
    Spent,
    /// By name.
    Name,
    /// By number of walks.
    Walks,
    /// By resolution rate.
    Resolution,
    /// By drop share.
    Drops,
    /// By median active time.
    Median,
    /// By p90 of active time.
    P90,
    /// By the share of chains that somebody came back to.
    CameBack,
}

impl TreeOrder {
    /// Name in addresses. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// True if the column begins with its least value unless it is turned round: names from A, and the rate that should be high.
    pub fn rises(self) -> bool {
        matches!(self, Self::Name | Self::Resolution)
    }

    /// Sorts trees, which come by name, by this column. Trees without a value stand last in either direction; equal ones stay by name.
    pub fn sort<T>(self, trees: &mut [T], is_turned: bool, figures: impl Fn(&T) -> &Effectiveness) {
        if self == Self::Name {
            if is_turned {
                trees.reverse();
            }
            return;
        }
        let rises = self.rises() != is_turned;
        trees.sort_by(|one, other| {
            let (one, other) = (self.value(figures(one)), self.value(figures(other)));
            let ordered = one.partial_cmp(&other).unwrap_or(Ordering::Equal);
            let missing = Reverse(one.is_some()).cmp(&Reverse(other.is_some()));
            missing.then(if rises { ordered } else { ordered.reverse() })
        });
    }

    fn value(self, tree: &Effectiveness) -> Option<f64> {
        let rate = |rate: Option<Rate>| rate.filter(|rate| rate.is_enough()).map(Rate::value);
        let seconds = |seconds: Option<Seconds>| seconds.map(|seconds| seconds.0 as f64);
        match self {
            Self::Lost => tree.is_enough().then(|| tree.lost() as f64),
            Self::Spent => Some(tree.spent() as f64),
            Self::Name => None,
            Self::Walks => Some(tree.walks() as f64),
            Self::Resolution => rate(tree.sessions.resolution()),
            Self::Drops => rate(tree.sessions.drop_share()),
            Self::Median => seconds(tree.quantile(Quantile::MEDIAN)),
            Self::P90 => seconds(tree.quantile(Quantile::P90)),
            Self::CameBack => rate(tree.came_back),
        }
    }
}
