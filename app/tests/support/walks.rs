//! Sessions for page states, walked through the domain as people walk them.

use app::backend::views::{Bill, Pace, Person, SessionPage, SessionStep, TreeName, WalkPage};
use export::{Names, Report};
use resolutionflow::access::{Actor, Role};
use resolutionflow::billing::Rule;
use resolutionflow::id::{CommandId, TreeId, VisitId};
use resolutionflow::session::{Action, Command, Deeds, Draft, Facts, Session, VersionRef};
use resolutionflow::text::{ClientName, Note, Ticket};
use resolutionflow::tree::Tree;
use resolutionflow::zone::Zone;
use uuid::Uuid;

use super::fixtures::{demo_tree, now, session, user};

/// A walk of Tess Okafor's that began a quarter of an hour ago; each command comes a minute after the one before.
pub struct Walk {
    tree: Tree,
    session: Session,
    commands: u128,
    output: String,
}

/// Begins a walk through "VPN does not connect" for ticket 48213 of Acme Dental.
pub fn walk() -> Walk {
    walk_of(demo_tree("vpn-does-not-connect"))
}

/// Begins a walk through a tree.
pub fn walk_of(tree: Tree) -> Walk {
    let facts = Facts { ticket: Ticket::parse("48213").unwrap(), client: ClientName::parse("Acme Dental").unwrap(), ..Facts::default() };
    let version = VersionRef { tree_id: TreeId(Uuid::from_u128(1)), number: 3 };
    let session = Session::start(session(1), version, &tree, &tess(), facts, None, now().plus(-900));
    Walk { tree, session, commands: 0, output: String::new() }
}

fn tess() -> Actor {
    Actor { user_id: user(1), role: Role::Technician }
}

impl Walk {
    /// Carries out a command.
    pub fn act(self, action: Action) -> Self {
        self.act_noting("", action)
    }

    /// Carries out a command, with notes typed beside the step.
    pub fn act_noting(mut self, notes: &str, action: Action) -> Self {
        self.commands += 1;
        let draft = self.session.open_visit().map(|visit| Draft {
            visit_id: Some(visit.id),
            notes: Note::parse(notes).unwrap(),
            ..Draft::default()
        });
        let id = CommandId(Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0003_0000 + self.commands));
        let command = Command { id, base_revision: self.session.revision, at: None, draft, action };
        let at = now().plus(-900 + 60 * i64::try_from(self.commands).unwrap());
        self.session = self.session.after(&self.tree, &command, &tess(), at).unwrap();
        self
    }

    /// Answers the open decision.
    pub fn choose(self, option: &str) -> Self {
        self.act(Action::Choose { option_id: option.to_owned() })
    }

    /// Sets the output of every step's commands.
    pub fn printing(mut self, output: &str) -> Self {
        output.clone_into(&mut self.output);
        self
    }

    /// With other facts.
    pub fn about(mut self, facts: Facts) -> Self {
        self.session.facts = facts;
        self
    }

    /// The open visit's id, as forms carry it.
    pub fn visit(&self) -> String {
        self.session.open_visit().map(|visit| visit.id.to_string()).unwrap_or_default()
    }

    /// The walk page for its holder.
    pub fn page(self) -> WalkPage {
        let node = self.session.node_id().and_then(|id| self.tree.node(id)).unwrap().clone();
        WalkPage {
            tree: TreeName { key: self.tree.key().to_owned(), name: self.tree.name().to_owned() },
            position: self.tree.position(&node.id),
            pace: Pace::default(),
            node,
            output: self.output,
            holder: Person { id: user(1), name: "Tess Okafor".into() },
            is_mine: true,
            before: None,
            now: now(),
            session: self.session,
        }
    }

    /// The session page for somebody who may do this.
    pub fn session_page(self, may: Deeds) -> SessionPage {
        let visits: Vec<VisitId> = self.session.records.iter().map(|record| record.id).collect();
        let names = Names {
            tree_key: self.tree.key().to_owned(),
            tree_name: self.tree.name().to_owned(),
            technicians: [(user(1), "Tess Okafor".to_owned())].into(),
            outputs: visits.into_iter().map(|visit| (visit, self.output.clone())).collect(),
        };
        let report = Report::new(&self.session, &self.tree, &names, Zone::UTC, now());
        let step = |step: export::ReportStep| SessionStep { step: step.step, output: step.output, in_progress: step.in_progress };
        SessionPage {
            tree: TreeName { key: names.tree_key, name: names.tree_name },
            totals: report.header.totals,
            is_untimed: false,
            holder: Person { id: user(1), name: "Tess Okafor".into() },
            closed_by: self
                .session
                .completion()
                .and_then(|completion| completion.closed.as_ref())
                .map(|_| Person { id: user(2), name: "Marek Lind".into() }),
            technicians: report.header.technicians,
            steps: report.steps.into_iter().map(step).collect(),
            follows: None,
            followed_by: Vec::new(),
            recurring: Vec::new(),
            bill: Bill {
                rule: Rule::default(),
                billed: Rule::default().billed(report.header.totals.active),
                parts: Vec::new(),
                is_too_long: false,
            },
            may,
            colleagues: Vec::new(),
            now: now(),
            session: self.session,
        }
    }
}
