use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn rule(increment: u64, minimum: u64, rounding: Rounding) -> Rule {
    Rule::new(increment, minimum, rounding, Per::Session).unwrap()
}

fn any_rule() -> impl Strategy<Value = Rule> {
    (1u64..=240, 0u64..=1440, select(&Rounding::ALL[..]), select(&Per::ALL[..]))
        .prop_map(|(increment, minimum, rounding, per)| Rule::new(increment, minimum, rounding, per).unwrap())
}

/// Times as sessions have them, and any at all.
fn any_time() -> impl Strategy<Value = Seconds> {
    prop_oneof![0u64..200_000, any::<u64>()].prop_map(Seconds)
}

#[test]
fn a_begun_quarter_of_an_hour_is_charged_whole() {
    for (active, billed) in [(0, 0), (1, 15), (15 * 60, 15), (15 * 60 + 1, 30), (3600, 60)] {
        assert_eq!(Rule::default().billed(Seconds(active)), Seconds(billed * 60), "{active}");
    }
}

#[test]
fn the_nearer_increment_is_charged_and_from_the_middle_the_higher_one() {
    let nearest = rule(15, 0, Rounding::Nearest);
    for (active, billed) in [(0, 0), (1, 0), (449, 0), (450, 15), (22 * 60 + 29, 15), (22 * 60 + 30, 30)] {
        assert_eq!(nearest.billed(Seconds(active)), Seconds(billed * 60), "{active}");
    }
}

#[test]
fn anything_at_all_costs_the_minimum() {
    for rounding in Rounding::ALL {
        let rule = rule(15, 20, rounding);
        assert_eq!(
            [0, 1, 20 * 60, 40 * 60].map(|active| rule.billed(Seconds(active)).0 / 60),
            match rounding {
                Rounding::Up => [0, 20, 30, 45],
                Rounding::Nearest => [0, 20, 20, 45],
            }
        );
    }
}

#[test]
fn a_ticket_is_rounded_once() {
    let sessions = [Seconds(600), Seconds(0), Seconds(300), Seconds(60)];
    let each = Rule::default().bill(&sessions);
    assert_eq!(each, [900, 0, 900, 900].map(Seconds));
    let together = Rule::new(15, 0, Rounding::Up, Per::Ticket).unwrap().bill(&sessions);
    // 16 minutes make 30: 1800 · 600/960 = 1125, · 300/960 = 562.5, · 60/960 = 112.5; of the halves the earlier one goes up.
    assert_eq!(together, [1125, 0, 563, 112].map(Seconds));
}

#[test]
fn a_rule_reads_as_people_say_it() {
    assert_eq!(rule(15, 30, Rounding::Up).in_words(), "Rounded up to 15 minutes, at least 30 minutes, per session");
    let per_ticket = Rule::new(1, 0, Rounding::Nearest, Per::Ticket).unwrap();
    assert_eq!(per_ticket.in_words(), "Rounded to the nearest 1 minute, per ticket, all its sessions together");
}

#[test]
fn a_rule_outside_its_limits_is_nowhere() {
    let new = |increment, minimum| Rule::new(increment, minimum, Rounding::Up, Per::Session);
    assert_eq!([new(0, 0), new(241, 0)], [Err(BadRule::Increment); 2]);
    assert_eq!(new(1, 1441), Err(BadRule::Minimum));
    assert!(new(1, 0).is_ok() && new(240, 1440).is_ok());
    let stored = serde_json::json!({"increment_minutes": 0, "minimum_minutes": 0, "rounding": "up", "per": "session"});
    assert!(serde_json::from_value::<Rule>(stored).is_err());
}

proptest! {
    #[test]
    fn nothing_costs_nothing_and_what_is_aligned_stays(rule in any_rule(), increments in 0u64..10_000) {
        prop_assert_eq!(rule.billed(Seconds(0)), Seconds(0));
        let aligned = Seconds(increments * rule.increment() * 60);
        if aligned.0 >= rule.minimum() * 60 {
            prop_assert_eq!(rule.billed(aligned), aligned);
        }
    }

    #[test]
    fn more_time_never_costs_less(rule in any_rule(), one in any_time(), other in any_time()) {
        prop_assert!(rule.billed(one.min(other)) <= rule.billed(one.max(other)));
        prop_assert!(rule.rounding() == Rounding::Nearest || rule.billed(one) >= one);
    }

    #[test]
    fn shares_add_up_and_are_in_proportion(total in any_time(), parts in proptest::collection::vec(any_time(), 0..12)) {
        let shared = shares(total, &parts);
        let sum: u128 = parts.iter().map(|part| u128::from(part.0)).sum();
        prop_assert_eq!(shared.len(), parts.len());
        prop_assert_eq!(shared.iter().map(|share| u128::from(share.0)).sum::<u128>(), if sum == 0 { 0 } else { u128::from(total.0) });
        for (share, part) in shared.iter().zip(&parts) {
            prop_assert!(part.0 > 0 || share.0 == 0);
            let exact = (u128::from(total.0) * u128::from(part.0)).checked_div(sum).unwrap_or_default();
            prop_assert!(u128::from(share.0).abs_diff(exact) <= 1, "{share:?} of {exact}");
        }
    }

    #[test]
    fn what_the_sessions_of_a_ticket_cost_is_what_the_ticket_costs(rule in any_rule(), sessions in proptest::collection::vec((0u64..200_000).prop_map(Seconds), 0..12)) {
        let billed: Seconds = rule.bill(&sessions).into_iter().sum();
        match rule.per() {
            Per::Ticket => prop_assert_eq!(billed, rule.billed(sessions.iter().copied().sum())),
            Per::Session => prop_assert_eq!(billed, sessions.iter().map(|active| rule.billed(*active)).sum()),
        }
    }

    #[test]
    fn a_rule_reads_back_as_it_was_stored(rule in any_rule()) {
        let stored = serde_json::to_value(rule).unwrap();
        prop_assert_eq!((stored["rounding"].as_str(), stored["per"].as_str()), (Some(rule.rounding().as_str()), Some(rule.per().as_str())));
        prop_assert_eq!((rule.rounding().as_str().parse(), rule.per().as_str().parse()), (Ok(rule.rounding()), Ok(rule.per())));
        prop_assert_eq!(serde_json::from_value::<Rule>(stored).unwrap(), rule);
    }
}
