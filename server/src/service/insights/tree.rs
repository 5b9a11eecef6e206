//! Figures of one tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::backend::views::insights::{Answer, Asked, Progress, TreeAsked, TreeReport, TreeVersion};
use app::error::AppError;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::{Detours, Effectiveness, MOST_DETOURS_READ, MOST_WALKS_READ, NaiveDate, Paths, Period, detours};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{NodeFigures, NodeKey};
use resolutionflow::text::normalise;
use resolutionflow::tree::Tree;
use sqlx::PgConnection;

use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::service::tree_cache::Trees;
use crate::store::figures::generations::{Counted, Standing};
use crate::store::figures::{Days, generations, nodes, read};
use crate::store::tree_figures::{
    OfVersion, ad_hoc, first_day_of_detours, first_day_of_paths, paths, published, reports, steps_of_paths, visitors,
};
use crate::store::{end_read, trees};

/// Final paths that are listed.
const PATHS: usize = 10;
/// Words of ad-hoc steps that are listed for a step.
const WORDS: usize = 10;

pub(super) async fn report(request: &Request, question: TreeAsked) -> Result<Progress<TreeReport>, AppError> {
    let work = async |cached: Trees| {
        let (mut tx, technician) = request.technician().await?;
        let account = technician.account();
        let shelved = trees::find(&mut tx, account, &normalise(&question.asked.tree)).await?.ok_or(AppError::NotFound)?;
        let latest = shelved.latest();
        if question.version.is_some_and(|number| !(1..=latest.number).contains(&number)) {
            return Err(AppError::NotFound.into());
        }
        let counted = match generations::standing(&mut tx, account).await? {
            Standing::Counted(counted) => counted,
            Standing::Counting { percent } => return Ok(Progress::Counting { percent }),
        };
        let wanted = Wanted { account, latest, number: question.version, period: question.asked.scope.period };
        let Flow { figures, shown, tree, days, read, nodes: of_nodes } = flow(&mut tx, &cached, &counted, wanted).await?;
        let version = shown.number;
        let of = OfVersion { account, generation: counted.generation, version: shown, days };
        let (paths_of, found) = most_frequent(&mut tx, &of).await?;
        // Words that colleagues typed are for those who may read their sessions.
        let added = match technician.reach().only_of {
            None => added(&mut tx, &of, paths_of, &of_nodes).await?,
            Some(_) => Added { since: of.days.from, sessions: 0, detours: BTreeMap::new() },
        };
        let zone = counted.zone;
        let reports = match (Days { from: read.from(), to: read.to() }).instants(zone) {
            Some((begin, end)) => reports(&mut tx, account, shown, begin, end).await?,
            None => BTreeMap::new(),
        };
        let versions = version_rows(&mut tx, account, &counted, figures, [latest, shown]).await?;
        let choices = trees::choices(&mut tx, account).await?;
        end_read(tx);
        let page = TreeReport {
            question: TreeAsked { asked: Asked { tree: shelved.card.key.clone(), ..question.asked.clone() }, ..question },
            name: shelved.card.name.clone(),
            archived: shelved.card.archived,
            versions,
            version,
            tree,
            days: read,
            nodes: of_nodes,
            reports,
            paths: found,
            paths_of: read.since(paths_of),
            detours: added.detours,
            detours_read: added.sessions,
            detours_of: read.since(added.since),
        };
        Ok(Progress::Ready(Box::new(Answer { as_of: request.service.now(), zone: counted.zone, trees: choices, page })))
    };
    answer(request.service.with_trees(work)).await
}

/// Version of a tree whose steps are wanted, in a period.
pub(super) struct Wanted {
    pub(super) account: AccountId,
    /// The latest version.
    pub(super) latest: VersionRef,
    /// Number of the version; none for the one with most walks.
    pub(super) number: Option<u32>,
    pub(super) period: Period,
}

/// Figures of the steps of a version, beside those of all versions as a whole.
pub(super) struct Flow {
    pub(super) figures: BTreeMap<u32, Effectiveness>,
    pub(super) shown: VersionRef,
    pub(super) tree: Arc<Tree>,
    /// Days that the figures of steps are of.
    pub(super) days: Days,
    /// The same as a period: the one that was asked for, or whole months where it has too many walks to read each.
    pub(super) read: Period,
    pub(super) nodes: BTreeMap<NodeKey, NodeFigures>,
}

