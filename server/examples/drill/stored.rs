//! What the database has after the drill.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{DateTime, Utc};
use resolutionflow::decision::{DecisionRecord, LeftBy};
use resolutionflow::time::Timestamp;
use resolutionflow::timing::Totals;
use sqlx::postgres::PgConnectOptions;
use sqlx::types::Json;
use sqlx::{ConnectOptions, Connection, FromRow};
use uuid::Uuid;

/// A session's row, less what people typed.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) revision: i32,
    pub(crate) started_at: DateTime<Utc>,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    pub(crate) open_entered_at: Option<DateTime<Utc>>,
    pub(crate) total_seconds: i64,
    pub(crate) parked_seconds: i64,
    pub(crate) active_seconds: i64,
    pub(crate) decisions: Json<Vec<DecisionRecord>>,
}

/// Receipt of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub(crate) struct Receipt {
    pub(crate) session_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) revision: i32,
}

/// Everything that is stored of sessions.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) sessions: HashMap<Uuid, Row>,
    pub(crate) receipts: Vec<Receipt>,
}

/// Reads it in one snapshot.
pub(crate) async fn read(database: &str) -> anyhow::Result<Stored> {
    let mut connection = database.parse::<PgConnectOptions>()?.connect().await.context("the database cannot be read")?;
    let mut tx = connection.begin_with("begin isolation level repeatable read read only").await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select id, revision, started_at, completed_at, open_entered_at, total_seconds, parked_seconds, active_seconds, decisions from sessions",
    )
    .fetch_all(&mut *tx)
    .await?;
    let receipts = sqlx::query_as("select session_id, id, revision from commands").fetch_all(&mut *tx).await?;
    tx.commit().await?;
    Ok(Stored { sessions: rows.into_iter().map(|row| (row.id, row)).collect(), receipts })
}

impl Row {
    /// What is wrong with its times, by the third rule of timing and those of a record; none if nothing is.
    pub(crate) fn timing_fault(&self) -> Option<String> {
        let records = &self.decisions.0;
        let started_at = Timestamp::from_utc(self.started_at);
        // The end of the visit before, and whether a pause may follow.
        let (mut left_at, mut was_parked) = (started_at, false);
        for (place, record) in records.iter().enumerate() {
            let is_entered_in_time = if was_parked { record.entered_at >= left_at } else { record.entered_at == left_at };
            if !is_entered_in_time {
                return Some(format!("record {place} was entered at {}, not at {left_at}", record.entered_at));
            }
            if record.exited_at < record.entered_at || record.exited_at.since(record.entered_at) != record.duration_seconds {
                return Some(format!("record {place} lasted another time than it says"));
            }
            (left_at, was_parked) = (record.exited_at, record.left_by == LeftBy::Parked);
        }
        let open = self.open_entered_at.map(Timestamp::from_utc);
        if open.is_some_and(|open| if was_parked { open < left_at } else { open != left_at }) {
            return Some(format!("the open visit was entered at another time than {left_at}"));
        }
        let Totals { total, parked, active } = Totals::of(records);
        let kept = [self.total_seconds, self.parked_seconds, self.active_seconds];
        // A pause that is over counts as soon as a visit is open.
        let paused = open.map_or(0, |open| open.since(left_at).0);
        let summed = [total.0, parked.0, active.0].map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX));
        let with_pause = [summed[0], summed[1] + i64::try_from(paused).unwrap_or(i64::MAX), summed[2]];
        if kept != summed && kept != with_pause {
            return Some(format!("its sums are {kept:?}, its records' {summed:?}"));
        }
        let lasted = self.completed_at.map(|completed_at| Timestamp::from_utc(completed_at).since(started_at).0);
        if lasted
            .is_some_and(|lasted| lasted != total.0 + parked.0 || Timestamp::from_utc(self.completed_at.unwrap_or_default()) != left_at)
        {
            return Some("it ended at another time than its last visit".to_owned());
        }
        None
    }
}
