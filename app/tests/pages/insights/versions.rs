use crate::support::figures::{ready, versions};
use crate::support::fixtures::technician;
use crate::support::{Fake, visit};
use app::backend::views::insights::VersionsPage;

const PATH: &str = "/insights/trees/vpn/versions";

fn over(page: VersionsPage) -> Fake {
    Fake { versions: Ok(ready(page)), ..Fake::default() }
}

#[tokio::test]
async fn the_difference_is_said_with_how_far_it_holds_and_of_which_weeks() {
    let view = versions("period=year", [160, 20, 10, 10, 0], [80, 20, 50, 50, 0]);
    let page = visit(PATH).by(technician()).over(over(view)).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("v4 solves 90 % of what it decides, v3 50 % : +40 points ( +32 to +48 points )."), "{}", page.html.text());
    assert!(page.html.says("Over all their walks so far v4 solves more, however often one looks ( +"));
    assert!(page.html.says("They are not of the same weeks: 1 of 3 have walks of both."));
    assert!(page.html.says("v3 ended 5 to 20 Jan 2026 , v4 ended 20 Jan to 3 Feb 2026"));
    assert!(page.html.says("only in v4") && page.html.says("only in v3") && page.html.says("stands out"));
    let walks = "/sessions?technician=anyone&counted=yes&ended_from=2026-01-01&ended_to=2026-02-10&tree=vpn&version_from=4&version_to=4";
    assert!(page.html.leads_to(walks));
    assert!(page.html.leads_to(&format!("{PATH}.csv?period=year&before=3&after=4&table=rates")));
    assert!(!page.html.has("<script>alert"));
}

#[tokio::test]
async fn a_difference_that_chance_explains_is_too_early_for_who_looks_daily() {
    let view = versions("period=year", [60, 0, 40, 0, 0], [50, 0, 50, 0, 0]);
    let page = visit(PATH).by(technician()).over(over(view)).answer().await;
    assert!(page.html.says("Too early for who looks every day") && page.html.says("more would tell, if it stays like this"));
    assert!(page.html.says("Chance alone would bring a difference like this one."));
}

#[tokio::test]
async fn nine_walks_are_not_enough_and_one_version_is_nothing_to_compare() {
    let few = visit(PATH).by(technician()).over(over(versions("period=year", [9, 0, 0, 0, 0], [0; 5]))).answer().await;
    assert!(few.html.says("Not enough data: v3 has 0 sessions, v4 has 9 sessions , and each needs ten that were decided."));
    let one = VersionsPage { compared: None, ..versions("period=year", [9, 0, 0, 0, 0], [0; 5]) };
    let page = visit(PATH).by(technician()).over(over(one)).answer().await;
    assert!(page.html.says("There is one version so far") && page.html.says("has one version: there is nothing to compare yet."));
}

#[tokio::test]
async fn the_year_is_looked_at_where_the_address_names_no_days_and_the_pair_stays_with_other_days() {
    let view = || versions("period=year", [160, 20, 10, 10, 0], [80, 20, 50, 50, 0]);
    let page = visit(PATH).by(technician()).over(over(view())).answer().await;
    let asked = page.backend.asked_insights.lock().unwrap().clone().unwrap();
    assert_eq!(asked.scope.period.words(), "1 Jan to 10 Feb 2026");
    let page = visit(&format!("{PATH}?before=3&after=4&period=month")).by(technician()).over(over(view())).answer().await;
    assert!(page.html.leads_to(&format!("{PATH}?before=3&after=4&period=week")), "{}", page.html.source());
}
