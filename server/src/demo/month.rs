//! A month of work: who walked what, when, and how it went.

use anyhow::Context;
use resolutionflow::access::{Actor, Deed};
use resolutionflow::id::{AccountId, SessionId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Facts;
use resolutionflow::text::{ClientName, Ticket};
use resolutionflow::time::Timestamp;

use super::calendar::{Shift, shifts};
use super::cast::Company;
use super::dice::Dice;
use super::remarks::Remarks;
use super::walk::Walk;
use crate::service::{Changes, Service};
use crate::store::{Tx, trees};

/// Days that the demo goes back.
const DAYS: u64 = 30;
const MINUTE: i64 = 60;

/// A user who walks trees, with what they still have to come back to.
struct Desk<'a, 'c> {
    changes: &'a mut Changes<'c>,
    dice: Dice,
    remarks: &'a Remarks,
    company: &'a Company,
    trees: Vec<String>,
    /// The user who closes what was left lying.
    overseer: Actor,
    /// Sessions that the client calls back about.
    callbacks: Vec<(SessionId, String, Facts)>,
    opened: Timestamp,
    /// Place among the company's people, from 0.
    position: u64,
}

/// Makes the sessions of the last 30 days of a company, in a transaction that sees its account and has users and trees already. `people`
/// are the users in the order of the company's people.
pub(super) async fn live(
    service: &Service,
    tx: &mut Tx,
    account: AccountId,
    company: &Company,
    people: &[UserId],
    now: Timestamp,
) -> anyhow::Result<()> {
    let remarks = Remarks::read()?;
    let shifts = shifts(company.zone, now, DAYS)?;
    let opened = shifts.first().context("a month without a working day")?.from;
    let actors = people.iter().zip(company.people).map(|(user_id, person)| Actor { user_id: *user_id, role: person.role });
    let actors: Vec<Actor> = actors.collect();
    let overseer = *actors.iter().find(|actor| actor.role.may(Deed::OverseeSessions)).context("nobody oversees")?;

    let trees: Vec<String> = trees::choices(tx, account).await?.into_iter().map(|tree| tree.key).collect();
    for (position, (actor, person)) in (0..).zip(actors.iter().zip(company.people)) {
        if !person.walks {
            continue;
        }
        let dice = Dice::new(position * 7919 + company.pause.0);
        let published = service.trees_within_a_transaction();
        let mut changes = service.changes(tx, &published, account, *actor, opened.into());
        let (trees, callbacks) = (trees.clone(), Vec::new());
        let mut desk = Desk { changes: &mut changes, dice, remarks: &remarks, company, trees, overseer, callbacks, opened, position };
        for (days_left, shift) in (0..u64::try_from(shifts.len())?).rev().zip(&shifts) {
            let over = desk.work(*shift, now).await?;
            // A session parked in the evening waits for its holder.
            if [position * 2, 3].contains(&days_left) {
                desk.leave_parked(over.max(shift.to)).await?;
            }
        }
        desk.today(now).await?;
    }
    Ok(())
}

impl Desk<'_, '_> {
    /// A day's sessions, one after the other; when the last one was over.
    async fn work(&mut self, shift: Shift, now: Timestamp) -> anyhow::Result<Timestamp> {
        let (short, long) = self.company.pause;
        let (mut at, mut over) = (shift.from.plus(self.dice.seconds(60, long)), shift.from);
        while at < shift.to {
            over = self.session(at, shift.to, now).await?;
            at = over.plus(self.dice.seconds(short, long));
        }
        Ok(over)
    }

    /// One session from its start; when it was over.
    async fn session(&mut self, at: Timestamp, evening: Timestamp, now: Timestamp) -> anyhow::Result<Timestamp> {
        let (follows, tree, facts) = self.occasion(at)?;
        let Self { changes, dice, remarks, overseer, .. } = self;
        let fate = dice.between(0, 99);
        let turns = dice.between(0, 99);
        let mut walk = Walk::start(changes, dice, remarks, &tree, facts.clone(), follows, at).await?;
        walk.steps(2).await?;
        match (fate, turns) {
            (0..4, _) => walk.abandon().await?,
            (4..13, _) if !walk.is_at_the_end() => {
                walk.park().await?;
                let outcome = [Outcome::Cancelled, Outcome::ResolvedExternally, Outcome::Unresolved][usize::try_from(fate % 3)?];
                let closed_at = evening.plus(15 * MINUTE);
                let free = walk.at;
                walk.close(*overseer, outcome, closed_at.max(walk.at).min(now)).await?;
                walk.at = free;
            }
            (13..15, _) => walk.complete().await?,
            (_, 0..12) => {
                walk.steps(2).await?;
                walk.park().await?;
                walk.resume().await?;
            }
            (_, 12..34) => {
                walk.steps(2).await?;
                walk.reconsider().await?;
            }
            _ => {}
        }
        while walk.outcome().is_none() {
            if walk.is_at_the_end() { walk.complete().await? } else { walk.step().await? }
        }
        let (over, outcome, id) = (walk.at, walk.outcome(), walk.id());
        let unfinished = matches!(outcome, Some(Outcome::Workaround | Outcome::Escalated | Outcome::Unresolved));
        if unfinished && self.dice.chance(25) {
            self.callbacks.push((id, tree, facts));
        }
        Ok(over)
    }

    /// Occasion of a session, a call or a callback: the session that it follows, the tree's key, the facts.
    fn occasion(&mut self, at: Timestamp) -> anyhow::Result<(Option<SessionId>, String, Facts)> {
        if self.dice.chance(30)
            && let Some((follows, tree, facts)) = self.callbacks.pop()
        {
            return Ok((Some(follows), tree, facts));
        }
        let tree = self.dice.pick(&self.trees).context("an account without trees")?.clone();
        let ticket =
            if self.dice.chance(94) { (41_000 + at.since(self.opened).0 / 600 * 2 + self.position).to_string() } else { String::new() };
        let client = if self.dice.chance(96) { self.dice.pick(self.company.clients).copied().unwrap_or_default() } else { "" };
        let facts = Facts { ticket: Ticket::parse(&ticket)?, client: ClientName::parse(client)?, ..Facts::default() };
        Ok((None, tree, facts))
    }

    async fn leave_parked(&mut self, at: Timestamp) -> anyhow::Result<()> {
        let (follows, tree, facts) = self.occasion(at)?;
        let mut walk = Walk::start(self.changes, &mut self.dice, self.remarks, &tree, facts, follows, at).await?;
        walk.steps(3).await?;
        walk.park().await
    }

    /// The last hours, whatever the time of day is: something finished, and for the second technician something running.
    async fn today(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let position = i64::try_from(self.position)?;
        self.session(now.plus(-(190 + 47 * position) * MINUTE), now, now).await?;
        if position == 1 {
            let (follows, _, facts) = self.occasion(now)?;
            let at = now.plus(-12 * MINUTE);
            let mut walk = Walk::start(self.changes, &mut self.dice, self.remarks, "vpn-does-not-connect", facts, follows, at).await?;
            walk.steps(2).await?;
        }
        Ok(())
    }
}
