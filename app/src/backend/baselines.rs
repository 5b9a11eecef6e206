//! What time saved is worked out from: baselines, the hourly rate, measurements.

use async_trait::async_trait;
use resolutionflow::id::{BaselineId, CommandId, MeasurementId};
use resolutionflow::insights::{BaselineEntry, HourlyRate, Share};

use super::views::insights::About;
use crate::error::AppError;

/// The part of [`super::Backend`] for what time saved is worked out from (manager).
#[async_trait]
pub trait Baselines: Send + Sync {
    /// Enters a baseline, in place of the one that its tree or category has. The form's id becomes the baseline's; sent again with the
    /// same content it changes nothing.
    async fn enter_baseline(&self, id: CommandId, about: About, entry: BaselineEntry) -> Result<(), AppError>;

    /// Removes a baseline: figures use it no longer. Removing it again changes nothing.
    async fn remove_baseline(&self, id: BaselineId) -> Result<(), AppError>;

    /// Sets what an hour of work costs, or with none forgets it.
    async fn set_hourly_rate(&self, rate: Option<HourlyRate>) -> Result<(), AppError>;

    /// Starts a measurement in the category of that name: a share of its tickets is drawn for the stopwatch. The form's id becomes the
    /// measurement's; sent again with the same content it changes nothing.
    async fn start_measurement(&self, id: CommandId, category: &str, share: Share) -> Result<(), AppError>;

    /// Stops a measurement: nothing more is drawn. Stopping it again changes nothing.
    async fn stop_measurement(&self, id: MeasurementId) -> Result<(), AppError>;
}
