//! Two accounts with people and a small tree, and ways through it.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::exports::{Content, Exported};
use ::app::backend::views::Occasion;
use ::app::error::AppError;
use export::{Format, Options};
use resolutionflow::access::Role;
use resolutionflow::id::{CommandId, SessionId, VisitId};
use resolutionflow::insights::{Baseline, BaselineEntry};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, Session};
use resolutionflow::text::{ClientName, Email, Name, Note, OutcomeNotes, Output, Source, Ticket};
use resolutionflow::zone::Zone;
use serde_json::{Value, json};
use server::service::{Newcomer, Service};
use uuid::Uuid;

pub const TESS: &str = "tess@north.example";
pub const OMAR: &str = "omar@north.example";
pub const MARA: &str = "mara@north.example";
pub const ADA: &str = "ada@north.example";
pub const BEN: &str = "ben@south.example";
pub const SVEN: &str = "sven@south.example";
pub const PASSWORD: &str = "walk-the-tree-twice";

/// Fills the template of the tests.
pub async fn fill(service: &Service) {
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let people = [
        (TESS, "Tess Tanaka", Role::Technician),
        (OMAR, "Omar Haddad", Role::Technician),
        (MARA, "Mara Lindqvist", Role::Manager),
        (ADA, "Ada Okafor", Role::Admin),
        (BEN, "Ben Carver", Role::Manager),
        (SVEN, "Sven Olsen", Role::Admin),
    ];
    let people = people.map(|(email, name, role)| (Email::parse(email).unwrap(), Name::parse(name).unwrap(), role));
    let [tess, omar, mara, ada, ben, sven] =
        people.each_ref().map(|(email, name, role)| Newcomer { email, name, role: *role, password: PASSWORD });
    let north = service.found_account("north", "North IT", zone, &tess).await.unwrap();
    let south = service.found_account("south", "South IT", Zone::UTC, &ben).await.unwrap();
    for user in [omar, mara, ada] {
        service.add_user(north, &user).await.unwrap();
    }
    service.add_user(south, &sven).await.unwrap();
    for account in [north, south] {
        for key in ["vpn", "printer"] {
            service.import_tree(account, tree(key).to_string().as_bytes()).await.unwrap();
        }
    }
}

/// A tree with every type of node and a loop: `q1` –yes→ `a1` → `q2` –done→ `s1`; `q1` –no→ `s2`; `q2` –again→ `q1`.
pub fn tree(key: &str) -> Value {
    json!({
        "format": "resolutionflow.tree/1",
        "key": key,
        "name": format!("The {key} tree"),
        "category": "Network",
        "tags": ["remote", key],
        "description": "For tests.",
        "root": "q1",
        "nodes": [
            {"id": "q1", "type": "decision", "title": "Is it plugged in?", "body": "Look **behind** the desk.", "options": [
                {"id": "yes", "label": "Yes, it is", "next_node_id": "a1"},
                {"id": "no", "label": "No", "next_node_id": "s2"},
            ]},
            {"id": "a1", "type": "action", "title": "Ping the gateway", "body": "", "next_node_id": "q2", "commands": [
                {"label": "Ping", "shell": "powershell", "text": "Test-Connection {{gateway}}"},
            ]},
            {"id": "q2", "type": "decision", "title": "Does it answer?", "body": "", "options": [
                {"id": "done", "label": "Yes, it answers", "next_node_id": "s1"},
                {"id": "again", "label": "From the beginning", "next_node_id": "q1"},
            ]},
            {"id": "s1", "type": "solution", "title": "It works", "body": "", "suggested_outcome": "resolved"},
            {"id": "s2", "type": "solution", "title": "Plug it in", "body": "", "suggested_outcome": "workaround"},
        ],
    })
}

/// A fresh id.
pub fn id() -> CommandId {
    CommandId(Uuid::now_v7())
}

/// Ticket and client of a session.
pub fn facts(ticket: &str, client: &str) -> Facts {
    Facts { ticket: Ticket::parse(ticket).unwrap(), client: ClientName::parse(client).unwrap(), ..Facts::default() }
}

/// A baseline of so many minutes, measured in January.
pub fn entry(low: u32, high: u32) -> BaselineEntry {
    let day = |text: &str| resolutionflow::insights::day(text).unwrap();
    let source = Source::parse("12 tickets timed").unwrap();
    BaselineEntry { minutes: Baseline::new(low, high).unwrap(), source, from: day("2026-01-01"), to: day("2026-01-31") }
}

/// A start form in which nothing is typed yet.
pub fn blank(tree: &str) -> Occasion {
    Occasion { tree: tree.into(), ..Occasion::default() }
}

/// A session as a document, with all there is to say.
pub async fn export(backend: &dyn Backend, session: SessionId, format: Format) -> Result<Exported, AppError> {
    backend.export(session, format, Options::default(), None).await
}

/// The text of an exported document.
pub fn text_of(exported: &Exported) -> String {
    text_in(&exported.content)
}

/// The text of a document.
pub fn text_in(content: &Content) -> String {
    let mut bytes = Vec::new();
    content.copy_to(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A command on a session as it was seen.
pub fn command(session: &Session, action: Action) -> Command {
    Command { id: id(), base_revision: session.revision, at: None, draft: None, action }
}

/// Draft of the open step.
pub fn draft(session: &Session, notes: &str, output: &str) -> Draft {
    Draft {
        visit_id: session.open_visit().map(|visit| visit.id),
        notes: Note::parse(notes).unwrap(),
        output: Output::parse(output).unwrap(),
        ..Draft::default()
    }
}

pub fn choose(option: &str) -> Action {
    Action::Choose { option_id: option.to_owned() }
}

pub fn complete(outcome: Outcome) -> Action {
    Action::Complete { outcome, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() }
}

/// A user who walks one session.
#[derive(Clone)]
pub struct Walker {
    pub backend: Arc<dyn Backend>,
    pub id: SessionId,
}

impl Walker {
    /// Starts the tree of that key.
    pub async fn start(backend: Arc<dyn Backend>, tree: &str) -> Self {
        Self::start_for(backend, tree, Facts::default()).await
    }

    pub async fn start_for(backend: Arc<dyn Backend>, tree: &str, facts: Facts) -> Self {
        let id = backend.start(id(), tree, facts, None).await.unwrap();
        Self { backend, id }
    }

    /// The session as it is stored.
    pub async fn session(&self) -> Session {
        self.backend.walk(self.id).await.unwrap().session
    }

    /// Does it, on the session as it stands.
    pub async fn try_to(&self, action: Action) -> Result<(), AppError> {
        self.backend.command(self.id, command(&self.session().await, action)).await
    }

    /// Does it; the session after it.
    pub async fn does(&self, action: Action) -> Session {
        self.try_to(action).await.unwrap();
        self.session().await
    }

    /// Does it with notes and output typed beside the open step; the visit that they are on.
    pub async fn writes(&self, notes: &str, output: &str, action: Action) -> VisitId {
        let session = self.session().await;
        let visit = session.open_visit().unwrap().id;
        let command = Command { draft: Some(draft(&session, notes, output)), ..command(&session, action) };
        self.backend.command(self.id, command).await.unwrap();
        visit
    }

    /// To the end, with that outcome.
    pub async fn finishes(&self, outcome: Outcome) -> Session {
        self.does(choose("no")).await;
        self.does(complete(outcome)).await
    }
}
