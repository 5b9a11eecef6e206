//! Drafts of the most steps.

use ::app::backend::drafts::{DraftChange, DraftSource};
use resolutionflow::tree::{DocumentNode, Edit, FORMAT, NodeKind, TreeDocument};

use super::{Author, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA};

/// A chain of so many steps.
pub fn chain(steps: usize) -> TreeDocument {
    let id = |n: usize| format!("step-{n}").as_str().into();
    let node = |n: usize| DocumentNode {
        id: id(n),
        kind: if n + 1 < steps {
            NodeKind::Action { commands: Vec::new(), next_node_id: id(n + 1) }
        } else {
            NodeKind::Solution { suggested_outcome: None }
        },
        title: format!("Step number {n}"),
        body: format!("What is done in step {n}, in some more words than a title has."),
    };
    TreeDocument {
        format: FORMAT.into(),
        key: "chain".into(),
        name: "Chain".into(),
        category: "Network".into(),
        root: id(0),
        nodes: (0..steps).map(node).collect(),
        ..TreeDocument::default()
    }
}

#[tokio::test]
async fn ten_thousand_steps_are_written_one_by_one() {
    let app = TestApp::start().await;
    let file = chain(10_000);
    let mara = Author::begins(&app, MARA, DraftSource::File(file.to_json().into_bytes())).await;
    let ada = Author { backend: app.sign_in(ADA).await, ..mara.clone() };
    assert_eq!(mara.edits_at(0, vec![title("step-5000", "Half way")]).await, Ok(1));
    assert_eq!(ada.edits_at(0, vec![title("step-5001", "Over half way")]).await, Ok(2));
    // Of 10,000 rows one was written for each.
    let written: i64 = sqlx::query_scalar("select count(distinct xmin::text) from draft_nodes").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(written, 3);
    mara.edits_at(2, vec![Edit::Remove { nodes: vec!["step-1".into()], heal: true }]).await.unwrap();
    let text = ada.document().await.to_text().replace("Step number 9998", "The last but one");
    assert_eq!(ada.changes_at(3, DraftChange::Text(text)).await, Ok(4));
    let document = mara.document().await;
    assert_eq!((document.nodes.len(), document.nodes[9_997].title.as_str()), (9_999, "The last but one"));
    mara.undoes(false).await.unwrap();
    let stored = mara.elsewhere(&app, MARA).await.document().await;
    assert_eq!((stored.nodes.len(), &stored), (10_000, &mara.document().await));
    let page = mara.page().await;
    assert!(page.problems.is_empty(), "{:?}", page.problems.first);
    let imported = mara.backend.publish_draft(mara.id, crate::fixtures::id(), page.revision).await.unwrap();
    assert_eq!((imported.key.as_str(), imported.version), ("chain", 1));
}
