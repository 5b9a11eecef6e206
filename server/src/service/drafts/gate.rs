//! What the gate of a draft shows.

use std::collections::{HashMap, HashSet};

use app::backend::views::gate::{Approval, Behind, GatePage, Settling};
use app::error::{AppError, Dispute};
use resolutionflow::id::{AccountId, DraftId};
use resolutionflow::insights::{Period, USED_WITHIN, unvisited};
use resolutionflow::session::{Fingerprint, VersionRef};
use resolutionflow::stats::{COUNTED, NodeKey};
use resolutionflow::tree::{Change, Effect, Evidence, NodeId, Silence, TreeDocument, Warnings, advise, diff, is_approved, merge};
use sqlx::PgConnection;

use super::cache::Source;
use super::change::{LARGE_TEXT, within};
use super::effect::Walks;
use super::facts_of;
use super::passing::{about, hash};
use super::work::disputes;
use crate::heavy::Place;
use crate::service::authority::Authority;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::{self, gate, silences, standing};
use crate::store::figures::generations::{self, Standing};
use crate::store::figures::{Days, nodes, read};
use crate::store::{end_read, reports, trees, versions};

/// Reports whose steps are warned of, and those of them that are offered to be settled.
const REPORTS: i64 = 1_000;
const OFFERED: usize = 100;

/// Everything that is worked out of documents.
struct Work {
    source: Source,
    /// Version that the draft is based on.
    base: Option<String>,
    /// The latest version, where that is another one.
    newer: Option<String>,
    walks: Option<Walks>,
    /// Keys of the trees on which walks can be started.
    trees: HashSet<String>,
    /// Number of open reports, by step.
    reports: HashMap<NodeId, usize>,
    use_of_steps: UseOfSteps,
    silences: Vec<Silence>,
}

/// What walks of the last 90 days say of a tree's steps; nothing while sessions are being counted.
#[derive(Default)]
struct UseOfSteps {
    /// Walks of the version that the draft is based on.
    walks: i64,
    /// Steps that walks of any version visited.
    visited: HashSet<NodeKey>,
}

/// What came of it.
struct Worked {
    changes: Vec<Change>,
    warnings: Warnings,
    effect: Option<Effect>,
    disputes: Vec<Dispute>,
    document: Fingerprint,
}

impl Work {
    /// Bytes of what has to be parsed, besides the draft.
    fn bytes(&self) -> usize {
        let texts = [&self.base, &self.newer].into_iter().flatten().map(String::len).sum::<usize>();
        texts + self.walks.as_ref().map_or(0, Walks::bytes)
    }

    /// Works it out. With large documents or many walks it takes a while.
    fn done(self) -> Result<Worked, Failure> {
        let document = self.source.held()?.document;
        let read = |stored: String| serde_json::from_str::<TreeDocument>(&stored);
        let base = self.base.map(read).transpose()?;
        let newer = self.newer.map(read).transpose()?;
        let nothing = TreeDocument { format: document.format.clone(), ..TreeDocument::default() };
        let conflicts = base.as_ref().zip(newer.as_ref()).map(|(base, newer)| merge(base, newer, &document).conflicts);
        let steps = base.iter().flat_map(|base| &base.nodes).map(|node| &node.id);
        let unvisited = unvisited(steps, self.use_of_steps.walks, &self.use_of_steps.visited);
        let evidence = Evidence { unvisited, reports: self.reports, trees: Some(self.trees) };
        Ok(Worked {
            changes: diff(base.as_ref().unwrap_or(&nothing), &document),
            warnings: advise(&document, &evidence, &self.silences),
            effect: self.walks.map(|walks| walks.effect(&document)).transpose()?.flatten(),
            disputes: disputes(conflicts.unwrap_or_default()),
            document: hash(&document),
        })
    }
}

