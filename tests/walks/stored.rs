//! Round trips: stored and sent values read back equal.

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::session::{Command, Session};
use resolutionflow::tree::{Tree, TreeDocument};
use serde_json::{Value, json};

use crate::cases;
use crate::trees::documents;
use crate::walk::walks;

/// Whatever another writer may put into a field.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1_000_000..1_000_000i32).prop_map(|thousandths| json!(f64::from(thousandths) / 1000.0)),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            hash_map("[a-z_]{1,8}", inner, 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_session_and_its_records_read_back_equal(walk in walks()) {
        for state in walk.states().step_by(4).chain([walk.end()]) {
            let stored = serde_json::to_string(state).unwrap();
            assert_eq!(&serde_json::from_str::<Session>(&stored).unwrap(), state);
            let decisions: Value = serde_json::to_value(&state.records).unwrap();
            assert_eq!(serde_json::from_value::<Vec<DecisionRecord>>(decisions).unwrap(), state.records);
        }
    }

    #[test]
    fn a_command_reads_back_equal_so_that_its_receipt_recognises_it(walk in walks()) {
        for taken in &walk.taken {
            let stored = serde_json::to_value(&taken.command).unwrap();
            assert_eq!(serde_json::from_value::<Command>(stored).unwrap(), taken.command);
        }
    }

    #[test]
    fn what_another_writer_put_into_a_record_survives(walk in walks(), extra in hash_map("their_[a-z_]{1,10}", any_json(), 1..4)) {
        let record = walk.end().records.last().unwrap();
        let mut stored = serde_json::to_value(record).unwrap();
        stored.as_object_mut().unwrap().extend(extra);
        let read: DecisionRecord = serde_json::from_str(&stored.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), stored);
    }

    #[test]
    fn what_another_writer_put_into_a_record_survives_going_back_to_it(walk in walks(), value in any_json()) {
        let mut session = walk.start.clone();
        for (taken, _) in walk.carried_out() {
            session.last_activity_at = taken.before.last_activity_at;
            session = session.after(&walk.tree, &taken.command, &taken.by, taken.now).unwrap();
            for record in &mut session.records {
                record.extra.entry("theirs").or_insert_with(|| value.clone());
            }
        }
        assert!(session.records.iter().all(|record| record.extra["theirs"] == value));
    }

    #[test]
    fn a_document_and_its_published_tree_read_back_equal(document in documents()) {
        assert_eq!(TreeDocument::from_json(document.to_json().as_bytes()).unwrap(), document);
        let tree = Tree::publish(&document).unwrap();
        let read: Tree = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
        assert_eq!(read, tree);
        for node in tree.nodes() {
            assert_eq!(read.node(&node.id), Some(node));
        }
    }
}
