//! Figures per person on their page: off, held back, few and many.

use app::backend::views::Viewer;
use app::backend::views::insights::{PeopleFigures, PeoplePage};
use resolutionflow::insights::people::{HeldBack, Narrowed};

use crate::support::figures::{asked, people, ready};
use crate::support::fixtures::{HOSTILE, admin, manager, now, technician};
use crate::support::{Fake, Html, visit};

fn on(viewer: Viewer) -> Viewer {
    Viewer { people_since: Some(now()), ..viewer }
}

async fn page(viewer: Viewer, figures: PeopleFigures) -> Html {
    let fake = Fake { people: Ok(ready(PeoplePage { asked: asked(""), figures })), ..Fake::default() };
    let page = visit("/insights/people").by(viewer).over(fake).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    page.html
}

#[tokio::test]
async fn while_they_are_off_the_page_says_so_and_leads_admins_to_the_switch() {
    let html = page(manager(), PeopleFigures::Off).await;
    assert!(html.says("Figures per person are off") && html.says("An admin can turn them on."));
    assert!(!html.leads_to("/admin/settings/people") && html.count("table", &[]) == 0 && html.count("svg", &[("role", "img")]) == 0);
    assert!(page(admin(), PeopleFigures::Off).await.leads_to("/admin/settings/people"));
    let overview = visit("/insights").by(manager()).over(Fake::default()).answer().await;
    assert!(!overview.html.leads_to("/insights/people"));
    assert_eq!(visit("/insights/people").by(technician()).answer().await.status, 403);
}

#[tokio::test]
async fn where_nobody_is_shown_it_says_why_and_names_nobody() {
    for (why, said) in [
        (HeldBack::SmallGroup, "Figures are shown of at least 5 people with at least 10 decided walks each, here and in files."),
        (HeldBack::Remainder(Narrowed::Trees), "All trees less the ones that you chose would be the figures of fewer than five people"),
        (HeldBack::Remainder(Narrowed::Days), "The last 30 days less the ones that you chose"),
    ] {
        let html = page(on(manager()), PeopleFigures::HeldBack(why)).await;
        assert!(html.says(said), "{why:?}");
        assert!(html.count("table", &[]) == 0 && html.says("Nobody is shown for these days and trees."));
    }
}

#[tokio::test]
async fn people_stand_in_the_order_of_their_names_and_cannot_be_sorted_otherwise() {
    let html = page(on(manager()), people("", 6, 0).figures).await;
    let picture = html.element("svg", &[("role", "img")]);
    assert_eq!(
        picture.attr("aria-label"),
        Some(
            "Funnel of resolved ÷ expected walks by person: 5 of 6 people are within the limits of 95 %, 0 between those and 99.8 %, 1 beyond 99.8 %"
        )
    );
    assert!(html.says("5 of 6 people resolved as many walks as one would expect of their trees, within the limits of 95 %"));
    assert!(html.says("1 is beyond 99.8 %") && html.says("Look for a cause in the tickets before one in the person"));
    assert_eq!(html.count("th", &[("scope", "row")]), 6);
    assert!(!html.has("sort=") && !html.has("aria-sort"), "never ranked");
    assert!(html.says("fewer than expected (99.8 %)"));
    assert!(html.leads_to("/insights/people.csv?table=people"));
    assert!(!html.has(HOSTILE), "a name is text");
    let overview = page(on(manager()), people("", 6, 0).figures).await;
    assert!(overview.leads_to("/insights/people"));
}

#[tokio::test]
async fn people_with_few_walks_are_names_without_numbers() {
    let html = page(on(manager()), people("", 6, 5).figures).await;
    assert_eq!(html.count("th", &[("scope", "row")]), 11);
    let table = html.element("table", &[]);
    assert!(table.says("not enough data") && !table.says("n ="));
}
