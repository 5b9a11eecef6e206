//! Figures of walks for pages of Insights.

use app::backend::history::TreeChoice;
use app::backend::views::insights::{
    About, Answer, Asked, BaselineRow, BudgetsPage, Compared, Headline, MeasurementRow, Open, Overview, PeopleFigures, PeoplePage,
    Progress, Published, SavingPage, SessionsKept, StepKept, StepsKept, Subject, Total, TreeSaving, Trust, TrustRow, VersionRow,
    VersionsPage,
};
use app::backend::views::{Person, TreeName};
use app::query::Query;
use resolutionflow::budget::{Budget, BudgetClock, Kept};
use resolutionflow::id::{BaselineId, MeasurementId, TreeId};
use resolutionflow::insights::people::{Rates, Tally, TreeWork, Work, standings};
use resolutionflow::insights::{
    Baseline, BaselineEntry, Case, Comparison, Currency, Experiment, HourlyRate, Learning, Period, Saving, Share, VersionFigures, day,
    split,
};
use resolutionflow::outcome::Outcome;
use resolutionflow::stats::{Endings, FrequencyTable, Group, Rate, SessionFigures};
use resolutionflow::text::Source;
use resolutionflow::time::Seconds;
use resolutionflow::tree::Tree;
use serde_json::json;
use uuid::Uuid;

use super::fixtures::{HOSTILE, manager, now, user};

/// Figures of so many walks with each outcome that counts, the nth of which took n minutes, and two thirds of that in work.
pub fn figures(outcomes: [u64; 5]) -> SessionFigures {
    let mut figures = SessionFigures::zero();
    for (at, walks) in outcomes.into_iter().enumerate() {
        figures.elapsed[at] = (1..=walks).map(|walk| Seconds(walk * 60)).collect::<FrequencyTable>();
        figures.active[at] = (1..=walks).map(|walk| Seconds(walk * 40)).collect::<FrequencyTable>();
    }
    let walks = outcomes.iter().sum::<u64>() as i64;
    let dropped = (outcomes[2] + outcomes[3]) as i64;
    figures.counts.endings = Endings { end: walks - dropped - outcomes[4] as i64, early: 0, drop: dropped, other: outcomes[4] as i64 };
    figures.counts.steps = walks * 5;
    figures.counts.steps_without_time = walks;
    figures.counts.by_browser = walks * 6;
    figures.counts.flags = [walks / 4, walks / 5, walks / 6, walks / 10, walks / 8, 0];
    figures
}

/// Figures of a headline; somebody came back after one in eight.
pub fn headline(outcomes: [u64; 5]) -> Headline {
    let walks = outcomes.iter().sum::<u64>() as i64;
    Headline { figures: figures(outcomes), first_contact: Rate::new(walks / 2, walks), came_back: Rate::new(walks / 8, walks) }
}

/// Question of an address, by a manager.
pub fn asked(query: &str) -> Asked {
    Asked::read(&Query::parse(query), &manager()).unwrap()
}

/// Trees to choose from; the name of the second would break out of a page that did not escape it.
pub fn trees() -> Vec<TreeChoice> {
    let tree = |key: &str, name: &str, category: &str| {
        let id = TreeId(uuid::Uuid::from_u128(key.len() as u128));
        TreeChoice { id, key: key.into(), name: name.into(), category: category.into(), category_rank: 0 }
    };
    vec![tree("vpn", "VPN does not connect", "Network"), tree("hostile", HOSTILE, HOSTILE)]
}

/// A page's answer.
pub fn ready<T>(page: T) -> Progress<T> {
    Progress::Ready(Box::new(Answer { as_of: now(), zone: manager().zone, trees: trees(), page }))
}

/// Overview of so many walks by outcome, now and before; each week has a part of them.
pub fn overview(query: &str, now: [u64; 5], before: [u64; 5]) -> Overview {
    let asked = asked(query);
    let (now, before) = (headline(now), headline(before));
    let buckets = asked.scope.buckets();
    let share = |part: usize| now.figures.elapsed.each_ref().map(|table| u64::try_from(table.count()).unwrap() / (part as u64 + 1));
    let trend = buckets.iter().enumerate().map(|(at, bucket)| (*bucket, headline(share(at)))).collect();
    let published = vec![Published { day: day("2026-02-03").unwrap(), key: "vpn".into(), tree: HOSTILE.into(), version: 4 }];
    let split = split(&[(now.figures.resolution(), before.figures.resolution())]);
    Overview { asked, now, before, split, trend, published, open: Open { sessions: 3, running: 1 } }
}

