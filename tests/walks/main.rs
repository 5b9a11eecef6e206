//! Properties of the domain over random publishable trees and random walks through them: what product.md says of timing,
//! commands, authority, limits, storage, trails and the checker.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod access;
mod actions;
mod aside;
mod broken_trees;
mod commands;
mod completed;
mod corpus;
mod drafts;
mod instants;
mod kept_form;
mod limits;
mod markdown;
mod mistakes;
mod moves;
mod outbox;
mod receipts;
mod regressions;
mod returning;
mod shares;
mod size;
mod stats;
mod stored;
mod technicians;
mod timing;
mod trail;
mod tree_limits;
mod tree_text;
mod trees;
mod untimed;
mod walk;
mod wire;

use proptest::test_runner::{Config, RngAlgorithm};

/// So many cases of a property; more in proportion where `PROPTEST_CASES` asks for more than the usual 256. A case that
/// fails becomes a test with a name, not a file of seeds. ChaCha, the usual generator, takes most of a debug run's time.
fn cases(count: u32) -> Config {
    let usual = Config::default();
    Config { cases: (usual.cases * count / 256).max(1), failure_persistence: None, rng_algorithm: RngAlgorithm::XorShift, ..usual }
}
