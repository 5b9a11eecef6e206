//! Drafts whose tree got another version meanwhile.

use ::app::error::AppError;
use resolutionflow::tree::{Edit, TreeDocument, TreeOption};

use super::publish::import;
use super::{Author, body, recorded, stored, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, id, tree};

/// Publishes the tree of this key with another title of its first step.
async fn retitled(app: &TestApp, title: &str) {
    let mut file = tree("vpn");
    file["nodes"][0]["title"] = title.into();
    app.sign_in(ADA).await.import_tree(file.to_string().as_bytes()).await.unwrap();
}

#[tokio::test]
async fn a_draft_is_brought_up_to_a_version_that_was_published_past_it_once_and_then_published() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let before = mara.document().await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    import(&app, "vpn", "VPN").await;
    let behind = mara.gate().await.behind.unwrap();
    assert_eq!((behind.version, behind.by.as_deref(), &behind.disputes[..]), (2, Some("Ada Okafor"), &[][..]));
    let command = id();
    assert_eq!(mara.backend.publish_draft(mara.id, command, 1).await, Err(AppError::Rebased(2)));
    assert_eq!(mara.backend.publish_draft(mara.id, command, 1).await, Err(AppError::Rebased(2)), "sent twice");
    let page = mara.page().await;
    assert_eq!((page.revision, page.newer, page.card.base.clone()), (2, None, Some(("vpn".into(), 2))));
    assert_eq!((page.document.name.as_str(), page.document.nodes[0].title.as_str()), ("VPN", "Is it on?"));
    assert_eq!(app.count("tree_versions").await, 5);
    // The stream is true: what was written before is undone by whoever wrote it, and what came from the version stays.
    assert_eq!(page.undo.as_deref(), Some("Step “Is it plugged in?” is called “Is it on?” now."));
    mara.undoes(false).await.unwrap();
    assert_eq!(mara.document().await, TreeDocument { name: "VPN".into(), ..before });
    assert!(matches!(mara.undoes(false).await, Err(AppError::BadEdit(_))));
    mara.undoes(true).await.unwrap();
    // So is a form that was made before.
    mara.edits_at(1, vec![body("q1", "At the wall.")]).await.unwrap();
    // Another server, with nothing in memory, has the same.
    assert_eq!(mara.elsewhere(&app, MARA).await.document().await, mara.document().await);
    assert_eq!(mara.publishes().await.unwrap().version, 3);
    assert_eq!(recorded(&app).await, ["begin_draft", "rebase_draft", "publish_draft"]);
    let tree = mara.backend.tree("vpn").await.unwrap();
    assert_eq!((tree.card.name.as_str(), tree.tree.nodes()[0].title.as_str()), ("VPN", "Is it on?"));
    assert_eq!(mara.backend.versions_of("vpn", None).await.unwrap().rows[0].contributors, ["Mara Lindqvist"]);
}

#[tokio::test]
async fn what_both_changed_is_decided_before_anything_is_stored() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?"), title("q2", "Does it reply?")]).await;
    retitled(&app, "Is it lit?").await;
    let rows = stored(&app, mara.id).await;
    let Err(AppError::Disputed(both)) = mara.publishes().await else { panic!("published") };
    assert_eq!((both.len(), both[0].theirs.as_deref(), both[0].mine.as_deref()), (1, Some("Is it lit?"), Some("Is it on?")));
    assert_eq!(mara.gate().await.behind.unwrap().disputes, both);
    let to = async |revision, version, keep: &[bool]| mara.backend.rebase_draft(mara.id, id(), revision, version, keep.to_vec()).await;
    assert_eq!(to(1, 2, &[]).await, Err(AppError::Disputed(both)));
    assert_eq!((to(0, 2, &[true]).await, to(1, 3, &[true]).await), (Err(AppError::Moved), Err(AppError::Moved)));
    assert_eq!((stored(&app, mara.id).await, mara.page().await.newer), (rows, Some(2)));
    let command = id();
    let rebase = || mara.backend.rebase_draft(mara.id, command, 1, 2, vec![true]);
    // The draft's text stays, which changes nothing in it but the version that it stands on.
    assert_eq!((rebase().await, rebase().await), (Ok(1), Ok(1)));
    assert_eq!(mara.backend.rebase_draft(mara.id, command, 1, 2, vec![false]).await, Err(AppError::DifferentContent));
    assert_eq!((mara.node("q1").await.title.as_str(), mara.page().await.newer), ("Is it on?", None));
    retitled(&app, "Is the lamp lit?").await;
    assert_eq!(to(1, 3, &[false]).await, Ok(2));
    assert_eq!((mara.node("q1").await.title.as_str(), mara.node("q2").await.title.as_str()), ("Is the lamp lit?", "Does it reply?"));
    assert_eq!(mara.publishes().await.unwrap().version, 4);
}

