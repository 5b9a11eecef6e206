//! What walks save: figures by tree against baselines, learning, and measurements.

use std::collections::{BTreeMap, HashMap};

use app::backend::history::TreeChoice;
use app::backend::views::insights::{About, Answer, Asked, BaselineRow, Progress, SavingPage, Total, TreeSaving};
use app::error::AppError;
use chrono::{Days as Count, NaiveDate};
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::{LAST_DAYS, Learning, Period, SOLVED, Saving};
use resolutionflow::stats::{Group, SessionFigures};
use sqlx::PgConnection;

use super::super::authority::Authority;
use super::super::failure::Failure;
use super::super::request::Request;
use crate::store::figures::generations::{self, Counted, Standing};
use crate::store::figures::{Days, first_walks, read};
use crate::store::{baselines, end_read, measurements, trees};

/// Answers the page: a manager's.
pub(super) async fn saving(request: &Request, asked: Asked) -> Result<Progress<SavingPage>, Failure> {
    let (mut tx, manager) = request.manager().await?;
    let account = manager.account();
    let counted = match generations::standing(&mut tx, account).await? {
        Standing::Counted(counted) => counted,
        Standing::Counting { percent } => return Ok(Progress::Counting { percent }),
    };
    let choices = trees::choices(&mut tx, account).await?;
    if !asked.tree.is_empty() && choices.iter().all(|tree| tree.key != asked.tree) {
        return Err(AppError::NotFound.into());
    }
    let stopwatches = measurements::stopwatches(&mut tx, account).await?;
    let present = baselines::present(&mut tx, account).await?;
    let scope = &asked.scope;
    let of = |period: Period| Days { from: period.from(), to: period.to() };
    let now = read::by_tree(&mut tx, account, &counted, of(scope.period)).await?;
    let before = read::by_tree(&mut tx, account, &counted, of(scope.before)).await?;
    let mut learning = learning(&mut tx, account, &counted, scope.today).await?;
    // Walks of a stopwatch are what trees are compared with.
    let is_asked = |tree: &&TreeChoice| {
        !stopwatches.contains(&tree.id)
            && (asked.tree.is_empty() || tree.key == asked.tree)
            && (asked.category.is_empty() || tree.category == asked.category)
    };
    let mut rows = Vec::new();
    let mut savings_before = Vec::new();
    for tree in choices.iter().filter(is_asked) {
        let id = tree.id;
        let baseline = baseline_of(&present, &tree.key, &tree.category);
        let minutes = baseline.map(|row| row.entry.minutes);
        let of = |figures: &BTreeMap<TreeId, SessionFigures>| figures.get(&id).map(|figures| Saving::of(figures, minutes));
        savings_before.extend(of(&before));
        let saving = of(&now).unwrap_or_else(|| Saving::of(&SessionFigures::zero(), minutes));
        let is_own = baseline.is_some_and(|row| matches!(row.subject.about, About::Tree(_)));
        if saving.walks > 0 || is_own {
            rows.push(TreeSaving {
                key: tree.key.clone(),
                name: tree.name.clone(),
                category: tree.category.clone(),
                saving,
                baseline: baseline.cloned(),
                learning: learning.remove(&id).unwrap_or_default(),
            });
        }
    }
    rows.sort_by_key(|tree| (std::cmp::Reverse(tree.saving.spent), tree.key.clone()));
    let mut found = measurements::list(&mut tx, account).await?;
    for measurement in &mut found {
        measurement.experiment = measurements::experiment(&mut tx, account, measurement.id).await?;
        measurement.unstarted = measurements::unstarted(&mut tx, account, measurement.id).await?;
    }
    let page = SavingPage {
        trees: rows,
        before: Total::of(&savings_before),
        rate: baselines::hourly_rate(&mut tx, account).await?,
        baselines: present,
        earlier: baselines::earlier(&mut tx, account).await?,
        measurements: found,
        asked,
    };
    end_read(tx);
    let trees = choices.into_iter().filter(|tree| !stopwatches.contains(&tree.id)).collect();
    Ok(Progress::Ready(Box::new(Answer { as_of: request.service.now(), zone: counted.zone, trees, page })))
}

/// The tree's own baseline, or its category's; of two of a category the one that was entered last, which comes first.
fn baseline_of<'a>(present: &'a [BaselineRow], key: &str, category: &str) -> Option<&'a BaselineRow> {
    let own = present.iter().find(|row| matches!(&row.subject.about, About::Tree(of) if of == key));
    own.or_else(|| present.iter().find(|row| matches!(&row.subject.about, About::Category(of) if of == category)))
}

/// The first walks of each tree and those of the last 90 days that are not among them.
async fn learning(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    today: NaiveDate,
) -> Result<HashMap<TreeId, Learning>, sqlx::Error> {
    let from = today - Count::new(LAST_DAYS - 1);
    let last = read::by_tree(conn, account, counted, Days { from, to: today }).await?;
    let mut learning: HashMap<TreeId, Learning> = HashMap::new();
    for (tree, figures) in last {
        learning.entry(tree).or_default().last = figures.active(&SOLVED);
    }
    for (tree, ended_on, active) in first_walks::of_trees(conn, account, counted).await? {
        let of = learning.entry(tree).or_default();
        of.first.insert(active, 1);
        if (from..=today).contains(&ended_on) {
            of.last.insert(active, -1);
        }
    }
    Ok(learning)
}
