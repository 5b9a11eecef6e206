//! A cluster with two accounts, its backups, and what becomes of them.

use std::num::NonZeroUsize;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use embedded_postgres::backup::{Backups, Error, Restored, Taken};
use embedded_postgres::{Durability, Embedded};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{ConnectOptions, Connection, PgConnection};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Accounts with notes, as the server's schema keeps them apart.
const SCHEMA: &str = "
    create table account_keys (key text primary key, account_id uuid not null);
    create table notes (account_id uuid not null, id bigint not null, body text not null, primary key (account_id, id));
    alter table notes enable row level security;
    alter table notes force row level security;
    create policy own_account on notes to resolutionflow_app
        using (account_id = nullif(current_setting('resolutionflow.account_id', true), '')::uuid);
    grant select, insert on notes to resolutionflow_app;
    insert into account_keys values ('north', '00000000-0000-0000-0000-000000000001'), ('south', '00000000-0000-0000-0000-000000000002');
    insert into notes select account_id, n, key || n from account_keys, generate_series(1, 100) n;";

/// Folder that goes with the test, however that ends, with all that runs in it.
pub struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        for file in ending(&self.0, "postmaster.pid") {
            let pid = std::fs::read_to_string(file).ok().and_then(|text| Pid::from_raw(text.lines().next()?.parse().ok()?));
            pid.map(|pid| kill_process(pid, Signal::QUIT));
        }
        _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

/// A running cluster in a folder.
pub struct Scene {
    pub path: Folder,
    pub embedded: Embedded,
    pub backups: Backups,
}

impl Scene {
    pub async fn start() -> Self {
        let path =
            std::env::temp_dir().join(format!("resolutionflow-backups-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
        let path = Folder(path);
        let embedded = Embedded::start(&path.join("live"), Durability::Safe).await.unwrap();
        execute(&embedded, SCHEMA).await;
        sqlx::raw_sql("alter table notes owner to resolutionflow_owner").execute(&mut superuser(&embedded).await).await.unwrap();
        let backups = Backups::open_or_make(&path.join("backups' 100 %")).unwrap();
        Self { path, embedded, backups }
    }

    pub async fn back_up(&self) -> Result<Taken, Error> {
        self.back_up_keeping(7).await
    }

    pub async fn back_up_keeping(&self, keep: usize) -> Result<Taken, Error> {
        self.embedded.back_up(&self.backups, NonZeroUsize::new(keep).unwrap(), Utc::now()).await
    }

    /// Writes a note, and returns the moment right after.
    pub async fn note(&self, body: &'static str) -> DateTime<Utc> {
        note(&self.embedded, body).await
    }

    pub async fn restore(&self, name: &str, to: Option<DateTime<Utc>>) -> Result<Restored, Error> {
        self.backups.restore(&self.path.join(name), to).await
    }

    /// Starts a restored cluster.
    pub async fn run(&self, name: &str) -> Embedded {
        Embedded::start(&self.path.join(name), Durability::Safe).await.unwrap()
    }

    /// Notes in a restored cluster that were written by the test.
    pub async fn notes_of(&self, name: &str) -> Vec<String> {
        let restored = self.run(name).await;
        let notes = written(&restored).await;
        restored.stop().await.unwrap();
        notes
    }

    /// Every path below the folder of backups that ends so.
    pub fn ending(&self, end: &str) -> Vec<PathBuf> {
        ending(self.backups.path(), end)
    }

    /// Stops the cluster cleanly, and takes it away.
    pub async fn end(self) {
        self.embedded.stop().await.unwrap();
    }
}

fn ending(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if entry.to_string_lossy().ends_with(end) {
            found.push(entry.clone());
        }
        if entry.is_dir() {
            found.extend(ending(&entry, end));
        }
    }
    found.sort();
    found
}

pub async fn superuser(embedded: &Embedded) -> PgConnection {
    embedded.superuser("resolutionflow").connect().await.unwrap()
}

pub async fn execute(embedded: &Embedded, sql: &'static str) {
    let mut connection = superuser(embedded).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

pub async fn note(embedded: &Embedded, body: &'static str) -> DateTime<Utc> {
    let mut connection = superuser(embedded).await;
    let next = "insert into notes select account_id, 1 + (select max(id) from notes), $1 from account_keys where key = 'north'";
    sqlx::query(next).bind(body).execute(&mut connection).await.unwrap();
    let now = sqlx::query_scalar("select clock_timestamp()").fetch_one(&mut connection).await.unwrap();
    // An archive tells times in whole seconds, so what leads beyond this one is of a later second.
    let later = "select pg_sleep_until(date_trunc('second', clock_timestamp()) + interval '1 second')";
    sqlx::query(later).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    now
}

pub async fn written(embedded: &Embedded) -> Vec<String> {
    let mut connection = superuser(embedded).await;
    let notes = sqlx::query_scalar("select body from notes where id > 100 order by id").fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    notes
}