#[tokio::test]
async fn a_step_that_a_version_took_out_goes_where_theirs_is_taken() {
    let app = TestApp::start().await;
    for keep in [false, true] {
        let mara = Author::of_tree(&app, MARA, "vpn").await;
        mara.edits(vec![Edit::Add { after: None, nodes: vec![super::step("odd")] }]).await;
        let option = TreeOption { id: "odd".into(), label: "Something odd".into(), next_node_id: "odd".into() };
        mara.edits(vec![Edit::AddOption { node: "q2".into(), after: None, option }]).await;
        mara.publishes().await.unwrap();
        let latest = mara.backend.tree("vpn").await.unwrap().card.version;
        let mara = Author::of_tree(&app, MARA, "vpn").await;
        mara.edits(vec![body("odd", "Changed here.")]).await;
        app.sign_in(ADA).await.import_tree(tree("vpn").to_string().as_bytes()).await.unwrap();
        let revision = mara.backend.rebase_draft(mara.id, id(), 1, latest + 1, vec![keep]).await.unwrap();
        let has = mara.document().await.nodes.iter().any(|node| node.id == "odd".into());
        assert_eq!((has, revision), (keep, 2));
        mara.backend.discard_draft(mara.id, true).await.unwrap();
    }
}

#[tokio::test]
async fn a_publication_and_an_upload_at_once_make_a_version_each_and_lose_nothing() {
    let app = TestApp::start().await;
    for round in 0..6_u32 {
        let mara = Author::of_tree(&app, MARA, "vpn").await;
        mara.edits(vec![body("q2", &format!("Round {round}"))]).await;
        let (revision, latest) = (mara.page().await.revision, mara.backend.tree("vpn").await.unwrap().card.version);
        let ada = app.sign_in(ADA).await;
        let mut file = TreeDocument { name: format!("By file {round}"), ..mara.document().await };
        file.nodes.iter_mut().filter(|node| node.id == "q2".into()).for_each(|node| node.body = format!("File {round}"));
        let upload = tokio::spawn(async move { ada.import_tree(file.to_json().as_bytes()).await });
        let author = mara.clone();
        let publication = tokio::spawn(async move { author.backend.publish_draft(author.id, id(), revision).await });
        let (uploaded, published) = (upload.await.unwrap().unwrap(), publication.await.unwrap());
        match published {
            // The draft came first, and the file after it.
            Ok(published) => assert_eq!((published.version, uploaded.version), (latest + 1, latest + 2)),
            // The file came first: the draft stands on it, or says what both changed.
            Err(AppError::Rebased(version)) => {
                assert_eq!((version, uploaded.version), (latest + 1, latest + 1));
                let document = mara.document().await;
                assert_eq!(document.name, format!("By file {round}"));
                assert_eq!(mara.publishes().await.unwrap().version, latest + 2);
            }
            Err(AppError::Disputed(_)) => {
                assert_eq!(uploaded.version, latest + 1);
                mara.backend.rebase_draft(mara.id, id(), revision, latest + 1, vec![true]).await.unwrap();
                assert_eq!(mara.publishes().await.unwrap().version, latest + 2);
            }
            // Between a rebase's look and its writing nothing was stored; it is sent again.
            Err(AppError::Moved) => {
                assert_eq!(mara.publishes().await, Err(AppError::Rebased(latest + 1)));
                assert_eq!(mara.publishes().await.unwrap().version, latest + 2);
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    let versions: i64 = app.count("tree_versions where number > 1").await;
    assert_eq!(versions, 12);
}
