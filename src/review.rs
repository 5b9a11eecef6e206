//! Review of trees: who owns one, when somebody is to look at it again, and what says that it needs somebody's eyes.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::stats::{Difference, Rate};

/// Days after a review on which the next one is proposed.
pub const AGAIN_AFTER: u64 = 90;
/// Days within which a review is due soon.
pub const SOON: i64 = 14;
/// Days whose outcomes are looked at, and days before them that they are compared with.
pub const LAST: u64 = 30;
/// Days before those.
pub const BEFORE: u64 = 90;
/// Days whose ad-hoc steps count.
pub const ADDED_WITHIN: u64 = 90;
/// The most days from today on for which a review can be set: five years.
pub const FARTHEST: u64 = 5 * 365;

/// Day that is none of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotAReviewDay {
    /// The text is no day.
    #[error("is not a day of the calendar such as 2027-02-10")]
    NotADay,
    /// It is over, or too far away.
    #[error("must be from today on, and at most five years away")]
    OutOfRange,
}

/// Day of the next review as it was typed; none of an empty text.
///
/// # Errors
/// [`NotAReviewDay::NotADay`].
pub fn typed_day(text: &str) -> Result<Option<NaiveDate>, NotAReviewDay> {
    match text.trim() {
        "" => Ok(None),
        text => crate::insights::day(text).map(Some).ok_or(NotAReviewDay::NotADay),
    }
}

/// Day of the next review, if it can be set today; that which is set already stays in any case.
///
/// # Errors
/// [`NotAReviewDay::OutOfRange`].
pub fn next_review(day: Option<NaiveDate>, set: Option<NaiveDate>, today: NaiveDate) -> Result<Option<NaiveDate>, NotAReviewDay> {
    let is_near = |day: NaiveDate| (today..=today + Days::new(FARTHEST)).contains(&day);
    if day == set || day.is_none_or(is_near) { Ok(day) } else { Err(NotAReviewDay::OutOfRange) }
}

/// Day on which the next review is proposed after one of today.
pub fn again(today: NaiveDate) -> NaiveDate {
    today + Days::new(AGAIN_AFTER)
}

/// State of a tree's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// Nobody owns it.
    Nobody,
    /// Somebody who can sign in.
    Present,
    /// Somebody who was deactivated.
    Gone,
}

/// What is known of a tree, to tell if it needs somebody's eyes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Its owner.
    pub owner: Ownership,
    /// Day of the next review.
    pub due: Option<NaiveDate>,
    /// Day of the last review.
    pub reviewed: Option<NaiveDate>,
    /// Reported problems that nobody has settled.
    pub reports: u64,
    /// Sessions of the last [`ADDED_WITHIN`] days with an ad-hoc step, since the last review.
    pub added: u64,
    /// Share resolved of the last [`LAST`] days, and of the [`BEFORE`] days before; none without such walks.
    pub resolved: (Option<Rate>, Option<Rate>),
}

/// Sign that a tree needs somebody's eyes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    /// Fewer walks are resolved than before, by more than chance explains.
    Fell {
        /// Share resolved of the last 30 days.
        now: Rate,
        /// Share resolved of the 90 days before.
        before: Rate,
        /// Their difference; its interval lies below 0.
        difference: Difference,
    },
    /// Technicians reported so many problems that nobody has settled.
    Reports(u64),
    /// The review is due since so many days.
    Overdue(u64),
    /// So many sessions have an ad-hoc step.
    Added(u64),
    /// The owner was deactivated.
    OwnerGone,
    /// The review is due in so many days, 0 for today.
    DueSoon(u64),
    /// Nobody owns the tree.
    NoOwner,
}

impl Sign {
    /// How pressing it is: by its kind, then by its size.
    fn pressure(self) -> (u8, f64) {
        match self {
            Self::Fell { difference, .. } => (6, -difference.estimate),
            Self::Reports(count) => (5, count as f64),
            Self::Overdue(days) => (4, days as f64),
            Self::Added(sessions) => (3, sessions as f64),
            Self::OwnerGone => (2, 0.0),
            Self::DueSoon(days) => (1, -(days as f64)),
            Self::NoOwner => (0, 0.0),
        }
    }

    fn by_pressure(one: &Self, other: &Self) -> Ordering {
        let ((kind, size), (others_kind, others_size)) = (one.pressure(), other.pressure());
        others_kind.cmp(&kind).then(others_size.total_cmp(&size))
    }
}

/// Signs that a tree needs somebody's eyes, the most pressing first; none if it needs nobody's. A fall of the share resolved is told where both
/// periods have at least ten walks that count and the 95 % interval of the difference lies below 0, unless a review of the last 30 days has
/// seen it.
pub fn signs(known: &Known, today: NaiveDate) -> Vec<Sign> {
    let has_seen_it = known.reviewed.is_some_and(|day| day + Days::new(LAST) > today);
    let fell = fell(known.resolved).filter(|_| !has_seen_it);
    let due = known.due.map(|due| (due - today).num_days()).and_then(|days| match days {
        ..0 => Some(Sign::Overdue(days.unsigned_abs())),
        0..=SOON => Some(Sign::DueSoon(days.unsigned_abs())),
        _ => None,
    });
    let owner = match known.owner {
        Ownership::Nobody => Some(Sign::NoOwner),
        Ownership::Gone => Some(Sign::OwnerGone),
        Ownership::Present => None,
    };
    let reports = (known.reports > 0).then_some(Sign::Reports(known.reports));
    let added = (known.added > 0).then_some(Sign::Added(known.added));
    let mut signs: Vec<Sign> = [fell, reports, due, added, owner].into_iter().flatten().collect();
    signs.sort_by(Sign::by_pressure);
    signs
}

