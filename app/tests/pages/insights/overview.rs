use crate::support::figures::{overview, ready};
use crate::support::fixtures::{HOSTILE, manager, technician};
use crate::support::{Answer, Fake, visit};
use app::backend::views::insights::{Overview, Progress};
use app::error::AppError;
use resolutionflow::insights::Split;

const NOW: [u64; 5] = [420, 80, 60, 30, 10];
const BEFORE: [u64; 5] = [300, 80, 90, 20, 0];

async fn page(address: &str, view: Overview) -> Answer {
    visit(address).by(manager()).over(Fake { overview: Ok(ready(view)), ..Fake::default() }).answer().await
}

#[tokio::test]
async fn the_answer_is_a_sentence_with_its_interval_and_the_change() {
    let page = page("/insights", overview("", NOW, BEFORE)).await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    let answer = page.html.element("p", &[("class", "report-answer")]).text();
    assert_eq!(
        answer,
        "85 % of 590 decided walks solved the problem ( 82 to 87 % ), 7 points more than before. 3 sessions are still open."
    );
    assert!(page.html.says("12 Jan to 10 Feb 2026 , today so far included, against 13 Dec 2025 to 11 Jan 2026 . As of 10 Feb 2026, 10:15"));
}

#[tokio::test]
async fn each_part_has_a_picture_that_says_what_it_shows_and_a_table_with_the_numbers() {
    let page = page("/insights", overview("", NOW, BEFORE)).await;
    let parts = page.html.elements("section", &[("class", "report-part")]);
    assert_eq!(parts.len(), 4);
    for part in parts {
        let heading = part.element("h2", &[]);
        assert_eq!(part.attr("aria-labelledby"), heading.attr("id"));
        let picture = part.element("svg", &[("role", "img")]);
        assert!(picture.attr("aria-label").is_some_and(|finding| finding.len() > 20), "{}", heading.text());
        assert_eq!(part.count("caption", &[]), 1);
        assert!(part.element("details", &[]).says("How this is counted"));
        let table = part.element("div", &[("role", "region")]);
        assert_eq!(table.attr("tabindex"), Some("0"), "who cannot drag can scroll it");
        let rows = table.element("tbody", &[]);
        assert_eq!(rows.count("tr", &[]), rows.count("th", &[("scope", "row")]));
    }
    let outcomes = page.html.element("svg", &[("role", "img")]).attr("aria-label").unwrap();
    let mix = "70 % resolved, 13 % workaround, 10 % escalated, 5 % unresolved, 2 % resolved externally";
    assert_eq!(outcomes, format!("How walks ended, 12 Jan to 10 Feb 2026: {mix}"));
}

#[tokio::test]
async fn a_number_leads_to_exactly_its_sessions() {
    let page = page("/insights?tree=vpn", overview("tree=vpn", NOW, BEFORE)).await;
    let walks = "/sessions?technician=anyone&counted=yes&ended_from=2026-01-12&ended_to=2026-02-10&tree=vpn";
    assert_eq!(page.html.link("These 600 sessions").attr("href"), Some(walks));
    let resolved = "/sessions?technician=anyone&ended_from=2026-01-12&ended_to=2026-02-10&tree=vpn&outcome=resolved";
    let link = page.html.element("a", &[("href", resolved)]);
    assert_eq!((link.text().as_str(), link.attr("aria-label")), ("420", Some("420: these 420 sessions")));
}

#[tokio::test]
async fn a_formula_has_the_values_of_today_in_it() {
    let page = page("/insights", overview("", NOW, BEFORE)).await;
    assert!(page.html.says("= 500 ÷ 590 = 85 %; Wilson’s interval 82 to 87 %"));
    assert!(page.html.says("= the 250. of 500 times in order: 2 h 50 min 00 s"));
}

#[tokio::test]
async fn fewer_than_ten_sessions_say_not_enough_data() {
    let page = page("/insights", overview("", [7, 1, 1, 0, 0], [0; 5])).await;
    let answer = page.html.element("p", &[("class", "report-answer")]).text();
    assert!(answer.starts_with("9 sessions ended in these days: too few to say"), "{answer}");
    assert!(page.html.says("not enough data n = 9") && !page.html.element("article", &[]).says("89 %"));
}

#[tokio::test]
async fn a_change_that_the_mix_of_trees_brought_is_told_apart() {
    let mut view = overview("", NOW, BEFORE);
    view.split = Some(Split { rate: -0.03, mix: 0.10 });
    let page = page("/insights", view).await;
    assert!(page.html.says("within the same trees it is 3 points less, while other trees being walked made it 10 points more"));
}

#[tokio::test]
async fn nothing_counted_yet_offers_a_longer_period() {
    let page = page("/insights?by=month", overview("", [0; 5], [0; 5])).await;
    assert!(page.html.says("No walk ended in these days") && !page.html.contains("section", &[("class", "report-part")]));
    assert_eq!(page.html.link("Show this year").attr("href"), Some("/insights?by=month&period=year"));
}

#[tokio::test]
async fn while_sessions_are_counted_no_figure_is_shown() {
    let fake = Fake { overview: Ok(Progress::Counting { percent: 62 }), ..Fake::default() };
    let page = visit("/insights").by(manager()).over(fake).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("Counting, 62 %") && !page.html.contains("table", &[]));
    assert_eq!(page.html.element("progress", &[]).attr("value"), Some("62"));
}

#[tokio::test]
async fn versions_that_were_published_are_named_below_the_trend() {
    let page = page("/insights", overview("", NOW, BEFORE)).await;
    assert!(page.html.says(&format!("3 Feb 2026 {HOSTILE} v4")) && !page.html.has("<script>alert"));
    assert_eq!(page.html.count("svg", &[("class", "chart-mark")]), 1);
}

#[tokio::test]
async fn the_page_is_for_managers_and_so_is_the_way_to_it() {
    let page = visit("/insights").by(technician()).answer().await;
    assert_eq!(page.status, 403);
    assert!(!page.html.leads_to("/insights"));
    let page = visit("/insights").by(manager()).over(Fake { overview: Err(AppError::NotFound), ..Fake::default() }).answer().await;
    assert_eq!(page.status, 404, "a tree of another account");
    assert!(page.html.leads_to("/insights"));
}

#[tokio::test]
async fn after_a_change_of_the_zone_the_page_says_whose_days_it_still_has() {
    let Progress::Ready(mut answer) = ready(overview("", NOW, BEFORE)) else { panic!("not counted") };
    answer.zone = "America/Chicago".parse().unwrap();
    let fake = Fake { overview: Ok(Progress::Ready(answer)), ..Fake::default() };
    let page = visit("/insights").by(manager()).over(fake).answer().await;
    assert!(page.html.says("Days are still those of America/Chicago."));
}
