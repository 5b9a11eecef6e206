//! Text from right to left reads so, wherever people see what somebody typed.

use app::backend::admin::{CategoryRow, ClientPage, ClientRow, ClientsPage};
use app::backend::history::HistoryRow;
use app::backend::views::{SessionState, TreeCard};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Deeds, Facts};
use resolutionflow::text::{ClientName, Note, OutcomeNotes, Scratchpad, Ticket, Title};
use resolutionflow::tree::{Tree, TreeDocument};
use serde_json::json;

use crate::support::fixtures::{admin, card, client, history, library, manager, row, session, tree_page, user_row};
use crate::support::walks::{Walk, walk_of};
use crate::support::{Fake, visit};

const HEBREW: &str = "האם המדפסת (HP 4015) דולקת? 192.168.1.10";
const ARABIC: &str = "لا, error 0x80070005";

fn tree() -> Tree {
    let document = json!({
        "format": "resolutionflow.tree/1", "key": "rtl", "name": HEBREW, "category": ARABIC, "description": HEBREW, "root": "q",
        "nodes": [
            {"id": "q", "type": "decision", "title": HEBREW, "body": format!("{HEBREW}\n\n- {ARABIC}"), "options": [
                {"id": "y", "label": "כן (2)", "next_node_id": "do"},
                {"id": "n", "label": ARABIC, "next_node_id": "end"},
            ]},
            {"id": "do", "type": "action", "title": ARABIC, "next_node_id": "end", "commands": [
                {"label": HEBREW, "shell": "cmd", "text": "ping {{host}}"},
            ]},
            {"id": "end", "type": "solution", "title": HEBREW},
        ],
    });
    Tree::publish(&TreeDocument::from_json(document.to_string().as_bytes()).unwrap()).unwrap()
}

fn walked() -> Walk {
    let facts = Facts {
        ticket: Ticket::parse("תקלה 7").unwrap(),
        client: ClientName::parse(HEBREW).unwrap(),
        scratchpad: Scratchpad::parse(ARABIC).unwrap(),
        ..Facts::default()
    };
    walk_of(tree()).about(facts).printing(ARABIC)
}

#[tokio::test]
async fn every_text_that_somebody_typed_finds_its_own_direction() {
    let on_the_walk = |walk: Walk| ("/sessions/:id/walk", Fake { walk: Ok(walk.page()), ..Fake::default() });
    let detour = Action::Detour { title: Title::parse(HEBREW).unwrap() };
    let notes = OutcomeNotes::parse(HEBREW).unwrap();
    let ended = walked()
        .act_noting(Note::parse(ARABIC).unwrap().as_str(), Action::Choose { option_id: "y".into() })
        .act(Action::Complete { outcome: Outcome::Resolved, notes: notes.clone(), next_steps: notes });
    let may = Deeds { edit: Ok(()), correct: Ok(()), note: Ok(()), ..Deeds::NONE };
    let line = HistoryRow { tree: HEBREW.into(), ticket: ARABIC.into(), client: HEBREW.into(), ..row(5, SessionState::Parked) };
    let mut undirected = Vec::new();
    let named = |name: &str| ClientRow { id: client(1), name: name.into(), last_session_at: None };
    for (path, fake) in [
        on_the_walk(walked()),
        on_the_walk(walked().choose("y")),
        on_the_walk(walked().choose("n")),
        on_the_walk(walked().act(detour)),
        on_the_walk(walked().choose("y").act(Action::PARK)),
        ("/sessions/:id", Fake { session: Ok(ended.session_page(may)), ..Fake::default() }),
        ("/sessions/:id?edit=facts", Fake { session: Ok(walked().session_page(may)), ..Fake::default() }),
        ("/sessions", Fake { history: Ok(history(vec![line])), ..Fake::default() }),
        (
            "/trees",
            Fake { trees: Ok(library(vec![TreeCard { description: ARABIC.into(), ..card("rtl", HEBREW, ARABIC) }])), ..Fake::default() },
        ),
        ("/trees/rtl", Fake { tree: Ok(tree_page(tree())), ..Fake::default() }),
        ("/admin/users", Fake { users: Ok(vec![user_row(3, HEBREW), user_row(4, ARABIC)]), ..Fake::default() }),
        ("/admin/clients?q=%D7%9B", Fake { clients: Ok(ClientsPage { rows: vec![named(HEBREW)], next: None }), ..Fake::default() }),
        (
            "/admin/clients/:client",
            Fake { client: Ok(ClientPage { client: named(ARABIC), others: vec![HEBREW.into()] }), ..Fake::default() },
        ),
        ("/admin/categories", Fake { categories: Ok(vec![CategoryRow { name: HEBREW.into(), trees: 2 }]), ..Fake::default() }),
    ] {
        let who = if path.starts_with("/admin/users") { admin() } else { manager() };
        let address = path.replace(":id", &session(1).to_string()).replace(":client", &client(1).to_string());
        let page = visit(&address).by(who).over(fake).answer().await;
        assert_eq!(page.status, 200, "{path}");
        let seen = page.html.text();
        assert!(seen.contains(HEBREW) || seen.contains(ARABIC), "{path}: {seen}");
        undirected.extend(page.html.undirected().into_iter().map(|text| format!("{path}: {text}")));
    }
    assert_eq!(undirected, [""; 0]);
}
