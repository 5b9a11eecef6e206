//! Replay of the fuzzers' corpus through the bodies of their targets.

#[path = "../../fuzz/src/bodies.rs"]
#[allow(missing_docs, reason = "they are documented for those who fuzz")]
mod bodies;

#[test]
fn every_kept_input_is_taken() {
    for (target, body) in bodies::TARGETS {
        let folder = format!("{}/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
        let inputs: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!inputs.is_empty(), "{folder}");
        for input in inputs {
            body(&std::fs::read(&input).unwrap());
        }
    }
}
