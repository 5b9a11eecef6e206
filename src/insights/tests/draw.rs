use chrono::NaiveDate;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::id::{AccountId, UserId};
use crate::insights::{STOPWATCH, Share, Unit, is_drawn, stopwatch};
use crate::text::Ticket;
use crate::tree::{Tree, check};

fn share(percent: u8) -> Share {
    Share::try_from(percent).unwrap()
}

fn hash(first: u64) -> [u8; 32] {
    let mut hash = [0xff; 32];
    hash[..8].copy_from_slice(&first.to_be_bytes());
    hash
}

#[test]
fn a_share_is_drawn_to_the_last_number() {
    // A quarter of 2⁶⁴ is 2⁶².
    assert!(is_drawn(&hash(0), share(1)));
    assert!(is_drawn(&hash((1 << 62) - 1), share(25)));
    assert!(!is_drawn(&hash(1 << 62), share(25)));
    assert!(!is_drawn(&hash(u64::MAX), share(50)));
    for wrong in [0, 51, 100, 255] {
        assert!(Share::try_from(wrong).is_err());
    }
}

#[test]
fn a_ticket_is_one_however_it_is_written_and_without_one_the_technician_draws_once_a_day() {
    let (account, tess, omar) = (AccountId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)), UserId(Uuid::from_u128(3)));
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let unit = |ticket: &str, by, on| Unit::of(&Ticket::parse(ticket).unwrap(), by, day(on));
    assert_eq!(unit("INC 1", tess, 1), unit(" inc  1 ", omar, 2));
    assert_ne!(unit("INC 1", tess, 1), unit("INC 2", tess, 1));
    assert_eq!(unit("", tess, 1), unit(" ", tess, 1));
    assert_ne!(unit("", tess, 1), unit("", tess, 2));
    assert_ne!(unit("", tess, 1), unit("", omar, 1));
    let other = AccountId(Uuid::from_u128(9));
    assert_ne!(unit("1", tess, 1).message(account), unit("1", tess, 1).message(other), "another account draws by itself");
    assert_ne!(unit("", tess, 1).message(account), unit("1", tess, 1).message(account));
}

#[test]
fn the_stopwatch_is_a_tree_of_one_step_that_can_be_published() {
    let document = stopwatch(STOPWATCH);
    assert_eq!(check(&document).count, 0);
    let tree = Tree::publish(&document).unwrap();
    assert_eq!((tree.nodes().len(), tree.root().0.as_str()), (1, "work"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn about_the_share_is_drawn_and_a_larger_share_draws_all_that_a_smaller_one_does(percent in 1u8..50, salt: u64) {
        let hashes: Vec<[u8; 32]> = (0..2_000u64).map(|at| Sha256::digest(format!("{salt} {at}")).into()).collect();
        let drawn = |percent: u8| hashes.iter().map(|hash| is_drawn(hash, share(percent))).collect::<Vec<_>>();
        let (less, more) = (drawn(percent), drawn(percent + 1));
        assert!(less.iter().zip(&more).all(|(less, more)| !less || *more));
        let found = less.iter().filter(|drawn| **drawn).count() as f64 / 2_000.0;
        assert!((found - f64::from(percent) / 100.0).abs() < 0.06, "{found} of {percent} %");
    }
}
