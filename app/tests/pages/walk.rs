use crate::support::fixtures::{HOSTILE, built, longest, session, user};
use crate::support::walks::{Walk, walk, walk_of};
use crate::support::{Answer, Element, Fake, visit};
use app::api::walk::{CompleteWalk, TakeStep};
use app::backend::views::{Earlier, Person, WalkPage};
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts, Refusal};
use resolutionflow::text::{ClientName, OutcomeNotes, TextError, Ticket};
use resolutionflow::tree::{Tree, TreeDocument};
use serde_json::json;

fn over(page: WalkPage) -> crate::support::Visit {
    visit(&format!("/sessions/{}/walk", session(1))).over(Fake { walk: Ok(page), ..Fake::default() })
}

async fn shown(walk: Walk) -> Answer {
    over(walk.page()).answer().await
}

fn completed(walk: Walk) -> Walk {
    walk.act(Action::Complete { outcome: Outcome::Resolved, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() })
}

/// Number of buttons that do an act which begins so.
fn acts(part: &Element, begins: &str) -> usize {
    let acts = part.elements("button", &[("name", "act")]);
    acts.iter().filter(|button| button.attr("value").is_some_and(|act| act.starts_with(begins))).count()
}

#[tokio::test]
async fn a_question_has_its_answers_as_numbered_buttons_of_one_form() {
    let page = shown(walk()).await;
    assert_eq!(page.status, 200);
    let form = page.html.element("form", &[("class", "walk"), ("action", TakeStep::url())]);
    assert_eq!(form.value("base_revision").as_deref(), Some("0"));
    assert!(page.html.element("h1", &[("autofocus", "")]).says("Is it one user or several?"));
    assert_eq!(acts(form, "choose:"), 3);
    assert!(form.element("button", &[("value", "choose:one")]).says("Only this user"));
    assert!(form.element("button", &[("value", "back")]).is("disabled"), "there is nothing before the first step");
    assert_eq!(page.html.count("h1", &[]), 1);
}

#[tokio::test]
async fn enter_presses_a_button_that_does_what_the_field_asks_for() {
    let page = shown(walk().choose("one")).await;
    assert!(page.html.element("button", &[("name", "act")]).attr("value") == Some("enter"), "it is the first of the form");
}

#[tokio::test]
async fn the_trail_says_what_was_answered_how_long_it_took_and_what_was_left() {
    let page = shown(walk().choose("one").act(Action::Back).choose("everywhere")).await;
    let trail = page.html.element("nav", &[("id", "trail")]);
    let text = trail.text();
    assert!(trail.says("Only this user") && trail.says("Users everywhere"));
    assert_eq!(text.matches("Left for another answer").count(), 2);
    assert_eq!(acts(trail, "jump:"), 1, "what was left cannot be answered anew");
    assert_eq!(text.matches("1 min 00 s").count(), 3);
    assert_eq!(trail.count("*", &[("aria-current", "step")]), 1);
}

#[tokio::test]
async fn clocks_begin_where_the_step_and_the_session_began() {
    let page = shown(walk().choose("one")).await;
    let now = crate::support::fixtures::now().unix();
    for (since, shown, of) in [(now - 840, "14:00", "this step"), (now - 900, "15:00", "total")] {
        let clock = page.html.element("*", &[("data-since", &since.to_string()), ("data-now", &now.to_string())]);
        assert_eq!(clock.content(), shown, "{of}");
    }
}

#[tokio::test]
async fn notes_from_before_going_back_are_offered() {
    let page = shown(walk().act_noting("only the front desk", Action::Choose { option_id: "one".into() }).act(Action::Back)).await;
    assert_eq!(page.html.element("*", &[("id", "notes-before")]).content(), "only the front desk");
    assert!(page.html.element("button", &[("data-take-over", "notes-before")]).says("Take over"));
    let page = shown(walk().act_noting("only the front desk", Action::Choose { option_id: "one".into() })).await;
    assert!(!page.html.contains("*", &[("id", "notes-before")]));
}

