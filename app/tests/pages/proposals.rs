//! Pages of suggested changes.

use crate::support::fixtures::{HOSTILE, longest, manager, now, session, technician, user};
use crate::support::walks::walk;
use crate::support::{Answer, Fake, visit};
use app::api::proposals::{DeclineProposal, ProposeChange, TakeProposal, WithdrawProposal};
use app::backend::views::proposals::{AskedDraft, At, ForAuthors, Meets, ProposalCard, ProposalPage, SuggestPage};
use app::backend::views::{Person, ToDo, TreeName, Viewer};
use app::error::{AppError, Dispute};
use leptos::server_fn::ServerFn;
use resolutionflow::id::{DraftId, ProposalId};
use resolutionflow::proposal::Standing;
use resolutionflow::text::TextError;
use resolutionflow::tree::{Command, DocumentNode, NodeKind, Shell, StepWords, TreeDocument, TreeOption, apply_all, diff, word_edits};
use uuid::Uuid;

const ID: &str = "0192f0c1-0000-7000-8000-000000000e01";

fn tree() -> TreeName {
    TreeName { key: "vpn".to_owned(), name: "VPN".to_owned() }
}

fn node() -> DocumentNode {
    let option = |id: &str, label: &str| TreeOption { id: id.to_owned(), label: label.to_owned(), next_node_id: "end".into() };
    let kind = NodeKind::Decision { options: vec![option("yes", "Yes"), option("no", HOSTILE)] };
    DocumentNode { id: "ask".into(), kind, title: "Is it on?".to_owned(), body: format!("Look.\n{HOSTILE}") }
}

fn action() -> DocumentNode {
    let command = Command { label: "Ping it".to_owned(), shell: Shell::Bash, text: HOSTILE.to_owned(), places: String::new() };
    let kind = NodeKind::Action { commands: vec![command], next_node_id: "end".into() };
    DocumentNode { id: "do".into(), kind, title: longest(), body: String::new() }
}

fn suggests(node: DocumentNode) -> Fake {
    let steps = vec![("ask".into(), "Is it on?".to_owned()), ("do".into(), longest())];
    Fake { suggest: Ok(SuggestPage { session: session(1), tree: tree(), version: 3, latest: 4, node, steps }), ..Fake::default() }
}

fn suggest_path() -> String {
    format!("/sessions/{}/suggest", session(1))
}

fn card(standing: Standing) -> ProposalCard {
    ProposalCard {
        id: ID.parse::<ProposalId>().unwrap(),
        session: session(1),
        tree: tree(),
        version: 3,
        node: "ask".into(),
        title: "Is it on?".to_owned(),
        note: HOSTILE.to_owned(),
        by: Person { id: user(1), name: "Tess Okafor".to_owned() },
        at: now(),
        standing,
        declined: (standing == Standing::Declined).then(|| ("Marek Lind".to_owned(), "It may be on battery.".to_owned())),
        draft: None,
    }
}

fn page(standing: Standing, meets: Option<Meets>) -> ProposalPage {
    let before = TreeDocument { nodes: vec![node()], ..TreeDocument::default() };
    let words = StepWords { title: "Is it switched on?".to_owned(), ..StepWords::of(&before.nodes[0]) };
    let mut after = before.clone();
    apply_all(&mut after, &word_edits(&before, &"ask".into(), &words).unwrap()).unwrap();
    let is_mine = meets.is_none();
    ProposalPage { card: card(standing), changes: diff(&before, &after), unified: "-Is it on?\n+…".to_owned(), is_mine, meets }
}

fn meets(disputes: Vec<Dispute>) -> Meets {
    Meets { draft: Some(DraftId(Uuid::from_u128(5))), at: At::Revision(7), disputes, is_gone: false, is_there: false }
}

fn dispute() -> Dispute {
    Dispute { part: "The title of step “ask”".to_owned(), theirs: Some("Is it lit?".to_owned()), mine: Some(HOSTILE.to_owned()) }
}

async fn shows(by: Viewer, page: ProposalPage) -> Answer {
    visit(&format!("/proposals/{ID}")).by(by).over(Fake { proposal: Ok(page), ..Fake::default() }).answer().await
}

