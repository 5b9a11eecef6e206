//! What scipy and statsmodels say, and the domain with them to nine digits. `scripts/insights-vectors` wrote the file.

use serde::Deserialize;

use super::{rate, table};
use crate::stats::{FALSE_DISCOVERIES, Interval, Quantile, Rate, Stratum, Z, discoveries, funnel, incidence, ratio, sequence};

#[derive(Deserialize)]
struct Vectors {
    z: f64,
    wilson: Vec<Wilson>,
    differences: Vec<TwoRates>,
    ranks: Vec<Ranks>,
    ratios: Vec<Ratios>,
    discoveries: Vec<Discoveries>,
    sequences: Vec<TwoRates>,
    incidences: Vec<Incidence>,
    funnels: Vec<Funnels>,
}

#[derive(Deserialize)]
struct Wilson {
    part: i64,
    whole: i64,
    interval: [f64; 2],
}

#[derive(Deserialize)]
struct TwoRates {
    first: [i64; 2],
    second: [i64; 2],
    interval: [f64; 2],
    p: Option<f64>,
}

#[derive(Deserialize)]
struct Ranks {
    quantile: String,
    n: u64,
    ranks: [Option<u64>; 2],
}

#[derive(Deserialize)]
struct Ratios {
    first: Vec<u64>,
    second: Vec<u64>,
    estimate: f64,
    interval: Option<[f64; 2]>,
    p: f64,
}

#[derive(Deserialize)]
struct Discoveries {
    p: Vec<f64>,
    found: Vec<bool>,
}

#[derive(Deserialize)]
struct Incidence {
    ended: [Vec<u64>; 2],
    open: Vec<u64>,
    curve: Vec<Point>,
}

#[derive(Deserialize)]
struct Point {
    by: u64,
    share: f64,
    interval: [f64; 2],
    shares: Option<Vec<f64>>,
}

#[derive(Deserialize)]
struct Funnels {
    strata: Vec<(u64, f64)>,
    expected: f64,
    inner: [u64; 2],
    outer: [u64; 2],
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

#[track_caller]
fn assert_near(ours: f64, theirs: f64, of: &str) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{of}: {ours} is not {theirs}");
}

#[track_caller]
fn assert_same(ours: Interval, theirs: [f64; 2], of: &str) {
    assert_near(ours.low, theirs[0], of);
    assert_near(ours.high, theirs[1], of);
}

fn rates(of: &TwoRates) -> (Rate, Rate) {
    (rate(of.first[0], of.first[1]), rate(of.second[0], of.second[1]))
}

#[test]
fn intervals_of_rates_are_wilsons() {
    assert_near(Z, vectors().z, "z");
    for Wilson { part, whole, interval } in vectors().wilson {
        assert_same(rate(part, whole).interval(), interval, &format!("{part} of {whole}"));
    }
}

#[test]
fn intervals_of_differences_are_newcombes() {
    for of in vectors().differences {
        let (first, second) = rates(&of);
        let difference = first.less(second);
        assert_same(difference.interval, of.interval, &format!("{first:?} {second:?}"));
        assert_near(difference.p, of.p.unwrap(), &format!("p of {first:?} {second:?}"));
    }
}

#[test]
fn ranks_of_quantiles_are_binomial() {
    for Ranks { quantile, n, ranks } in vectors().ranks {
        let q = if quantile == "p90" { Quantile::P90 } else { Quantile::MEDIAN };
        assert_eq!(q.ranks(n), ranks, "{quantile} of {n}");
    }
}

#[test]
fn ratios_are_those_of_all_pairs() {
    for Ratios { first, second, estimate, interval, p } in vectors().ratios {
        let of = format!("{first:?} {second:?}");
        let ours = ratio(&table(&first), &table(&second)).unwrap();
        assert_near(ours.estimate, estimate, &of);
        assert_eq!(ours.interval.is_some(), interval.is_some(), "{of}");
        ours.interval.zip(interval).into_iter().for_each(|(ours, theirs)| assert_same(ours, theirs, &of));
        assert_near(ours.p, p, &format!("p of {of}"));
    }
}

#[test]
fn discoveries_are_those_of_benjamini_and_hochberg() {
    for Discoveries { p, found } in vectors().discoveries {
        assert_eq!(discoveries(&p, FALSE_DISCOVERIES), found, "{p:?}");
    }
}

#[test]
fn confidence_sequences_end_where_the_product_of_both_ratios_reaches_twenty() {
    for of in vectors().sequences {
        let (first, second) = rates(&of);
        assert_same(sequence(first, second), of.interval, &format!("{first:?} {second:?}"));
    }
}

#[test]
fn cumulative_incidence_is_that_of_kaplan_meier_and_of_aalen_johansen() {
    for Incidence { ended, open, curve } in vectors().incidences {
        let ours = incidence(&ended.map(|durations| table(&durations)), &table(&open));
        assert_eq!(ours.len(), curve.len());
        for (ours, theirs) in ours.iter().zip(curve) {
            assert_eq!(ours.by.0, theirs.by);
            assert_near(ours.share, theirs.share, "share");
            assert_same(ours.interval, theirs.interval, "share");
            theirs.shares.into_iter().flatten().zip(&ours.shares).for_each(|(theirs, ours)| assert_near(*ours, theirs, "way"));
        }
    }
}

#[test]
fn funnel_limits_are_exact() {
    for Funnels { strata, expected, inner, outer } in vectors().funnels {
        let ours = funnel(&strata.iter().map(|&(cases, rate)| Stratum { cases, rate }).collect::<Vec<_>>()).unwrap();
        assert_near(ours.expected, expected, "expected");
        assert_eq!((ours.inner, ours.outer), (inner, outer), "{strata:?}");
    }
}