/// Trust in so many walks by outcome, now and before.
pub fn trust(query: &str, now: [u64; 5], before: [u64; 5]) -> Trust {
    let row = |outcomes: [u64; 5]| TrustRow { figures: figures(outcomes), corrected: outcomes[0] as i64 / 9 };
    let asked = asked(query);
    let trend = asked.scope.buckets().into_iter().map(|bucket| (bucket, row(now))).collect();
    Trust { asked, now: row(now), before: row(before), trend }
}

/// A baseline of a tree or category.
pub fn baseline(about: About, name: &str, low: u32, high: u32) -> BaselineRow {
    let day = |text: &str| day(text).unwrap();
    let source = Source::parse("12 tickets timed in March").unwrap();
    let minutes = Baseline::new(low, high).unwrap();
    BaselineRow {
        id: BaselineId(Uuid::from_u128(u128::from(low))),
        subject: Subject { about, name: name.to_owned() },
        entry: BaselineEntry { minutes, source, from: day("2026-01-02"), to: day("2026-01-30") },
        at: now(),
        by: HOSTILE.to_owned(),
        ended: None,
    }
}

/// A measurement with so many cases in each group that ended after 20 and 12 minutes.
pub fn measurement(cases: usize, stopped: bool) -> MeasurementRow {
    let case = |is_drawn: bool, minutes: u64| Case { is_drawn, walks: vec![(Outcome::Resolved, Seconds(minutes * 60))], ..Case::default() };
    let all: Vec<Case> = (0..cases).flat_map(|_| [case(true, 20), case(false, 12)]).collect();
    MeasurementRow {
        id: MeasurementId(Uuid::from_u128(7)),
        category: "Network".to_owned(),
        tree: "stopwatch".to_owned(),
        share: Share::try_from(20).unwrap(),
        started_at: now(),
        by: HOSTILE.to_owned(),
        stopped_at: stopped.then(now),
        is_idle: true,
        experiment: Experiment::of(&all),
        unstarted: [2, 0],
    }
}

/// Time saved by two trees, one with a baseline of 20 to 30 minutes and so many walks by outcome, one without.
pub fn saving(query: &str, outcomes: [u64; 5]) -> SavingPage {
    let own = baseline(About::Tree("vpn".to_owned()), "VPN does not connect", 20, 30);
    let tree = |key: &str, name: &str, baseline: Option<BaselineRow>| TreeSaving {
        key: key.to_owned(),
        name: name.to_owned(),
        category: "Network".to_owned(),
        saving: Saving::of(&figures(outcomes), baseline.as_ref().map(|row| row.entry.minutes)),
        baseline,
        learning: Learning { first: (0..30).map(|at| Seconds(900 + at)).collect(), last: (0..12).map(|at| Seconds(600 + at)).collect() },
    };
    let trees = vec![tree("vpn", "VPN does not connect", Some(own.clone())), tree("hostile", HOSTILE, None)];
    let ended = BaselineRow { ended: Some((now(), "Mara".to_owned())), ..baseline(About::Category("Network".to_owned()), "Network", 5, 9) };
    let before = Total::of(trees.iter().map(|tree| &tree.saving));
    let rate = HourlyRate::parse("85.50", Currency::parse("EUR").unwrap()).ok();
    SavingPage {
        asked: asked(query),
        trees,
        before,
        rate,
        baselines: vec![own],
        earlier: vec![ended],
        measurements: vec![measurement(12, false)],
    }
}

