use app::api::reviews::{ReviewTree, SetCare};
use app::backend::views::reviews::{NeedsEyes, NeedyTree, Owner, Review, TreeCare};
use app::backend::views::{Person, TreeName, TreePage, Viewer};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::review::{NotAReviewDay, Sign};
use resolutionflow::stats::Rate;

use crate::support::fixtures::{HOSTILE, demo_tree, manager, now, technician, tree_page, user};
use crate::support::{Answer, Fake, visit};

fn mara() -> Person {
    Person { id: user(7), name: "Mara Lindqvist".into() }
}

fn tree(key: &str, name: &str, signs: Vec<Sign>) -> NeedyTree {
    let care = TreeCare { owner: Some(Owner { person: mara(), is_gone: false }), ..TreeCare::default() };
    NeedyTree { tree: TreeName { key: key.into(), name: name.into() }, care, signs }
}

fn list(trees: Vec<NeedyTree>) -> NeedsEyes {
    NeedsEyes { count: trees.len(), trees, counting: None }
}

async fn shows(query: &str, list: NeedsEyes) -> Answer {
    visit(&format!("/needs-eyes{query}")).by(manager()).over(Fake { needs_eyes: Ok(list), ..Fake::default() }).answer().await
}

fn fell() -> Sign {
    let (now, before) = (Rate::new(10, 20).unwrap(), Rate::new(27, 30).unwrap());
    Sign::Fell { now, before, difference: now.less(before) }
}

#[tokio::test]
async fn each_sign_says_its_numbers_and_leads_to_where_it_can_be_looked_at() {
    let signs = vec![fell(), Sign::Reports(2), Sign::Overdue(1), Sign::Added(1_204), Sign::OwnerGone];
    let page = shows("", list(vec![tree("vpn", HOSTILE, signs), tree("mail", "Mail", vec![Sign::DueSoon(0), Sign::NoOwner])])).await;
    for words in [
        "Fewer walks are resolved: 10 of 20 in the last 30 days (50 %, 30 to 70 %), 27 of 30 in the 90 days before (90 %, 74 to 97 %). \
         That is 40 points less (95 % interval: 15 points to 61 points).",
        "Technicians reported 2 problems that nobody has settled.",
        "The review is overdue by 1 day.",
        "in 1,204 sessions of the last 90 days.",
        "Its owner was deactivated.",
        "The review is due today.",
        "Nobody owns it.",
        "Owner: Mara Lindqvist",
    ] {
        assert!(page.html.says(words), "{words}\n{}", page.html.text());
    }
    for address in ["/trees/vpn", "/insights/trees/vpn", "/trees/vpn#reports", "/trees/vpn#care", "/trees/mail#care"] {
        assert!(page.html.leads_to(address), "{address}");
    }
    assert!(
        page.html
            .elements("a", &[])
            .iter()
            .any(|link| link.attr("href").is_some_and(|href| href.starts_with("/insights/trees/vpn?from=") && href.ends_with("#ad-hoc")))
    );
    assert_eq!(page.html.elements("form", &[("action", ReviewTree::url())]).len(), 2);
}

#[tokio::test]
async fn an_empty_list_is_good_news_and_the_filter_asks_for_the_viewers_own() {
    let page = shows("", list(Vec::new())).await;
    assert!(page.html.says("No tree needs eyes") && page.html.leads_to("/trees"));
    assert_eq!(*page.backend.asked_mine.lock().unwrap(), Some(false));
    let mine = shows("?owner=me", list(Vec::new())).await;
    assert!(mine.html.says("None of your trees needs you") && mine.html.leads_to("/needs-eyes"));
    assert_eq!(*mine.backend.asked_mine.lock().unwrap(), Some(true));
    let counting = shows("", NeedsEyes { counting: Some(40), ..list(Vec::new()) }).await;
    assert!(counting.html.says("still being counted (40 %)"));
}

#[tokio::test]
async fn a_refused_review_keeps_what_was_typed_at_its_tree_alone() {
    let trees = list(vec![tree("vpn", "VPN", vec![Sign::NoOwner]), tree("mail", "Mail", vec![Sign::NoOwner])]);
    let typed = [("key", "mail"), ("due", "soon"), ("note", "All of it"), ("owner", "")];
    let page = visit("/needs-eyes")
        .by(manager())
        .over(Fake { needs_eyes: Ok(trees), ..Fake::default() })
        .refused(ReviewTree::url(), AppError::invalid("due", NotAReviewDay::NotADay), &typed)
        .answer()
        .await;
    let forms = page.html.elements("form", &[("action", ReviewTree::url())]);
    assert_eq!((forms[0].value("note").as_deref(), forms[1].value("note").as_deref()), (Some(""), Some("All of it")));
    assert!(forms[1].says("Next review is not a day of the calendar") && !forms[0].says("not a day"));
    let details: Vec<_> = page.html.elements("details", &[]).iter().map(|details| details.is("open")).filter(|open| *open).collect();
    assert_eq!(details.len(), 1);
}

#[tokio::test]
async fn the_list_is_offered_to_those_who_write_and_to_nobody_else() {
    let author = Viewer { may_author: true, ..technician() };
    let library = || Fake { trees: Ok(crate::support::fixtures::full_library()), ..Fake::default() };
    assert!(visit("/trees").by(author).over(library()).answer().await.html.leads_to("/needs-eyes"));
    assert!(!visit("/trees").by(technician()).over(library()).answer().await.html.leads_to("/needs-eyes"));
    assert_eq!(visit("/needs-eyes").by(technician()).over(Fake::default()).answer().await.status, 403);
}

#[tokio::test]
async fn owner_and_review_stand_on_the_page_of_a_tree_and_authors_can_set_them() {
    let last = Review { at: now(), by: mara(), note: HOSTILE.into() };
    let due = "2020-01-31".parse().ok();
    let care = TreeCare { owner: Some(Owner { person: mara(), is_gone: true }), due, last: Some(last) };
    let page = TreePage { care, owners: vec![Person { id: user(2), name: "Marek Lind".into() }], ..tree_page(demo_tree("wifi-drops")) };
    let see = async |viewer: Viewer| {
        visit("/trees/wifi-drops").by(viewer).over(Fake { tree: Ok(page.clone()), ..Fake::default() }).answer().await
    };
    let reader = see(technician()).await;
    let section = reader.html.element("section", &[("id", "care")]);
    assert!(
        section.says("Owner: Mara Lindqvist, who was deactivated")
            && section.says("Next review: 31 Jan 2020, overdue")
            && section.says(HOSTILE)
    );
    assert!(!reader.html.offers(SetCare::url()));
    let writer = see(manager()).await;
    let form = writer.html.form(SetCare::url());
    let owners: Vec<_> = form.elements("option", &[]).iter().map(|option| option.text()).collect();
    assert_eq!(owners, ["Nobody", "Mara Lindqvist", "Marek Lind"]);
    assert_eq!((form.value("owner"), form.value("due").as_deref()), (Some(user(7).to_string()), Some("2020-01-31")));
    let bare = visit("/trees/wifi-drops").by(technician()).over(Fake { tree: Ok(tree_page(demo_tree("wifi-drops"))), ..Fake::default() });
    assert!(!bare.answer().await.html.contains("section", &[("id", "care")]), "nothing is said where nothing is set");
}
