//! Effectiveness of trees, and the steps that nobody takes.

use std::collections::BTreeMap;

use app::backend::views::insights::{Answer, Progress, TreeRow, TreesAsked, TreesReport, UnusedOfTree, UnusedSteps};
use app::error::AppError;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::{Effectiveness, NaiveDate, Period, USED_WITHIN, unused};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{COUNTED, Rate};
use resolutionflow::text::Key;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::service::tree_cache::Trees;
use crate::store::figures::generations::{Counted, Standing};
use crate::store::figures::{Days, chains, generations, read, used};
use crate::store::tree_figures::{Listed, listed};
use crate::store::{end_read, trees};

/// Most trees of which unused steps are looked for on one page: each is read as a whole.
const LOOKED_AT: usize = 100;

pub(super) async fn report(request: &Request, question: TreesAsked) -> Result<Progress<TreesReport>, AppError> {
    let work = async |published: Trees| {
        let (mut tx, technician) = request.technician().await?;
        let account = technician.account();
        let counted = match generations::standing(&mut tx, account).await? {
            Standing::Counted(counted) => counted,
            Standing::Counting { percent } => return Ok(Progress::Counting { percent }),
        };
        let shelf = listed(&mut tx, account).await?;
        let category = Key::of(&question.asked.category);
        let fits = |tree: &&Listed| question.asked.category.is_empty() || Key::of(&tree.category) == category;
        let shown: Vec<&Listed> = shelf.iter().filter(fits).collect();
        let (mut rows, mut unused) = (Vec::new(), None);
        if question.unused {
            unused = Some(unused_steps(&mut tx, account, &counted, &published, &shown, question.asked.scope.today).await?);
        } else {
            let now = request.service.now();
            let mut figures = effectiveness(&mut tx, account, &counted, question.asked.scope.period, now).await?;
            rows = shown.iter().filter_map(|tree| row(tree, figures.remove(&tree.id))).collect();
            question.order.sort(&mut rows, question.is_turned, |tree| &tree.figures);
        }
        let choices = trees::choices(&mut tx, account).await?;
        end_read(tx);
        let page = TreesReport { question: question.clone(), trees: rows, unused };
        Ok(Progress::Ready(Box::new(Answer { as_of: request.service.now(), zone: counted.zone, trees: choices, page })))
    };
    answer(request.service.with_trees(work)).await
}

fn days(period: Period) -> Days {
    Days { from: period.from(), to: period.to() }
}

/// Row of a tree; an archived one only if it was walked.
fn row(tree: &Listed, figures: Option<Effectiveness>) -> Option<TreeRow> {
    (figures.is_some() || !tree.archived).then(|| TreeRow {
        key: tree.key.clone(),
        name: tree.name.clone(),
        category: tree.category.clone(),
        archived: tree.archived,
        figures: figures.unwrap_or_default(),
    })
}

/// Figures of each tree that was walked, over all of its versions.
async fn effectiveness(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    period: Period,
    now: Timestamp,
) -> Result<BTreeMap<TreeId, Effectiveness>, Failure> {
    let mut trees: BTreeMap<TreeId, Effectiveness> = BTreeMap::new();
    for (tree, sessions) in read::by_tree(conn, account, counted, days(period)).await? {
        trees.entry(tree).or_default().sessions = sessions;
    }
    for (tree, came_back) in came_back(conn, account, counted, period, now).await? {
        trees.entry(tree).or_default().came_back = Some(came_back);
    }
    Ok(trees)
}

/// Share of each tree's chains that somebody came back to, of those to which nobody can any more and whose first sessions ended in a period.
async fn came_back(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    period: Period,
    now: Timestamp,
) -> Result<Vec<(TreeId, Rate)>, Failure> {
    let Some((from, to)) = (Days { from: period.from(), to: period.to() }).instants(counted.zone) else { return Ok(Vec::new()) };
    let mut trees: BTreeMap<TreeId, (i64, i64)> = BTreeMap::new();
    for chains in chains::by_version(conn, account, (from, to), now).await? {
        let (came_back, closed) = trees.entry(chains.version.tree_id).or_default();
        *came_back += chains.came_back_of_closed;
        *closed += chains.closed;
    }
    Ok(trees.into_iter().filter_map(|(tree, (came_back, closed))| Some((tree, Rate::new(came_back, closed)?))).collect())
}

/// Steps of the latest versions of trees in the library that nobody takes.
async fn unused_steps(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    published: &Trees,
    shown: &[&Listed],
    today: NaiveDate,
) -> Result<UnusedSteps, Failure> {
    let in_library = || shown.iter().filter(|tree| !tree.archived);
    let window = Period::ending(today, USED_WITHIN);
    let all = read::outcomes_by_version(conn, account, counted, days(window)).await?;
    let latest = |tree: &Listed| VersionRef { tree_id: tree.id, number: tree.latest };
    let walks_of = |tree: &Listed| all.get(&latest(tree)).map_or(0, |walks| walks.of(&COUNTED));
    let walked: Vec<_> = in_library().take(LOOKED_AT).filter(|tree| walks_of(tree) > 0).map(|tree| latest(tree)).collect();
    let mut used = used::since(conn, account, counted, &walked, window.from()).await?;
    let mut found = Vec::new();
    for tree in in_library().take(LOOKED_AT) {
        let (version, walks) = (latest(tree), walks_of(tree));
        let mut steps = Vec::new();
        if walks > 0 {
            steps = unused(&*published.get(conn, account, version).await?, &used.remove(&version).unwrap_or_default());
        }
        if walks == 0 || !steps.is_empty() {
            found.push(UnusedOfTree {
                key: tree.key.clone(),
                name: tree.name.clone(),
                version: tree.latest,
                since: window.from().max(counted.zone.day(tree.published_at)),
                walks,
                unused: steps,
            });
        }
    }
    let all = in_library().count();
    Ok(UnusedSteps { trees: found, looked_at: all.min(LOOKED_AT), all })
}
