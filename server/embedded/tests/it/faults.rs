//! What fails, is broken off, or is damaged.

use std::fs::{Permissions, create_dir_all, read, remove_file, set_permissions, write};
use std::os::unix::fs::PermissionsExt;

use embedded_postgres::backup::{Backups, Error};
use embedded_postgres::{Durability, Embedded};

use crate::cluster::Scene;

#[tokio::test]
async fn nothing_that_is_there_is_written_over() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    create_dir_all(scene.path.join("others")).unwrap();
    write(scene.path.join("others/precious"), "kept").unwrap();
    for occupied in ["live", "others"] {
        assert!(matches!(scene.restore(occupied, None).await, Err(Error::NotEmpty(_))), "{occupied}");
    }
    assert!(matches!(Backups::open_or_make(&scene.path.join("others")), Err(Error::Occupied(_))));
    assert!(matches!(Backups::open(&scene.path.join("others")), Err(Error::NoBackups(_))));
    assert_eq!(std::fs::read_dir(scene.path.join("others")).unwrap().count(), 1);
    scene.end().await;
}

#[tokio::test]
async fn an_archive_that_takes_nothing_is_told_and_nothing_is_lost() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    let [archive] = &scene.ending("/wal")[..] else { panic!("one archive") };
    // As a disk that is full, or one that is gone.
    set_permissions(archive, Permissions::from_mode(0o500)).unwrap();
    scene.note("while nothing can be archived").await;
    let error = scene.back_up().await.unwrap_err().to_string();
    assert!(error.contains(&archive.display().to_string()) && error.contains("Earlier backups are as they were"), "{error}");
    assert_eq!(scene.backups.list().unwrap().len(), 1);
    set_permissions(archive, Permissions::from_mode(0o700)).unwrap();
    // Postgres tries again at once when it is told to end.
    let Scene { path, embedded, backups } = scene;
    embedded.stop().await.unwrap();
    let embedded = Embedded::start(&path.join("live"), Durability::Safe).await.unwrap();
    let scene = Scene { path, embedded, backups };
    scene.back_up().await.unwrap();
    scene.restore("latest", None).await.unwrap();
    assert_eq!(scene.notes_of("latest").await, ["while nothing can be archived"]);
    scene.end().await;
}

#[tokio::test]
async fn a_first_backup_that_fails_leaves_no_archive() {
    let scene = Scene::start().await;
    // Root writes there all the same; the user that it runs Postgres as cannot enter.
    set_permissions(scene.backups.path(), Permissions::from_mode(0o500)).unwrap();
    assert!(scene.back_up().await.is_err());
    set_permissions(scene.backups.path(), Permissions::from_mode(0o710)).unwrap();
    assert!(!scene.embedded.stop_archiving().await.unwrap(), "nothing is archived");
    assert_eq!(scene.ending("/wal").len(), 0);
    scene.back_up().await.unwrap();
    assert!(scene.embedded.stop_archiving().await.unwrap());
    scene.end().await;
}

#[tokio::test]
async fn what_was_broken_off_is_no_backup_and_goes_with_the_next() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    let [record] = &scene.ending("backup.json")[..] else { panic!("one backup") };
    let whole = record.parent().unwrap();
    let part = whole.with_file_name("2026-02-10T090000.000Z.part");
    create_dir_all(part.join("data")).unwrap();
    write(part.join("data/PG_VERSION"), "15").unwrap();
    assert_eq!(scene.backups.list().unwrap().len(), 1);
    scene.back_up().await.unwrap();
    assert!(!part.exists());

    // A restore that was killed: a server does not begin an empty database in its place, the next restore takes it.
    let half = scene.path.join("half/postgres/data.restoring-1");
    create_dir_all(&half).unwrap();
    write(half.join("PG_VERSION"), "15").unwrap();
    let refused = Embedded::start(&scene.path.join("half"), Durability::Safe).await.unwrap_err();
    assert!(matches!(refused, embedded_postgres::Error::HalfRestored(_)), "{refused}");
    scene.restore("half", None).await.unwrap();
    assert_eq!(scene.notes_of("half").await, Vec::<String>::new());
    scene.end().await;
}

#[tokio::test]
async fn a_damaged_backup_and_a_damaged_archive_are_refused() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    scene.note("one").await;
    scene.back_up().await.unwrap();
    let segments: Vec<_> = scene.ending(".gz").into_iter().filter(|path| !path.to_string_lossy().contains(".backup")).collect();
    let last = segments.last().unwrap();
    let good = read(last).unwrap();
    write(last, &good[..good.len() / 2]).unwrap();
    let refused = scene.restore("damaged", None).await.unwrap_err();
    assert!(matches!(refused, Error::Recovery(_)), "{refused}");
    let left = std::fs::read_dir(scene.path.join("damaged/postgres")).unwrap().flatten().map(|entry| entry.file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with("data")));

    // The newest backup needs it; what comes before is still there.
    remove_file(last).unwrap();
    assert!(matches!(scene.restore("damaged", None).await, Err(Error::Incomplete { .. })));
    write(last, good).unwrap();

    let control = &scene.ending("global/pg_control")[1];
    let mut bytes = read(control).unwrap();
    bytes[100] ^= 1;
    write(control, bytes).unwrap();
    let refused = scene.restore("damaged", None).await.unwrap_err();
    assert!(matches!(refused, Error::Program { program: "pg_verifybackup", .. }), "{refused}");
    let first = scene.backups.list().unwrap().remove(0).finished();
    scene.restore("damaged", Some(first)).await.unwrap();
    scene.end().await;
}

#[tokio::test]
async fn what_runs_on_after_a_check_or_a_restore_was_killed_is_ended_by_the_next() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    let scratch = scene.backups.path().join("resolutionflow-scratch");
    drop(Embedded::start(&scratch, Durability::Safe).await.unwrap());
    assert!(scene.backups.verify(None, scene.backups.path()).await.unwrap().faults.is_empty());
    assert!(!scratch.exists());

    drop(Embedded::start(&scene.path.join("killed"), Durability::Safe).await.unwrap());
    let folder = scene.path.join("killed/postgres");
    std::fs::rename(folder.join("data"), folder.join("data.restoring-1")).unwrap();
    scene.restore("killed", None).await.unwrap();
    assert_eq!(scene.notes_of("killed").await, Vec::<String>::new());
    scene.end().await;
}