/// Versions 3 and 4 of a tree with so many walks by outcome.
pub fn versions(query: &str, after: [u64; 5], before: [u64; 5]) -> VersionsPage {
    let node = |id: &str| json!({"id": id, "title": format!("Step {id} {HOSTILE}"), "body": [], "type": "solution"});
    let tree = |ids: &[&str]| -> Tree {
        let nodes: Vec<_> = ids.iter().map(|id| node(id)).collect();
        let tree = json!({"key": "vpn", "name": "VPN", "category": "C", "tags": [], "description": "", "root": ids[0], "nodes": nodes});
        serde_json::from_value(tree).unwrap()
    };
    let of = |outcomes: [u64; 5], days: &[&str]| VersionFigures {
        sessions: figures(outcomes),
        days: days.iter().map(|text| day(text).unwrap()).collect(),
        ..VersionFigures::default()
    };
    let figures = [of(before, &["2026-01-05", "2026-01-20"]), of(after, &["2026-01-20", "2026-02-03"])];
    let ever = [0, 1].map(|of: usize| figures[of].sessions.resolution());
    let comparison = Comparison::of(&[], (&tree(&["a", "b"]), &tree(&["a", "c"])), &figures[0], &figures[1], ever);
    let walks = [before, after].map(|outcomes| outcomes.iter().sum::<u64>() as i64);
    let days = [("2026-01-05", "2026-01-20"), ("2026-01-20", "2026-02-03")];
    let days = days.map(|(from, to)| Period::new(day(from).unwrap(), day(to).unwrap()).ok());
    let version = |number: u32, walks: i64| VersionRow { number, published_at: now(), walks };
    VersionsPage {
        asked: asked(query),
        key: "vpn".to_owned(),
        name: "VPN does not connect".to_owned(),
        versions: vec![version(4, walks[1]), version(3, walks[0])],
        compared: Some(Compared { before: 3, after: 4, comparison, walks, days, steps_of: days[0] }),
    }
}

/// Budgets of two trees, of which one has walks with these outcomes, and of two steps.
pub fn budgets(query: &str, outcomes: [u64; 5]) -> BudgetsPage {
    let asked = asked(query);
    let figures = figures(outcomes);
    let solved = figures.elapsed(&[Outcome::Resolved, Outcome::Workaround]);
    let others = figures.elapsed(&[Outcome::Escalated, Outcome::Unresolved]);
    let name = |key: &str, name: &str| TreeName { key: key.into(), name: name.into() };
    let open = FrequencyTable::from_iter([Seconds(30), Seconds(100_000)]);
    let session = |minutes, clock| Budget::of_session(minutes, clock, 90).unwrap();
    let vpn = SessionsKept {
        tree: name("vpn", "VPN does not connect"),
        budget: session(60, BudgetClock::Elapsed),
        ended: [solved, others],
        open,
    };
    let none = FrequencyTable::zero;
    let hostile =
        SessionsKept { tree: name("hostile", HOSTILE), budget: session(600, BudgetClock::Business), ended: [none(), none()], open: none() };
    let walks = outcomes.iter().sum();
    let step = |title: &str, is_gone| StepKept {
        node: "step".into(),
        title: title.into(),
        is_gone,
        budget: Budget::of_step(5, BudgetClock::Active, 80).unwrap(),
        ended: Kept { within: walks, missed: walks / 9 },
        over: 1,
    };
    let rows = vec![step("Test the gateway", false), step(HOSTILE, true)];
    let steps = Some(StepsKept { tree: name("vpn", "VPN does not connect"), period: asked.scope.period, rows });
    BudgetsPage { asked, sessions: vec![vpn, hostile], steps, hours_are_entered: false, is_cut: true, is_open_cut: true, has_budgets: true }
}

/// Results of so many people with 100 walks of a tree each, of which one resolved far fewer, and of others without enough walks.
pub fn people(query: &str, number: u128, others: u128) -> PeoplePage {
    let person = |at: u128| Person { id: user(at), name: if at == 1 { HOSTILE.to_owned() } else { format!("Person {at}") } };
    let works: Vec<Work> = (0..number)
        .map(|at| {
            let solved = if at == 0 { 40 } else { 80 };
            let walks = Tally { walks: 110, decided: 100, solved, active: 60_000, squares: 36_000_000.0 + at as f64 };
            Work { person: user(at), trees: vec![TreeWork { tree: TreeId(Uuid::nil()), is_asked: true, walks, other_days: 0 }] }
        })
        .collect();
    let standings = standings(&works, &Rates::of(&works)).into_iter().zip(0..).map(|(standing, at)| (person(at), standing)).collect();
    let others = (number..number + others).map(person).collect();
    PeoplePage { asked: asked(query), figures: PeopleFigures::Shown { people: standings, others } }
}
