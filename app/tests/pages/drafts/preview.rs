use super::{PATH, card, small};
use crate::support::fixtures::{HOSTILE, manager, now};
use crate::support::{Answer, Fake, visit};
use app::api::previews::{BeginPreview, CreateStep, DeleteTest, KeepTest, RenameTest, StepPreview};
use app::backend::views::drafts::DraftPage;
use app::backend::views::previews::{KeptTest, PreviewPage, PreviewWalk, RunTest};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{CommandId, SessionId, TreeId, UserId, WalkTestId};
use resolutionflow::session::{Action, Command, Facts, Session, VersionRef};
use resolutionflow::text::TextError;
use resolutionflow::tree::{NodeId, Tree, dead_end};
use uuid::Uuid;

/// A preview of a draft after some answers, an empty one to continue.
fn walked(draft: &DraftPage, start: Option<&str>, answers: &[&str]) -> PreviewPage {
    let id = |number: usize| Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0000_0000 + number as u128);
    let start = start.map(NodeId::from);
    let tree = Tree::to_walk(&draft.document, start.as_ref());
    let by = Actor { user_id: UserId(id(1)), role: Role::Manager };
    let version = VersionRef { tree_id: TreeId(id(2)), number: 7 };
    let mut session = Session::start(SessionId(id(3)), version, &tree, &by, Facts::default(), None, now());
    for (number, answer) in answers.iter().enumerate() {
        let action = if answer.is_empty() { Action::Continue } else { Action::Choose { option_id: (*answer).to_owned() } };
        let command = Command { id: CommandId(id(number + 4)), base_revision: session.revision, at: None, draft: None, action };
        session = session.after(&tree, &command, &by, now()).unwrap();
    }
    let node = tree.node(session.node_id().unwrap()).unwrap().clone();
    let start = start.map(|start| tree.node(&start).unwrap().title.clone());
    let dead_end = dead_end(&draft.document, &session);
    let walk = PreviewWalk { session, node, revision: 7, start, dead_end, now: now() };
    PreviewPage { card: card("VPN", 4), revision: 7, walk: Some(walk) }
}

async fn shows(page: PreviewPage) -> Answer {
    visit(&format!("{PATH}/preview")).by(manager()).over(Fake { draft_preview: Ok(page), ..Fake::default() }).answer().await
}

#[tokio::test]
async fn a_preview_looks_like_a_walk_and_says_that_it_is_none() {
    let page = shows(walked(&small(), None, &["no"])).await;
    assert!(page.html.says("Preview: nothing is recorded") && page.html.says("Step 2 · Action"));
    let form = page.html.form(StepPreview::url());
    assert_eq!((form.value("base_revision").as_deref(), form.value("draft").as_deref()), (Some("1"), Some(&PATH["/drafts/".len()..])));
    let acts: Vec<_> = form.elements("button", &[("name", "act")]).into_iter().filter_map(|button| button.attr("value")).collect();
    assert!(acts.contains(&"continue") && acts.contains(&"back") && acts.iter().any(|act| act.starts_with("jump:")), "{acts:?}");
    assert!(acts.iter().all(|act| !["park", "finish", "leave", "detour", "report"].contains(act)));
    assert!(page.html.says("ping -c 1 gateway") && page.html.leads_to(&format!("{PATH}?step=do")));
    assert_eq!(page.html.count("h1", &[]), 1);
    assert_eq!(page.html.form(BeginPreview::url()).value("from").as_deref(), Some(""));
    assert!(!page.html.offers(KeepTest::url()) && !page.html.says("has changed since"));
}

#[tokio::test]
async fn where_nothing_is_yet_the_step_can_be_created() {
    let page = shows(walked(&small(), None, &["odd"])).await;
    assert!(page.html.says("Leads nowhere yet") && page.html.says("The answer “Odd” of “Is it on?” leads to no step."));
    let form = page.html.form(CreateStep::url());
    for (name, value) in [("from", "ask"), ("option", "odd"), ("title", "Call the ISP")] {
        assert_eq!(form.value(name).as_deref(), Some(value), "{name}");
    }
    let back = page.html.element("button", &[("name", "act"), ("value", "back")]);
    assert_eq!((back.attr("form"), back.is("disabled")), (Some("preview-form"), false));
    assert!(page.html.contains("form", &[("id", "preview-form"), ("action", StepPreview::url())]));
}

