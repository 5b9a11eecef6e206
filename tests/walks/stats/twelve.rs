//! Every figure of the twelve walks of [`super::sessions`], counted by hand.

use std::collections::BTreeMap;

use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{Endings, Figures, Flow, FrequencyTable, NodeFigures, NodeKey, OptionKey, Quantile, Rate, Walk, Way, walk_of};
use resolutionflow::time::Seconds;
use resolutionflow::zone::Zone;

use super::sessions::sessions;

fn berlin() -> Zone {
    "Europe/Berlin".parse().unwrap()
}

fn walks() -> Vec<Walk> {
    sessions().iter().filter_map(|session| walk_of(session, &berlin())).collect()
}

fn figures() -> Figures {
    super::sum(&walks())
}

fn table(durations: &[u64]) -> FrequencyTable {
    durations.iter().copied().map(Seconds).collect()
}

fn option(node: &str, option: &str) -> OptionKey {
    OptionKey::of(&node.into(), option)
}

fn endings([end, early, drop, other]: [i64; 4]) -> Endings {
    Endings { end, early, drop, other }
}

/// Arrivals and departures as they are written in the tables below.
fn flow(starts: i64, arrivals: &[(Way, i64)], departures: &[(Way, i64)], exits: i64) -> Flow {
    let ways = |of: &[(Way, i64)]| BTreeMap::from_iter(of.iter().copied());
    Flow { starts, arrivals: ways(arrivals), departures: ways(departures), exits }
}

fn median_and_p90(table: &FrequencyTable) -> [u64; 2] {
    [Quantile::MEDIAN, Quantile::P90].map(|quantile| table.quantile(quantile).unwrap().0)
}

#[test]
fn the_walks_as_a_whole() {
    let sessions = figures().sessions;
    // Resolved: 1, 2, 3, 6, 8, 9. Worked around: 4, 11, 12. Escalated: 7. Unresolved: 5. Externally: 10.
    let elapsed: [&[u64]; 5] = [&[220, 50, 280, 205, 190, 126], &[160, 100, 155], &[145], &[235], &[90]];
    assert_eq!(sessions.elapsed, elapsed.map(table));
    // Twenty seconds of walk 11 were not work.
    let active: [&[u64]; 5] = [&[220, 50, 280, 205, 190, 126], &[160, 80, 155], &[145], &[235], &[90]];
    assert_eq!(sessions.active, active.map(table));
    // Sorted: 50, 126, 190, 205, 220, 280. The third of six; the sixth, ⌈5.4⌉.
    assert_eq!(median_and_p90(&sessions.elapsed(&[Outcome::Resolved])), [190, 280]);
    // All twelve: 50, 90, 100, 126, 145, 155, 160, 190, 205, 220, 235, 280. The sixth; the eleventh, ⌈10.8⌉.
    let all = resolutionflow::stats::COUNTED;
    assert_eq!(median_and_p90(&sessions.elapsed(&all)), [155, 235]);
    assert_eq!((sessions.walks(&all), sessions.elapsed(&all).sum(), sessions.active(&all).sum()), (12, 1_956, 1_936));

    // Nine of eleven; two of eleven. Walk 10 is in no rate.
    let pair = |rate: Option<Rate>| rate.map(|rate| (rate.part(), rate.whole()));
    assert_eq!((pair(sessions.resolution()), pair(sessions.drop_share())), (Some((9, 11)), Some((2, 11))));

    let counts = sessions.counts;
    // Ends: 1, 2, 3, 4, 6, 9, 11. Early: 8, 12. Drops: 5, 7. Other: 10.
    assert_eq!(counts.endings, endings([7, 2, 2, 1]));
    // Walk 6 between its close and its resumption, 11 while parked; 5 was closed while parked, so its time ended with its last step.
    assert_eq!(counts.parked, 130 + 600);
    assert_eq!(counts.lost, 235 + 145);
    // By walk: 4 + 2 + 6 + 6 + 2 + 4 + 3 + 4 + 6 + 1 + 2 + 3.
    assert_eq!((counts.steps, counts.steps_without_time, counts.by_browser), (43, 0, 0));
    // Browser's clock none; closed 5, 7 and 10, not 6; away 11; no ticket 2 and 10; follow-up 9; handed over none.
    assert_eq!(counts.flags, [0, 3, 1, 2, 1, 0]);
}

