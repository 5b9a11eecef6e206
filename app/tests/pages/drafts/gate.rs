use super::{PATH, draft, small};
use crate::support::fixtures::{HOSTILE, manager, now, session, user};
use crate::support::{Answer, Fake, visit};
use app::api::gate::PublishDraft;
use app::backend::views::drafts::DraftPage;
use app::backend::views::gate::{Approval, Behind, Entry, GatePage, Settling};
use app::backend::views::previews::{KeptTest, RunTest};
use app::backend::views::{Person, StepReport};
use app::error::{AppError, Dispute, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::id::{CommandId, WalkTestId};
use resolutionflow::text::Reason;
use resolutionflow::tree::{Effect, Evidence, Obstacle, Silence, WarningKind, advise, diff};
use serde_json::json;

fn sound() -> DraftPage {
    draft(json!([{"id": "end", "type": "solution", "title": "It works"}]))
}

#[tokio::test]
async fn walk_tests_that_the_draft_breaks_are_told_and_block_nothing() {
    let test = |name: &str, stop: Option<&str>| RunTest {
        kept: KeptTest {
            id: WalkTestId(uuid::Uuid::nil()),
            name: name.to_owned(),
            kept_at: now(),
            kept_by: "Mara".to_owned(),
            is_of_draft: false,
        },
        way: "Yes → It works".to_owned(),
        stop: stop.map(str::to_owned),
    };
    let tests = vec![test("Usual", None), test(HOSTILE, Some("At “Is it on?” the answer “No” is gone."))];
    let page = sound();
    let fake = Fake { walk_tests: tests, ..fake(page.clone(), gate(&page)) };
    let page = visit(&format!("{PATH}/publish")).by(manager()).over(fake).answer().await;
    assert!(page.html.says("1 of 2 tests does not pass.") && page.html.says("At “Is it on?” the answer “No” is gone."));
    assert!(page.html.leads_to(&format!("{PATH}/changes#tests")) && page.html.says("Publish version 5"));
}

fn tess() -> Person {
    Person { id: user(1), name: "Tess Okafor".to_owned() }
}

fn entry(revision: u32, by: Person, sentence: &str) -> Entry {
    Entry { revision, at: now(), by, sentence: sentence.to_owned() }
}

fn gate(page: &DraftPage) -> GatePage {
    let before = small().document;
    GatePage {
        note: "Nobody knew the lamp.".to_owned(),
        changes: diff(&before, &page.document),
        entries: vec![entry(6, tess(), "Step “ask” is gone."), entry(2, Person { id: user(2), name: HOSTILE.to_owned() }, "A title.")],
        warnings: advise(&page.document, &Evidence::default(), &[]),
        reports: Vec::new(),
        effect: None,
        going_on: vec![(4, 7), (3, 1)],
        is_archived: false,
        behind: None,
        approval: None,
    }
}

fn fake(page: DraftPage, gate: GatePage) -> Fake {
    Fake { draft: Ok(page), gate: Ok(gate), ..Fake::default() }
}

async fn shows(page: DraftPage, gate: GatePage) -> Answer {
    visit(&format!("{PATH}/publish")).by(manager()).over(fake(page, gate)).answer().await
}

#[tokio::test]
async fn a_draft_without_problems_is_published_at_its_revision_after_a_tick() {
    let page = shows(sound(), gate(&sound())).await;
    let form = page.html.form(PublishDraft::url());
    assert_eq!(
        (page.status, form.value("revision").as_deref(), form.value("form[was]").as_deref()),
        (200, Some("7"), Some("Nobody knew the lamp."))
    );
    assert!(form.says("Publish version 5") && form.contains("input", &[("type", "checkbox"), ("name", "looked")]));
    // Enter in a field saves; what is not published asks for no tick.
    assert_eq!(form.elements("button", &[])[0].attr("value"), Some("save"));
    assert!(form.elements("button", &[]).iter().all(|button| button.attr("value") == Some("publish") || button.is("formnovalidate")));
    let page = visit(&format!("{PATH}/publish"))
        .by(manager())
        .over(fake(sound(), gate(&sound())))
        .refused(
            PublishDraft::url(),
            AppError::invalid("looked", Fault::NotTicked),
            &[("form[note]", "The lamp </textarea>is on the back.")],
        )
        .answer()
        .await;
    assert!(page.html.says("The box must be ticked first."));
    assert_eq!(page.html.element("textarea", &[("name", "form[note]")]).content().trim(), "The lamp </textarea>is on the back.");
}

#[tokio::test]
async fn problems_keep_a_draft_from_being_published_and_lead_to_their_steps() {
    let page = shows(small(), gate(&small())).await;
    assert!(!page.html.contains("button", &[("value", "publish")]) && page.html.says("keep this draft from being published"));
    assert!(page.html.leads_to(&format!("{PATH}?step=ask")));
    // What is written is saved all the same.
    assert!(page.html.offers(PublishDraft::url()));
}

#[tokio::test]
async fn changes_stand_under_their_authors_and_each_can_be_taken_back() {
    let page = shows(sound(), gate(&sound())).await;
    assert!(page.html.says("Tess Okafor Step “ask” is gone.") && !page.html.has("<script>alert"));
    for revision in ["6", "2"] {
        assert!(page.html.contains("button", &[("name", "deed"), ("value", &format!("take-back:{revision}"))]));
    }
    assert!(page.html.says("7 sessions go on in version 4.") && page.html.says("1 session goes on in version 3."));
}

#[tokio::test]
async fn warnings_are_silenced_with_a_reason_that_stays_where_it_is_refused() {
    let (page, reason) = (sound(), Reason::parse("Whoever walks it knows.").unwrap());
    let found = shows(page.clone(), gate(&page)).await;
    assert!(found.html.says("1 warning") && found.html.says("Publish version 5"), "{}", found.html.text());
    let form = found.html.form(PublishDraft::url());
    assert_eq!(form.value("form[about][w0]").as_deref(), Some("no_outcome:end"));
    let long = "x".repeat(501);
    let error = AppError::invalid("form[reasons][w3]", Fault::Text(Reason::parse(&long).unwrap_err()));
    let typed = [("form[about][w3]", "no_outcome:end"), ("form[reasons][w3]", long.as_str())];
    let again = visit(&format!("{PATH}/publish"))
        .by(manager())
        .over(fake(page.clone(), gate(&page)))
        .refused(PublishDraft::url(), error, &typed)
        .answer()
        .await;
    assert_eq!(again.html.form(PublishDraft::url()).value("form[reasons][w0]"), Some(long));
    assert!(again.html.says("is 501 characters long; at most 500 fit"));
    let silence = Silence { kind: WarningKind::NoOutcome, node: Some("end".into()), reason };
    let warnings = advise(&page.document, &Evidence::default(), &[silence]);
    let silenced = shows(page.clone(), GatePage { warnings, ..gate(&page) }).await;
    assert!(silenced.html.says("1 warning silenced") && silenced.html.says("Whoever walks it knows."));
    assert!(silenced.html.contains("button", &[("value", "show:no_outcome:end")]));
}

#[tokio::test]
async fn reported_problems_are_ticked_and_stay_so_after_a_refusal() {
    let report = |number: u128, node: &str, problem: &str| StepReport {
        id: CommandId(uuid::Uuid::from_u128(number)),
        session: session(1),
        version: 4,
        node: node.into(),
        problem: problem.into(),
        by: tess(),
        at: now(),
    };
    let reports = vec![
        Settling { report: report(7, "end", HOSTILE), is_ticked: true },
        Settling { report: report(8, "gone", "There is no desk."), is_ticked: false },
    ];
    let gate = GatePage { reports, ..gate(&sound()) };
    let page = shows(sound(), gate.clone()).await;
    let settles = page.html.element("section", &[("id", "settles")]);
    assert!(settles.says("It works") && settles.says("gone, which is not in this draft") && settles.says("Tess Okafor"));
    assert!(page.html.field(HOSTILE).is("checked") && !page.html.field("There is no desk.").is("checked"));
    let form = page.html.form(PublishDraft::url());
    assert_eq!(form.value("form[reports][r1]"), Some(CommandId(uuid::Uuid::from_u128(8)).to_string()));
    let typed = [
        ("form[reports][r0]", "00000000-0000-0000-0000-000000000008"),
        ("form[settles][r0]", "1"),
        ("form[reports][r1]", "00000000-0000-0000-0000-000000000007"),
        ("deed", "publish"),
    ];
    let refused = visit(&format!("{PATH}/publish")).by(manager()).over(fake(sound(), gate));
    let again = refused.refused(PublishDraft::url(), AppError::Moved, &typed).answer().await;
    assert!(again.html.field("There is no desk.").is("checked"), "though it stood elsewhere then");
    assert!(!again.html.field(HOSTILE).is("checked"), "nothing is ticked again");
}

#[tokio::test]
async fn the_effect_on_walks_is_told_from_ten_on() {
    let page = shows(sound(), gate(&sound())).await;
    assert!(page.html.says("Fewer than ten walks of this tree have ended"));
    let gone = Obstacle::AnswerGone { step: "Is it on?".into(), answer: "Printer offline".into() };
    let effect = Effect { same: 462, changed: 31, stuck: 7, obstacles: vec![(gone, 7)] };
    let page = shows(sound(), GatePage { effect: Some(effect), ..gate(&sound()) }).await;
    assert!(
        page.html.says("462 walk the same, 31 meet changed words or new steps, 7 cannot: the answer “Printer offline” is gone (7 of 500).")
    );
}

#[tokio::test]
async fn what_a_newer_version_and_the_draft_both_changed_is_decided_there() {
    let dispute = Dispute { part: "The title of step “end”".into(), theirs: Some("It works again".into()), mine: Some(HOSTILE.into()) };
    let behind = Behind { version: 5, at: now(), by: Some("Ada".into()), note: "Renamed.".into(), disputes: vec![dispute] };
    let behind = GatePage { behind: Some(behind), ..gate(&sound()) };
    let page = shows(DraftPage { newer: Some(5), ..sound() }, behind.clone()).await;
    assert!(page.html.says("Version 5 was published meanwhile") && page.html.says("It works again") && page.html.says("Renamed."));
    let radio = |value: &str| page.html.element("input", &[("type", "radio"), ("name", "form[keep][d0]"), ("value", value)]);
    assert!(!radio("mine").is("checked") && !radio("theirs").is("checked"));
    assert!(page.html.contains("button", &[("value", "rebase")]) && !page.html.contains("button", &[("value", "publish")]));
    let typed = [("form[version]", "5"), ("form[keep][d0]", "mine"), ("deed", "rebase")];
    let again = visit(&format!("{PATH}/publish"))
        .by(manager())
        .over(fake(DraftPage { newer: Some(5), ..sound() }, behind))
        .refused(PublishDraft::url(), AppError::Moved, &typed)
        .answer()
        .await;
    assert!(again.html.element("input", &[("name", "form[keep][d0]"), ("value", "mine")]).is("checked"));
}

#[tokio::test]
async fn approval_is_asked_for_and_given_by_somebody_who_did_not_write_all_of_it() {
    let own = Person { id: user(2), name: "Marek Lind".to_owned() };
    let approval = Approval { asked: None, authors: vec![own.clone()], given: Vec::new(), is_enough: false };
    let page = shows(sound(), GatePage { approval: Some(approval.clone()), ..gate(&sound()) }).await;
    let deeds = |page: &Answer| -> Vec<String> {
        let buttons = page.html.elements("button", &[("name", "deed")]);
        buttons
            .iter()
            .filter_map(|button| button.attr("value"))
            .filter(|deed| !deed.contains(':') && *deed != "save")
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(deeds(&page), ["ask"], "nobody approves alone what they wrote");
    let asked = Approval { asked: Some((now(), tess())), authors: vec![tess(), own.clone()], ..approval.clone() };
    let page = shows(sound(), GatePage { approval: Some(asked), ..gate(&sound()) }).await;
    assert!(page.html.says("Tess Okafor asked for an approval"));
    assert_eq!(deeds(&page), ["approve", "unask"]);
    let given = Approval { authors: vec![tess()], given: vec![(own, now())], is_enough: true, ..approval };
    let page = shows(sound(), GatePage { approval: Some(given), ..gate(&sound()) }).await;
    assert!(page.html.says("Marek Lind approved this draft as it stands"));
    assert_eq!(deeds(&page), ["withdraw", "publish"]);
}

#[tokio::test]
async fn an_archived_tree_is_said_to_be_one() {
    let page = shows(sound(), GatePage { is_archived: true, ..gate(&sound()) }).await;
    assert!(page.html.says("This tree is archived."));
}
