//! Insights: figures of all walks together, a page a file.

mod budgets;
mod clients;
mod handout;
mod map;
mod mine;
mod narrowed;
mod now;
mod overview;
mod people;
mod saving;
mod subject;
mod tree;
mod trees;
mod trust;
mod versions;

use app::backend::exports::Exported;
use app::backend::history::TreeChoice;
use app::backend::insights::Insights;
use app::backend::views::insights::{
    Answer, Asked, BudgetsPage, ClientReport, ClientsAsked, ClientsReport, Look, MapFigures, MinePage, Now, Overview, PeoplePage, Progress,
    SavingPage, TreeAsked, TreeReport, TreesAsked, TreesReport, Trust, VersionsPage,
};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::{AccountId, ClientId, DraftId};
use resolutionflow::insights::{Bucket, NaiveDate, Period, Scope};
use resolutionflow::stats::{Group, SessionFigures};
use resolutionflow::time::Timestamp;
use tracing::instrument;

use super::authority::Authority;
use super::failure::{Failure, answer};
use super::request::Request;
use crate::store::figures::Days;
use crate::store::figures::generations::{self, Counted, Standing};
use crate::store::figures::read::{by_day, of_tree, together};
use crate::store::{self, Tx, end_read};
use subject::Subject;

/// What a page of figures is read from: a transaction that sees the account, how its sessions are counted, and its trees.
pub(super) struct Reading {
    tx: Tx,
    account: AccountId,
    counted: Counted,
    shelf: Vec<TreeChoice>,
    subject: Subject,
    now: Timestamp,
}

/// State of an account's figures, as a page finds it.
enum Begun {
    /// All of its sessions are counted.
    Reading(Box<Reading>),
    /// They are being counted.
    Counting { percent: u8 },
}

