//! Time budgets: empty, few and many.

use crate::support::figures::{asked, budgets, ready};
use crate::support::fixtures::{manager, technician};
use crate::support::{Fake, Html, visit};
use app::backend::views::insights::BudgetsPage;

const MANY: [u64; 5] = [420, 80, 60, 30, 10];

async fn shown(page: BudgetsPage) -> Html {
    visit("/insights/budgets?period=year").by(manager()).over(Fake { budgets: Ok(ready(page)), ..Fake::default() }).answer().await.html
}

#[tokio::test]
async fn the_answer_is_a_sentence_and_each_picture_has_its_table() {
    let page = shown(budgets("period=year", MANY)).await;
    // 60 resolved, 60 worked around, 60 escalated and 30 unresolved took an hour at most, of 590 decided and one open past it.
    assert!(page.says("36 % of 591 sessions with a budget were within it. 1 open one is past its budget now."), "{}", page.text());
    assert_eq!((page.count("h1", &[]), page.count("svg", &[("role", "img")])), (1, 3));
    for (name, title) in
        [("sessions", "Sessions within their budget"), ("ended-by", "How long sessions take"), ("steps", "Steps within their budget")]
    {
        let part = page.element("section", &[("aria-labelledby", name)]);
        assert!(part.says(title) && part.count("table", &[]) == 1, "{name}");
        assert!(part.leads_to(&format!("/insights/budgets.csv?period=year&table={name}")), "{name}");
    }
    assert!(page.says("out of reach in the next 591") && page.says("not enough data") && !page.has("<script>alert"));
    assert!(page.says("(no longer in the tree)") && page.says("Business hours are not entered"));
}

#[tokio::test]
async fn a_share_leads_to_the_walks_that_ended_within_the_budget() {
    let page = shown(budgets("period=year", MANY)).await;
    let links = page.elements("a", &[]);
    let within = links.iter().filter_map(|link| link.attr("href")).find(|href| href.contains("total_max=60")).unwrap_or_default();
    assert!(within.starts_with("/sessions?") && within.contains("tree=vpn") && within.contains("outcome=resolved"), "{within}");
}

#[tokio::test]
async fn without_budgets_the_page_says_where_they_are_set() {
    let none = BudgetsPage { sessions: Vec::new(), steps: None, has_budgets: false, ..budgets("period=year", MANY) };
    let page = shown(none.clone()).await;
    assert!(page.says("No tree has a time budget yet.") && page.leads_to("/trees"));
    let narrowed = BudgetsPage { asked: asked("tree=vpn"), has_budgets: true, ..none };
    assert!(shown(narrowed).await.says("These trees have no time budgets"));
    assert_eq!(visit("/insights/budgets").by(technician()).answer().await.status, 403);
}
