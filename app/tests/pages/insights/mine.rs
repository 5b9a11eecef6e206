use crate::support::clients::mine;
use crate::support::figures::ready;
use crate::support::fixtures::{manager, technician};
use crate::support::{Answer, Element, Fake, visit};
use app::backend::views::Viewer;
use app::backend::views::insights::MinePage;
use resolutionflow::account::Reading;

const NOW: [u64; 5] = [42, 8, 6, 3, 1];

async fn page(viewer: Viewer, view: MinePage) -> Answer {
    visit("/insights/mine").by(viewer).over(Fake { mine: Ok(ready(view)), ..Fake::default() }).answer().await
}

#[tokio::test]
async fn everybody_has_figures_of_their_own() {
    for viewer in [technician(), manager()] {
        let page = page(viewer, mine("", NOW, NOW)).await;
        assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
        assert!(page.html.element("p", &[("class", "report-answer")]).text().starts_with("85 % of 59 decided walks solved"));
        assert_eq!(page.html.elements("section", &[("class", "report-part")]).len(), 5);
        assert!(page.html.leads_to("/insights/mine.csv?table=trees"));
    }
}

#[tokio::test]
async fn technicians_find_trees_and_their_own_and_no_other_page() {
    let page = page(technician(), mine("", NOW, NOW)).await;
    let pages: Vec<String> =
        page.html.element("nav", &[("aria-label", "Insights")]).elements("a", &[]).into_iter().map(Element::text).collect();
    assert_eq!(pages, ["Trees", "Mine"]);
}

#[tokio::test]
async fn whoever_reads_their_own_sessions_alone_follows_the_links_to_them() {
    let page = page(Viewer { reading: Reading::Own, ..technician() }, mine("", NOW, NOW)).await;
    let own = "/sessions?counted=yes&ended_from=2026-01-12&ended_to=2026-02-10";
    assert_eq!(page.html.link("These 60 sessions").attr("href"), Some(own));
    assert!(page.html.leads_to("/sessions?counted=yes&ended_from=2026-01-12&ended_to=2026-02-10&tree=vpn"));
}

#[tokio::test]
async fn everybodys_figures_stand_beside_ones_own_where_there_are_enough_people() {
    let page = page(technician(), mine("", NOW, NOW)).await;
    let rows = page.html.element("section", &[("aria-labelledby", "trees")]).element("tbody", &[]).elements("tr", &[]);
    assert!(rows[0].says("77 %") && !rows[0].says("too few people"));
    assert!(rows[1].says("too few people") && !rows[1].says("%"));
}

#[tokio::test]
async fn without_walks_of_ones_own_the_page_says_what_will_be_here() {
    let page = page(technician(), mine("", [0; 5], [0; 5])).await;
    assert!(page.html.says("No walk of yours ended in these days"));
    assert_eq!(page.html.link("Show this year").attr("href"), Some("/insights/mine?period=year"));
}