#[test]
fn each_node_of_the_tree() {
    let figures = figures();
    let node = |id: &str| figures.nodes[&NodeKey::of(&id.into())].clone();
    assert_eq!(figures.nodes.len(), 5);
    let (yes, no) = (Way::Option(option("plugged-in", "yes")), Way::Option(option("plugged-in", "no")));
    let (works_yes, works_no) = (Way::Option(option("works", "yes")), Way::Option(option("works", "no")));

    // All twelve visited it; 4 and 9 came back. Yes: 1, 3, 4, 5, 6, 7, 8, 9*, 12. No: 2, 4*, 9, 11. Walk 10 ended.
    let plugged_in = node("plugged-in");
    assert_eq!(plugged_in.sessions, 12);
    assert_eq!(plugged_in.trail, flow(12, &[(Way::Back, 1), (Way::Jump, 1)], &[(yes, 9), (no, 4)], 1));
    assert_eq!(plugged_in.path, flow(12, &[], &[(yes, 8), (no, 3)], 1));
    assert_eq!(plugged_in.exits, endings([0, 0, 0, 1]));
    assert_eq!(plugged_in.elapsed, table(&[60, 30, 40, 50, 20, 35, 45, 25, 20, 10, 8, 90, 75, 55]));
    assert_eq!(plugged_in.active, table(&[60, 30, 40, 50, 20, 35, 45, 25, 20, 10, 8, 90, 55, 55]));
    // The seventh of 8, 10, 20, 20, 25, 30, 35, 40, 45, 50, 55, 60, 75, 90; the thirteenth, ⌈12.6⌉.
    assert_eq!((median_and_p90(&plugged_in.elapsed), median_and_p90(&plugged_in.active)), ([35, 75], [35, 60]));
    assert_eq!((plugged_in.parks, &plugged_in.ad_hoc), (1, &NodeFigures::default().ad_hoc));
    // Of the eight whose path took Yes: ends 1, 3, 4, 6; early 8, 12; drops 5, 7.
    let chosen = &plugged_in.options[&option("plugged-in", "yes")];
    assert_eq!((chosen.sessions, &chosen.endings), (9, &endings([4, 2, 2, 0])));
    assert_eq!(chosen.elapsed, table(&[60, 40, 20, 35, 45, 25, 20, 10, 55]));
    let chosen = &plugged_in.options[&option("plugged-in", "no")];
    assert_eq!((chosen.sessions, &chosen.endings), (4, &endings([3, 0, 0, 0])));
    assert_eq!((&chosen.elapsed, &chosen.active), (&table(&[30, 50, 8, 75]), &table(&[30, 50, 8, 55])));

    // Visited by all that took Yes. Once more in 3 and 9* from "works". Left by 1, 3 twice, 4, 6, 8, 9*, 12; 9* jumped; 5 and 7 ended.
    let restart = node("restart");
    assert_eq!(restart.sessions, 9);
    assert_eq!(restart.trail, flow(0, &[(yes, 9), (works_no, 2)], &[(Way::Continue, 8), (Way::Jump, 1)], 2));
    assert_eq!(restart.path, flow(0, &[(yes, 8), (works_no, 1)], &[(Way::Continue, 7)], 2));
    assert_eq!(restart.exits, endings([0, 0, 2, 0]));
    assert_eq!(restart.drop_off(), Rate::new(2, 9));
    assert_eq!(restart.elapsed, table(&[120, 100, 90, 60, 200, 120, 80, 100, 50, 40, 65]));
    // The sixth of 40, 50, 60, 65, 80, 90, 100, 100, 120, 120, 200; the tenth, ⌈9.9⌉.
    assert_eq!(median_and_p90(&restart.elapsed), [90, 120]);
    assert_eq!(restart.parks, 1, "walk 5; the undone close of 6 is no park");
    assert_eq!((restart.ad_hoc.sessions, &restart.ad_hoc.elapsed), (2, &table(&[40, 55])));
    assert!(restart.options.is_empty());

    // 1, 3 twice, 4, 6, 8, 9*, 12. Yes: 1, 3, 4, 6. No: 3, 9*. Ended: 8, 12.
    let works = node("works");
    assert_eq!(works.sessions, 7);
    assert_eq!(works.trail, flow(0, &[(Way::Continue, 8)], &[(works_yes, 4), (works_no, 2)], 2));
    assert_eq!(works.path, flow(0, &[(Way::Continue, 7)], &[(works_yes, 4), (works_no, 1)], 2));
    assert_eq!(works.exits, endings([0, 2, 0, 0]));
    assert_eq!(works.elapsed, table(&[30, 20, 25, 10, 30, 15, 12, 35]));
    assert_eq!(median_and_p90(&works.elapsed), [20, 35]);
    let chosen = &works.options[&option("works", "no")];
    assert_eq!((chosen.sessions, &chosen.endings, &chosen.elapsed), (2, &endings([1, 0, 0, 0]), &table(&[20, 12])));
    let chosen = &works.options[&option("works", "yes")];
    assert_eq!((chosen.sessions, &chosen.endings, &chosen.elapsed), (4, &endings([4, 0, 0, 0]), &table(&[30, 25, 10, 30])));

    // 2, 4*, 9, 11.
    let plug_it_in = node("plug-it-in");
    assert_eq!(plug_it_in.sessions, 4);
    assert_eq!(plug_it_in.trail, flow(0, &[(no, 4)], &[(Way::Back, 1)], 3));
    assert_eq!(plug_it_in.path, flow(0, &[(no, 3)], &[], 3));
    assert_eq!((&plug_it_in.exits, &plug_it_in.elapsed), (&endings([3, 0, 0, 0]), &table(&[20, 15, 6, 25])));
    assert_eq!(median_and_p90(&plug_it_in.elapsed), [15, 25]);

    // 1, 3, 4, 6.
    let restarted = node("restarted");
    assert_eq!((restarted.sessions, &restarted.trail), (4, &flow(0, &[(works_yes, 4)], &[], 4)));
    assert_eq!((&restarted.path, &restarted.exits), (&restarted.trail, &endings([4, 0, 0, 0])));
    assert_eq!(restarted.elapsed, table(&[10, 5, 5, 10]));
}

#[test]
fn each_walk_counts_for_its_local_day() {
    let days: Vec<String> = walks().iter().map(|walk| walk.ended_on.to_string()).collect();
    // Walk 11 began at 23:50 in Berlin, was parked for ten minutes and ended at 00:01:40.
    assert_eq!(days.iter().filter(|day| *day == "2026-02-10").count(), 11);
    assert_eq!((walks().len(), days[10].as_str()), (12, "2026-02-11"));
}
