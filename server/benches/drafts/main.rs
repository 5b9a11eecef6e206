//! Edits of drafts of 40, 500 and 10,000 steps, over a private PostgreSQL as careful as in production, as the application role. Nothing
//! here fails for being slow; `BENCH_EDITS` sets how many of each are timed, 300 by default.

use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use app::backend::Backend;
use app::backend::drafts::{DraftChange, DraftSource};
use embedded_postgres::{Durability, Embedded};
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{DocumentNode, Edit, FORMAT, NodeKind, StepForm, TreeDocument};
use server::service::{Caller, Service};
use server::{demo, store};
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

/// Numbers of steps of the drafts; there is room for one more in the largest.
const STEPS: [usize; 3] = [40, 500, 9_999];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let edits = std::env::var("BENCH_EDITS").ok().map_or(Ok(300), |edits| edits.parse())?;
    let folder = std::env::temp_dir().join(format!("resolutionflow-bench-{}", std::process::id()));
    std::fs::create_dir(&folder).with_context(|| format!("{}", folder.display()))?;
    let embedded = Embedded::start(&folder, Durability::Safe).await?;
    let measured = measure(&embedded, edits).await;
    embedded.stop().await?;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(embedded: &Embedded, edits: usize) -> anyhow::Result<()> {
    let owner = PgPoolOptions::new().max_connections(1).connect_with(embedded.owner()).await?;
    store::migrate(&owner).await?;
    owner.close().await;
    let service = Service::new(store::pool().connect_lazy_with(embedded.app()), false);
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
    demo::load_into_empty(&service, Timestamp::from_unix(now)).await?;
    let cookie = service.backend(Caller::default()).sign_in("mara@northwind.example", demo::PASSWORD).await?;
    let cookie = cookie.split(';').next().unwrap_or_default().split_once('=').context("no cookie")?.1.to_owned();
    for steps in STEPS {
        let author = Author { service: service.clone(), cookie: cookie.clone(), revision: 0, draft: DraftId(Uuid::now_v7()) };
        author.measure(steps, edits).await?;
    }
    Ok(())
}

struct Author {
    service: Service,
    cookie: String,
    draft: DraftId,
    revision: u32,
}

impl Author {
    fn backend(&self) -> Arc<dyn Backend> {
        self.service.backend(Caller { cookie: Some(&self.cookie), ..Caller::default() })
    }

    async fn measure(mut self, steps: usize, edits: usize) -> anyhow::Result<()> {
        let document = chain(steps);
        self.backend().begin_draft(CommandId(self.draft.0), DraftSource::File(document.to_json().into_bytes())).await?;
        let form = |n: usize, round: usize| {
            let node = &document.nodes[n];
            StepForm { title: format!("Step {n}, {round} times"), body: node.body.clone(), kind: node.kind.clone() }
        };
        let mut times: Vec<(&str, Vec<Duration>)> = Vec::new();
        let mut typed = Vec::new();
        for round in 0..edits {
            let n = round * 7 % steps;
            let change = DraftChange::Step { node: document.nodes[n].id.clone(), form: form(n, round), deed: None };
            typed.push(self.change(self.revision, change).await?);
        }
        times.push(("a form of a step", typed));
        let mut structure = Vec::new();
        for round in 0..edits / 2 {
            let node = DocumentNode { id: format!("new-{round}").as_str().into(), ..chain(1).nodes.remove(0) };
            structure.push(self.change(self.revision, edit(Edit::Add { after: None, nodes: vec![node.clone()] })).await?);
            structure.push(self.change(self.revision, edit(Edit::Remove { nodes: vec![node.id], heal: true })).await?);
        }
        times.push(("a step added, taken out", structure));
        let mut merged = Vec::new();
        for round in 0..edits / 5 {
            let base = self.revision;
            self.change(base, edit(Edit::Name(format!("Chain {round}")))).await?;
            let body = Edit::Body { node: document.nodes[round * 11 % steps].id.clone(), body: format!("Merged {round} times") };
            merged.push(self.change(base, edit(body)).await?);
        }
        times.push(("an edit to be merged", merged));
        let mut pages = Vec::new();
        for _ in 0..edits / 5 {
            let began = Instant::now();
            self.backend().draft(self.draft).await?;
            pages.push(began.elapsed());
        }
        times.push(("the page's data", pages));
        for (name, mut times) in times {
            times.sort_unstable();
            let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
            writeln!(stdout(), "{steps:>6} steps, {name:<24} median {:>7.1} ms, p95 {:>7.1} ms", at(50), at(95))?;
        }
        Ok(())
    }

    async fn change(&mut self, base: u32, change: DraftChange) -> anyhow::Result<Duration> {
        let (backend, command) = (self.backend(), CommandId(Uuid::now_v7()));
        let began = Instant::now();
        self.revision = backend.change_draft(self.draft, command, base, change).await?;
        Ok(began.elapsed())
    }
}

fn edit(edit: Edit) -> DraftChange {
    DraftChange::Edits(vec![edit])
}

/// A chain of so many steps.
fn chain(steps: usize) -> TreeDocument {
    let id = |n: usize| format!("step-{n}").as_str().into();
    let node = |n: usize| DocumentNode {
        id: id(n),
        kind: if n + 1 < steps {
            NodeKind::Action { commands: Vec::new(), next_node_id: id(n + 1) }
        } else {
            NodeKind::Solution { suggested_outcome: None }
        },
        title: format!("Step number {n}"),
        body: "Look behind the desk, and say what the lamp does. ".repeat(4),
    };
    TreeDocument {
        format: FORMAT.into(),
        key: format!("chain-{steps}"),
        name: "Chain".into(),
        category: "Network".into(),
        root: id(0),
        nodes: (0..steps).map(node).collect(),
        ..TreeDocument::default()
    }
}
