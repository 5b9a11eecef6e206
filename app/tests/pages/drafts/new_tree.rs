use crate::support::fixtures::{full_library, manager};
use crate::support::{Fake, visit};
use app::api::drafts::{BeginDraft, BeginDraftWithFile};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::text::TextError;
use resolutionflow::tree::{TreeDocument, check};

fn fake() -> Fake {
    Fake { trees: Ok(full_library()), ..Fake::default() }
}

#[tokio::test]
async fn a_tree_begins_blank_as_a_copy_from_a_text_or_from_a_file() {
    let page = visit("/trees/new?tree=wifi-drops").by(manager()).over(fake()).answer().await;
    assert_eq!(page.status, 200);
    let forms = page.html.elements("form", &[("action", BeginDraft::url())]);
    let from: Vec<_> = forms.iter().filter_map(|form| form.value("from")).collect();
    assert_eq!(from, ["blank", "copy", "text"]);
    assert_eq!(forms[1].value("tree").as_deref(), Some("wifi-drops"));
    let file = page.html.form(BeginDraftWithFile::url());
    assert_eq!(file.attr("enctype"), Some("multipart/form-data"));
    let mut ids: Vec<_> = forms.iter().chain([&file]).filter_map(|form| form.value("command_id")).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4, "each begins a draft of its own");
}

#[tokio::test]
async fn a_refused_form_keeps_its_text_and_the_others_theirs() {
    let fields = [("from", "blank"), ("name", "")];
    let error = AppError::invalid("name", TextError::Empty);
    let page = visit("/trees/new").by(manager()).over(fake()).refused(BeginDraft::url(), error, &fields).answer().await;
    assert_eq!(page.html.count("input", &[("aria-invalid", "true")]), 1);
    let text = "## broken\r\n\u{5d0} 🦊 </textarea>";
    let error = AppError::NotATree("This file cannot be read: line 1, column 1: x.".to_owned());
    let page = visit("/trees/new")
        .by(manager())
        .over(fake())
        .refused(BeginDraft::url(), error, &[("from", "text"), ("text", text)])
        .answer()
        .await;
    assert!(page.html.says("line 1, column 1"));
    assert_eq!(page.html.field("Text").content().replace('\n', "\r\n"), text);
}

#[tokio::test]
async fn a_prompt_for_any_assistant_is_there_to_copy_and_its_example_is_a_tree() {
    let page = visit("/trees/new").by(manager()).over(fake()).answer().await;
    let prompt = page.html.element("pre", &[("id", "prompt")]).content();
    assert!(page.html.contains("button", &[("data-copy", "prompt")]));
    for part in ["The problem:", "Rules of the format:", "Style:", "=> workaround", "{{computer}}"] {
        assert!(prompt.contains(part), "{part}");
    }
    let example = prompt.split("````").nth(1).unwrap().strip_prefix("markdown\n").unwrap();
    let document = TreeDocument::read(example.as_bytes()).unwrap();
    assert!(check(&document).is_empty(), "{:?}", check(&document));
}

#[tokio::test]
async fn what_is_wrong_with_a_pasted_answer_can_be_copied_as_a_reply() {
    let text = "---\nformat: resolutionflow.tree/1\nkey: x\nname: X\n---\n## [a] A\n+ Yes -> a\n=> resolved\n";
    let faults = TreeDocument::read(text.as_bytes()).unwrap_err().to_string();
    let fields = [("from", "text"), ("text", text)];
    let page =
        visit("/trees/new").by(manager()).over(fake()).refused(BeginDraft::url(), AppError::NotATree(faults), &fields).answer().await;
    let reply = page.html.element("pre", &[("id", "reply")]).content();
    assert!(reply.contains("answer with the whole tree again") && reply.contains("- line 8: "), "{reply}");
    assert!(page.html.contains("button", &[("data-copy", "reply")]));
    let other = AppError::NotATree("This cannot be brought in: it is a PDF.".into());
    let page =
        visit("/trees/new").by(manager()).over(fake()).refused(BeginDraft::url(), other, &[("from", "text"), ("text", "x")]).answer().await;
    assert!(!page.html.contains("pre", &[("id", "reply")]));
}
