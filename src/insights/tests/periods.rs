use chrono::{Datelike, Days};
use proptest::prelude::*;

use super::{at, days, period, periods, weeks};
use crate::insights::{Extent, NotAPeriod, Period, Preset, Step, WeekBegins, buckets};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_period_before_ends_where_a_period_begins_and_is_as_long(period in periods()) {
        let before = period.before();
        prop_assert_eq!(before.to() + Days::new(1), period.from());
        let whole_months = period.from().day() == 1 && (period.to() + Days::new(1)).day() == 1;
        if whole_months {
            prop_assert!(before.from().day() == 1);
            prop_assert!(before.days().abs_diff(period.days()) <= 3);
        } else {
            prop_assert_eq!(before.days(), period.days());
        }
    }

    #[test]
    fn whole_months_have_all_days_of_a_period_and_no_other_month(period in periods()) {
        let months = period.whole_months();
        prop_assert!(months.from().day() == 1 && (months.to() + Days::new(1)).day() == 1);
        prop_assert_eq!(period.within(months), Some(period));
        let month = |day: chrono::NaiveDate| (day.year(), day.month());
        prop_assert_eq!((month(months.from()), month(months.to())), (month(period.from()), month(period.to())));
        prop_assert_eq!(months.whole_months(), months);
    }

    #[test]
    fn days_from_one_of_them_on_are_the_last_days(period in periods(), ahead in 0u64..2_000) {
        let day = period.from() + Days::new(ahead);
        let since = period.since(day);
        prop_assert_eq!((since.from(), since.to()), (day.min(period.to()), period.to()));
    }

    #[test]
    fn a_preset_ends_today_and_is_compared_with_days_that_are_all_before_it(today in days(), week in weeks()) {
        for preset in Preset::ALL {
            let (now, before) = (preset.period(today, week), preset.before(today, week));
            prop_assert_eq!(now.to(), today);
            prop_assert!(before.to() < now.from() && before.days() <= now.days() && now.days() <= 366);
        }
    }

    #[test]
    fn weeks_and_months_have_each_day_of_a_period_once(period in periods(), week in weeks(), ahead in 0u64..9_000) {
        let today = period.from() + Days::new(ahead);
        for step in Step::ALL {
            let found = buckets(period, step, week, today);
            prop_assert_eq!(found[0].period.from(), period.from());
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].period.to() + Days::new(1), pair[1].period.from());
            }
            let last = found[found.len() - 1].period.to();
            prop_assert!(last == period.to() || last >= today);
            prop_assert!(found.iter().map(|bucket| bucket.period.days()).sum::<u64>() <= period.days());
        }
    }

    #[test]
    fn a_week_or_month_is_whole_cut_or_unfinished(period in periods(), week in weeks(), ahead in 0u64..2_000) {
        let today = period.from() + Days::new(ahead);
        for bucket in buckets(period, Step::Week, week, today) {
            prop_assert!(bucket.period.days() <= 7);
            prop_assert_eq!(week.first_of(bucket.period.from()), week.first_of(bucket.period.to()));
            prop_assert_eq!(bucket.extent == Extent::Unfinished, bucket.period.to() >= today);
            prop_assert!(bucket.extent != Extent::Whole || bucket.period.days() == 7);
            prop_assert_eq!(bucket.extent == Extent::Whole, bucket.remark().is_none());
        }
        for bucket in buckets(period, Step::Month, week, today) {
            prop_assert_eq!(bucket.period.from().month(), bucket.period.to().month());
            prop_assert!(bucket.extent != Extent::Whole || (bucket.period.to() + Days::new(1)).day() == 1);
        }
    }
}

#[test]
fn whole_months_are_compared_with_as_many_months() {
    assert_eq!(period("2026-03-01", "2026-03-31").before(), period("2026-02-01", "2026-02-28"));
    assert_eq!(period("2026-01-01", "2026-12-31").before(), period("2025-01-01", "2025-12-31"));
    assert_eq!(period("2026-01-01", "2026-02-28").before(), period("2025-11-01", "2025-12-31"));
    assert_eq!(period("2026-03-02", "2026-03-31").before(), period("2026-01-31", "2026-03-01"));
}

