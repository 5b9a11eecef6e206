//! Points in time.

use chrono::{Duration, Utc};
use embedded_postgres::backup::Error;

use crate::cluster::{Scene, note, superuser, written};

#[tokio::test]
async fn any_moment_since_the_first_backup_is_restored() {
    let scene = Scene::start().await;
    let before = Utc::now();
    scene.back_up().await.unwrap();
    let one = scene.note("one").await;
    let two = scene.note("two").await;
    scene.back_up().await.unwrap();
    let three = scene.note("three").await;
    scene.note("four").await;
    // So that the archive goes on beyond it.
    let end = scene.back_up().await.unwrap().backup.finished();

    for (name, to, notes) in [
        ("one", Some(one), vec!["one"]),
        ("two", Some(two), vec!["one", "two"]),
        ("three", Some(three), vec!["one", "two", "three"]),
        // Nothing was saved after it.
        ("end", Some(end), vec!["one", "two", "three", "four"]),
        ("latest", None, vec!["one", "two", "three", "four"]),
    ] {
        scene.restore(name, to).await.unwrap();
        assert_eq!(scene.notes_of(name).await, notes, "{name}");
    }
    assert!(matches!(scene.restore("early", Some(before)).await, Err(Error::TooEarly { .. })));
    let late = Utc::now() + Duration::hours(1);
    assert!(matches!(scene.restore("late", Some(late)).await, Err(Error::TooLate { .. })));
    assert!(!scene.path.join("early").exists() && !scene.path.join("late").exists());
    scene.end().await;
}

#[tokio::test]
async fn what_was_saved_before_a_clean_stop_is_in_the_archive() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    scene.note("the last one").await;
    let Scene { path, embedded, backups } = scene;
    embedded.stop().await.unwrap();
    let restored = backups.restore(&path.join("latest"), None).await.unwrap();
    assert!(restored.last_change.is_some());
    let embedded = embedded_postgres::Embedded::start(&path.join("latest"), embedded_postgres::Durability::Safe).await.unwrap();
    assert_eq!(written(&embedded).await, ["the last one"]);
    Scene { path, embedded, backups }.end().await;
}

#[tokio::test]
async fn a_restored_cluster_goes_on_in_an_archive_of_its_own() {
    let scene = Scene::start().await;
    scene.back_up().await.unwrap();
    let shared = scene.note("before both").await;
    scene.back_up().await.unwrap();
    scene.restore("second", Some(shared)).await.unwrap();
    let second = scene.run("second").await;
    let command: String =
        sqlx::query_scalar("select current_setting('archive_command')").fetch_one(&mut superuser(&second).await).await.unwrap();
    assert_eq!(command, "true", "the archive is the first one's");

    let keep = std::num::NonZeroUsize::MAX;
    note(&second, "in the second").await;
    second.back_up(&scene.backups, keep, Utc::now()).await.unwrap();
    let in_second = note(&second, "later in the second").await;
    second.back_up(&scene.backups, keep, Utc::now()).await.unwrap();
    scene.restore("of the second", Some(in_second)).await.unwrap();
    assert_eq!(scene.notes_of("of the second").await, ["before both", "in the second", "later in the second"]);
    assert_eq!(scene.ending("/wal").len(), 2);

    let in_first = scene.note("in the first").await;
    scene.back_up().await.unwrap();
    scene.note("later in the first").await;
    let end = scene.back_up().await.unwrap().backup.finished();
    assert!(in_first < end);
    scene.restore("of the first", Some(end)).await.unwrap();
    assert_eq!(scene.notes_of("of the first").await, ["before both", "in the first", "later in the first"]);
    second.stop().await.unwrap();
    scene.end().await;
}
