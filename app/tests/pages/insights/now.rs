use crate::support::fixtures::{HOSTILE, manager, now as as_of, technician};
use crate::support::{Fake, Html, visit};
use app::backend::views::insights::{Listed, Now, OpenSession, ParkedNow, RunningNow};
use app::pages::insights_now::{PART, part};
use resolutionflow::id::SessionId;
use resolutionflow::time::Seconds;
use uuid::Uuid;

fn session(number: u64) -> OpenSession {
    OpenSession {
        id: SessionId(Uuid::from_u128(number.into())),
        ticket: if number.is_multiple_of(2) { String::new() } else { format!("INC-{number}") },
        client: if number.is_multiple_of(4) { String::new() } else { HOSTILE.to_owned() },
        tree: HOSTILE.to_owned(),
        version: 3,
        step: "Is it plugged in?".to_owned(),
        technician: "Tess Tanaka".to_owned(),
    }
}

/// So many running sessions, the first of which is past the p90 of its step, and so many parked ones, of which one is in the queue.
pub fn now(running: u64, parked: u64) -> Now {
    let minutes = |number: u64| Seconds(number * 60);
    let run = |number: u64| RunningNow {
        session: session(number),
        is_ad_hoc: number == 3,
        at_step: minutes(12 / number),
        p90: (number < 3).then_some(minutes(8)),
        budget: (number == 2).then(|| as_of().plus(1_800)),
        step_budget: (number == 1).then(|| as_of().plus(-59)),
    };
    let park = |number: u64| ParkedNow { session: session(number), since: as_of().plus(-86_400), reason: HOSTILE.to_owned() };
    let queue: Vec<_> = (0..parked.min(1)).map(park).collect();
    Now {
        as_of: as_of(),
        zone: manager().zone,
        is_counting: false,
        running: Listed { rows: (1..=running).map(run).collect(), all: running.cast_signed() },
        queue: Listed { all: queue.len() as i64, rows: queue },
        parked: Listed { rows: (1..parked).map(park).collect(), all: parked.saturating_sub(1).cast_signed() },
    }
}

async fn page(now: Now) -> Html {
    let answer = visit("/insights/now").by(manager()).over(Fake { now: Ok(now), ..Fake::default() }).answer().await;
    assert_eq!((answer.status, answer.html.count("h1", &[])), (200, 1));
    answer.html
}

#[tokio::test]
async fn open_sessions_are_listed_with_how_long_they_have_been_at_their_step() {
    let page = page(now(3, 4)).await;
    assert!(page.says("3 sessions are running, 1 of them longer at its step than 9 of 10 walks were; 4 are parked"));
    assert!(page.says("1 of them waits for somebody to take it"));
    for state in ["running", "waiting", "parked"] {
        assert!(page.leads_to(&format!("/sessions?technician=anyone&state={state}")), "{state}");
    }
    assert!(page.leads_to(&format!("/sessions/{}", session(1).id)));
    assert!(page.says("12:00") && page.says("8 min 00 s") && page.says("past it") && page.says("within it"));
    assert!(page.says("not in the tree"), "an ad-hoc step");
    assert!(page.says("Step: over since 10:14") && page.says("Session: until 10:44"), "{}", page.source());
    assert!(page.says("These 4 sessions") && page.says("4 parked in all, those in the queue among them."));
}

#[tokio::test]
async fn nothing_some_and_more_than_there_are_rows_are_a_clear_page_each() {
    let nothing = page(now(0, 0)).await;
    assert!(nothing.says("Nobody is walking a tree, and no session is parked.") && nothing.says("No session is open"));
    let one = page(now(1, 1)).await;
    assert!(one.says("1 session is running, longer at its step than 9 of 10 walks were; 1 is parked"));
    assert!(one.says("and waits for somebody to take it"));
    assert!(one.says("No technician has parked a session for themselves."));
    let parked = page(now(0, 3)).await;
    assert!(parked.says("No session is running; 3 are parked") && parked.says("No session is running."));
    let mut many = now(3, 3);
    (many.running.all, many.parked.all, many.is_counting) = (240, 1_071, true);
    let many = page(many).await;
    assert!(many.says("240 sessions are running, at least 1 of them longer") && many.says("and 237 more") && many.says("and 1,069 more"));
    assert!(many.says("Sessions of before are being counted."));
}

#[tokio::test]
async fn the_part_that_is_fetched_stays_the_same_until_something_happens() {
    let at = |seconds: i64| {
        let mut now = now(3, 4);
        now.as_of = now.as_of.plus(seconds);
        for row in &mut now.running.rows {
            row.at_step = row.at_step + Seconds(seconds.unsigned_abs());
        }
        now
    };
    assert_eq!(part(at(0)), part(at(30)), "time goes on and nothing happens");
    // The second has been at its step for six minutes, of a p90 of eight.
    assert_eq!(part(at(0)), part(at(120)));
    assert_ne!(part(at(0)), part(at(121)), "it is past the p90");
    let fetched = Html::parse(part(now(3, 4)));
    let page = page(now(3, 4)).await;
    let region = page.element("div", &[("id", "now")]);
    assert_eq!(region.attr("data-refresh"), Some(PART));
    assert_eq!(region.attr("data-says"), fetched.element("div", &[("id", "now")]).attr("data-says"));
    assert!(!fetched.says("12:00"), "timers are the script's");
    assert_eq!(fetched.count("tr", &[]), page.count("tr", &[]));
}

#[tokio::test]
async fn it_is_for_managers() {
    let answer = visit("/insights/now").by(technician()).over(Fake { now: Ok(now(1, 0)), ..Fake::default() }).answer().await;
    assert_eq!(answer.status, 403);
    let overview = visit("/insights/now").by(manager()).over(Fake { now: Ok(now(1, 0)), ..Fake::default() }).answer().await.html;
    assert!(overview.leads_to("/insights/trust") && overview.leads_to("/insights/now"));
}
