//! People, trees and sessions for page states.

use app::backend::admin::{UserPage, UserRow, UserStatus};
use app::backend::history::{Counts, HistoryPage, HistoryRow, TreeChoice};
use app::backend::logins::LoginRow;
use app::backend::views::reviews::TreeCare;
use app::backend::views::{
    LinkedSession, Person, Recurrence, RunningSession, SessionState, StartPage, ToDo, TreeCard, TreeLibrary, TreePage, Viewer,
};
use resolutionflow::access::Role;
use resolutionflow::account::Reading;
use resolutionflow::id::{ClientId, LinkId, LoginId, SessionId, TreeId, UserId};
use resolutionflow::insights::WeekBegins;
use resolutionflow::login::Lifetimes;
use resolutionflow::outcome::Outcome;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{Tree, TreeDocument};
use resolutionflow::zone::Zone;
use uuid::Uuid;

/// The server's clock: 2026-02-10T09:15:00Z.
pub fn now() -> Timestamp {
    Timestamp::from_unix(1_770_714_900)
}

/// The longest title that fits, without a place to break it.
pub fn longest() -> String {
    "W".repeat(200)
}

/// Text that would break out of a page that did not escape it.
pub const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'&";

/// A user's id.
pub fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0001_0000 + number))
}

/// A login's id.
pub fn login(number: u128) -> LoginId {
    LoginId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0004_0000 + number))
}

/// A one-time link's id.
pub fn link(number: u128) -> LinkId {
    LinkId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0005_0000 + number))
}

/// A client's id.
pub fn client(number: u128) -> ClientId {
    ClientId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0006_0000 + number))
}

/// A session's id.
pub fn session(number: u128) -> SessionId {
    SessionId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0002_0000 + number))
}

/// A technician.
pub fn technician() -> Viewer {
    Viewer {
        user_id: user(1),
        name: "Tess Okafor".into(),
        role: Role::Technician,
        may_author: false,
        account: "Northwind IT".into(),
        zone: "Europe/Berlin".parse::<Zone>().unwrap(),
        week: WeekBegins::Monday,
        idle_threshold: Seconds(600),
        waiting: 0,
        now: now(),
        running: None,
        ends: Lifetimes::default().of(now().plus(-86_400), now()),
        reading: Reading::All,
        ticket_link: None,
        hides_times: false,
        people_since: None,
        may_propose: false,
        to_do: ToDo::default(),
    }
}

/// A manager.
pub fn manager() -> Viewer {
    Viewer { user_id: user(2), name: "Marek Lind".into(), role: Role::Manager, may_author: true, ..technician() }
}

/// An admin.
pub fn admin() -> Viewer {
    Viewer { user_id: user(3), name: "Ada Berg".into(), role: Role::Admin, may_author: true, ..technician() }
}

/// The viewer with a walk going on.
pub fn walking(viewer: Viewer) -> Viewer {
    let running = RunningSession { id: session(9), tree: "Printer does not print".into(), ticket: "48213".into(), total: Seconds(727) };
    Viewer { running: Some(running), ..viewer }
}

/// A tree of the demo content.
pub fn demo_tree(key: &str) -> Tree {
    let path = format!("{}/../server/demo/trees/{key}.tree.md", env!("CARGO_MANIFEST_DIR"));
    Tree::publish(&TreeDocument::read(&std::fs::read(path).unwrap()).unwrap()).unwrap()
}

/// A tree as in the library.
pub fn card(key: &str, name: &str, category: &str) -> TreeCard {
    TreeCard {
        key: key.into(),
        name: name.into(),
        category: category.into(),
        tags: vec!["remote".into(), "home office".into()],
        description: "The tunnel does not come up, or comes up and nothing can be reached. Not for slow connections.".into(),
        nodes: 34,
        version: 3,
        published_at: now().plus(-7 * 86_400),
        archived: false,
    }
}

/// The card of a demo tree.
pub fn card_of(tree: &Tree) -> TreeCard {
    TreeCard {
        tags: tree.tags().to_vec(),
        description: tree.description().to_owned(),
        nodes: u32::try_from(tree.nodes().len()).unwrap(),
        ..card(tree.key(), tree.name(), tree.category())
    }
}

/// A page of the library with these trees.
pub fn library(trees: Vec<TreeCard>) -> TreeLibrary {
    TreeLibrary { trees, categories: vec!["Network".into(), "Printing".into(), "Workplace".into()], next: None }
}

/// The library that the demo content makes.
pub fn full_library() -> TreeLibrary {
    let keys = ["vpn-does-not-connect", "printer-does-not-print", "wifi-drops", "outlook-does-not-sync", "disk-space-on-a-server"];
    library(keys.iter().map(|key| card_of(&demo_tree(key))).collect())
}

/// The page of a tree.
pub fn tree_page(tree: Tree) -> TreePage {
    TreePage {
        card: card_of(&tree),
        tree,
        care: TreeCare::default(),
        owners: Vec::new(),
        reports: Vec::new(),
        budget: None,
        pace: Vec::new(),
    }
}

