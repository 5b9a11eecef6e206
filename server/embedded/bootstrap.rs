//! Preparation of a cluster for the migrations: two roles, and a database that one of them owns. Safe to repeat.

use std::time::Instant;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use super::cluster::{Cluster, SUPERUSER};
use super::{DATABASE, Error, PATIENCE};

/// Makes the two roles and the database where they are missing, and sets their rights, as the superuser. Afterwards the owner can migrate.
/// Changes nothing the second time.
///
/// # Errors
/// [`Error::Bootstrap`] where a statement fails, or the cluster does not let anybody in within a minute.
pub(super) async fn run(cluster: &Cluster) -> Result<(), Error> {
    let mut maintenance = connect(&cluster.connect_options(SUPERUSER, "postgres")).await?;
    sqlx::raw_sql(
        "do $$ begin
            if not exists (select from pg_roles where rolname = 'resolutionflow_owner') then
                create role resolutionflow_owner login;
            end if;
            if not exists (select from pg_roles where rolname = 'resolutionflow_app') then
                create role resolutionflow_app login;
            end if;
        end $$;
        alter role resolutionflow_owner nosuperuser nocreatedb nocreaterole nobypassrls;
        alter role resolutionflow_app nosuperuser nocreatedb nocreaterole nobypassrls;",
    )
    .execute(&mut maintenance)
    .await?;
    let exists: Option<i32> =
        sqlx::query_scalar("select 1 from pg_database where datname = $1").bind(DATABASE).fetch_optional(&mut maintenance).await?;
    if exists.is_none() {
        sqlx::raw_sql("create database resolutionflow owner resolutionflow_owner template template0").execute(&mut maintenance).await?;
    }
    sqlx::raw_sql(
        "revoke all on database resolutionflow from public;
        grant connect on database resolutionflow to resolutionflow_app;",
    )
    .execute(&mut maintenance)
    .await?;
    archive_nothing_yet(&mut maintenance).await?;
    maintenance.close().await?;

    let mut database = connect(&cluster.connect_options(SUPERUSER, DATABASE)).await?;
    sqlx::raw_sql(
        "revoke all on schema public from public;
        grant all on schema public to resolutionflow_owner;
        grant usage on schema public to resolutionflow_app;",
    )
    .execute(&mut database)
    .await?;
    database.close().await?;
    Ok(())
}

/// Without any command Postgres would keep its log for ever, for one that may come. A backup sets another.
async fn archive_nothing_yet(maintenance: &mut PgConnection) -> Result<(), Error> {
    let missing: bool = sqlx::query_scalar("select current_setting('archive_command') = ''").fetch_one(&mut *maintenance).await?;
    if missing {
        sqlx::raw_sql("alter system set archive_command = 'true'").execute(&mut *maintenance).await?;
        sqlx::raw_sql("select pg_reload_conf()").execute(maintenance).await?;
    }
    Ok(())
}

/// Connects as soon as the cluster lets anybody in; after a crash it replays its log first.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, Error> {
    /// SQLSTATE `cannot_connect_now`.
    const STARTING_UP: &str = "57P03";
    let deadline = Instant::now() + PATIENCE;
    loop {
        match options.connect().await {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(STARTING_UP) && Instant::now() < deadline => {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            result => return Ok(result?),
        }
    }
}