#[tokio::test]
async fn no_field_cuts_what_is_typed() {
    let page = shown(walk()).await;
    for (name, limit) in [("notes", "8000"), ("output", "65536"), ("scratchpad", "20000"), ("problem", "4000")] {
        assert_eq!(page.html.element("textarea", &[("name", name)]).attr("data-limit"), Some(limit), "{name}");
    }
    assert!(!page.html.contains("*", &[("maxlength", "8000")]));
}

#[tokio::test]
async fn a_resumed_step_goes_on_with_its_time_and_shows_what_was_noted_before() {
    let page = shown(walk().act_noting("asked the user", Action::PARK).act(Action::Resume)).await;
    let now = crate::support::fixtures::now().unix();
    assert!(page.html.contains("*", &[("data-since", &(now - 780 - 60).to_string())]), "13 minutes after the break and one before it");
    assert!(page.html.says("Noted before the break asked the user"));
    assert_eq!(page.html.element("nav", &[("id", "trail")]).count("li", &[]), 1);
}

#[tokio::test]
async fn an_action_has_its_commands_to_copy_and_one_button() {
    let page = shown(walk().choose("everywhere").printing("TcpTestSucceeded : True\nRemotePort : 443")).await;
    assert!(page.html.element("pre", &[("id", "command-1")]).says("Resolve-DnsName vpn.example.com"));
    assert!(page.html.says("PowerShell") && page.html.contains("*", &[("data-copy", "command-1")]));
    assert!(page.html.element("button", &[("value", "continue")]).says("Continue"));
    assert!(page.html.says("2 lines") && page.html.says("TcpTestSucceeded : True"));
}

#[tokio::test]
async fn a_solution_suggests_an_outcome_and_chooses_none() {
    let page = shown(walk().choose("everywhere").act(Action::Continue).choose("line-down")).await;
    assert!(page.html.says("Suggested outcome Escalated"));
    assert!(page.html.contains("button", &[("value", "finish"), ("class", "button-primary")]));
    assert!(!page.html.element("template", &[("data-part", "outcome")]).contains("*", &[("checked", "")]));
}

#[tokio::test]
async fn a_link_to_a_tree_goes_on_there_at_an_end_and_is_a_link_anywhere_else() {
    let body = "See [Slow computer](/trees/slow-computer) or [the manual](https://kb.example.com).";
    let nodes = serde_json::json!([
        {"id": "ask", "type": "decision", "title": "Is it slow?", "body": body, "options": [{"id": "yes", "label": "Yes", "next_node_id": "end"}, {"id": "no", "label": "No", "next_node_id": "ask"}]},
        {"id": "end", "type": "solution", "title": "Somewhere else", "body": body},
    ]);
    let page = shown(walk_of(built(nodes.clone()))).await;
    assert!(page.html.leads_to("/trees/slow-computer") && !page.html.contains("button", &[("value", "leave:slow-computer")]));
    let page = shown(walk_of(built(nodes)).choose("yes")).await;
    let button = page.html.element("button", &[("value", "leave:slow-computer"), ("name", "act")]);
    assert_eq!(button.text(), "Go on in another tree: Slow computer");
    assert!(!page.html.leads_to("/trees/slow-computer") && page.html.leads_to("https://kb.example.com"));
}