#[tokio::test]
async fn at_an_end_the_walk_can_be_kept_and_what_was_typed_stays() {
    let preview = walked(&small(), Some("do"), &["", "yes"]);
    let page = shows(preview.clone()).await;
    assert!(page.html.says("Suggested outcome Resolved") && page.html.says("from “Switch it on”"));
    assert_eq!(page.html.form(KeepTest::url()).value("name").as_deref(), Some("It works"));
    assert_eq!(page.html.form(BeginPreview::url()).value("from").as_deref(), Some("do"));
    let long = "x".repeat(121);
    let page = visit(&format!("{PATH}/preview"))
        .by(manager())
        .over(Fake { draft_preview: Ok(preview), ..Fake::default() })
        .refused(KeepTest::url(), AppError::invalid("name", TextError::TooLong { limit: 120, length: 121 }), &[("name", &long)])
        .answer()
        .await;
    assert_eq!(page.html.form(KeepTest::url()).value("name"), Some(long));
    assert!(page.html.says("Name of the test is 121 characters long"));
}

#[tokio::test]
async fn a_draft_that_changed_meanwhile_is_told_and_without_a_preview_one_is_offered() {
    let page = shows(PreviewPage { revision: 8, ..walked(&small(), None, &[]) }).await;
    assert!(page.html.says("The draft has changed since this preview began."));
    let none = PreviewPage { card: card("VPN", 4), revision: 8, walk: None };
    let page =
        visit(&format!("{PATH}/preview?from=do")).by(manager()).over(Fake { draft_preview: Ok(none), ..Fake::default() }).answer().await;
    assert_eq!(page.html.form(BeginPreview::url()).value("from").as_deref(), Some("do"));
    assert!(page.html.says("Start preview") && page.html.count("h1", &[]) == 1);
}

#[tokio::test]
async fn tests_say_what_came_of_them_and_can_be_renamed_and_deleted() {
    let test = |number: u128, name: &str, stop: Option<&str>| RunTest {
        kept: KeptTest {
            id: WalkTestId(Uuid::from_u128(number)),
            name: name.to_owned(),
            kept_at: now(),
            kept_by: "Mara".to_owned(),
            is_of_draft: true,
        },
        way: "Yes → It works".to_owned(),
        stop: stop.map(str::to_owned),
    };
    let tests = vec![test(1, "Usual", None), test(2, HOSTILE, Some("It ends at “A”, not at “B”."))];
    let draft = small();
    let changes =
        app::backend::views::drafts::DraftChanges { card: card("VPN", 4), changes: vec![], unified: String::new(), history: vec![] };
    let fake = || Fake { draft: Ok(draft.clone()), draft_changes: Ok(changes.clone()), walk_tests: tests.clone(), ..Fake::default() };
    let page = visit(&format!("{PATH}/changes")).by(manager()).over(fake()).answer().await;
    assert!(page.html.says("1 of 2 tests does not pass.") && page.html.says("Does not pass: It ends at “A”, not at “B”."));
    assert!(page.html.says("Yes → It works") && page.html.says("becomes one of the tree when the draft is published"));
    assert_eq!(page.html.form(RenameTest::url()).value("name").as_deref(), Some("Usual"));
    assert!(page.html.offers(DeleteTest::url()));
    assert!(!page.html.contains("script", &[("src", "x")]));
    let page = visit(&format!("{PATH}/changes"))
        .by(manager())
        .over(fake())
        .refused(
            RenameTest::url(),
            AppError::invalid("name", TextError::Empty),
            &[("test", &Uuid::from_u128(1).to_string()), ("name", " ")],
        )
        .answer()
        .await;
    assert!(
        page.html.says("Name of the test must not be empty.") && page.html.form(RenameTest::url()).value("name").as_deref() == Some(" ")
    );
}
