//! The commands of backups, over walks: what was answered is read back, whatever is killed meanwhile.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use ::app::backend::Backend;
use chrono::{SecondsFormat, Utc};
use embedded_postgres::{Durability, Embedded};
use resolutionflow::session::Action;
use server::service::{Caller, Service};
use server::store;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::fixtures::{self, PASSWORD, TESS, Walker, choose};

/// An installation in a folder that goes with it.
struct Installation {
    path: PathBuf,
    embedded: Embedded,
}

impl Installation {
    async fn start() -> Self {
        let path = std::env::temp_dir().join(format!("resolutionflow-backups-{}", Uuid::now_v7().simple()));
        let embedded = Embedded::start(&path.join("live"), Durability::Safe).await.unwrap();
        let owner = PgPoolOptions::new().max_connections(1).connect_lazy_with(embedded.owner());
        store::migrate(&owner).await.unwrap();
        owner.close().await;
        fixtures::fill(&service(embedded.app())).await;
        Self { path, embedded }
    }

    fn backups(&self) -> PathBuf {
        self.path.join("backups")
    }

    /// The program on the folder of backups and a data directory.
    fn command(&self, name: &str, arguments: &[&str], data: Option<&str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_resolutionflow"));
        command.arg(name).arg(self.backups()).args(arguments).env_remove("DATABASE_URL").env_remove("DATABASE_OWNER_URL");
        if let Some(data) = data {
            command.arg("--data-dir").arg(self.path.join(data));
        }
        command
    }

    async fn runs(&self, name: &str, arguments: &[&str], data: Option<&str>) -> Output {
        let mut command = self.command(name, arguments, data);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// What it says on standard output; it has to succeed.
    async fn says(&self, name: &str, arguments: &[&str], data: Option<&str>) -> String {
        let output = self.runs(name, arguments, data).await;
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts it, and kills it once there is a file or folder below another one whose path ends so. True if it was killed before its end.
    async fn is_killed_at(&self, name: &str, data: &str, (below, end): (&str, &'static str)) -> bool {
        let mut command = self.command(name, &[], Some(data));
        let root = self.path.join(below);
        let kill = move || {
            let mut child: Child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            while child.try_wait().unwrap().is_none() {
                if is_there(&root, end) {
                    child.kill().unwrap();
                    return child.wait().unwrap().code().is_none();
                }
                std::thread::yield_now();
            }
            false
        };
        tokio::task::spawn_blocking(kill).await.unwrap()
    }

    async fn end(self) {
        self.embedded.stop().await.unwrap();
        std::fs::remove_dir_all(&self.path).unwrap();
    }
}

fn is_there(folder: &Path, end: &str) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| path.to_string_lossy().ends_with(end) || (path.is_dir() && is_there(&path, end)))
}

fn service(app: PgConnectOptions) -> Service {
    Service::new(store::pool().max_connections(2).connect_lazy_with(app), false)
}

async fn tess(service: &Service) -> Arc<dyn Backend> {
    let set_cookie = service.backend(Caller::default()).sign_in(TESS, PASSWORD).await.unwrap();
    service.backend(Caller { cookie: Some(crate::app::value(&set_cookie)), ..Caller::default() })
}

fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true)
}

#[tokio::test]
async fn a_moment_of_a_walk_is_restored_and_read_back_whatever_was_killed() {
    let there = Installation::start().await;
    let walker = Walker::start(tess(&service(there.embedded.app())).await, "vpn").await;
    assert!(there.is_killed_at("backup", "live", ("backups", ".part")).await);
    let refused = there.runs("backup", &["--list"], None).await;
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("no whole backup"), "{refused:?}");
    let made = there.says("backup", &[], Some("live")).await;
    assert!(made.contains("is made. Any moment from"), "{made}");
    assert!(!is_there(&there.backups(), ".part"));

    walker.does(choose("yes")).await;
    let moment = now();
    // An archive tells times in whole seconds, so what leads beyond the moment is of a later second.
    let later = "select pg_sleep_until(date_trunc('second', clock_timestamp()) + interval '1 second')";
    let mut connection = sqlx::ConnectOptions::connect(&there.embedded.app()).await.unwrap();
    sqlx::query(later).execute(&mut connection).await.unwrap();
    walker.does(Action::Continue).await;
    there.says("backup", &["--keep", "5"], Some("live")).await;
    let verified = there.says("verify", &[], None).await;
    for line in ["north: ", "south: ", "outside of accounts: ", "is good"] {
        assert!(verified.contains(line), "{verified}");
    }
    assert_eq!(there.says("backup", &["--list"], None).await.lines().count(), 2);

    assert!(there.is_killed_at("restore", "restored", ("restored", "/PG_VERSION")).await);
    let to = ["--to", &moment];
    let restored = there.says("restore", &to, Some("restored")).await;
    assert!(restored.contains("resolutionflow serve --data-dir"), "{restored}");
    let again = there.runs("restore", &to, Some("restored")).await;
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("holds something"), "{again:?}");

    let embedded = Embedded::start(&there.path.join("restored"), Durability::Safe).await.unwrap();
    let then = Walker { backend: tess(&service(embedded.app())).await, id: walker.id };
    let (then, now) = (then.session().await, walker.session().await);
    assert_eq!((then.records.len(), now.records.len()), (1, 2));
    assert_eq!(then.records[0], now.records[0]);
    embedded.stop().await.unwrap();
    there.end().await;
}

#[tokio::test]
async fn nothing_is_backed_up_or_restored_that_is_somewhere_else() {
    let there = Installation::start().await;
    let refused = |output: Output, words: &str| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(words), "{said}");
        assert!(!said.contains("secret"), "{said}");
    };
    refused(there.runs("backup", &[], Some("nowhere")).await, "there is no private PostgreSQL in");
    assert!(!there.path.join("nowhere").exists());
    let given = ["--database-url", "postgres://app:secret@localhost/flow"];
    refused(there.runs("backup", &given, None).await, "DATABASE_URL names a database of your own");
    refused(there.runs("restore", &given, None).await, "DATABASE_URL names a database of your own");
    refused(there.runs("verify", &[], None).await, "there is no backup in");
    there.end().await;
}
