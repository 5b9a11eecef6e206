//! Two versions of a tree against each other.

use std::collections::BTreeMap;

use app::backend::views::insights::{Answer, Asked, Compared, Progress, VersionRow, VersionsPage};
use app::error::AppError;
use chrono::NaiveDate;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::{Comparison, Period, VersionFigures};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{COUNTED, SessionFigures};
use resolutionflow::text::normalise;
use sqlx::PgConnection;

use super::super::failure::Failure;
use super::super::request::Request;
use super::super::tree_cache::Trees;
use crate::store::figures::generations::{self, Counted, Standing};
use crate::store::figures::{Days, nodes, read};
use crate::store::{end_read, trees};

/// Answers the page: a technician's, too. `pair` are two numbers of versions in either order; without it the latest is compared with the
/// one before.
pub(super) async fn versions(
    request: &Request,
    asked: Asked,
    key: &str,
    pair: Option<(u32, u32)>,
) -> Result<Progress<VersionsPage>, Failure> {
    let work = async |published: Trees| {
        let (mut tx, technician) = request.technician().await?;
        let account = technician.account();
        let shelved = trees::find(&mut tx, account, &normalise(key)).await?.ok_or(AppError::NotFound)?;
        let counted = match generations::standing(&mut tx, account).await? {
            Standing::Counted(counted) => counted,
            Standing::Counting { percent } => return Ok(Progress::Counting { percent }),
        };
        let days = Days { from: asked.scope.period.from(), to: asked.scope.period.to() };
        // All walks, of which those of the page's days are some: what is watched from day to day has a fixed start.
        let ever = Days { from: NaiveDate::default(), to: asked.scope.today.max(days.to) };
        let ever = read::of_tree(&mut tx, account, &counted, shelved.id, ever).await?;
        let mut walked = by_version(read::by_day(&mut tx, account, &counted, Some(shelved.id), days).await?);
        let published_at = trees::versions(&mut tx, account, shelved.id).await?;
        let versions: Vec<VersionRow> = published_at
            .iter()
            .map(|(number, at)| VersionRow {
                number: *number,
                published_at: *at,
                walks: walked.get(number).map_or(0, |figures| figures.sessions.walks(&COUNTED)),
            })
            .collect();
        let compared = match chosen(&versions, pair)? {
            None => None,
            Some((before, after)) => {
                let pair = [before, after].map(|number| VersionRef { tree_id: shelved.id, number });
                let trees = (published.get(&mut tx, account, pair[0]).await?, published.get(&mut tx, account, pair[1]).await?);
                let steps_of = add_nodes(&mut tx, account, &counted, shelved.id, days, &mut walked).await?;
                let none = VersionFigures::default();
                let figures = [before, after].map(|number| walked.get(&number).unwrap_or(&none));
                let ever = [before, after].map(|number| ever.get(&number).and_then(SessionFigures::resolution));
                let comparison = Comparison::of(&[], (&trees.0, &trees.1), figures[0], figures[1], ever);
                Some(Compared {
                    before,
                    after,
                    comparison,
                    walks: figures.map(|figures| figures.sessions.walks(&COUNTED)),
                    days: figures.map(ended),
                    steps_of,
                })
            }
        };
        end_read(tx);
        let page = VersionsPage { asked: asked.clone(), key: shelved.card.key, name: shelved.card.name, versions, compared };
        Ok(Progress::Ready(Box::new(Answer { as_of: request.service.now(), zone: counted.zone, trees: Vec::new(), page })))
    };
    request.service.with_trees(work).await
}

/// The two versions to compare, the earlier first; none where there is one alone.
fn chosen(versions: &[VersionRow], pair: Option<(u32, u32)>) -> Result<Option<(u32, u32)>, AppError> {
    let is_there = |number: u32| versions.iter().any(|version| version.number == number);
    match (pair, versions) {
        (Some((one, other)), _) if !is_there(one) || !is_there(other) => Err(AppError::NotFound),
        // A version is no other one than itself: the one before it is meant.
        (Some((one, other)), [_, _, ..]) if one == other => Ok(Some((one.max(2) - 1, one.max(2)))),
        (Some((one, other)), [_, _, ..]) => Ok(Some((one.min(other), one.max(other)))),
        (None, [latest, before, ..]) => Ok(Some((before.number, latest.number))),
        _ => Ok(None),
    }
}

/// Figures of walks that ended on a day, by version.
type OfDay = (Option<VersionRef>, NaiveDate, SessionFigures);

/// Figures of walks, and the days on which any ended, by version.
fn by_version(days: Vec<OfDay>) -> BTreeMap<u32, VersionFigures> {
    let mut versions: BTreeMap<u32, VersionFigures> = BTreeMap::new();
    for (version, day, figures) in days {
        let Some(version) = version else { continue };
        let of = versions.entry(version.number).or_default();
        of.sessions += &figures;
        of.days.push(day);
    }
    versions
}

/// Adds figures of steps; the days that they are of where those are other ones.
async fn add_nodes(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    tree: TreeId,
    days: Days,
    versions: &mut BTreeMap<u32, VersionFigures>,
) -> Result<Option<Period>, sqlx::Error> {
    let found = nodes::by_node(conn, account, counted, tree, days).await?;
    for (number, nodes) in found.versions {
        versions.entry(number).or_default().nodes = nodes;
    }
    let asked = Period::new(days.from, days.to).ok();
    Ok(asked.filter(|_| found.days != days).map(Period::whole_months))
}

fn ended(figures: &VersionFigures) -> Option<Period> {
    let (first, last) = (figures.days.iter().min()?, figures.days.iter().max()?);
    Period::new(*first, *last).ok()
}
