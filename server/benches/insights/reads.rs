//! What pages of Insights read: each as its manager asks for it, login and all, through the service, as the application role.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use anyhow::ensure;
use app::backend::Backend;
use app::backend::views::insights::{Asked, Progress, TreeAsked, TreesAsked};
use app::error::AppError;
use app::query::Query;

use super::set::Set;
use super::{LARGEST, say};

/// Number of times that each page is read before it counts.
const WARM_UP: usize = 3;
/// Most milliseconds of the p95 of a page.
const BAR: f64 = 50.0;
/// Most times that a page of the large set may take as long as of the small one.
const RATIO: f64 = 1.5;

/// True if a page has figures.
type Answer = Pin<Box<dyn Future<Output = Result<bool, AppError>> + Send>>;
/// Asks for a page, of a tree where it is about one.
type Page = fn(Arc<dyn Backend>, Asked, String) -> Answer;

/// The pages. Another one is another line.
const PAGES: [(&str, Page); 8] = [
    ("Overview", |backend, asked, _| Box::pin(async move { backend.overview(asked).await.map(ready) })),
    ("Trees", |backend, asked, _| Box::pin(async move { backend.trees_report(trees(asked, "")).await.map(ready) })),
    ("Steps that nobody takes", |backend, asked, _| {
        Box::pin(async move { backend.trees_report(trees(asked, "show=unused")).await.map(ready) })
    }),
    ("A tree", |backend, asked, key| {
        Box::pin(async move { backend.tree_report(TreeAsked::read(asked, &key, &Query::default())).await.map(ready) })
    }),
    ("Versions", |backend, asked, key| Box::pin(async move { backend.versions(asked, &key, None).await.map(ready) })),
    ("Does it save time?", |backend, asked, _| Box::pin(async move { backend.saving(asked).await.map(ready) })),
    ("Time budgets", |backend, asked, _| Box::pin(async move { backend.budgets(asked).await.map(ready) })),
    ("Trust", |backend, asked, _| Box::pin(async move { backend.trust(asked).await.map(ready) })),
];

/// Days of a page, by their name and as its address has them. The sets end on 19 November 2026.
const DAYS: [(&str, &str); 3] = [
    ("30 days", ""),
    ("a year, by week", "from=2025-11-21&to=2026-11-20&by=week"),
    ("two broken months", "from=2026-09-12&to=2026-11-11&by=week"),
];

fn ready<T>(progress: Progress<T>) -> bool {
    matches!(progress, Progress::Ready(_))
}

fn trees(asked: Asked, query: &str) -> TreesAsked {
    TreesAsked::read(asked, &Query::parse(query))
}

/// Key of the most walked tree of the largest account that has more than one version, or else of any.
async fn tree(set: &Set) -> anyhow::Result<String> {
    let account = set.service().account(LARGEST).await?;
    let most_walked = "select key from trees order by latest_version > 1 desc,
        (select count(*) from walks where walks.account_id = trees.account_id and walks.tree_id = trees.id) desc limit 1";
    set.count(account, most_walked).await
}

/// Milliseconds of a page.
async fn read(set: &Set, page: Page, days: &str, tree: &str) -> anyhow::Result<f64> {
    let viewer = set.backend().viewer().await?;
    let Ok(asked) = Asked::read(&Query::parse(days), &viewer) else { anyhow::bail!("{days} are no days") };
    let began = Instant::now();
    ensure!(page(set.backend(), asked, tree.to_owned()).await?, "not counted");
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}

/// Prints milliseconds, p50 and p95, small beside large, how often the one p95 goes into the other, and what misses its bar.
pub(crate) async fn measure(small: &Set, large: &Set, samples: usize) -> anyhow::Result<()> {
    let trees = (tree(small).await?, tree(large).await?);
    say("| page | days | small p50, p95 | large p50, p95 | ratio | |")?;
    say("|---|---|---|---|---|---|")?;
    for (name, page) in PAGES {
        for (of, days) in DAYS {
            let mut took = (Vec::new(), Vec::new());
            for sample in 0..WARM_UP + samples {
                let pair = (read(small, page, days, &trees.0).await?, read(large, page, days, &trees.1).await?);
                if sample >= WARM_UP {
                    took.0.push(pair.0);
                    took.1.push(pair.1);
                }
            }
            let (small, large) = (percentiles(took.0), percentiles(took.1));
            let ratio = large.1 / small.1;
            let missed = if large.1 > BAR || ratio > RATIO { "misses" } else { "" };
            say(&format!("| {name} | {of} | {:.1}, {:.1} | {:.1}, {:.1} | {ratio:.2} | {missed} |", small.0, small.1, large.0, large.1))?;
        }
    }
    Ok(())
}

/// Times within which 50 and 95 of a hundred stay.
pub(crate) fn percentiles(mut took: Vec<f64>) -> (f64, f64) {
    took.sort_by(f64::total_cmp);
    let at = |percent: usize| took.get((took.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0.0);
    (at(50), at(95))
}
