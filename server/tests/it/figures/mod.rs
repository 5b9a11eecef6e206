//! Figures through the database: whatever is done with sessions, what is stored and read is what counting all of them again gives.

mod chains;
mod fold;
mod guard;
mod keeping;
mod kept;
mod large;
mod later;
mod oracle;
mod random;
mod upgrade;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use resolutionflow::id::{AccountId, SessionId, TreeId};
use resolutionflow::session::Session;
use resolutionflow::stats::{Figures, Group, NodeFigures, NodeKey, SessionFigures, Walk, walk_of};
use resolutionflow::zone::Zone;
use server::service::{Read, Verified};
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{BEN, MARA};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Every session of an account, as its manager reads it.
pub async fn sessions(app: &TestApp, account: AccountId) -> Vec<Session> {
    let backend = app.sign_in(if account == app.north { MARA } else { BEN }).await;
    let ids: Vec<Uuid> =
        sqlx::query_scalar("select id from sessions where account_id = $1").bind(account.0).fetch_all(&app.superuser).await.unwrap();
    let mut sessions = Vec::new();
    for id in ids {
        sessions.push(backend.session(SessionId(id)).await.unwrap().session);
    }
    sessions
}

/// Figures counted from all sessions.
fn counted(walks: &[Walk], tree: Option<TreeId>, zone: Zone, from: NaiveDate, to: NaiveDate) -> Read {
    let (mut days, mut versions, mut nodes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for walk in walks.iter().filter(|walk| from <= walk.ended_on && walk.ended_on <= to) {
        let (figures, version) = (Figures::of(walk), walk.version);
        let key = (version.tree_id, version.number);
        versions.entry(key).or_insert_with(|| (version, SessionFigures::zero())).1.add(&figures.sessions, 1);
        match tree {
            None => days.entry((0, walk.ended_on)).or_insert_with(|| (None, SessionFigures::zero())).1.add(&figures.sessions, 1),
            Some(tree) if tree == version.tree_id => {
                let day = days.entry((version.number, walk.ended_on)).or_insert_with(|| (Some(version), SessionFigures::zero()));
                day.1.add(&figures.sessions, 1);
                let of_version: &mut BTreeMap<NodeKey, NodeFigures> = nodes.entry(version.number).or_default();
                figures.nodes.iter().for_each(|(node, figures)| of_version.entry(*node).or_default().add(figures, 1));
            }
            Some(_) => {}
        }
    }
    Read {
        zone,
        days: days.into_iter().map(|((_, day), (version, figures))| (version, day, figures)).collect(),
        versions: versions.into_values().collect(),
        chains: Vec::new(),
        nodes,
        nodes_of: (from, to),
    }
}

/// Compares what is stored and what is read of both accounts with what counting all sessions again gives.
pub async fn assert_exact(app: &TestApp) {
    for account in [app.north, app.south] {
        let verified = app.service.verify_figures(account, |_| {}).await.unwrap();
        let Verified::Compared { differences, count, .. } = verified else { panic!("{verified:?}") };
        assert_eq!(count, 0, "{}", differences.join("\n"));

        let sessions = sessions(app, account).await;
        let trees: Vec<Uuid> =
            sqlx::query_scalar("select id from trees where account_id = $1").bind(account.0).fetch_all(&app.superuser).await.unwrap();
        let spans =
            [("2026-02-10", "2026-02-10"), ("2026-02-01", "2026-02-28"), ("2026-01-20", "2026-04-03"), ("2026-02-12", "2026-03-02")];
        for (from, to) in spans.map(|(from, to)| (day(from), day(to))) {
            for tree in [None].into_iter().chain(trees.iter().map(|tree| Some(TreeId(*tree)))) {
                let mut read = app.service.read_figures(account, tree, from, to).await.unwrap().unwrap();
                chains::assert_are_of(&sessions, std::mem::take(&mut read.chains), read.zone, (from, to), app.now());
                let walks: Vec<Walk> = sessions.iter().filter_map(|session| walk_of(session, &read.zone)).collect();
                assert_eq!(read, counted(&walks, tree, read.zone, from, to), "{tree:?} {from} {to}");
            }
        }
    }
}

/// Number of walks of the account's newest generation.
pub async fn walks(app: &TestApp) -> i64 {
    app.count("walks").await
}

/// Random numbers (SplitMix64), the same every time.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}