fn fell((now, before): (Option<Rate>, Option<Rate>)) -> Option<Sign> {
    let (now, before) = now.zip(before).filter(|(now, before)| now.is_enough() && before.is_enough())?;
    let difference = now.less(before);
    (difference.interval.high < 0.0).then_some(Sign::Fell { now, before, difference })
}

/// Order of two trees by their signs, the more urgent first: by the most pressing sign of each, then by the next one. So another sign never
/// moves a tree down.
pub fn by_urgency(one: &[Sign], other: &[Sign]) -> Ordering {
    let differing = one.iter().zip(other).map(|(one, other)| Sign::by_pressure(one, other)).find(|order| order.is_ne());
    differing.unwrap_or_else(|| other.len().cmp(&one.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fine() -> Known {
        Known { owner: Ownership::Present, due: None, reviewed: None, reports: 0, added: 0, resolved: (None, None) }
    }

    const TODAY: &str = "2026-11-30";

    #[test]
    fn a_tree_that_needs_nobody_has_no_signs_and_each_thing_is_one() {
        let told = |known: Known| signs(&known, day(TODAY));
        assert_eq!(told(fine()), []);
        assert_eq!(told(Known { owner: Ownership::Nobody, ..fine() }), [Sign::NoOwner]);
        assert_eq!(told(Known { owner: Ownership::Gone, ..fine() }), [Sign::OwnerGone]);
        for (due, sign) in [
            ("2026-11-29", Some(Sign::Overdue(1))),
            ("2026-11-30", Some(Sign::DueSoon(0))),
            ("2026-12-14", Some(Sign::DueSoon(14))),
            ("2026-12-15", None),
        ] {
            assert_eq!(told(Known { due: Some(day(due)), ..fine() }), sign.into_iter().collect::<Vec<_>>(), "{due}");
        }
        let all = Known { owner: Ownership::Nobody, due: Some(day("2026-11-01")), reports: 2, added: 3, ..fine() };
        assert_eq!(told(all), [Sign::Reports(2), Sign::Overdue(29), Sign::Added(3), Sign::NoOwner]);
    }

    #[test]
    fn a_share_has_fallen_where_chance_does_not_explain_it_and_nobody_has_seen_it_yet() {
        let resolved = |part, whole, before, of| (Rate::new(part, whole), Rate::new(before, of));
        let has_fallen = |resolved, reviewed: Option<&str>| {
            let known = Known { resolved, reviewed: reviewed.map(day), ..fine() };
            matches!(signs(&known, day(TODAY))[..], [Sign::Fell { .. }])
        };
        // Newcombe's interval of 10 ÷ 20 − 27 ÷ 30: −0.61 to −0.14.
        assert!(has_fallen(resolved(10, 20, 27, 30), None));
        assert!(!has_fallen(resolved(16, 20, 27, 30), None), "that may be chance");
        assert!(!has_fallen(resolved(0, 9, 90, 90), None), "nine are too few");
        assert!(!has_fallen(resolved(20, 20, 10, 30), None), "what has risen needs nobody");
        assert!(!has_fallen((Rate::new(0, 20), None), None));
        assert!(!has_fallen(resolved(10, 20, 27, 30), Some("2026-11-01")), "seen 29 days ago");
        assert!(has_fallen(resolved(10, 20, 27, 30), Some("2026-10-31")), "what was seen 30 days ago is over");
    }

    #[test]
    fn a_review_can_be_set_from_today_on_and_an_old_day_stays() {
        let today = day(TODAY);
        let next = |day: NaiveDate, set| next_review(Some(day), set, today);
        assert_eq!(next_review(None, Some(today), today), Ok(None));
        assert_eq!(next(today, None), Ok(Some(today)));
        assert_eq!(next(day("2026-11-29"), None), Err(NotAReviewDay::OutOfRange));
        assert_eq!(next(day("2026-11-29"), Some(day("2026-11-29"))), Ok(Some(day("2026-11-29"))));
        assert_eq!(next(day("2026-11-28"), Some(day("2026-11-29"))), Err(NotAReviewDay::OutOfRange));
        assert_eq!(next(today + Days::new(FARTHEST + 1), None), Err(NotAReviewDay::OutOfRange));
        assert_eq!((typed_day(" "), typed_day("2027-01-31")), (Ok(None), Ok(Some(day("2027-01-31")))));
        assert_eq!(typed_day("31.1.2027"), Err(NotAReviewDay::NotADay));
    }

    fn any_known() -> impl Strategy<Value = Known> {
        let rate = || (0..40i64, 0..40i64).prop_map(|(part, rest)| Rate::new(part, part + rest));
        let owner = prop_oneof![Just(Ownership::Nobody), Just(Ownership::Present), Just(Ownership::Gone)];
        (owner, proptest::option::of(-40..40i64), 0..3u64, 0..3u64, (rate(), rate())).prop_map(|(owner, due, reports, added, resolved)| {
            let due = due.map(|days| day(TODAY) + chrono::TimeDelta::days(days));
            Known { owner, due, reviewed: None, reports, added, resolved }
        })
    }

    proptest! {
        #[test]
        fn the_order_is_one_and_another_sign_never_moves_a_tree_down(one in any_known(), other in any_known(), third in any_known()) {
            let today = day(TODAY);
            let [a, b, c] = [one, other, third].map(|known| signs(&known, today));
            prop_assert_eq!(by_urgency(&a, &b), by_urgency(&b, &a).reverse());
            if by_urgency(&a, &b).is_le() && by_urgency(&b, &c).is_le() {
                prop_assert!(by_urgency(&a, &c).is_le());
            }
            let more = signs(&Known { reports: one.reports + 1, ..one }, today);
            prop_assert!(by_urgency(&more, &a).is_lt());
        }
    }
}
