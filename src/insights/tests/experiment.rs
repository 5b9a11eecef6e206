use proptest::prelude::*;

use crate::insights::{Case, Experiment};
use crate::outcome::Outcome;
use crate::stats::{FrequencyTable, shift};
use crate::time::Seconds;

fn case(is_drawn: bool, walks: &[(Outcome, u64)]) -> Case {
    Case { is_drawn, walks: walks.iter().map(|(outcome, active)| (*outcome, Seconds(*active))).collect(), ..Case::default() }
}

#[test]
fn cases_stay_in_the_group_in_which_they_were_drawn_whatever_became_of_them() {
    let mut cases = vec![
        case(true, &[(Outcome::Resolved, 600)]),
        // Declined: it walked a tree in the end, and counts for the stopwatch all the same.
        Case { is_declined: true, ..case(true, &[(Outcome::Workaround, 120)]) },
        // Left for a tree, after which a follow-up solved it: both walks are its time.
        Case { is_switched: true, ..case(true, &[(Outcome::Escalated, 300), (Outcome::Resolved, 60)]) },
        case(true, &[]),
        case(true, &[(Outcome::ResolvedExternally, 50)]),
        case(false, &[(Outcome::Unresolved, 400)]),
    ];
    let experiment = Experiment::of(&cases);
    let drawn = &experiment.drawn;
    assert_eq!((drawn.cases, drawn.open, drawn.declined, drawn.switched), (5, 1, 1, 1));
    assert_eq!(drawn.active, [600, 120, 360, 50].into_iter().map(Seconds).collect::<FrequencyTable>());
    assert_eq!((drawn.solved, drawn.decided), (3, 3), "resolved externally is in no rate");
    assert_eq!((experiment.others.cases, experiment.others.solved, experiment.others.decided), (1, 0, 1));
    assert_eq!((experiment.saved(), experiment.resolution()), (None, None), "too few");
    cases.extend((0..9).map(|at| case(false, &[(Outcome::Resolved, 100 + at)])));
    assert_eq!(Experiment::of(&cases).saved(), None, "four of the stopwatch that ended are too few");
}

#[test]
fn minutes_saved_are_the_median_of_all_differences() {
    // Ten of 20 min against ten of 15 min: every difference is 5 min.
    let mut cases: Vec<Case> = (0..10).map(|_| case(true, &[(Outcome::Resolved, 1_200)])).collect();
    cases.extend((0..10).map(|_| case(false, &[(Outcome::Resolved, 900)])));
    let saved = Experiment::of(&cases).saved().unwrap();
    let interval = saved.interval.unwrap();
    assert_eq!((saved.estimate, interval.low, interval.high), (300.0, 300.0, 300.0));
    let resolution = Experiment::of(&cases).resolution().unwrap();
    assert_eq!(resolution.estimate, 0.0);
}

fn durations() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(prop_oneof![0..30u64, 0..20_000u64], 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_shift_is_that_of_all_differences_written_down(first in durations(), second in durations()) {
        let table = |of: &[u64]| of.iter().copied().map(Seconds).collect::<FrequencyTable>();
        let found = shift(&table(&first), &table(&second)).unwrap();
        let mut all: Vec<i64> = first.iter().flat_map(|a| second.iter().map(move |b| *a as i64 - *b as i64)).collect();
        all.sort_unstable();
        let middle = (all[(all.len() - 1) / 2] + all[all.len() / 2]) as f64 / 2.0;
        assert_eq!(found.estimate, middle);
        if let Some(interval) = found.interval {
            let (n, m) = (first.len() as f64, second.len() as f64);
            let rank = (n * m / 2.0 - crate::stats::Z * (n * m * (n + m + 1.0) / 12.0).sqrt()) as usize;
            assert_eq!((interval.low, interval.high), (all[rank - 1] as f64, all[all.len() - rank] as f64));
            assert!(interval.contains(found.estimate));
        }
        let turned = shift(&table(&second), &table(&first)).unwrap();
        assert_eq!(found.estimate, -turned.estimate);
        assert!((0.0..=1.0).contains(&found.p));
    }
}
