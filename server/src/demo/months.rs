//! Two months of work: who walked what, when, and how it went.

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
const DAYS: u64 = 60;
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

/// Two months of a company, which are lived in parts.
pub(super) struct Months<'a> {
    company: &'a Company,
    account: AccountId,
    /// Its people, in the company's order.
    actors: Vec<Actor>,
    overseer: Actor,
    remarks: Remarks,
    shifts: Vec<Shift>,
    /// First instant that was not lived yet; the first shift's at first.
    from: Timestamp,
    now: Timestamp,
}

impl<'a> Months<'a> {
    /// The last 60 days of a company. `people` are its users in the order of the company's people.
    pub(super) fn new(company: &'a Company, people: &[UserId], account: AccountId, now: Timestamp) -> anyhow::Result<Self> {
        let shifts = shifts(company.zone, now, DAYS)?;
        let from = shifts.first().context("two months without a working day")?.from;
        let actors = people.iter().zip(company.people).map(|(user_id, person)| Actor { user_id: *user_id, role: person.role });
        let actors: Vec<Actor> = actors.collect();
        let overseer = *actors.iter().find(|actor| actor.role.may(Deed::OverseeSessions)).context("nobody oversees")?;
        Ok(Self { company, account, actors, overseer, remarks: Remarks::read()?, shifts, from, now })
    }

    /// Makes the sessions of the working days that began before `until`, and those of today where that is now, in a transaction that sees
    /// the account and has users and trees already.
    pub(super) async fn live_until(&mut self, service: &Service, tx: &mut Tx, until: Timestamp) -> anyhow::Result<()> {
        let trees: Vec<String> = trees::choices(tx, self.account).await?.into_iter().map(|tree| tree.key).collect();
        let opened = self.shifts.first().map_or(self.from, |shift| shift.from);
        for (position, (actor, person)) in (0..).zip(self.actors.iter().zip(self.company.people)) {
            if !person.walks {
                continue;
            }
            let dice = Dice::of(&[position, self.company.pause.0, self.from.since(opened).0]);
            let published = service.trees_within_a_transaction();
            let mut changes = service.changes(tx, &published, self.account, *actor, opened.into());
            let (trees, callbacks) = (trees.clone(), Vec::new());
            let (remarks, company, overseer) = (&self.remarks, self.company, self.overseer);
            let mut desk = Desk { changes: &mut changes, dice, remarks, company, trees, overseer, callbacks, opened, position };
            for (days_left, shift) in (0..u64::try_from(self.shifts.len())?).rev().zip(&self.shifts) {
                if shift.from < self.from || shift.from >= until {
                    continue;
                }
                let over = desk.work(*shift, self.now).await?;
                // A session parked in the evening waits for its holder.
                if [position * 2, 3].contains(&days_left) {
                    desk.leave_parked(over.max(shift.to)).await?;
                }
            }
            if until == self.now {
                desk.today(self.now).await?;
            }
        }
        self.from = until;
        Ok(())
    }
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
