use crate::support::fixtures::manager;
use crate::support::visit;
use app::api::trees::UploadTree;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::tree::{Problem, Problems, TreeDocument, check};

#[tokio::test]
async fn a_technician_is_told_whom_to_ask_and_sees_no_form() {
    let page = visit("/trees/upload").answer().await;
    assert_eq!(page.status, 403);
    assert!(page.html.says("Ask a manager") && !page.html.contains("input", &[("type", "file")]));
}

#[tokio::test]
async fn a_manager_finds_the_limits_the_format_and_an_example_that_the_checker_accepts() {
    let page = visit("/trees/upload").by(manager()).answer().await;
    assert_eq!(page.status, 200);
    assert!(
        page.html.form(UploadTree::url()).attr("enctype") == Some("multipart/form-data")
            && page.html.contains("input", &[("type", "file"), ("accept", ".md,.txt,.json,text/markdown,application/json")])
    );
    assert!(page.html.says("at most 4 MB with at most 10,000 nodes"));
    let example = page.html.element("pre", &[("id", "example")]).content();
    let document = TreeDocument::read(example.as_bytes()).unwrap();
    assert_eq!((check(&document).first, document.to_text().as_str()), (vec![], example.as_str()));
}

#[tokio::test]
async fn every_problem_of_a_broken_file_is_listed_with_its_node() {
    let first = vec![
        Problem { node: Some("muted".into()), message: "It leads to “<b>”, but there is no such node.".into() },
        Problem { node: None, message: "The key must be lower-case.".into() },
    ];
    let problems = Problems { count: first.len(), first };
    let page = visit("/trees/upload").by(manager()).refused(UploadTree::url(), AppError::BrokenTree(problems), &[]).answer().await;
    assert!(page.html.says("2 problems keep this tree from being published. Nothing was changed."));
    assert_eq!(page.html.element("ol", &[("class", "problems")]).count("li", &[]), 2);
    assert!(page.html.says("Node muted It leads to “<b>”") && page.html.says("The key must be lower-case."));
    assert!(page.html.says("Correct the file, then choose it again."));
}

#[tokio::test]
async fn thousands_of_problems_are_cut_with_a_count_of_the_rest() {
    let first = (0..100).map(|id| Problem { node: Some(format!("n{id}").as_str().into()), message: "Lost.".into() }).collect();
    let problems = Problems { first, count: 12_000 };
    let page = visit("/trees/upload").by(manager()).refused(UploadTree::url(), AppError::BrokenTree(problems), &[]).answer().await;
    assert!(page.html.says("12000 problems") && page.html.says("and 11900 more"));
}

#[tokio::test]
async fn a_missing_file_is_marked_at_its_field() {
    let page = visit("/trees/upload")
        .by(manager())
        .refused(UploadTree::url(), AppError::invalid("document", Fault::NotChosen), &[])
        .answer()
        .await;
    assert!(page.html.says("Tree file must be chosen."));
    assert!(page.html.contains("input", &[("type", "file"), ("aria-invalid", "true")]));
}

/// A file whose steps read in a way, as the page is asked for with it.
fn file(title: &str) -> String {
    let nodes = serde_json::json!([
        {"id": "q", "type": "decision", "title": title, "body": "Type <username>\nin \\\\SRV\\x$\n\n| a | b |\n|---|---|\n| c | ~~d~~ |",
         "options": [{"id": "y", "label": "Yes", "next_node_id": "end"}]},
        {"id": "end", "type": "solution", "title": "All is well"},
    ]);
    let file =
        serde_json::json!({"format": "resolutionflow.tree/1", "key": "k", "name": "VPN", "category": "C", "root": "q", "nodes": nodes});
    file.to_string()
}

#[tokio::test]
async fn each_step_is_shown_as_it_will_read_and_published_without_choosing_the_file_again() {
    let document = file("Is it on?");
    let previewed = AppError::Previewed(Problems::default());
    let page = visit("/trees/upload").by(manager()).refused(UploadTree::url(), previewed, &[("document", &document)]).answer().await;
    assert!(page.html.says("Nothing keeps this tree from being published.") && page.html.says("“VPN”, 2 steps."));
    assert!(
        page.html.says("Is it on?")
            && page.html.says("Type <username>")
            && page.html.says("\\\\SRV\\x$")
            && page.html.says("Yes → All is well")
    );
    assert!(page.html.contains("th", &[]) && page.html.contains("td", &[]) && page.html.contains("s", &[]));
    let hidden = page.html.element("input", &[("type", "hidden"), ("name", "document")]);
    let again = TreeDocument::from_json(hidden.attr("value").unwrap().as_bytes()).unwrap();
    assert_eq!(again, TreeDocument::from_json(document.as_bytes()).unwrap());
}

#[tokio::test]
async fn tree_text_is_shown_as_it_will_read_too() {
    let text = TreeDocument::from_json(file("Is it on?").as_bytes()).unwrap().to_text();
    let previewed = AppError::Previewed(Problems::default());
    let page = visit("/trees/upload").by(manager()).refused(UploadTree::url(), previewed, &[("document", &text)]).answer().await;
    assert!(page.html.says("“VPN”, 2 steps.") && page.html.says("Type <username>") && page.html.says("Yes → All is well"));
}

#[tokio::test]
async fn a_file_with_problems_is_shown_with_them_at_their_steps_and_cannot_be_published() {
    let document = file("");
    let problems = check(&TreeDocument::from_json(document.as_bytes()).unwrap());
    let refused = AppError::BrokenTree(problems);
    let page = visit("/trees/upload").by(manager()).refused(UploadTree::url(), refused, &[("document", &document)]).answer().await;
    assert!(page.html.says("One problem keeps this tree from being published.") && page.html.says("All is well"));
    let step = page.html.element("ul", &[("class", "preview-problems")]);
    assert!(step.content().contains("Its title must not be empty."), "{}", step.content());
    assert!(!page.html.contains("input", &[("type", "hidden"), ("name", "document")]));
}