impl Request {
    pub(super) async fn gate_page(&self, id: DraftId) -> Result<GatePage, Failure> {
        let (mut tx, technician) = self.technician().await?;
        let account = technician.author()?.account();
        let draft = drafts::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let facts = facts_of(&mut tx, account, id).await?;
        let of_gate = gate::gate_facts(&mut tx, account, id).await?;
        let (mut work, mut newer, mut going_on) = {
            let source = self.service.drafts.source(&mut tx, account, id, facts.revision).await?;
            let silences = silences::list(&mut tx, account, about(id, &draft)).await?;
            let (reports, use_of_steps) = (HashMap::new(), UseOfSteps::default());
            let trees = gate::keys_of_trees(&mut tx, account).await?;
            (Work { source, base: None, newer: None, walks: None, trees, reports, use_of_steps, silences }, None, Vec::new())
        };
        let mut offered = Vec::new();
        if let Some(base) = draft.base {
            work.base = Some(trees::document(&mut tx, account, base).await?);
            if let Some(number) = facts.newer() {
                let version = VersionRef { number, ..base };
                work.newer = Some(trees::document(&mut tx, account, version).await?);
                newer = versions::find(&mut tx, account, version).await?;
            }
            work.walks = Some(Walks::read(&mut tx, account, base).await?);
            work.use_of_steps = self.use_of_steps(&mut tx, account, base).await?;
            let ticked = gate::ticked(&mut tx, account, id).await?;
            for report in reports::unsettled(&mut tx, account, base.tree_id, REPORTS).await? {
                *work.reports.entry(report.node.clone()).or_default() += 1;
                if offered.len() < OFFERED {
                    offered.push((ticked.contains(&report.id), report));
                }
            }
            going_on = versions::going_on(&mut tx, account, base.tree_id).await?;
        }
        let entries = standing::entries(&mut tx, account, id).await?;
        let needs_approval = technician.settings().needs_approval;
        let authors = if needs_approval { gate::authors(&mut tx, account, id).await? } else { Vec::new() };
        let approvals = if needs_approval { gate::approvals(&mut tx, account, id).await? } else { Vec::new() };
        end_read(tx);
        let needs_place = facts.is_large() || work.bytes() > LARGE_TEXT;
        let place = if needs_place { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let Worked { changes, warnings, effect, disputes, document } = within(place, move || work.done()).await??;
        let approval = needs_approval.then(|| {
            let given: Vec<_> =
                approvals.into_iter().filter(|given| given.document == document).map(|given| (given.by, given.at)).collect();
            let ids = |people: &[app::backend::views::Person]| people.iter().map(|person| person.id).collect::<Vec<_>>();
            let approvers: Vec<_> = given.iter().map(|(person, _)| person.id).collect();
            Approval { asked: of_gate.asked, is_enough: is_approved(&ids(&authors), &approvers), authors, given }
        });
        let behind = newer.map(|row| Behind { version: row.number, at: row.published_at, by: row.published_by, note: row.note, disputes });
        let (note, is_archived) = (of_gate.note.to_string(), of_gate.is_archived);
        let reports = offered.into_iter().map(|(is_ticked, report)| Settling { report, is_ticked }).collect();
        Ok(GatePage { note, changes, entries, warnings, reports, effect, going_on, is_archived, behind, approval })
    }

    /// Use of the steps of a version's tree in the last 90 days.
    async fn use_of_steps(&self, conn: &mut PgConnection, account: AccountId, base: VersionRef) -> Result<UseOfSteps, Failure> {
        let Standing::Counted(counted) = generations::standing(conn, account).await? else { return Ok(UseOfSteps::default()) };
        let period = Period::ending(counted.zone.day(self.service.now()), USED_WITHIN);
        let days = Days { from: period.from(), to: period.to() };
        let walks = read::of_tree(conn, account, &counted, base.tree_id, days).await?;
        let walks = walks.get(&base.number).map_or(0, |figures| figures.walks(&COUNTED));
        let figures = nodes::by_node(conn, account, &counted, base.tree_id, days).await?.versions.into_values().flatten();
        let visited = figures.filter(|(_, figures)| figures.sessions > 0).map(|(node, _)| node).collect();
        Ok(UseOfSteps { walks, visited })
    }
}
