//! Business hours and time budgets.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::budget::{BadBudget, Budget, BudgetClock, Target};
use resolutionflow::hours::{DayHours, Holidays, Hours};
use resolutionflow::text::normalise;
use resolutionflow::tree::NodeId;

use super::support::{backend, choice, whole};
use crate::error::{AppError, FieldError};
use crate::query::Query;
use crate::respond;

/// Names of the form's fields for the days, Monday first.
pub const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Opening times, as typed into the form of the business hours.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WeekForm {
    #[serde(default)]
    pub monday: String,
    #[serde(default)]
    pub tuesday: String,
    #[serde(default)]
    pub wednesday: String,
    #[serde(default)]
    pub thursday: String,
    #[serde(default)]
    pub friday: String,
    #[serde(default)]
    pub saturday: String,
    #[serde(default)]
    pub sunday: String,
}

/// Saves when the account is open.
#[server(endpoint = "save_hours", prefix = "/api")]
pub async fn save_hours(#[server(flatten)] week: WeekForm, #[server(default)] holidays: String) -> Result<(), AppError> {
    let WeekForm { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = week;
    let mut faults = Vec::new();
    let mut hours = Hours::default();
    let typed = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
    for ((day, field), text) in hours.week.iter_mut().zip(DAYS).zip(typed) {
        match DayHours::parse(&text) {
            Ok(parsed) => *day = parsed,
            Err(fault) => faults.push(FieldError { field: field.to_owned(), fault: fault.into() }),
        }
    }
    match Holidays::parse(&normalise(&holidays)) {
        Ok(parsed) => hours.holidays = parsed,
        Err(fault) => faults.push(FieldError { field: "holidays".to_owned(), fault: fault.into() }),
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    backend()?.save_hours(hours).await?;
    respond::redirect("/admin/hours?done=saved");
    Ok(())
}

/// Budget, as typed into a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BudgetForm {
    #[serde(default)]
    pub minutes: String,
    #[serde(default)]
    pub clock: String,
    #[serde(default)]
    pub target: String,
}

impl BudgetForm {
    fn budget(&self, make: fn(u64, BudgetClock, u8) -> Result<Budget, BadBudget>) -> Result<Budget, AppError> {
        let minutes = whole("minutes", &self.minutes, Budget::MINUTES)?;
        let target = whole("target", &self.target, (Target::RANGE.0.into(), Target::RANGE.1.into()))?;
        let clock = choice("clock", &self.clock)?;
        let target = u8::try_from(target).map_err(|_| AppError::Malformed)?;
        make(minutes, clock, target).map_err(|fault| {
            let field = match fault {
                BadBudget::Time => "minutes",
                BadBudget::Target => "target",
                BadBudget::StepInBusinessHours => "clock",
            };
            AppError::invalid(field, fault)
        })
    }
}

fn to_budgets(key: &str, done: &str) {
    respond::redirect(&Query::default().with("done", done).href(&format!("/trees/{key}/budgets")));
}

/// Sets the time budget of a tree's sessions.
#[server(endpoint = "set_session_budget", prefix = "/api")]
pub async fn set_session_budget(key: String, #[server(flatten)] budget: BudgetForm) -> Result<(), AppError> {
    let key = normalise(&key);
    backend()?.set_budget(&key, None, budget.budget(Budget::of_session)?).await?;
    to_budgets(&key, "saved");
    Ok(())
}

/// Sets the time budget of a step of a tree.
#[server(endpoint = "set_step_budget", prefix = "/api")]
pub async fn set_step_budget(key: String, #[server(default)] step: String, #[server(flatten)] budget: BudgetForm) -> Result<(), AppError> {
    let key = normalise(&key);
    if step.is_empty() {
        return Err(AppError::invalid("step", crate::error::Fault::NotChosen));
    }
    backend()?.set_budget(&key, Some(NodeId(normalise(&step))), budget.budget(Budget::of_step)?).await?;
    to_budgets(&key, "saved");
    Ok(())
}

/// Removes the time budget of a tree's sessions, or of one of its steps.
#[server(endpoint = "remove_budget", prefix = "/api")]
pub async fn remove_budget(key: String, #[server(default)] step: String) -> Result<(), AppError> {
    let key = normalise(&key);
    let step = Some(NodeId(normalise(&step))).filter(|step| !step.0.is_empty());
    backend()?.remove_budget(&key, step).await?;
    to_budgets(&key, "budget-removed");
    Ok(())
}