/// Data of the start form.
pub fn start_page() -> StartPage {
    StartPage {
        card: card("vpn-does-not-connect", "VPN does not connect", "Network"),
        clients: vec!["Acme Dental".into(), "Bolt & Sons".into()],
        recurring: Vec::new(),
    }
}

/// An earlier walk.
pub fn recurrence(number: u128, same_ticket: bool) -> Recurrence {
    let state = SessionState::Completed(Outcome::Workaround);
    let session = LinkedSession { id: session(number), tree: "VPN does not connect".into(), started_at: now().plus(-86_400), state };
    Recurrence { session, technician: Person { id: user(1), name: "Tess Okafor".into() }, same_ticket }
}

/// A session of the viewer's, three days old.
pub fn row(number: u128, state: SessionState) -> HistoryRow {
    HistoryRow {
        is_untimed: false,
        id: session(number),
        revision: 7,
        state,
        as_of: (!matches!(state, SessionState::Completed(_))).then(now),
        tree: "VPN does not connect".into(),
        category: "Network".into(),
        version: 3,
        technician: Person { id: user(1), name: "Tess Okafor".into() },
        ticket: "48213".into(),
        client: "Acme Dental".into(),
        started_at: now().plus(-3 * 86_400),
        last_activity_at: now().plus(-3 * 86_400 + 800),
        completed_at: None,
        total: Seconds(742),
        active: Seconds(700),
        parked: Seconds(0),
        steps: 9,
        outcome_notes: String::new(),
        next_steps: String::new(),
        is_follow_up: false,
        excerpt: Vec::new(),
        can_close: false,
        can_undo_close: false,
    }
}

/// A page of the history with these rows.
pub fn history(rows: Vec<HistoryRow>) -> HistoryPage {
    HistoryPage {
        rows,
        next: None,
        previous: None,
        counts: Counts::default(),
        trees: vec![
            choice(1, "printer-does-not-print", "Printer does not print", "Printing"),
            choice(2, "vpn-does-not-connect", "VPN does not connect", "Network"),
        ],
        colleagues: vec![Person { id: user(2), name: "Marek Lind".into() }],
        clients: vec!["Acme Dental".into()],
        marks: Vec::new(),
        views: Vec::new(),
        technicians: vec![Person { id: user(2), name: "Marek Lind".into() }, Person { id: user(1), name: "Tess Okafor".into() }],
        beginnings: None,
        is_search_made: true,
        now: now(),
    }
}

fn choice(number: u128, key: &str, name: &str, category: &str) -> TreeChoice {
    let category_rank = i64::from(category.as_bytes()[0]);
    TreeChoice { id: TreeId(Uuid::from_u128(number)), key: key.into(), name: name.into(), category: category.into(), category_rank }
}

/// One session of every state and outcome.
pub fn full_history() -> HistoryPage {
    let mut rows = vec![
        HistoryRow { can_close: true, started_at: now().plus(-742), last_activity_at: now().plus(-30), ..row(1, SessionState::Running) },
        HistoryRow { can_close: true, tree: "Printer does not print".into(), ticket: String::new(), ..row(2, SessionState::Parked) },
        HistoryRow { can_undo_close: true, ..row(3, SessionState::Completed(Outcome::Cancelled)) },
    ];
    for (number, outcome) in (4..).zip(Outcome::ALL) {
        let total = Seconds(u64::try_from(number).unwrap() * 811);
        rows.push(HistoryRow {
            total,
            started_at: now().plus(-86_400 * i64::try_from(number).unwrap()),
            ..row(number, SessionState::Completed(outcome))
        });
    }
    rows[5].client = String::new();
    rows[6].technician = Person { id: user(2), name: "Marek Lind".into() };
    history(rows)
}

/// A login; the first one is the one that asks.
pub fn login_row(number: u128, device: &str) -> LoginRow {
    LoginRow {
        id: login(number),
        device: device.into(),
        address: "203.0.113.7".into(),
        created_at: now().plus(-2 * 86_400),
        last_used_at: now().plus(-3_600),
        ends_at: now().plus(3 * 86_400 - 3_600),
        present: number == 1,
    }
}

/// A technician, as admins see them.
pub fn user_row(number: u128, name: &str) -> UserRow {
    UserRow {
        id: user(number),
        name: name.into(),
        email: format!("user{number}@example.com"),
        role: Role::Technician,
        may_author: false,
        standing: UserStatus::Active,
        last_used_at: Some(now().plus(-3_600)),
    }
}

/// Their page, where they are signed in twice.
pub fn user_page(user: UserRow) -> UserPage {
    let logins = vec![login_row(2, "Firefox on Windows"), login_row(3, "Safari on iOS")];
    UserPage { user, logins, link: None, is_you: false, is_last_admin: false }
}

/// Published tree of these steps, of which the first is the root.
pub fn built(nodes: serde_json::Value) -> Tree {
    let document = serde_json::json!({
        "format": "resolutionflow.tree/1", "key": "built", "name": "Built", "category": "Test", "root": nodes[0]["id"], "nodes": nodes,
    });
    Tree::publish(&serde_json::from_value::<TreeDocument>(document).unwrap()).unwrap()
}