#[tokio::test]
async fn the_words_of_a_step_and_nothing_else_of_it_are_edited_in_place() {
    let page = visit(&suggest_path()).over(suggests(node())).answer().await;
    let form = page.html.form(ProposeChange::url());
    let value = |name: &str| form.value(name).unwrap_or_default();
    assert_eq!((page.status, value("step").as_str(), value("form[title]").as_str()), (200, "ask", "Is it on?"));
    assert_eq!((value("form[body]"), value("form[answers][1][label]")), (format!("Look.\n{HOSTILE}"), HOSTILE.to_owned()));
    assert_eq!(value("form[answers][1][id]"), "no");
    assert!(!form.contains("*", &[("name", "form[answers][0][to]")]) && !form.contains("*", &[("name", "form[kind]")]));
    assert!(page.html.says("These are the words of version 3") && page.html.says("Another step of this session"));
    assert!(page.html.leads_to(&format!("{}?step=do", suggest_path())) && !page.html.has("<script>alert"));
    let page = visit(&suggest_path()).over(suggests(action())).answer().await;
    let form = page.html.form(ProposeChange::url());
    assert_eq!(form.value("form[commands][0][text]").as_deref(), Some(HOSTILE));
    assert!(!form.contains("*", &[("name", "form[commands][0][shell]")]));
    let page = visit(&suggest_path()).answer().await;
    assert_eq!(page.status, 404, "the account takes none");
}

#[tokio::test]
async fn a_refused_suggestion_keeps_everything_that_was_typed() {
    let fields = [("session", "x"), ("step", "ask"), ("form[title]", ""), ("form[body]", HOSTILE), ("form[answers][0][id]", "yes")];
    let fields = [&fields[..], &[("form[answers][0][label]", "Sure"), ("why", "Nobody knew.")]].concat();
    let error = AppError::invalid("form[title]", TextError::Empty);
    let page = visit(&suggest_path()).over(suggests(node())).refused(ProposeChange::url(), error, &fields).answer().await;
    let form = page.html.form(ProposeChange::url());
    let value = |name: &str| form.value(name).unwrap_or_default();
    assert_eq!((value("form[body]").as_str(), value("why").as_str()), (HOSTILE, "Nobody knew."));
    assert_eq!((value("form[answers][0][label]").as_str(), value("form[answers][0][id]").as_str()), ("Sure", "yes"));
    assert_eq!(form.element("input", &[("name", "form[title]")]).attr("aria-invalid"), Some("true"));
}

#[tokio::test]
async fn authors_see_the_difference_and_take_or_decline_it() {
    let page = shows(manager(), page(Standing::Waiting, Some(meets(vec![])))).await;
    let take = page.html.form(TakeProposal::url());
    assert_eq!((take.value("met").as_deref(), take.value("proposal").as_deref()), (Some("r7"), Some(ID)));
    assert!(take.says("Nothing is in its way.") && page.html.element("ins", &[]).says("switched"));
    assert!(page.html.form(DeclineProposal::url()).contains("input", &[("name", "reason"), ("required", "")]));
    assert!(!page.html.contains("form", &[("action", WithdrawProposal::url())]) && !page.html.has("<script>alert"));
    assert!(page.html.leads_to(&format!("/sessions/{}", session(1))));
}

#[tokio::test]
async fn what_was_changed_since_is_decided_with_both_texts_and_a_decision_stays() {
    let disputed = page(Standing::Waiting, Some(meets(vec![dispute(), dispute()])));
    let fields = [("proposal", ID), ("met", "r7"), ("keep[d0]", "mine")];
    let error = AppError::Disputed(vec![dispute(), dispute()]);
    let fake = || Fake { proposal: Ok(disputed.clone()), ..Fake::default() };
    let address = format!("/proposals/{ID}");
    let page = visit(&address).by(manager()).over(fake()).refused(TakeProposal::url(), error.clone(), &fields).answer().await;
    let form = page.html.form(TakeProposal::url());
    assert!(form.element("input", &[("name", "keep[d0]"), ("value", "mine")]).is("checked"));
    assert!(form.says("Is it lit?") && form.says("Choose one of them."));
    // Decisions about an earlier revision are none about this one.
    let fields = [("proposal", ID), ("met", "r6"), ("keep[d0]", "mine")];
    let page = visit(&address).by(manager()).over(fake()).refused(TakeProposal::url(), error, &fields).answer().await;
    assert!(!page.html.element("input", &[("name", "keep[d0]"), ("value", "mine")]).is("checked"));
    let gone = Meets { is_gone: true, ..meets(vec![dispute()]) };
    let page = shows(manager(), self::page(Standing::Waiting, Some(gone))).await;
    assert!(page.html.says("The step is not there any more") && !page.html.contains("form", &[("action", TakeProposal::url())]));
}