#[test]
fn this_month_is_compared_with_the_same_part_of_the_month_before() {
    let before = |preset: Preset, today: &str| preset.before(at(today), WeekBegins::Monday);
    assert_eq!(before(Preset::Month, "2026-11-29"), period("2026-10-01", "2026-10-29"));
    assert_eq!(before(Preset::Month, "2026-03-31"), period("2026-02-01", "2026-02-28"), "no longer than it is");
    assert_eq!(before(Preset::Week, "2026-11-25"), period("2026-11-16", "2026-11-18"));
    assert_eq!(before(Preset::Quarter, "2026-11-29"), period("2026-07-01", "2026-08-29"));
    assert_eq!(before(Preset::Year, "2024-02-29"), period("2023-01-01", "2023-03-01"), "as many days");
    assert_eq!(before(Preset::Days30, "2026-11-29"), period("2026-10-01", "2026-10-30"));
    assert_eq!(before(Preset::Days30, "2026-09-30"), period("2026-08-02", "2026-08-31"), "thirty days, not a month");
}

#[test]
fn weeks_begin_as_the_account_says() {
    let first = |week: WeekBegins| week.first_of(at("2026-11-29")).to_string();
    assert_eq!(WeekBegins::ALL.map(first), ["2026-11-23", "2026-11-29", "2026-11-28"]);
    for week in WeekBegins::ALL {
        assert_eq!(week.as_str().parse(), Ok(week));
    }
}

#[test]
fn days_that_are_no_period_say_why() {
    let fault = |from: &str, to: &str| Period::new(at(from), at(to)).unwrap_err();
    assert_eq!(fault("2026-02-10", "2026-02-09"), NotAPeriod::EndsFirst);
    assert_eq!(fault("1999-12-31", "2026-02-09"), NotAPeriod::Year);
    assert_eq!(fault("2026-02-09", "2100-01-01"), NotAPeriod::Year);
    assert_eq!(fault("2020-01-01", "2026-01-01"), NotAPeriod::TooLong);
    assert!(Period::new(at("2020-01-01"), at("2024-12-31")).is_ok(), "five years with two leap days");
    assert_eq!(fault("9999-01-01", "0001-01-01").to_string(), "must be in the years 2000 to 2099");
}

#[test]
fn periods_read_as_people_say_them() {
    assert_eq!(period("2026-11-01", "2026-11-29").words(), "1 to 29 Nov 2026");
    assert_eq!(period("2026-10-31", "2026-11-29").words(), "31 Oct to 29 Nov 2026");
    assert_eq!(period("2025-12-20", "2026-01-03").words(), "20 Dec 2025 to 3 Jan 2026");
    assert_eq!(period("2026-11-05", "2026-11-05").words(), "5 Nov 2026");
}

#[test]
fn a_trend_says_which_of_its_steps_are_parts() {
    let november = period("2026-10-28", "2026-11-29");
    let words = |step, today| {
        let found = buckets(november, step, WeekBegins::Monday, at(today)).into_iter();
        found.map(|bucket| format!("{} | {} | {:?}", bucket.label(), bucket.words(), bucket.remark())).collect::<Vec<_>>()
    };
    assert_eq!(
        words(Step::Month, "2026-11-29"),
        [r#"Oct 2026 | October 2026 | Some("28 to 31 Oct 2026 alone")"#, r#"Nov 2026 | November 2026 | Some("so far")"#]
    );
    let weeks = words(Step::Week, "2026-12-24");
    assert_eq!(weeks.len(), 5);
    assert_eq!(weeks[1], "2 Nov | Week from 2 Nov 2026 | None");
    assert_eq!(buckets(november, Step::Week, WeekBegins::Monday, at("2026-11-03")).len(), 2, "weeks that have not begun are left out");
}