#[tokio::test]
async fn the_longest_and_the_worst_texts_stay_text() {
    let facts = Facts {
        ticket: Ticket::parse(&"T".repeat(64)).unwrap(),
        client: ClientName::parse(HOSTILE).unwrap(),
        outcome_notes: OutcomeNotes::parse(HOSTILE).unwrap(),
        ..Facts::default()
    };
    let option =
        |number: usize| json!({"id": format!("o{number}"), "label": format!("{number}{}", "L".repeat(119)), "next_node_id": "end"});
    let document = json!({
        "format": "resolutionflow.tree/1", "key": "long", "name": longest(), "category": "Network", "root": "start",
        "nodes": [
            {"id": "start", "type": "decision", "title": longest(), "body": HOSTILE, "options": [option(0), option(1)]},
            {"id": "end", "type": "solution", "title": HOSTILE},
        ],
    });
    let tree = Tree::publish(&TreeDocument::from_json(document.to_string().as_bytes()).unwrap()).unwrap();
    let page = shown(walk_of(tree).about(facts).printing(HOSTILE)).await;
    assert!(page.html.says(&longest()) && !page.html.has("<script>alert"));
    assert!(page.html.element("textarea", &[("name", "output")]).content() == HOSTILE);
}

#[tokio::test]
async fn a_parked_session_offers_to_go_on() {
    let page = shown(walk().choose("one").act(Action::PARK)).await;
    assert!(page.html.says("It goes on at this step: Does the user have working internet?"));
    assert!(page.html.element("button", &[("value", "resume")]).says("Resume"));
    assert!(!page.html.has("hydrate") && page.html.leads_to(&format!("/sessions/{}/complete", session(1))));
}

#[tokio::test]
async fn somebody_elses_session_can_be_read_and_not_walked() {
    let page = over(WalkPage { is_mine: false, ..walk().page() }).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("Tess Okafor holds this session") && !page.html.contains("*", &[("name", "act")]));
    assert!(page.html.leads_to(&format!("/sessions/{}", session(1))));
}

#[tokio::test]
async fn a_completed_session_leads_to_its_page() {
    let page = shown(completed(walk())).await;
    assert_eq!((page.status, page.location), (302, Some(format!("/sessions/{}", session(1)))));
}

#[tokio::test]
async fn what_was_typed_beside_a_step_that_is_over_is_shown_and_not_put_into_the_next() {
    let before = walk().visit();
    let fields = [("visit", before.as_str()), ("notes", HOSTILE), ("act", "choose:one")];
    let page = over(walk().choose("everywhere").page()).refused(TakeStep::url(), AppError::Stale, &fields).answer().await;
    assert!(page.html.says("This session has moved on") && page.html.says(&format!("Notes Copy {HOSTILE}")));
    assert!(!page.html.element("textarea", &[("name", "notes")]).says("alert"));
}

#[tokio::test]
async fn a_text_that_does_not_fit_stays_in_its_field() {
    let visit = walk().visit();
    let error = AppError::invalid("notes", TextError::TooLong { limit: 8_000, length: 8_001 });
    let page = over(walk().page()).refused(TakeStep::url(), error, &[("visit", &visit), ("notes", "nnn")]).answer().await;
    assert!(page.html.says("Notes for this step is 8001 characters long; at most 8000 fit."));
    assert!(page.html.element("textarea", &[("name", "notes")]).content() == "nnn");
    assert!(!page.html.has("data-player"), "the player knows nothing of what was typed");
}

#[tokio::test]
async fn a_refused_dialog_becomes_a_page_with_everything_typed() {
    let visit = walk().visit();
    let fields =
        [("visit", visit.as_str()), ("notes", "beside"), ("outcome", "escalated"), ("outcome_notes", "why"), ("next_steps", "who")];
    let error = AppError::invalid("next_steps", TextError::TooLong { limit: 4_000, length: 4_001 });
    let page = over(walk().page()).refused(CompleteWalk::url(), error, &fields).answer().await;
    let form = page.html.element("form", &[("class", "card"), ("action", CompleteWalk::url())]);
    for (name, value) in [("notes", "beside"), ("outcome", "escalated"), ("outcome_notes", "why"), ("next_steps", "who")] {
        assert_eq!(form.value(name).as_deref(), Some(value), "{name}");
    }
}

#[tokio::test]
async fn completing_twice_says_so_and_keeps_what_was_typed() {
    let fields = [("visit", ""), ("outcome", "resolved"), ("outcome_notes", "late words")];
    let error = AppError::Refused(Refusal::Completed);
    let page = over(completed(walk()).page()).refused(CompleteWalk::url(), error, &fields).answer().await;
    assert_eq!(page.location, None);
    assert!(page.html.says("This session is already completed.") && page.html.says("late words"));
}