#[tokio::test]
async fn a_proposer_sees_what_became_of_it_and_withdraws_what_waits() {
    let waiting = shows(technician(), page(Standing::Waiting, None)).await;
    assert_eq!(waiting.html.form(WithdrawProposal::url()).value("proposal").as_deref(), Some(ID));
    assert!(!waiting.html.contains("form", &[("action", TakeProposal::url())]));
    let declined = shows(technician(), page(Standing::Declined, None)).await;
    assert!(declined.html.says("Declined by Marek Lind: It may be on battery."));
    assert!(!declined.html.contains("form", &[("action", WithdrawProposal::url())]));
    let published = shows(technician(), page(Standing::Published(4), None)).await;
    assert!(published.html.says("Published in version 4") && published.html.leads_to("/proposals/mine"));
    let fake = Fake { my_proposals: vec![card(Standing::Declined), card(Standing::Taken)], ..Fake::default() };
    let list = visit("/proposals/mine").over(fake).answer().await;
    assert!(list.html.says("Marek Lind: It may be on battery.") && list.html.says("Taken into a draft") && !list.html.has("<script>alert"));
    assert!(visit("/proposals/mine").answer().await.html.says("No suggestions yet"));
}

#[tokio::test]
async fn authors_see_what_waits_and_others_do_not() {
    let asked = AskedDraft { id: DraftId(Uuid::from_u128(5)), name: String::new(), by: "Ada".to_owned(), at: now() };
    let waiting = ForAuthors {
        waiting: vec![card(Standing::Waiting)],
        decided: vec![card(Standing::Published(4))],
        reported: vec![(tree(), 2)],
        asked: vec![asked],
    };
    let fake = || Fake { for_authors: waiting.clone(), ..Fake::default() };
    let page = visit("/proposals").by(manager()).over(fake()).answer().await;
    assert!(page.html.leads_to(&format!("/proposals/{ID}")) && page.html.leads_to("/trees/vpn#reports") && page.html.says("2 problems"));
    assert!(page.html.says("Tree without a name") && page.html.says("Decided lately: 1") && !page.html.has("<script>alert"));
    let writer = Viewer { may_author: true, ..technician() };
    assert!(visit("/proposals").by(writer).over(fake()).answer().await.html.leads_to("/trees/vpn"));
    assert_eq!(visit("/proposals").over(fake()).answer().await.status, 403);
    assert!(visit("/proposals").by(manager()).answer().await.html.says("Nothing waits"));
}

#[tokio::test]
async fn the_navigation_counts_what_waits_in_words_and_the_menu_leads_to_ones_own() {
    let busy = |count: u32| Viewer { to_do: ToDo { reports: count, proposals: 0, approvals: 0 }, ..manager() };
    let page = visit("/proposals/mine").by(busy(1)).answer().await;
    let main = page.html.element("nav", &[("aria-label", "Main")]);
    assert_eq!(main.link("Trees 1 thing waits for authors").attr("href"), Some("/trees"));
    let page = visit("/proposals/mine").by(busy(100)).answer().await;
    assert!(page.html.says("99+ things wait for authors") && !page.html.contains("a", &[("href", "/proposals/mine")]));
    let page = visit("/proposals/mine").by(Viewer { may_propose: true, ..technician() }).answer().await;
    assert!(page.html.leads_to("/proposals/mine") && !page.html.has("nav-count"));
}

#[tokio::test]
async fn the_walk_leads_to_it_where_the_account_takes_suggestions() {
    let shown = async |may_propose| {
        let fake = Fake { walk: Ok(walk().page()), ..Fake::default() };
        visit(&format!("/sessions/{}/walk", session(1))).by(Viewer { may_propose, ..technician() }).over(fake).answer().await
    };
    // Once in the form, and once for the player that takes its place.
    let links = [("href", suggest_path())];
    let links: Vec<(&str, &str)> = links.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!((shown(true).await.html.count("a", &links), shown(false).await.html.count("a", &links)), (2, 0));
}
