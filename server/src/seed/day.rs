//! A day of an account: who walks what when.

use anyhow::Context;
use resolutionflow::id::{AccountId, ClientId, SessionId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Facts, Session};
use resolutionflow::text::{ClientName, Scratchpad, Ticket};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use super::crowd::share;
use super::place::{Employee, Grown, Place};
use super::vocabulary::Vocabulary;
use super::walk::{End, Walk};
use crate::demo::{Dice, Shift};
use crate::store::bulk::Received;
use crate::store::commands::due_at;

/// For how many working days a session may lie parked before somebody closes it.
const LEFT_LYING: usize = 20;

/// Made-up session with what its row needs besides the session itself.
pub(super) struct Walked<'a> {
    pub(super) account: AccountId,
    /// The account's zone.
    pub(super) zone: Zone,
    pub(super) session: Session,
    pub(super) client: Option<ClientId>,
    /// Name of the session's tree, by which it is found.
    pub(super) tree: &'a str,
    pub(super) outputs: Vec<(VisitId, String)>,
    /// Receipts of its start and of all commands, the start's first.
    pub(super) receipts: Vec<Received>,
}

impl Walked<'_> {
    /// The receipts that the server would still have at `now`, and when those of an ended session go.
    pub(super) fn receipts_left(&self, now: Timestamp) -> (&[Received], Option<Timestamp>) {
        let last = self.receipts.last().filter(|_| self.session.completion().is_some());
        match last.map(|last| due_at(last.at)) {
            Some(due) if due <= now => (self.receipts.get(..1).unwrap_or_default(), None),
            due => (self.receipts.as_slice(), due),
        }
    }
}

/// Occasion of a session: its tree, client and facts, and the session that it follows.
#[derive(Clone)]
struct Occasion<'a> {
    tree: &'a Grown,
    client: Option<ClientId>,
    facts: Facts,
    follows: Option<SessionId>,
}

/// Makes the sessions that an account's people start on a working day, counted from 0. The same for the same seed, whatever is made before
/// or beside it, so that days can be made in parallel.
pub(super) fn walked<'a>(place: &'a Place, words: &Vocabulary, seed: u64, day: usize) -> anyhow::Result<Vec<Walked<'a>>> {
    let Some(shift) = place.shifts.get(day).copied() else { return Ok(Vec::new()) };
    let mut dice = Dice::of(&[seed, place.number, day as u64, 1]);
    let count = share(place.sessions, day, place.shifts.len());
    let (mut sessions, mut unfinished): (Vec<Walked<'a>>, Vec<Occasion<'a>>) = (Vec::new(), Vec::new());
    let technicians = place.technicians();
    let begin = dice.between(0, technicians.len() as u64 - 1);
    for (position, technician) in (0..).zip(technicians) {
        // In turns, beginning with another one every day.
        let turn = (position + begin) % technicians.len() as u64;
        let many = share(count, usize::try_from(turn)?, technicians.len());
        let mut free = shift.from;
        for number in 0..many {
            let at = free.max(start(&mut dice, shift, number, many));
            let occasion = occasion(&mut dice, place, at, sessions.len(), &mut unfinished)?;
            let last = number + 1 == many;
            let end = end(&mut dice, place, day, last, shift);
            let (walked, over) = walk(&mut dice, place, words, technician, occasion.clone(), at, end)?;
            free = over.plus(dice.seconds(5, 90));
            let outcome = walked.session.completion().map(|completion| completion.outcome);
            if outcome.is_some_and(Outcome::ends_a_walk) && dice.chance(5) {
                unfinished.push(Occasion { follows: Some(walked.session.id), ..occasion });
            }
            sessions.push(walked);
        }
    }
    Ok(sessions)
}

/// Start of a session: spread over the shift, at odd times.
fn start(dice: &mut Dice, shift: Shift, number: u64, of: u64) -> Timestamp {
    let each = shift.to.since(shift.from).0 / of.max(1);
    shift.from.plus(i64::try_from(number * each).unwrap_or(0) + dice.seconds(0, each / 2))
}

/// Occasion of the next session: a new call, or a callback later that day about what was not done with.
fn occasion<'a>(
    dice: &mut Dice,
    place: &'a Place,
    at: Timestamp,
    today: usize,
    unfinished: &mut Vec<Occasion<'a>>,
) -> anyhow::Result<Occasion<'a>> {
    let back = unfinished.iter().position(|occasion| occasion.facts.ticket.as_str().len() > 1);
    if dice.chance(30)
        && let Some(back) = back
    {
        return Ok(unfinished.swap_remove(back));
    }
    let tree = place.tree_ranks.pick(dice, &place.trees).context("an account without trees")?;
    let client = if dice.chance(96) { place.client_ranks.pick(dice, &place.clients) } else { None };
    let ticket = ["INC", &(at.unix() / 86_400 % 10_000 * 1_000 + i64::try_from(today)?).to_string()].join("-");
    let facts = Facts {
        ticket: Ticket::parse(if dice.chance(94) { &ticket } else { "" })?,
        client: client.map_or_else(ClientName::default, |(_, name)| name.clone()),
        ..Facts::default()
    };
    Ok(Occasion { tree, client: client.map(|(id, _)| *id), facts, follows: None })
}

/// End of a session: those of the last days may still be active.
fn end(dice: &mut Dice, place: &Place, day: usize, last_of_the_day: bool, shift: Shift) -> End {
    let days_left = place.shifts.len() - 1 - day;
    let fate = dice.between(0, 999);
    match fate {
        _ if days_left == 0 && last_of_the_day && fate < 600 => End::Runs,
        0..30 if days_left < LEFT_LYING => End::Parked { for_someone_else: fate < 8 },
        30..32 => End::Parked { for_someone_else: false },
        0..30 => End::ClosedFromAList { by: place.manager(), at: shift.to.plus(15 * 60) },
        32..52 => End::Abandoned,
        _ => End::Completed,
    }
}

fn walk<'a>(
    dice: &mut Dice,
    place: &'a Place,
    words: &Vocabulary,
    technician: &Employee,
    occasion: Occasion<'a>,
    at: Timestamp,
    end: End,
) -> anyhow::Result<(Walked<'a>, Timestamp)> {
    let Occasion { tree, client, mut facts, follows } = occasion;
    if dice.chance(8) {
        facts.scratchpad = Scratchpad::parse(&words.say(dice, 5, 20))?;
    }
    let version = tree.at(at).context("a tree from before its first version")?;
    let mut walk = Walk::start(dice, words, technician.actor, version, facts, follows, at);
    walk.go_on_to(end)?;
    let (session, outputs, receipts, over) = walk.over();
    Ok((Walked { account: place.account, zone: place.zone, session, client, tree: tree.name(), outputs, receipts }, over))
}
