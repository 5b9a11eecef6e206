use crate::support::fixtures::{HOSTILE, demo_tree, manager, now, technician, tree_page};
use crate::support::{Fake, visit};
use app::api::drafts::BeginDraft;
use app::backend::views::versions::{Compared, VersionRow, VersionsOfTree};
use app::compared::{Mark, Row};
use leptos::server_fn::ServerFn;
use resolutionflow::tree::{TreeDocument, diff};

fn row(number: u32, note: &str) -> VersionRow {
    VersionRow { number, published_at: now(), published_by: None, note: note.to_owned(), contributors: Vec::new(), settled: 0 }
}

fn versions() -> VersionsOfTree {
    let latest =
        VersionRow { settled: 2, published_by: Some("Ada".into()), contributors: vec!["Ada".into(), "Mara".into()], ..row(2, HOSTILE) };
    let mut card = tree_page(demo_tree("wifi-drops")).card;
    card.version = 2;
    VersionsOfTree { card, rows: vec![latest, row(1, "")], compared: None }
}

fn over(versions: VersionsOfTree) -> Fake {
    Fake { versions_of: Ok(versions), ..Fake::default() }
}

#[tokio::test]
async fn versions_say_who_published_what_and_why_and_earlier_ones_come_back_as_drafts() {
    let page = visit("/trees/wifi-drops/versions").by(manager()).over(over(versions())).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(
        page.html.says("Version 2, the present one") && page.html.says("Written by Ada, Mara") && page.html.says("on the command line")
    );
    assert!(!page.html.has("<script>alert"));
    let form = page.html.form(BeginDraft::url());
    assert_eq!((form.value("from").as_deref(), form.value("version").as_deref()), (Some("version"), Some("1")));
    assert_eq!(page.html.elements("form", &[("action", BeginDraft::url())]).len(), 1, "the present one is not restored");
    assert!(page.html.leads_to("/trees/wifi-drops/versions?from=1&to=2"));
    let page = visit("/trees/wifi-drops/versions").by(technician()).over(over(versions())).answer().await;
    assert!(page.status == 200 && !page.html.offers(BeginDraft::url()));
}

#[tokio::test]
async fn two_versions_are_compared_in_sentences_as_an_outline_and_as_texts() {
    let read = |text: &str| TreeDocument::read(text.as_bytes()).unwrap();
    let older = read("---\nkey: k\nname: N\ncategory: C\n---\n\n## [a] On?\n=>\n");
    let newer = read("---\nkey: k\nname: N\ncategory: C\n---\n\n## [a] Is it on?\n=>\n");
    let mark = |mark, title: &str| Row { mark, depth: 0, title: title.to_owned() };
    let mut outline = vec![mark(Mark::Changed, "Is it on?"), mark(Mark::New, HOSTILE), mark(Mark::Gone, "Call us")];
    outline.extend((0..5).map(|_| mark(Mark::Same, "Same")));
    let compared = Compared { from: 1, to: 2, changes: diff(&older, &newer), outline, unified: "-## [a] On?\n".to_owned() };
    let page = VersionsOfTree { compared: Some(compared.clone()), ..versions() };
    let page = visit("/trees/wifi-drops/versions?from=1&to=2").over(over(page)).answer().await;
    assert!(page.html.says("From version 1 to version 2") && page.html.says("Step “On?” is called “Is it on?” now."));
    // Not by colour alone.
    for said in ["~ Changed: Is it on?", "− Gone: Call us", "4 steps are unchanged"] {
        assert!(page.html.says(said), "{said} in {}", page.html.text());
    }
    assert!(page.html.contains("pre", &[]) && !page.html.has("<script>alert"));
    let same = Compared { changes: Vec::new(), ..compared };
    let page = VersionsOfTree { compared: Some(same), ..versions() };
    assert!(visit("/trees/wifi-drops/versions?from=1&to=1").over(over(page)).answer().await.html.says("Both say the same."));
}
