use super::{PATH, page, shows, small};
use crate::support::fixtures::manager;
use crate::support::{Answer, Fake, visit};
use app::api::drafts::MapImport;
use app::backend::views::drafts::{DraftImport, DraftPage};
use app::error::AppError;
use import::{Brought, bring};
use leptos::server_fn::ServerFn;

fn brought(text: &str, name: &str) -> (DraftPage, DraftImport) {
    let Brought { document, report, fields } = bring(text.as_bytes(), name).unwrap();
    let import = DraftImport { file_name: name.to_owned(), report: report.unwrap(), fields };
    (DraftPage { is_imported: true, ..page(document) }, import)
}

async fn report(draft: DraftPage, import: Option<DraftImport>, query: &str) -> Answer {
    let fake = Fake { draft: Ok(draft), draft_import: Ok(import), ..Fake::default() };
    visit(&format!("{PATH}/import{query}")).by(manager()).over(fake).answer().await
}

#[tokio::test]
async fn the_report_says_what_became_of_each_piece_and_where_it_stands() {
    let (draft, import) = brought("graph TD\nA[On <b>&</b> well?] -->|Yes| B[Done]\nA -->|No| B\nstyle A fill:#f00\n", "chart.mmd");
    let page = report(draft, Some(import), "").await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("“chart.mmd” was read as a Mermaid flowchart: 4 taken, 2 changed, 1 left out."), "{}", page.html.source());
    assert!(page.html.says("style A fill:#f00") && page.html.says("line 4") && page.html.says("It says how a step looks."));
    assert!(
        page.html.leads_to(&format!("{PATH}?step=on-well")) || page.html.leads_to(&format!("{PATH}?step=on-and-well")),
        "{}",
        page.html.source()
    );
    assert!(page.html.leads_to(PATH));
    assert!(!page.html.offers(MapImport::url()), "a chart has no fields");
    let headings: Vec<_> = page.html.elements("h2", &[]).iter().map(|heading| heading.content()).collect();
    assert_eq!(headings, ["What became of the file", "Left out (1)", "Changed (2)", "Taken (4)"]);
}

#[tokio::test]
async fn fields_of_json_can_be_chosen_and_a_refused_choice_stays() {
    let (draft, import) = brought(r#"[{"id": 1, "title": "<script>", "next": 2}, {"id": 2, "title": "Done"}]"#, "");
    let page = report(draft.clone(), Some(import.clone()), "").await;
    assert!(page.html.says("What was pasted was read as JSON of another program"));
    let form = page.html.form(MapImport::url());
    assert_eq!((form.value("fields[question]").as_deref(), form.value("fields[target]").as_deref()), (Some("title"), Some("next")));
    assert_eq!(form.value("base_revision").as_deref(), Some("7"));
    assert!(!page.html.has("<script>\""));

    let error = AppError::NotATree("This is JSON of another program, but nothing in it has a field “next” with words.".into());
    let fields = [("draft", "0192f0c1-0000-7000-8000-000000000d01"), ("fields[question]", "next"), ("fields[id]", "id")];
    let fake = Fake { draft: Ok(draft), draft_import: Ok(Some(import)), ..Fake::default() };
    let page = visit(&format!("{PATH}/import")).by(manager()).over(fake).refused(MapImport::url(), error, &fields).answer().await;
    assert_eq!(page.html.form(MapImport::url()).value("fields[question]").as_deref(), Some("next"));
    assert!(page.html.says("nothing in it has a field “next”"));
}

#[tokio::test]
async fn long_reports_are_read_page_by_page() {
    let (draft, import) = brought(&format!("graph TD\nA-->B\n{}", "style x\n".repeat(450)), "long.mmd");
    let page = report(draft.clone(), Some(import.clone()), "").await;
    assert!(page.html.leads_to(&format!("{PATH}/import?part=left-out&from=200")));
    let page = report(draft, Some(import), "?part=left-out&from=400").await;
    assert_eq!(page.html.elements("h2", &[]).len(), 2, "the other kinds are on the first page");
    assert!(page.html.leads_to(&format!("{PATH}/import?part=left-out&from=200")));
    assert!(page.html.contains("ol", &[("start", "401")]));
}

#[tokio::test]
async fn a_draft_that_was_written_has_nothing_to_report() {
    let page = report(small(), None, "").await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("This draft was not made of a file of another program"));
    let outline = shows(PATH, small()).await;
    assert!(!outline.html.leads_to(&format!("{PATH}/import")));
    let (draft, _) = brought("graph TD\nA-->B\n", "");
    assert!(shows(PATH, draft).await.html.leads_to(&format!("{PATH}/import")));
}
