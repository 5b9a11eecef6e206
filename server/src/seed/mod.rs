//! Many sessions, to see how the program does with them: made by the domain's own commands, the same every time, and loaded
//! through COPY in one transaction into an installation that has nothing else in it.

mod crowd;
mod day;
mod place;
mod shelf;
mod vocabulary;
mod walk;

use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::ensure;
use futures_util::{StreamExt, TryStreamExt, stream};
use resolutionflow::time::Timestamp;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::task::spawn_blocking;

use crate::login::Passwords;
use crate::login::password::NewPassword;
use crate::store::accounts;
use crate::store::bulk::{self, Lines, Sums};
use place::Place;
use vocabulary::Vocabulary;

pub use crate::demo::PASSWORD;
pub use vocabulary::{address, term, word};

/// Days that the sessions go back.
const DAYS: u64 = 730;

/// Plan of the seeding: amounts, seed and last day. The same plan makes the same sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Number of sessions, in all accounts.
    pub sessions: u64,
    /// Number of accounts; the first one has three sessions of ten.
    pub accounts: u64,
    /// Seed of the random numbers: another one makes other sessions.
    pub seed: u64,
    /// Beginning of the day after the last one. The last sessions are of the working day before it.
    pub until: Timestamp,
}

/// Progress of the seeding, as it is reported while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// So many more sessions were loaded, since the last report.
    Loaded(u64),
    /// All sessions are loaded, and the indexes are being made.
    Indexes,
    /// Everything is committed, and tables are being vacuumed and analysed for the planner.
    Analyse,
}

/// The e-mail addresses to sign in with as admin, manager and first technician of the largest account. The password is that of the demo.
pub const EMAILS: [&str; 3] = ["admin@msp-1.example", "manager@msp-1.example", "technician-1@msp-1.example"];

/// Loads made-up accounts, people, trees and sessions by the plan, as the role that owns the database. All of it or nothing, in one
/// transaction, after which the planner's figures are gathered; `told` is called as it proceeds.
///
/// # Errors
/// An error where the plan has no account, the installation has one already, or the database does not answer.
pub async fn sow(owner: &PgConnectOptions, plan: Plan, told: impl Fn(Stage)) -> anyhow::Result<()> {
    ensure!(plan.accounts > 0, "There is nothing to seed without an account.");
    let world = Arc::new(spawn_blocking(move || World::plan(plan)).await??);
    let mut conn = owner.connect().await?;
    let mut tx = conn.begin().await?;
    bulk::begin(&mut tx).await?;
    ensure!(
        accounts::keys(&mut tx).await?.is_empty(),
        "This installation has accounts already; made-up sessions go into an empty one only. Choose another database or --data-dir."
    );
    world.settle(&mut tx).await?;
    world.walk(&mut tx, &told).await?;
    told(Stage::Indexes);
    bulk::finish(&mut tx).await?;
    tx.commit().await?;
    told(Stage::Analyse);
    bulk::analyse(&mut conn).await?;
    Ok(conn.close().await?)
}

/// Everything but the sessions.
struct World {
    plan: Plan,
    words: Vocabulary,
    places: Vec<Place>,
    /// Number of working days.
    days: usize,
}

impl World {
    fn plan(plan: Plan) -> anyhow::Result<Self> {
        let words = Vocabulary::new();
        let sizes = crowd::sizes(plan.sessions, plan.accounts);
        let places = (0..).zip(sizes).map(|(number, sessions)| Place::plan(plan, number, sessions, &words));
        let places = places.collect::<anyhow::Result<Vec<_>>>()?;
        let days = places.iter().map(|place| place.shifts.len()).max().unwrap_or(0);
        Ok(Self { plan, words, places, days })
    }

    /// The accounts, their people, clients and trees.
    async fn settle(&self, conn: &mut PgConnection) -> anyhow::Result<()> {
        let hash = Passwords::default().hash(NewPassword::parse(PASSWORD, &[])?).await?;
        for place in &self.places {
            place.settle(conn, &hash).await?;
        }
        Ok(())
    }

    /// The sessions, day by day, so that those of all accounts lie mixed as they would after two years. As many days are made
    /// at once as there are processors, while Postgres takes the one before them.
    async fn walk(self: &Arc<Self>, conn: &mut PgConnection, told: &impl Fn(Stage)) -> anyhow::Result<()> {
        let at_once = available_parallelism().map_or(1, NonZero::get);
        let days = (0..self.days).map(|day| {
            let world = self.clone();
            async move { spawn_blocking(move || world.day(day)).await? }
        });
        let (mut days, mut sums) = (stream::iter(days).buffered(at_once), Sums::default());
        while let Some(lines) = days.try_next().await? {
            let sessions = lines.sessions();
            bulk::copy(conn, lines, &mut sums).await?;
            sums.copy_settled(conn).await?;
            told(Stage::Loaded(sessions));
        }
        sums.copy_all(conn).await
    }

    /// A day of all accounts.
    fn day(&self, day: usize) -> anyhow::Result<Lines> {
        let mut walked = Vec::new();
        for place in &self.places {
            walked.extend(day::walked(place, &self.words, self.plan.seed, day)?);
        }
        walked.sort_by_key(|walked| (walked.session.started_at, walked.session.id));
        let mut lines = Lines::default();
        for walked in &walked {
            lines.add((walked.account, walked.zone), &walked.session, walked.client, walked.tree, &walked.outputs)?;
            let (receipts, due) = walked.receipts_left(self.plan.until);
            lines.add_receipts(walked.account, walked.session.id, receipts, due)?;
        }
        Ok(lines)
    }
}
