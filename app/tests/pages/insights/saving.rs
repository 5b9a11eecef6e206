use crate::support::figures::{measurement, ready, saving};
use crate::support::fixtures::{HOSTILE, manager, technician};
use crate::support::{Fake, visit};
use app::api::baselines::{EnterBaseline, RemoveBaseline, SetHourlyRate, StartMeasurement, StopMeasurement};
use app::backend::views::insights::{Progress, SavingPage, Total};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::NotABaseline;

const MANY: [u64; 5] = [30, 10, 5, 4, 1];

fn over(page: SavingPage) -> Fake {
    Fake { saving: Ok(ready(page)), ..Fake::default() }
}

#[tokio::test]
async fn a_range_says_what_was_saved_and_what_has_no_baseline() {
    let page = visit("/insights/saving").by(manager()).over(over(saving("", MANY))).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    // 40 solved of 20 to 30 min are 800 to 1200 min. Spent: 40 s × (465 + 55 + 15 + 10 + 1) = 364 min.
    assert!(page.html.says("7 h 16 min to 13 h 56 min saved on 50 sessions of one tree , worth 621 to 1,191 EUR"));
    assert!(page.html.says("6 h 04 min were spent on one tree more that has no baseline"));
    assert!(page.html.says("40 × 20 min − 6 h 04 min = 7 h 16 min"));
    let ended = "ended_from=2026-01-12&ended_to=2026-02-10";
    assert!(page.html.leads_to(&format!("/sessions?technician=anyone&counted=yes&{ended}&tree=vpn")));
    assert!(page.html.leads_to(&format!("/sessions?technician=anyone&{ended}&tree=vpn&outcome=resolved&outcome=workaround")));
    assert!(page.html.leads_to("/insights/saving.csv?table=saved"));
    assert!(page.html.says("no baseline") && page.html.says("0.66 ×"));
    assert!(!page.html.has("<script>alert"));
    assert!(page.html.says(HOSTILE));
}

#[tokio::test]
async fn losses_keep_their_minus() {
    let lost = visit("/insights/saving").by(manager()).over(over(saving("", [1, 0, 30, 30, 0]))).answer().await;
    // One solved: 20 to 30 min; spent 40 s × (1 + 465 + 465) = 10 h 21 min.
    assert!(lost.html.says("9 h 51 min to 10 h 01 min lost"), "{}", lost.html.text());
    assert!(lost.html.says("−10 h 01 min to −9 h 51 min"));
    assert!(lost.html.says("A tree left of the line loses time"));
    let both = visit("/insights/saving").by(manager()).over(over(saving("", [12, 0, 10, 11, 0]))).answer().await;
    assert!(both.html.says("Somewhere between a loss and a gain") || both.html.says("saved on"), "{}", both.html.text());
}

#[tokio::test]
async fn a_measurement_says_what_it_found_once_it_is_stopped_and_before_only_how_exactly() {
    let of = |measurement| SavingPage { measurements: vec![measurement], ..saving("", MANY) };
    let page = visit("/insights/saving").by(manager()).over(over(of(measurement(12, true)))).answer().await;
    assert!(page.html.says("8 min saved (8 min to 8 min saved) per ticket"));
    assert!(page.html.says("12 drawn for the stopwatch, 12 for trees"));
    assert_eq!(page.html.count("form", &[("action", StopMeasurement::url())]), 0);

    let page = visit("/insights/saving").by(manager()).over(over(of(measurement(12, false)))).answer().await;
    assert!(page.html.says("Stopped now, it would say what a ticket saves to within 1 min"), "{}", page.html.text());
    assert!(!page.html.says("8 min saved") && !page.html.says("were solved") && page.html.says("once stopped"));
    assert!(page.html.says("12 drawn for the stopwatch, 12 for trees") && page.html.says("nothing is drawn until it is restored"));
    let row = of(measurement(12, false)).groups().records().next().unwrap();
    assert_eq!((row.len(), row[7].as_str(), row[8].as_str()), (16, "once stopped", ""), "{row:?}");

    let page = visit("/insights/saving").by(manager()).over(over(of(measurement(9, false)))).answer().await;
    assert!(page.html.says("Too early: each group needs ten tickets that ended."));
    assert_eq!(page.html.count("form", &[("action", StopMeasurement::url())]), 1);
}

#[tokio::test]
async fn nothing_entered_and_nothing_walked_says_what_to_do() {
    let nothing = SavingPage {
        trees: Vec::new(),
        before: Total::default(),
        rate: None,
        baselines: Vec::new(),
        earlier: Vec::new(),
        measurements: Vec::new(),
        ..saving("", [0; 5])
    };
    let page = visit("/insights/saving").by(manager()).over(over(nothing)).answer().await;
    assert!(page.html.says("Nobody can say yet: no tree that was walked has a baseline."));
    assert!(page.html.says("No walk ended in these days") && page.html.says("No baseline yet."));
    for action in [EnterBaseline::url(), SetHourlyRate::url(), StartMeasurement::url()] {
        assert_eq!(page.html.count("form", &[("action", action)]), 1, "{action}");
    }
    assert_eq!(page.html.count("form", &[("action", RemoveBaseline::url())]), 0);
}

#[tokio::test]
async fn a_refused_baseline_keeps_what_was_typed_and_the_one_to_change_is_filled_in() {
    let fields = [
        ("about", "category:Network"),
        ("low", "30"),
        ("high", "20"),
        ("source", "x"),
        ("command_id", "0192f0c1-2345-7abc-8def-0123456789ab"),
    ];
    let error = AppError::invalid("high", NotABaseline::UpsideDown);
    let page =
        visit("/insights/saving").by(manager()).over(over(saving("", MANY))).refused(EnterBaseline::url(), error, &fields).answer().await;
    assert!(page.html.says("Minutes at most must not be less than the minutes before it."));
    let form = page.html.form(EnterBaseline::url());
    assert_eq!(form.value("low").as_deref(), Some("30"));
    assert_eq!(form.value("command_id").as_deref(), Some("0192f0c1-2345-7abc-8def-0123456789ab"));
    let change = visit("/insights/saving?about=tree%3Avpn").by(manager()).over(over(saving("", MANY))).answer().await;
    let form = change.html.form(EnterBaseline::url());
    assert_eq!((form.value("low").as_deref(), form.value("measured_from").as_deref()), (Some("20"), Some("2026-01-02")));
}

#[tokio::test]
async fn the_page_is_for_managers_and_shows_no_figure_while_sessions_are_counted() {
    assert_eq!(visit("/insights/saving").by(technician()).answer().await.status, 403);
    let counting = Fake { saving: Ok(Progress::Counting { percent: 62 }), ..Fake::default() };
    assert!(visit("/insights/saving").by(manager()).over(counting).answer().await.html.says("Counting, 62 %."));
}