#[async_trait]
impl Insights for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn overview(&self, asked: Asked) -> Result<Progress<Overview>, AppError> {
        answer(async {
            let mut reading = match self.begin_reading(&asked).await? {
                Begun::Reading(reading) => reading,
                Begun::Counting { percent } => return Ok(Progress::Counting { percent }),
            };
            let page = overview::read(&mut reading, asked).await?;
            Ok(reading.answer(page))
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn trees_report(&self, question: TreesAsked) -> Result<Progress<TreesReport>, AppError> {
        trees::report(self, question).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn tree_report(&self, question: TreeAsked) -> Result<Progress<TreeReport>, AppError> {
        tree::report(self, question).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn map_figures(&self, asked: Asked, draft: Option<DraftId>) -> Result<Option<MapFigures>, AppError> {
        answer(map::figures(self, &asked, draft)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn saving(&self, asked: Asked) -> Result<Progress<SavingPage>, AppError> {
        answer(saving::saving(self, asked)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn versions(&self, asked: Asked, key: &str, pair: Option<(u32, u32)>) -> Result<Progress<VersionsPage>, AppError> {
        answer(versions::versions(self, asked, key, pair)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn budgets(&self, asked: Asked) -> Result<Progress<BudgetsPage>, AppError> {
        answer(self.service.with_trees(async |trees| budgets::page(self, &trees, &asked).await)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn now(&self) -> Result<Now, AppError> {
        answer(self.service.with_trees(async |trees| now::now(self, &trees).await)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn people(&self, asked: Asked, look: Look) -> Result<Progress<PeoplePage>, AppError> {
        answer(people::people(self, asked, look)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn clients_report(&self, question: ClientsAsked) -> Result<Progress<ClientsReport>, AppError> {
        answer(clients::report(self, question)).await
    }

    #[instrument(skip_all, parent = &self.span, fields(%client))]
    async fn client_report(&self, asked: Asked, client: ClientId) -> Result<Progress<ClientReport>, AppError> {
        answer(clients::of_one(self, asked, client)).await
    }

    #[instrument(skip_all, parent = &self.span, fields(%client))]
    async fn client_document(&self, asked: Asked, client: ClientId) -> Result<Exported, AppError> {
        answer(handout::document(self, asked, client)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn mine(&self, asked: Asked) -> Result<Progress<MinePage>, AppError> {
        answer(mine::page(self, asked)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn trust(&self, asked: Asked) -> Result<Progress<Trust>, AppError> {
        answer(async {
            let mut reading = match self.begin_reading(&asked).await? {
                Begun::Reading(reading) => reading,
                Begun::Counting { percent } => return Ok(Progress::Counting { percent }),
            };
            let page = trust::read(&mut reading, asked).await?;
            Ok(reading.answer(page))
        })
        .await
    }
}

impl Request {
    /// Begins a page of figures for managers.
    ///
    /// # Errors
    /// As of [`Request::manager`], and [`AppError::NotFound`] for a tree that the account does not have.
    async fn begin_reading(&self, asked: &Asked) -> Result<Begun, Failure> {
        let (tx, manager) = self.manager().await?;
        self.reading(tx, manager.account(), asked).await
    }

    /// Begins a page of figures for whoever may see it, on a replica, if there is one that is not behind.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a tree that the account does not have.
    async fn reading(&self, tx: Tx, account: AccountId, asked: &Asked) -> Result<Begun, Failure> {
        let mut tx = store::for_reading(self.service.pool(), tx, account).await?;
        let counted = match generations::standing(&mut tx, account).await? {
            Standing::Counted(counted) => counted,
            Standing::Counting { percent } => {
                end_read(tx);
                return Ok(Begun::Counting { percent });
            }
        };
        let shelf = store::trees::choices(&mut tx, account).await?;
        let subject = Subject::find(asked, &shelf)?;
        Ok(Begun::Reading(Box::new(Reading { tx, account, counted, shelf, subject, now: self.service.now() })))
    }
}

impl Reading {
    /// A page with what its frame shows; the transaction ends.
    fn answer<T>(self, page: T) -> Progress<T> {
        end_read(self.tx);
        Progress::Ready(Box::new(Answer { as_of: self.now, zone: self.counted.zone, trees: self.shelf, page }))
    }

    /// Figures of walks by day, of all trees that the page is about together.
    async fn by_day(&mut self, period: Period) -> Result<Vec<(NaiveDate, SessionFigures)>, Failure> {
        let wanted = match &self.subject {
            Subject::All => vec![None],
            Subject::Some(trees) => trees.iter().copied().map(Some).collect(),
        };
        let mut found = Vec::new();
        for tree in wanted {
            let rows = by_day(&mut self.tx, self.account, &self.counted, tree, days(period.from(), period.to())).await?;
            found.extend(rows.into_iter().map(|(_, day, figures)| (day, figures)));
        }
        Ok(found)
    }

    /// Figures of each week or month of the scope's period.
    async fn by_bucket(&mut self, scope: &Scope) -> Result<Vec<(Bucket, SessionFigures)>, Failure> {
        let mut days = self.by_day(scope.period).await?;
        let figures = scope.buckets().into_iter().map(|bucket| {
            let within = days.extract_if(.., |(day, _)| bucket.period.contains(*day));
            let figures = SessionFigures::sum_of(within.map(|(_, figures)| (figures, 1)));
            (bucket, figures)
        });
        Ok(figures.collect())
    }

    /// Figures of walks of some days together, of all trees that the page is about.
    async fn together(&mut self, period: Period) -> Result<SessionFigures, Failure> {
        let days = days(period.from(), period.to());
        let Subject::Some(trees) = &self.subject else { return Ok(together(&mut self.tx, self.account, &self.counted, days).await?) };
        let mut parts = Vec::new();
        for tree in trees {
            let versions = of_tree(&mut self.tx, self.account, &self.counted, *tree, days).await?;
            parts.extend(versions.into_values().map(|figures| (figures, 1)));
        }
        Ok(SessionFigures::sum_of(parts))
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> Days {
    Days { from, to }
}
