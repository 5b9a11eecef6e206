use super::{PATH, small};
use crate::support::fixtures::manager;
use crate::support::{Answer, Fake, visit};
use app::api::drafts::{SaveDraftText, SaveHead, SaveStep};
use app::backend::views::drafts::DraftPage;
use app::drafting::StepFields;
use app::error::{AppError, Dispute};
use leptos::server_fn::ServerFn;
use std::sync::Arc;

fn disputed(part: &str) -> AppError {
    AppError::Disputed(vec![Dispute {
        part: part.to_owned(),
        theirs: Some("Is it lit?".to_owned()),
        mine: Some("Is it plugged in?".to_owned()),
    }])
}

/// The draft after somebody else has changed the title of its first step.
fn theirs() -> DraftPage {
    let mut page = small();
    let mut document = (*page.document).clone();
    document.nodes[0].title = "Is it lit?".to_owned();
    document.name = "Their VPN".to_owned();
    page.document = Arc::new(document);
    page.revision = 9;
    page
}

async fn refused(path: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let over = Fake { draft: Ok(theirs()), ..Fake::default() };
    visit(path).by(manager()).over(over).refused(action, disputed("The title of step “ask”"), fields).answer().await
}

#[tokio::test]
async fn a_disputed_step_has_both_texts_and_a_button_for_each() {
    let seen = StepFields::of(&small().document.nodes[0]).marked();
    let fields = [
        ("step", "ask"),
        ("base_revision", "7"),
        ("form[title]", "Is it plugged in?"),
        ("form[body]", "Look at the plug."),
        ("form[kind]", "decision"),
        ("form[was]", "decision"),
        ("form[answers][0][id]", "yes"),
        ("form[answers][0][label]", "Yes"),
        ("form[answers][0][to]", "2. It works [end]"),
        ("form[seen]", &seen),
    ];
    let page = refused(&format!("{PATH}?step=ask"), SaveStep::url(), &fields).await;
    let both = page.html.element("section", &[("aria-labelledby", "disputed")]);
    assert!(both.says("The title of step “ask”") && both.says("Theirs Is it lit?") && both.says("Yours Is it plugged in?"));
    assert!(both.contains("button", &[("form", "step-form"), ("value", "save")]));
    let mine = page.html.element("form", &[("id", "step-form")]);
    let theirs = both.form(SaveStep::url());
    assert_eq!(
        (mine.value("form[title]").as_deref(), theirs.value("form[title]").as_deref()),
        (Some("Is it plugged in?"), Some("Is it lit?"))
    );
    for form in [mine, theirs] {
        assert_eq!(form.value("base_revision").as_deref(), Some("9"), "both are changes of the draft as it is now");
        assert_eq!(form.value("form[body]").as_deref(), Some("Look at the plug."), "what they did not touch stays mine");
        assert_eq!(form.value("form[answers][2][label]").as_deref(), Some("Odd"), "an answer that the form did not have is not lost");
    }
}

#[tokio::test]
async fn a_form_whose_button_could_not_be_obeyed_goes_on_from_the_draft_as_it_is() {
    let seen = StepFields::of(&small().document.nodes[0]).marked();
    let fields = [
        ("step", "ask"),
        ("base_revision", "7"),
        ("form[title]", "Is it on?"),
        ("form[body]", "Mine."),
        ("form[kind]", "decision"),
        ("form[seen]", &seen),
    ];
    let over = Fake { draft: Ok(theirs()), ..Fake::default() };
    let error = AppError::BadEdit("There is nothing to undo.".to_owned());
    let page = visit(&format!("{PATH}?step=ask")).by(manager()).over(over).refused(SaveStep::url(), error, &fields).answer().await;
    let form = page.html.element("form", &[("id", "step-form")]);
    assert_eq!(form.value("base_revision").as_deref(), Some("9"));
    assert_eq!((form.value("form[title]").as_deref(), form.value("form[body]").as_deref()), (Some("Is it lit?"), Some("Mine.")));
    assert!(page.html.says("There is nothing to undo.") && !page.html.says("Yours and theirs"));
}

#[tokio::test]
async fn a_disputed_head_has_both_texts_too() {
    let fields = [("base_revision", "7"), ("form[name]", "My VPN"), ("form[seen]", "")];
    let page = refused(PATH, SaveHead::url(), &fields).await;
    let both = page.html.element("section", &[("aria-labelledby", "disputed")]);
    assert_eq!(both.form(SaveHead::url()).value("form[name]").as_deref(), Some("Their VPN"));
    assert_eq!(page.html.element("form", &[("id", "head-form")]).value("form[name]").as_deref(), Some("My VPN"));
}

#[tokio::test]
async fn a_disputed_text_stays_in_its_field() {
    let page = refused(&format!("{PATH}/text"), SaveDraftText::url(), &[("base_revision", "7"), ("text", "My\r\ntext")]).await;
    assert_eq!(page.html.form(SaveDraftText::url()).value("text").as_deref(), Some("My\ntext"));
    assert_eq!(page.html.form(SaveDraftText::url()).value("base_revision").as_deref(), Some("9"));
    assert!(page.html.says("Theirs Is it lit?") && page.html.says("Keep my whole text") && page.html.says("Take theirs"));
}
