//! Figures of one tree.

use std::collections::BTreeMap;

use app::backend::views::insights::{Answer, Asked, Progress, TreeAsked, TreeReport, TreeVersion};
use app::error::AppError;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::{Effectiveness, MOST_DETOURS_READ, MOST_WALKS_READ, NaiveDate, Paths, Period, detours};
use resolutionflow::session::VersionRef;
use resolutionflow::text::normalise;
use sqlx::PgConnection;

use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::service::tree_cache::Trees;
use crate::store::figures::generations::{Counted, Standing};
use crate::store::figures::{Days, generations, nodes, read};
use crate::store::tree_figures::{OfVersion, ad_hoc, paths, published, reports, steps_of_paths};
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
        let period = question.asked.scope.period;
        let days = Days { from: period.from(), to: period.to() };
        let figures = by_version(&mut tx, account, &counted, shelved.id, days).await?;
        let version = question.version.unwrap_or_else(|| most_walked(&figures).unwrap_or(latest.number));
        let shown = VersionRef { tree_id: shelved.id, number: version };
        let tree = cached.get(&mut tx, account, shown).await?;

        let mut of_nodes = nodes::by_node(&mut tx, account, &counted, shelved.id, days).await?;
        let of = OfVersion { account, generation: counted.generation, version: shown, days: of_nodes.days };
        let mut found = Paths::of(paths(&mut tx, &of, i64::from(MOST_WALKS_READ)).await?, PATHS);
        let marks: Vec<_> = found.top.iter().map(|path| path.mark).collect();
        let mut steps = steps_of_paths(&mut tx, &of, &marks).await?;
        found.top.iter_mut().for_each(|path| path.steps = steps.remove(&path.mark).unwrap_or_default());
        // Words that colleagues typed are for those who may read their sessions.
        let (added, detours_read) = match technician.reach().only_of {
            None => ad_hoc(&mut tx, &of, i64::from(MOST_DETOURS_READ)).await?,
            Some(_) => (Vec::new(), 0),
        };
        let read = Period::new(of.days.from, of.days.to).unwrap_or(period);
        let zone = counted.zone;
        let (begin, end) = (zone.day_begins(&read.from().to_string()), zone.day_ends(&read.to().to_string()));
        let reports = match (begin, end) {
            (Some(begin), Some(end)) => reports(&mut tx, account, shown, begin, end).await?,
            _ => BTreeMap::new(),
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
            nodes: of_nodes.versions.remove(&version).unwrap_or_default(),
            reports,
            paths: found,
            detours: detours(added, WORDS),
            detours_read,
        };
        Ok(Progress::Ready(Box::new(Answer { as_of: request.service.now(), zone: counted.zone, trees: choices, page })))
    };
    answer(request.service.with_trees(work)).await
}

/// Figures of the versions of a tree that were walked.
async fn by_version(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    days: Days,
) -> Result<BTreeMap<u32, Effectiveness>, Failure> {
    let mut versions: BTreeMap<u32, Effectiveness> = BTreeMap::new();
    for (version, _, figures) in read::by_day(conn, account, counted, Some(tree), days).await? {
        if let Some(version) = version {
            versions.entry(version.number).or_default().sessions += &figures;
        }
    }
    Ok(versions)
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