pub(super) async fn flow(conn: &mut PgConnection, cached: &Trees, counted: &Counted, wanted: Wanted) -> Result<Flow, Failure> {
    let Wanted { account, latest, number, period } = wanted;
    let days = Days { from: period.from(), to: period.to() };
    let figures = by_version(conn, account, counted, latest.tree_id, days).await?;
    let number = number.unwrap_or_else(|| most_walked(&figures).unwrap_or(latest.number));
    let shown = VersionRef { number, ..latest };
    let tree = cached.get(conn, account, shown).await?;
    let mut of_nodes = nodes::by_node(conn, account, counted, latest.tree_id, days).await?;
    let read = if of_nodes.days == days { period } else { period.whole_months() };
    let nodes = of_nodes.versions.remove(&number).unwrap_or_default();
    Ok(Flow { figures, shown, tree, days: of_nodes.days, read, nodes })
}

/// The most frequent final paths, of walks from a day on, from which on there are not too many to look at each.
async fn most_frequent(conn: &mut PgConnection, of: &OfVersion) -> Result<(NaiveDate, Paths), Failure> {
    let since = first_day_of_paths(conn, of, i64::from(MOST_WALKS_READ)).await?;
    let of = OfVersion { days: Days { from: since, ..of.days }, ..*of };
    let mut found = Paths::of(paths(conn, &of).await?, PATHS);
    let marks: Vec<_> = found.top.iter().map(|path| path.mark).collect();
    let mut steps = steps_of_paths(conn, &of, &marks).await?;
    found.top.iter_mut().for_each(|path| path.steps = steps.remove(&path.mark).unwrap_or_default());
    Ok((since, found))
}

/// Ad-hoc steps.
struct Added {
    /// First day of the sessions that were read.
    since: NaiveDate,
    sessions: u64,
    detours: BTreeMap<NodeKey, Detours>,
}

/// The ad-hoc steps of the sessions from a day on, from which on there are not too many to read each, beside all that visited their nodes in
/// the same days. `paths_of` is the first day from which on walks are not too many to look at each.
async fn added(
    conn: &mut PgConnection,
    of: &OfVersion,
    paths_of: NaiveDate,
    nodes: &BTreeMap<NodeKey, NodeFigures>,
) -> Result<Added, Failure> {
    let first = first_day_of_detours(conn, of, i64::from(MOST_DETOURS_READ)).await?;
    let is_cut = first > of.days.from;
    let since = if is_cut { first.max(paths_of) } else { first };
    let of = OfVersion { days: Days { from: since, ..of.days }, ..*of };
    let (steps, sessions) = ad_hoc(conn, &of).await?;
    let mut detours = detours(steps, WORDS);
    let keys: Vec<NodeKey> = detours.keys().copied().collect();
    let counted = if is_cut { visitors(conn, &of, &keys).await? } else { BTreeMap::new() };
    for (node, detours) in &mut detours {
        let of_all_days = || nodes.get(node).map_or(0, |node| node.sessions.unsigned_abs());
        detours.visitors = if is_cut { counted.get(node).copied().unwrap_or(0) } else { of_all_days() };
    }
    Ok(Added { since, sessions, detours })
}

/// Figures of the versions of a tree that were walked.
async fn by_version(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    days: Days,
) -> Result<BTreeMap<u32, Effectiveness>, Failure> {
    let versions = read::of_tree(conn, account, counted, tree, days).await?;
    Ok(versions.into_iter().map(|(number, sessions)| (number, Effectiveness { sessions, came_back: None })).collect())
}

/// Number of the version with most walks, the newest of several.
fn most_walked(versions: &BTreeMap<u32, Effectiveness>) -> Option<u32> {
    versions.iter().max_by_key(|(_, figures)| figures.walks()).map(|(number, _)| *number)
}

async fn version_rows(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    mut figures: BTreeMap<u32, Effectiveness>,
    always: [VersionRef; 2],
) -> Result<Vec<TreeVersion>, Failure> {
    for version in always {
        figures.entry(version.number).or_default();
    }
    let numbers: Vec<u32> = figures.keys().copied().collect();
    let instants = published(conn, account, always[0].tree_id, &numbers).await?;
    let day = |number: u32| instants.get(&number).map_or(NaiveDate::MIN, |at| counted.zone.day(*at));
    Ok(figures.into_iter().rev().map(|(number, figures)| TreeVersion { number, published: day(number), figures }).collect())
}
