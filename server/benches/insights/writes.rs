//! What a step and the end of a session cost, with figures and without them.

use std::time::Instant;

use app::error::AppError;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Facts};
use uuid::Uuid;

use super::reads::percentiles;
use super::set::Set;
use super::{LARGEST, say};

/// Milliseconds of steps, and of ends.
#[derive(Default)]
struct Took {
    steps: Vec<f64>,
    ends: Vec<f64>,
}

/// Walks sessions in turns with figures and without: without the triggers, and without a generation that is to be kept.
pub(crate) async fn measure(set: &Set, samples: usize) -> anyhow::Result<()> {
    let account = set.service().account(LARGEST).await?;
    let tree: String = set.count(account, "select key from trees where archived_at is null order by key limit 1").await?;
    let mut took = [Took::default(), Took::default()];
    for sample in 0..samples * 2 + 4 {
        let with = sample % 2;
        set.keep_figures(with == 1).await?;
        let walked = walk(set, &tree).await;
        set.keep_figures(true).await?;
        let (steps, end) = walked?;
        if sample >= 4 {
            took[with].steps.extend(steps);
            took[with].ends.push(end);
        }
    }
    let [without, with] = took.map(|took| (percentiles(took.steps), percentiles(took.ends)));
    say("| | without p50, p95 | with p50, p95 | p50 more |")?;
    say("|---|---|---|---|")?;
    for (name, without, with) in [("a step", without.0, with.0), ("the end of a session", without.1, with.1)] {
        let more = (with.0 / without.0 - 1.0) * 100.0;
        say(&format!("| {name} | {:.2}, {:.2} | {:.2}, {:.2} | {more:.1} % |", without.0, without.1, with.0, with.1))?;
    }
    Ok(())
}

/// Walks a session to its end; milliseconds of its steps and of the end.
async fn walk(set: &Set, tree: &str) -> anyhow::Result<(Vec<f64>, f64)> {
    let backend = set.backend();
    let id: SessionId = backend.start(CommandId(Uuid::now_v7()), tree, Facts::default(), None).await?;
    let mut steps = Vec::new();
    for number in 0..9 {
        let page = backend.walk(id).await?;
        let action = match (&page.node.kind, number) {
            (_, 8) | (resolutionflow::tree::NodeKind::Solution { .. }, _) => {
                Action::Complete { outcome: Outcome::Escalated, notes: Default::default(), next_steps: Default::default() }
            }
            (resolutionflow::tree::NodeKind::Decision { options }, _) => {
                Action::Choose { option_id: options.first().map(|option| option.id.clone()).unwrap_or_default() }
            }
            (resolutionflow::tree::NodeKind::Action { .. }, _) => Action::Continue,
        };
        let is_end = matches!(action, Action::Complete { .. });
        let command = Command { id: CommandId(Uuid::now_v7()), base_revision: page.session.revision, at: None, draft: None, action };
        let began = Instant::now();
        backend.command(id, command).await.map_err(|error: AppError| anyhow::anyhow!("{error:?}"))?;
        let took = began.elapsed().as_secs_f64() * 1000.0;
        if is_end {
            return Ok((steps, took));
        }
        steps.push(took);
    }
    anyhow::bail!("the walk did not end")
}
