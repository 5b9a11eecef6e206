//! Business hours of accounts.

use resolutionflow::hours::{DayHours, Holidays, Hours, Stretch};
use resolutionflow::id::AccountId;
use sqlx::PgConnection;
use sqlx::types::chrono::NaiveDate;

use super::{decode, text};

/// Reads an account's business hours; without rows it is open around the clock.
pub(crate) async fn read(conn: &mut PgConnection, account: AccountId) -> Result<Hours, sqlx::Error> {
    let rows = sqlx::query!("select weekday, opens, closes from opening_times where account_id = $1 order by weekday, opens", account.0)
        .fetch_all(&mut *conn)
        .await?;
    let mut week: [Vec<Stretch>; 7] = Default::default();
    for row in rows {
        let minute = |minute: i16| minute.unsigned_abs();
        let day = usize::from(row.weekday.unsigned_abs()).saturating_sub(1).min(6);
        week[day].push(Stretch::new(minute(row.opens), minute(row.closes)).map_err(decode)?);
    }
    let mut hours = Hours::default();
    for (day, stretches) in hours.week.iter_mut().zip(week) {
        *day = DayHours::new(stretches).map_err(decode)?;
    }
    let days = sqlx::query!("select day, name from holidays where account_id = $1 order by day", account.0).fetch_all(conn).await?;
    for row in days {
        hours.holidays.insert(row.day, text(row.name)?);
    }
    Ok(hours)
}

/// Replaces an account's business hours. The account is to be locked, so that nobody else does at the same time.
pub(crate) async fn replace(conn: &mut PgConnection, account: AccountId, hours: &Hours) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from opening_times where account_id = $1", account.0).execute(&mut *conn).await?;
    sqlx::query!("delete from holidays where account_id = $1", account.0).execute(&mut *conn).await?;
    let week = (1i16..).zip(&hours.week).flat_map(|(weekday, day)| day.stretches().iter().map(move |stretch| (weekday, *stretch)));
    let (weekdays, stretches): (Vec<i16>, Vec<Stretch>) = week.unzip();
    let minutes = |of: fn(&Stretch) -> u16| -> Vec<i16> { stretches.iter().map(|stretch| of(stretch).cast_signed()).collect() };
    sqlx::query!(
        "insert into opening_times (account_id, weekday, opens, closes)
         select $1, weekday, opens, closes from unnest($2::smallint[], $3::smallint[], $4::smallint[]) as t (weekday, opens, closes)",
        account.0,
        &weekdays,
        &minutes(|stretch| stretch.opens),
        &minutes(|stretch| stretch.closes)
    )
    .execute(&mut *conn)
    .await?;
    insert_holidays(conn, account, &hours.holidays).await
}

async fn insert_holidays(conn: &mut PgConnection, account: AccountId, holidays: &Holidays) -> Result<(), sqlx::Error> {
    let (days, names): (Vec<NaiveDate>, Vec<String>) = holidays.iter().map(|(day, name)| (day, name.to_string())).unzip();
    sqlx::query!(
        "insert into holidays (account_id, day, name) select $1, day, name from unnest($2::date[], $3::text[]) as t (day, name)",
        account.0,
        &days,
        &names
    )
    .execute(conn)
    .await?;
    Ok(())
}
