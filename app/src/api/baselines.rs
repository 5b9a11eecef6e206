//! Server functions for what time saved is worked out from.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::insights::{Baseline, BaselineEntry, Currency, HourlyRate, NaiveDate, NotABaseline, Share, day};
use resolutionflow::text::Source;

use super::support::{backend, choice, field, id, whole};
use crate::backend::views::insights::About;
use crate::error::{AppError, Fault};
use crate::respond;

const PAGE: &str = "/insights/saving";

fn done(what: &str) {
    respond::redirect(&format!("{PAGE}?done={what}"));
}

/// Enters a baseline of a tree or a category. `about` is `tree:` and its key, or `category:` and its name.
#[server(endpoint = "enter_baseline", prefix = "/api")]
pub async fn enter_baseline(
    command_id: String,
    #[server(default)] about: String,
    #[server(default)] low: String,
    #[server(default)] high: String,
    #[server(default)] source: String,
    #[server(default)] measured_from: String,
    #[server(default)] measured_to: String,
) -> Result<(), AppError> {
    let about: About = choice("about", &about)?;
    let [low, high] = [minutes("low", &low)?, minutes("high", &high)?];
    let minutes = Baseline::new(low, high).ok_or_else(|| AppError::invalid("high", NotABaseline::UpsideDown))?;
    let source = field("source", &source, Source::parse)?;
    let [from, to] = [a_day("measured_from", &measured_from)?, a_day("measured_to", &measured_to)?];
    backend()?.enter_baseline(id(&command_id)?, about, BaselineEntry { minutes, source, from, to }).await?;
    done("baseline-saved");
    Ok(())
}

fn minutes(name: &str, text: &str) -> Result<u32, AppError> {
    let minutes = whole(name, text, Baseline::MINUTES)?;
    u32::try_from(minutes).map_err(|_| AppError::Malformed)
}

fn a_day(name: &str, text: &str) -> Result<NaiveDate, AppError> {
    day(text.trim()).ok_or_else(|| AppError::invalid(name, NotABaseline::NotADay))
}

/// Removes a baseline.
#[server(endpoint = "remove_baseline", prefix = "/api")]
pub async fn remove_baseline(baseline: String) -> Result<(), AppError> {
    backend()?.remove_baseline(id(&baseline)?).await?;
    done("baseline-removed");
    Ok(())
}

/// Sets what an hour of work costs. An empty amount forgets it.
#[server(endpoint = "set_hourly_rate", prefix = "/api")]
pub async fn set_hourly_rate(#[server(default)] amount: String, #[server(default)] currency: String) -> Result<(), AppError> {
    let rate = if amount.trim().is_empty() {
        None
    } else {
        let currency = Currency::parse(&currency).map_err(|error| AppError::invalid("currency", error))?;
        Some(HourlyRate::parse(&amount, currency).map_err(|error| AppError::invalid("amount", error))?)
    };
    backend()?.set_hourly_rate(rate).await?;
    done("saved");
    Ok(())
}

/// Starts a measurement in the category `measured`. `share` is in percent.
#[server(endpoint = "start_measurement", prefix = "/api")]
pub async fn start_measurement(
    command_id: String,
    #[server(default)] measured: String,
    #[server(default)] share: String,
) -> Result<(), AppError> {
    let (least, most) = Share::PERCENT;
    let out_of_range = || AppError::invalid("share", Fault::OutOfRange { least, most });
    let percent = u8::try_from(whole("share", &share, Share::PERCENT)?).map_err(|_| out_of_range())?;
    let share = Share::try_from(percent).map_err(|_| out_of_range())?;
    if measured.is_empty() {
        return Err(AppError::invalid("measured", Fault::NotChosen));
    }
    backend()?.start_measurement(id(&command_id)?, &measured, share).await?;
    done("measurement-started");
    Ok(())
}

/// Stops a measurement.
#[server(endpoint = "stop_measurement", prefix = "/api")]
pub async fn stop_measurement(measurement: String) -> Result<(), AppError> {
    backend()?.stop_measurement(id(&measurement)?).await?;
    done("measurement-stopped");
    Ok(())
}
