use crate::support::fixtures::{full_library, manager};
use crate::support::{Fake, visit};
use app::api::drafts::{BeginDraft, BeginDraftWithFile};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::text::TextError;

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
    assert_eq!(page.html.field("Tree text or JSON").content().replace('\n', "\r\n"), text);
}