#[tokio::test]
async fn a_step_that_is_not_in_the_tree_says_so_and_leads_back() {
    let detour = Action::Detour { title: "Swapped the cable".to_owned().try_into().unwrap() };
    let page = shown(walk().choose("one").act(detour)).await;
    assert!(page.html.says("Step 3 · Not in the tree") && page.html.element("h1", &[]).says("Swapped the cable"));
    assert!(page.html.element("button", &[("value", "end-detour")]).says("Back to the tree"));
    assert!(page.html.element("button", &[("value", "back")]).is("disabled"));
    assert_eq!(acts(&page.html, "choose:"), 0, "the tree waits");
}

#[tokio::test]
async fn a_parked_session_shows_why_and_what_was_done() {
    let park = Action::Park { reason: Some("Waits for the user".to_owned().try_into().unwrap()), for_someone_else: false };
    let page = shown(walk().act_noting("Asked the front desk.", Action::Choose { option_id: "one".into() }).act(park)).await;
    assert!(page.html.says("Parked because: Waits for the user"));
    assert!(page.html.element("ol", &[("class", "so-far")]).says("Asked the front desk."));
}

#[tokio::test]
async fn of_a_long_session_the_latest_steps_are_shown_and_the_way_to_all_of_them() {
    let mut walk = walk();
    for _ in 0..60 {
        walk = walk.choose("one").act(Action::Back);
    }
    let page = shown(walk.act_noting("Waits for a part.", Action::PARK)).await;
    let steps = page.html.element("ol", &[("class", "so-far")]);
    assert_eq!(steps.count("li", &[]), 100);
    assert!(steps.says("Waits for a part."), "the latest one is there");
    assert!(page.html.says("The latest 100 of 121 steps."));
    assert_eq!(page.html.link("Read all of them").attr("href"), Some(&*format!("/sessions/{}", session(1))));
}

#[tokio::test]
async fn a_follow_up_shows_the_session_before_it() {
    let before = walk().choose("one").page().session;
    let before = Earlier {
        session: before,
        is_untimed: false,
        tree: "Printer does not print".into(),
        holder: Person { id: user(3), name: "Omar Haddad".into() },
    };
    let page = over(WalkPage { before: Some(Box::new(before)), ..walk().page() }).answer().await;
    let before = page.html.element("section", &[("aria-labelledby", "before")]);
    let told = ["Printer does not print", "Omar Haddad", "In progress"].iter().all(|words| before.says(words));
    assert!(told, "{}", before.text());
}

#[tokio::test]
async fn a_session_that_is_nearly_full_says_how_much_is_left() {
    let warning = "This session is nearly full: ";
    assert!(!shown(walk().choose("one")).await.html.says(warning));
    let long = "ä".repeat(8_000);
    let mut walk = walk();
    for _ in 0..60 {
        walk = walk.act_noting(&long, Action::Choose { option_id: "one".into() }).act_noting(&long, Action::Back);
    }
    let page = shown(walk).await;
    assert!(page.html.element("p", &[("role", "status")]).says("This session is nearly full: 173 KB of 2 MB are left for notes."));
}

#[tokio::test]
async fn what_a_browser_kept_is_sent_or_shown_where_there_is_no_step_to_take_either() {
    let address = format!("/sessions/{}/walk?unsent=1", session(1));
    for page in [completed(walk()).page(), walk().act(Action::PARK).page(), WalkPage { is_mine: false, ..walk().page() }] {
        let answer = visit(&address).over(Fake { walk: Ok(page), ..Fake::default() }).answer().await;
        assert_eq!((answer.status, answer.location.as_deref()), (200, None));
        assert!(answer.html.element("div", &[("class", "contents")]).is("data-player"));
    }
}
