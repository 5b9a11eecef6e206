//! Draws of measurements, and the sessions that belong to them.

use resolutionflow::id::{AccountId, MeasurementId, SessionId, TreeId, UserId};
use resolutionflow::insights::Share;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use super::share;
use crate::store::decode;

/// Measurement that is going on.
pub(crate) struct Running {
    pub id: MeasurementId,
    pub share: Share,
    pub secret: [u8; 32],
    /// The stopwatch tree, and its key.
    pub tree: TreeId,
    pub stopwatch: String,
}

/// Draw of a ticket, or of a technician's day.
pub(crate) struct Draw {
    pub measurement: MeasurementId,
    pub unit: [u8; 32],
    pub is_drawn: bool,
}

/// What is kept of a session that belongs to a measurement.
pub(crate) struct MeasuredSession {
    pub measurement: MeasurementId,
    pub unit: [u8; 32],
    pub case: Uuid,
    pub is_declined: bool,
}

/// The measurement that is going on in the category of this name; of two that were merged, the older. None while its stopwatch is
/// archived: there is nothing to start.
pub(crate) async fn running(conn: &mut PgConnection, account: AccountId, category: &str) -> Result<Option<Running>, sqlx::Error> {
    let row = sqlx::query!(
        "select measurements.id, share, secret, tree_id, trees.key as stopwatch
         from measurements
         join categories on categories.account_id = measurements.account_id and categories.key = category_key
         join trees on trees.account_id = measurements.account_id and trees.id = tree_id
         where measurements.account_id = $1 and categories.name = $2 and stopped_at is null and archived_at is null
         order by started_at, measurements.id
         limit 1",
        account.0,
        category
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Running {
            id: MeasurementId(row.id),
            share: share(row.share)?,
            secret: row.secret.as_slice().try_into().map_err(decode)?,
            tree: TreeId(row.tree_id),
            stopwatch: row.stopwatch,
        })
    })
    .transpose()
}

/// Draw and case of a session that belongs to a measurement, with the key of the stopwatch while that is going on.
pub(crate) async fn of_session(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
) -> Result<Option<(Draw, Uuid, Option<String>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select own.measurement_id, own.unit, case_id, is_drawn,
               case when stopped_at is null and archived_at is null then trees.key end as stopwatch
           from measured_sessions own
           join draws on draws.account_id = own.account_id and draws.measurement_id = own.measurement_id and draws.unit = own.unit
           join measurements on measurements.account_id = own.account_id and measurements.id = own.measurement_id
           join trees on trees.account_id = measurements.account_id and trees.id = measurements.tree_id
           where own.account_id = $1 and own.session_id = $2"#,
        account.0,
        session.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let unit = row.unit.as_slice().try_into().map_err(decode)?;
        Ok((Draw { measurement: MeasurementId(row.measurement_id), unit, is_drawn: row.is_drawn }, row.case_id, row.stopwatch))
    })
    .transpose()
}

/// Writes a draw, unless it was written before.
pub(crate) async fn add_draw(
    conn: &mut PgConnection,
    account: AccountId,
    draw: &Draw,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into draws (account_id, measurement_id, unit, is_drawn, drawn_at, drawn_by)
         values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint draws_pkey do nothing",
        account.0,
        draw.measurement.0,
        draw.unit.as_slice(),
        draw.is_drawn,
        now.utc(),
        by.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a session to its measurement.
pub(crate) async fn add_session(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    of: &MeasuredSession,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into measured_sessions (account_id, session_id, measurement_id, unit, case_id, is_declined, is_switched)
         values ($1, $2, $3, $4, $5, $6, false)",
        account.0,
        session.0,
        of.measurement.0,
        of.unit.as_slice(),
        of.case,
        of.is_declined
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds the session for which another one was left to that one's measurement, in the same group, if it has one.
pub(crate) async fn switch(conn: &mut PgConnection, account: AccountId, from: SessionId, to: SessionId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into measured_sessions (account_id, session_id, measurement_id, unit, case_id, is_declined, is_switched)
         select own.account_id, $3, own.measurement_id, own.unit, own.case_id, false, left_one.tree_id = measurements.tree_id
         from measured_sessions own
         join measurements on measurements.account_id = own.account_id and measurements.id = own.measurement_id
         join sessions left_one on left_one.account_id = own.account_id and left_one.id = own.session_id
         where own.account_id = $1 and own.session_id = $2",
        account.0,
        from.0,
        to.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
