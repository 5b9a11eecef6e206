//! Walk tests on the command line, as `resolutionflow tree check --walks` runs them.

use std::path::PathBuf;

use resolutionflow::id::AccountId;
use resolutionflow::tree::{Tree, TreeDocument};

use crate::cli::{AccountArg, database, say};
use crate::config::DatabaseConfig;
use crate::service::Service;

/// Runs the tests of the trees with the files' keys on the files or, where there are no files, those of every published tree; the number of
/// those that fail, of which each says why.
pub(super) async fn run(
    sound: &[(&PathBuf, TreeDocument)],
    of_published: bool,
    account: &AccountArg,
    config: &DatabaseConfig,
) -> anyhow::Result<usize> {
    database::with(config, async |service| {
        let account = account.find(&service).await?;
        let mut failed = 0;
        if of_published {
            for key in service.keys_with_walk_tests(account).await? {
                let mut json = Vec::new();
                service.tree_document(account, &key).await?.content.copy_to(&mut json)?;
                failed += run_on(&service, account, &key, &TreeDocument::from_json(&json)?).await?;
            }
        }
        for (file, document) in sound {
            failed += run_on(&service, account, &format!("{}:1:1", file.display()), document).await?;
        }
        Ok(failed)
    })
    .await
}

/// Runs the tests of a document's tree on it. `place` says in each line where that stands.
async fn run_on(service: &Service, account: AccountId, place: &str, document: &TreeDocument) -> anyhow::Result<usize> {
    let sketch = Tree::sketch(document);
    let (mut passed, mut failed) = (0, 0);
    for (name, test) in service.walk_tests_of_tree(account, &document.key).await? {
        match test.run(&sketch) {
            Ok(()) => passed += 1,
            Err(stop) => {
                failed += 1;
                say(format_args!("{place}: walk test “{name}”: {stop}"))?;
            }
        }
    }
    match passed {
        0 => {}
        1 => say(format_args!("“{}”: 1 walk test passes.", document.name))?,
        passed => say(format_args!("“{}”: {passed} walk tests pass.", document.name))?,
    }
    Ok(failed)
}
