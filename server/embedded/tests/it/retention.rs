//! What is kept.

use crate::cluster::Scene;

#[tokio::test]
async fn the_newest_backups_stay_with_what_they_need() {
    let scene = Scene::start().await;
    let oldest = scene.back_up().await.unwrap().backup;
    let segments = scene.ending(".gz").len();
    for _ in 0..3 {
        scene.note("more").await;
        scene.back_up().await.unwrap();
    }
    let more = scene.ending(".gz").len();
    assert!(more > segments);
    let taken = scene.back_up_keeping(2).await.unwrap();
    let removed = taken.removed.unwrap().unwrap();
    assert!(removed.len() == 3 && removed[0] == oldest.name(), "{removed:?}");
    assert!(scene.ending(".gz").len() < more);
    let left = scene.backups.list().unwrap();
    assert_eq!(left.len(), 2);
    for (name, backup) in ["older", "newer"].into_iter().zip(&left) {
        scene.restore(name, Some(backup.finished())).await.unwrap();
        assert_eq!(scene.notes_of(name).await.len(), 3, "{name}");
    }
    // Somebody who reads keeps everything where it is.
    let lock = std::fs::File::open(scene.backups.path().join("read.lock")).unwrap();
    lock.lock_shared().unwrap();
    assert!(scene.back_up_keeping(1).await.unwrap().removed.unwrap().is_none());
    assert_eq!(scene.backups.list().unwrap().len(), 3);
    lock.unlock().unwrap();
    assert_eq!(scene.back_up_keeping(1).await.unwrap().removed.unwrap().unwrap().len(), 3);
    scene.end().await;
}
