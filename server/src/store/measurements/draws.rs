//! Draws of measurements, and the sessions that belong to them.

use resolutionflow::id::{AccountId, CommandId, MeasurementId, SessionId, TreeId, UserId};
use resolutionflow::insights::Share;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use super::share;
use crate::store::decode;

/// Measurement that is going on.
pub(crate) struct Running {
    pub id: MeasurementId,
    /// Name of its category.
    pub category: String,
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

/// The account's measurements that are going on, the oldest first: of two in categories that were merged, that one counts. Those whose
/// stopwatch is archived are left out: there is nothing to start.
pub(crate) async fn running(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Running>, sqlx::Error> {
    let rows = sqlx::query!(
        "select measurements.id, categories.name as category, share, secret, tree_id, trees.key as stopwatch
         from measurements
         join categories on categories.account_id = measurements.account_id and categories.key = category_key
         join trees on trees.account_id = measurements.account_id and trees.id = tree_id
         where measurements.account_id = $1 and stopped_at is null and archived_at is null
         order by started_at, measurements.id",
        account.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Running {
                id: MeasurementId(row.id),
                category: row.category,
                share: share(row.share)?,
                secret: row.secret.as_slice().try_into().map_err(decode)?,
                tree: TreeId(row.tree_id),
                stopwatch: row.stopwatch,
            })
        })
        .collect()
}

/// True or false as a unit was drawn; none where it was not drawn yet.
pub(crate) async fn of_unit(
    conn: &mut PgConnection,
    account: AccountId,
    measurement: MeasurementId,
    unit: &[u8; 32],
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        "select is_drawn from draws where account_id = $1 and measurement_id = $2 and unit = $3",
        account.0,
        measurement.0,
        unit.as_slice()
    )
    .fetch_optional(conn)
    .await
}

/// Measurement, unit and case of a form that was told that its ticket is drawn; none if it was told nothing.
pub(crate) async fn of_form(
    conn: &mut PgConnection,
    account: AccountId,
    form: CommandId,
) -> Result<Option<(MeasurementId, [u8; 32], Uuid)>, sqlx::Error> {
    let row =
        sqlx::query!("select measurement_id, unit, case_id from drawn_forms where account_id = $1 and command_id = $2", account.0, form.0)
            .fetch_optional(conn)
            .await?;
    row.map(|row| Ok((MeasurementId(row.measurement_id), row.unit.as_slice().try_into().map_err(decode)?, row.case_id))).transpose()
}

/// Notes that a form was told that its ticket is drawn.
pub(crate) async fn add_form(
    conn: &mut PgConnection,
    account: AccountId,
    form: CommandId,
    of: &MeasuredSession,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into drawn_forms (account_id, command_id, measurement_id, unit, case_id) values ($1, $2, $3, $4, $5)
         on conflict on constraint drawn_forms_pkey do nothing",
        account.0,
        form.0,
        of.measurement.0,
        of.unit.as_slice(),
        of.case
    )
    .execute(conn)
    .await?;
    Ok(())
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
