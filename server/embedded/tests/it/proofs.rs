//! Checks of backups, of good ones and of others.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::{ConnectOptions, Connection};

use crate::cluster::{Scene, execute};

#[tokio::test]
async fn a_backup_that_was_made_while_people_write_is_what_the_database_was() {
    let scene = Scene::start().await;
    let enough = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..3)
        .map(|writer: i64| {
            let (enough, options) = (enough.clone(), scene.embedded.app());
            tokio::spawn(async move {
                let mut app = options.connect().await.unwrap();
                sqlx::raw_sql("set resolutionflow.account_id = '00000000-0000-0000-0000-000000000001'").execute(&mut app).await.unwrap();
                let mut saved = 0_i64;
                while !enough.load(Ordering::Relaxed) {
                    saved += 1;
                    let insert = "insert into notes values ('00000000-0000-0000-0000-000000000001', $1, 'while it is copied')";
                    sqlx::query(insert).bind(saved * 3 + writer + 1000).execute(&mut app).await.unwrap();
                }
                app.close().await.unwrap();
                saved
            })
        })
        .collect();
    for _ in 0..3 {
        scene.back_up().await.unwrap();
        let verified = scene.backups.verify(None, scene.backups.path()).await.unwrap();
        assert_eq!(verified.faults, Vec::<String>::new());
        let keys: Vec<&str> = verified.accounts.iter().map(|account| account.key.as_str()).collect();
        assert_eq!(keys, ["north", "south"]);
        assert!(verified.accounts[0].rows > verified.accounts[1].rows && verified.accounts[1].rows == 101);
    }
    enough.store(true, Ordering::Relaxed);
    for writer in writers {
        assert!(writer.await.unwrap() > 0);
    }
    assert!(!scene.backups.path().join("resolutionflow-scratch").exists());
    scene.end().await;
}

#[tokio::test]
async fn what_differs_from_what_was_noted_is_named() {
    let scene = Scene::start().await;
    let backup = scene.back_up().await.unwrap().backup;
    let [sums] = &scene.ending("sums.json")[..] else { panic!("one backup") };
    let noted = std::fs::read_to_string(sums).unwrap();
    for (from, to, fault) in [
        ("\"row_count\":100", "\"row_count\":101", "north: notes had 101 rows, and has 100 now"),
        (
            "bypasses row security f",
            "bypasses row security t",
            "no longer so: role resolutionflow_app: superuser f, bypasses row security t",
        ),
        ("\"key\":\"south\",\"relation\":\"notes\"", "\"key\":\"south\",\"relation\":\"lost\"", "south: lost had 100 rows, and has 0 now"),
    ] {
        assert!(noted.contains(from), "{noted}");
        let changed = noted.replace(from, to);
        // A row count alone is no difference without another hash.
        let changed = if from.contains("row_count") { changed.replace("\"sha256\":\"", "\"sha256\":\"0") } else { changed };
        std::fs::write(sums, changed).unwrap();
        let verified = scene.backups.verify(Some(backup.name()), scene.backups.path()).await.unwrap();
        assert!(verified.faults.iter().any(|found| found.starts_with(fault)), "{:?}", verified.faults);
    }
    scene.end().await;
}

#[tokio::test]
async fn a_database_whose_row_security_lets_somebody_see_others_is_no_good_one() {
    let scene = Scene::start().await;
    execute(&scene.embedded, "create policy leak on notes to resolutionflow_app using (id = 7)").await;
    scene.back_up().await.unwrap();
    let faults = scene.backups.verify(None, scene.backups.path()).await.unwrap().faults;
    for fault in [
        "row security: as no account, resolutionflow_app sees 2 rows of others in notes",
        "row security: as 00000000-0000-0000-0000-000000000001, resolutionflow_app sees 1 rows of others in notes",
    ] {
        assert!(faults.iter().any(|found| found == fault), "{faults:?}");
    }
    scene.end().await;
}

#[tokio::test]
async fn others_can_read_no_backup() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    scene.restore("restored", None).await.unwrap();
    for folder in [scene.backups.path().to_owned(), scene.path.join("restored/postgres")] {
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o067, 0, "{}: {mode:o}", folder.display());
    }
    for end in ["/wal", "/base", "/data", "backup.json", "sums.json", ".gz"] {
        for path in scene.ending(end) {
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
        }
    }
    scene.end().await;
}
