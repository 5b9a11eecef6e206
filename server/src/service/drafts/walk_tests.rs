//! Walk tests: kept at the end of a preview, run on drafts and on what is published.

use app::backend::views::previews::RunTest;
use app::error::AppError;
use resolutionflow::id::{AccountId, DraftId, WalkTestId};
use resolutionflow::session::{Fingerprint, Receipt};
use resolutionflow::text::{Name, brief};
use resolutionflow::tree::{Tree, WalkTest, dead_end};
use serde_json::json;

use super::change::within;
use super::previews::{MOVED_ON, Walked, bad, held, over};
use super::{authors, refuse_ended};
use crate::heavy::Place;
use crate::service::Service;
use crate::service::authority::{Authority, Manager};
use crate::service::failure::{Failure, answer};
use crate::service::request::Request;
use crate::store::drafts::{self, Draft};
use crate::store::walk_tests::{self, Of};
use crate::store::{end_read, previews};

/// The most tests of a tree, with those of its draft.
const MOST: i64 = 100;
/// Tests from which they are run in a place of heavy work.
const MANY: usize = 20;
/// The most bytes of a test.
const MAX_TEST: usize = 256 * 1024;

/// Tests of the published tree with a key, each with its name.
pub type TestsOfTree = Vec<(String, WalkTest)>;

impl Request {
    pub(super) async fn walk_tests_of(&self, id: DraftId) -> Result<Vec<RunTest>, Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let draft = drafts::find(&mut tx, account, id).await?.filter(|draft| draft.end.is_none()).ok_or(AppError::NotFound)?;
        let tests = walk_tests::list(&mut tx, account, of(id, &draft)).await?;
        if tests.is_empty() {
            end_read(tx);
            return Ok(Vec::new());
        }
        let source = self.service.drafts.source(&mut tx, account, id, draft.revision).await?;
        end_read(tx);
        let revision = source.revision();
        let held = held(source, draft.is_large()).await?;
        let document = held.document.clone();
        self.service.drafts.keep(account, id, revision, held).await;
        let place = if draft.is_large() || tests.len() > MANY { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        within(place, move || {
            let sketch = Tree::sketch(&document);
            let run = tests.into_iter().map(|(kept, test)| {
                let stop = test.run(&sketch).err().map(|stop| stop.to_string());
                RunTest { kept, way: way(&test), stop }
            });
            run.collect()
        })
        .await
    }

    pub(super) async fn keep_walk_test(&self, id: DraftId, test: WalkTestId, revision: u32, name: Name) -> Result<(), Failure> {
        let fingerprint = Fingerprint::of_kind("walk test", &json!([id, revision, name.as_str()]));
        let (mut tx, author) = self.author().await?;
        let (account, user) = (author.account(), authors(author)?);
        let draft = drafts::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        let receipt = Receipt { fingerprint, by: user };
        if let Some(seen) = walk_tests::receipt(&mut tx, account, test).await? {
            end_read(tx);
            return if seen == receipt { Ok(()) } else { Err(AppError::DifferentContent.into()) };
        }
        refuse_ended(draft.end.as_ref())?;
        let Walked { preview, held, is_large } = self.walked(tx, account, (id, user)).await?.ok_or_else(over)?;
        if preview.session.revision != revision {
            return Err(bad(MOVED_ON));
        }
        let place = if is_large { Some(Place::take().await.ok_or(AppError::Busy)?) } else { None };
        let (start, session) = (preview.start.clone(), preview.session);
        let walk = within(place, move || {
            let is_dead = dead_end(&held.document, &session).is_some();
            let tree = Tree::to_walk(&held.document, start.as_ref());
            WalkTest::of(&session, &tree, start.is_none()).filter(|_| !is_dead)
        })
        .await?;
        let walk = walk.ok_or_else(|| bad("A preview becomes a test once it has come to an end, after at most 500 answers."))?;
        let walk = serde_json::to_string(&walk)?;
        if walk.len() > MAX_TEST {
            return Err(bad("The titles and answers of this walk are too long for a test."));
        }

        let (mut tx, author) = self.author_now().await?;
        let now = self.service.now();
        // One at a time, so that there are no more than there may be.
        let draft = drafts::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        if let Some(seen) = walk_tests::receipt(&mut tx, account, test).await? {
            end_read(tx);
            return if seen == receipt { Ok(()) } else { Err(AppError::DifferentContent.into()) };
        }
        refuse_ended(draft.end.as_ref())?;
        let present = previews::find(&mut tx, account, id, authors(author)?).await?;
        if present.is_none_or(|present| present.id != preview.id || present.session.revision != revision) {
            return Err(bad(MOVED_ON));
        }
        if walk_tests::count(&mut tx, account, of(id, &draft)).await? >= MOST {
            return Err(bad("This tree has 100 tests already. Delete one first."));
        }
        self.service.writes.count(&mut tx, account, user, walk.len(), now).await?;
        walk_tests::insert(&mut tx, account, id, (test, receipt), (name.as_str(), &walk), now).await?;
        Ok(tx.commit().await?)
    }

    /// Gives a test another name, or without one deletes it.
    pub(super) async fn change_walk_test(&self, id: DraftId, test: WalkTestId, name: Option<Name>) -> Result<(), Failure> {
        let (mut tx, author) = self.author().await?;
        let account = author.account();
        let draft = drafts::lock(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
        refuse_ended(draft.end.as_ref())?;
        let is_there = match name {
            Some(name) => walk_tests::rename(&mut tx, account, of(id, &draft), test, name.as_str()).await?,
            None => walk_tests::delete(&mut tx, account, of(id, &draft), test).await?,
        };
        if !is_there {
            return Err(AppError::NotFound.into());
        }
        Ok(tx.commit().await?)
    }
}

impl Service {
    /// Tests of the published tree with a key, for the command line; none where there is no such tree.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn walk_tests_of_tree(&self, account: AccountId, key: &str) -> Result<TestsOfTree, AppError> {
        answer(async {
            let mut tx = self.begin(&Manager::on_the_command_line(account)).await?;
            let tests = walk_tests::of_key(&mut tx, account, key).await?;
            end_read(tx);
            Ok(tests)
        })
        .await
    }

    /// Keys of the trees in the library that have tests, for the command line.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn keys_with_walk_tests(&self, account: AccountId) -> Result<Vec<String>, AppError> {
        answer(async {
            let mut tx = self.begin(&Manager::on_the_command_line(account)).await?;
            let keys = walk_tests::keys(&mut tx, account).await?;
            end_read(tx);
            Ok(keys)
        })
        .await
    }
}

fn of(id: DraftId, draft: &Draft) -> Of {
    Of { draft: id, tree: draft.base.map(|base| base.tree_id) }
}

/// A test's answers and its end in words.
fn way(test: &WalkTest) -> String {
    let start = test.start.iter().map(|start| format!("from “{}”", brief(&start.title)));
    let answers = test.answers.iter().map(|given| brief(&given.answer).into_owned());
    start.chain(answers).chain([brief(&test.end.step.title).into_owned()]).collect::<Vec<_>>().join(" → ")
}
