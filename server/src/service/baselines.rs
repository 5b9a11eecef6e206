//! What time saved is worked out from: baselines, the hourly rate, measurements.

use app::backend::baselines::Baselines;
use app::backend::views::insights::About;
use app::error::{AppError, Fault};
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::id::{AccountId, BaselineId, CommandId, MeasurementId, TreeId, UserId};
use resolutionflow::insights::{BaselineEntry, HourlyRate, STOPWATCH, Share, stopwatch};
use resolutionflow::text::normalise;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;
use serde_json::{Value, json};
use sqlx::PgConnection;
use tracing::instrument;

use super::authority::{Authority, Manager};
use super::failure::{Failure, answer};
use super::publish::publish;
use super::request::Request;
use super::retry::retry_on_conflict;
use crate::store::audit::Entry;
use crate::store::baselines::{self, Of};
use crate::store::measurements::{self, NewMeasurement};
use crate::store::{Tx, accounts, audit, categories, trees};

#[async_trait]
impl Baselines for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn enter_baseline(&self, id: CommandId, about: About, entry: BaselineEntry) -> Result<(), AppError> {
        answer(async {
            let (mut tx, keeper) = self.keeper().await?;
            let (account, now) = (keeper.manager.account(), self.service.now());
            let settings = accounts::settings(&mut tx, account).await?;
            BaselineEntry::check_days(entry.from, entry.to, settings.zone.day(now))
                .map_err(|error| AppError::invalid("measured_to", error))?;
            let of = of(&mut tx, account, &about).await?;
            let id = BaselineId(id.0);
            match baselines::find(&mut tx, account, id).await? {
                Some(entered) if entered == (of.clone(), entry.clone(), keeper.user) => return Ok(()),
                Some(_) => return Err(AppError::DifferentContent.into()),
                None => {}
            }
            let before = baselines::end_of(&mut tx, account, &of, keeper.user, now).await?;
            baselines::insert(&mut tx, account, id, &of, &entry, keeper.user, now).await?;
            let action = if before.is_empty() { AuditAction::EnterBaseline } else { AuditAction::ChangeBaseline };
            let before = before.first().map(|entry| told(&about, entry));
            keeper.record(&mut tx, now, action, before, Some(told(&about, &entry))).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn remove_baseline(&self, id: BaselineId) -> Result<(), AppError> {
        answer(async {
            let (mut tx, keeper) = self.keeper().await?;
            let (account, now) = (keeper.manager.account(), self.service.now());
            baselines::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
            if let Some(row) = baselines::present(&mut tx, account).await?.into_iter().find(|row| row.id == id) {
                let of = of(&mut tx, account, &row.subject.about).await?;
                baselines::end_of(&mut tx, account, &of, keeper.user, now).await?;
                let before = Some(told(&row.subject.about, &row.entry));
                keeper.record(&mut tx, now, AuditAction::RemoveBaseline, before, None).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn set_hourly_rate(&self, rate: Option<HourlyRate>) -> Result<(), AppError> {
        answer(async {
            let (mut tx, keeper) = self.keeper().await?;
            let account = keeper.manager.account();
            let before = baselines::hourly_rate(&mut tx, account).await?;
            if before != rate {
                baselines::set_hourly_rate(&mut tx, account, rate).await?;
                let told = |rate: HourlyRate| json!({"amount": rate.amount(), "currency": rate.currency()});
                keeper.record(&mut tx, self.service.now(), AuditAction::SetHourlyRate, before.map(told), rate.map(told)).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn start_measurement(&self, id: CommandId, category: &str, share: Share) -> Result<(), AppError> {
        let start = async || {
            let (mut tx, keeper) = self.keeper().await?;
            let (account, now, id) = (keeper.manager.account(), self.service.now(), MeasurementId(id.0));
            let category = normalise(category);
            match measurements::find(&mut tx, account, id).await? {
                Some(started) if started == (category.clone(), share, keeper.user) => return Ok(()),
                Some(_) => return Err(AppError::DifferentContent.into()),
                None => {}
            }
            let key = categories::word(&mut tx, account, &category).await?.ok_or(AppError::NotFound)?;
            if measurements::is_measured(&mut tx, account, &category).await? {
                return Err(AppError::invalid("measured", Fault::Measured).into());
            }
            let tree = keeper.stopwatch(&mut tx, now).await?;
            let mut secret = [0; 32];
            getrandom::fill(&mut secret)?;
            let new = NewMeasurement { id, category_key: &key, tree, share, secret };
            measurements::insert(&mut tx, account, &new, keeper.user, now).await?;
            let after = json!({"category": category, "percent": share.percent()});
            keeper.record(&mut tx, now, AuditAction::StartMeasurement, None, Some(after)).await?;
            Ok(tx.commit().await?)
        };
        answer(retry_on_conflict(start)).await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn stop_measurement(&self, id: MeasurementId) -> Result<(), AppError> {
        answer(async {
            let (mut tx, keeper) = self.keeper().await?;
            let (account, now) = (keeper.manager.account(), self.service.now());
            let (category, share, _) = measurements::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
            if measurements::stop(&mut tx, account, id, keeper.user, now).await? {
                let before = json!({"category": category, "percent": share.percent()});
                keeper.record(&mut tx, now, AuditAction::StopMeasurement, Some(before), None).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// Manager who changes what time saved is worked out from, alone in their account.
struct Keeper {
    manager: Manager,
    user: UserId,
}

impl Request {
    /// The manager who asks, and a transaction in which nobody else of their account changes the same.
    async fn keeper(&self) -> Result<(Tx, Keeper), Failure> {
        let (mut tx, manager) = self.manager().await?;
        let user = manager.by().user.ok_or(AppError::Forbidden)?;
        accounts::lock(&mut tx, manager.account()).await?;
        Ok((tx, Keeper { manager, user }))
    }
}

impl Keeper {
    async fn record(
        &self,
        conn: &mut PgConnection,
        now: Timestamp,
        action: AuditAction,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), sqlx::Error> {
        let account = self.manager.account();
        audit::insert(conn, account, now, &Entry { by: self.manager.by(), action, subject: account.0, before, after }).await
    }

    /// The account's stopwatch tree: that of its last measurement, or a new one, under a key that no other tree has.
    async fn stopwatch(&self, conn: &mut PgConnection, now: Timestamp) -> Result<TreeId, Failure> {
        let account = self.manager.account();
        if let Some(tree) = measurements::stopwatch(conn, account).await? {
            return Ok(tree);
        }
        let keys = std::iter::once(STOPWATCH.to_owned()).chain((2..).map(|number| format!("{STOPWATCH}-{number}")));
        for key in keys.take(100) {
            if trees::find(conn, account, &key).await?.is_some() {
                continue;
            }
            let document = stopwatch(&key);
            let tree = Tree::publish(&document).map_err(AppError::BrokenTree)?;
            publish(conn, self.manager.account(), self.manager.by(), &document, &tree, now, None).await?;
            return Ok(trees::find(conn, account, &key).await?.ok_or(AppError::NotFound)?.id);
        }
        Err(AppError::invalid("measured", Fault::Taken).into())
    }
}

async fn of(conn: &mut PgConnection, account: AccountId, about: &About) -> Result<Of, Failure> {
    let found = match about {
        About::Tree(key) => trees::find(conn, account, &normalise(key)).await?.map(|tree| Of::Tree(tree.id)),
        About::Category(name) => categories::word(conn, account, &normalise(name)).await?.map(Of::Category),
    };
    found.ok_or_else(|| AppError::NotFound.into())
}

/// Baseline as the audit trail has it.
fn told(about: &About, entry: &BaselineEntry) -> Value {
    let of = match about {
        About::Tree(key) => ("tree", key),
        About::Category(name) => ("category", name),
    };
    json!({
        of.0: of.1,
        "minutes": entry.minutes.to_string(),
        "source": entry.source,
        "measured_from": entry.from.to_string(),
        "measured_to": entry.to.to_string(),
    })
}
