//! Somebody who walks one session after the other, with a second tab open that reads along and notes something now and then.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use form_urlencoded::Serializer;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Phase, VersionRef, Visit};
use resolutionflow::text::{Note, OutcomeNotes, Title};
use resolutionflow::tree::{NodeKind, Tree};
use tokio::time::sleep;
use uuid::Uuid;

use super::history::{Asked, History, Said};
use super::http::{Browser, Ending};
use super::tab::{Ended, Noted, Tab};

/// Trees that are walked, in turn.
const TREES: [&str; 3] = ["vpn-does-not-connect", "printer-does-not-print", "slow-computer"];
/// Revision from which on a walk is completed, wherever it is.
const LONG: u32 = 40;
/// What `scripts/drill` gives everybody.
const PASSWORD: &str = "walks through every storm";
const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody who walks.
pub(crate) struct Walker {
    site: SocketAddr,
    number: u32,
    history: Arc<History>,
    ending: Ending,
    dice: Dice,
    trees: HashMap<VersionRef, Tree>,
}

impl Walker {
    pub(crate) fn new(site: SocketAddr, number: u32, history: Arc<History>, ending: Ending) -> Self {
        Self { site, number, history, ending, dice: Dice(u64::from(number)), trees: HashMap::new() }
    }

    /// Walks until the drill ends.
    pub(crate) async fn walk(mut self) -> anyhow::Result<()> {
        let walked = self.walk_on().await;
        walked.or_else(|error| if error.is::<Ended>() { Ok(()) } else { Err(error) })
    }

    async fn walk_on(&mut self) -> anyhow::Result<()> {
        let mut browser = self.browser(String::new());
        browser.cookie = self.sign_in(&mut browser).await?;
        for tree in TREES.iter().cycle() {
            if self.ending.has_begun() {
                break;
            }
            let session = self.start(&mut browser, tree).await?;
            let over = Arc::new(AtomicBool::new(false));
            let dice = Dice(self.dice.roll(u64::MAX));
            let (first, second) = (self.browser(browser.cookie.clone()), self.browser(browser.cookie.clone()));
            let aside = tokio::spawn(read_along(second, self.history.clone(), session, over.clone(), dice));
            let walked = self.take_steps(first, session).await;
            over.store(true, Ordering::Relaxed);
            for walked in [walked, aside.await?] {
                // The next session may go better.
                walked.or_else(|error| if error.is::<Noted>() { Ok(()) } else { Err(error) })?;
            }
        }
        Ok(())
    }

    fn browser(&self, cookie: String) -> Browser {
        Browser::new(self.site, cookie, self.ending.clone())
    }

    async fn sign_in(&self, browser: &mut Browser) -> anyhow::Result<String> {
        let email = format!("walker-{}@drill.example", self.number);
        let reply = browser.post("/api/sign_in", FORM, &form(&[("email", &email), ("password", PASSWORD)])).await.ok_or(Ended)?;
        let cookie = reply.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        cookie.map(str::to_owned).with_context(|| format!("signing in answered {}", reply.head))
    }

    /// Starts a session by a form that is sent until it is answered.
    async fn start(&self, browser: &mut Browser, tree: &str) -> anyhow::Result<SessionId> {
        let id = Uuid::now_v7();
        let fields = form(&[("command_id", &id.to_string()), ("tree", tree), ("ticket", "48213")]);
        let called = self.history.now();
        let reply = browser.post("/api/start_walk", FORM, &fields).await;
        let said = match &reply {
            Some(reply) if reply.status < 400 => Said::Done,
            Some(reply) => Said::Odd(format!("{}{}", reply.head, String::from_utf8_lossy(&reply.body))),
            None => Said::Nothing,
        };
        self.history.note(id, 0, (id, Asked::Start), called, said.clone())?;
        reply.ok_or(Ended)?;
        ensure!(said == Said::Done, "a start was refused: {said:?}");
        Ok(SessionId(id))
    }

    /// Walks a session to its end.
    async fn take_steps(&mut self, browser: Browser, id: SessionId) -> anyhow::Result<()> {
        let mut tab = Tab::open(0, browser, self.history.clone(), id).await?;
        let version = tab.session().version;
        if let Entry::Vacant(entry) = self.trees.entry(version) {
            entry.insert(tab.tree().await?);
        }
        while !self.ending.has_begun() {
            sleep(Duration::from_millis(40 + self.dice.roll(120))).await;
            let session = tab.session();
            let action = match &session.phase {
                Phase::Completed(_) => break,
                Phase::Parked { .. } => Action::Resume,
                Phase::Running(visit) if visit.detour.is_some() => Action::EndDetour,
                Phase::Running(visit) => {
                    let can_go_back = session.back_target().is_some();
                    next_action(&mut self.dice, &self.trees[&version], visit, session.revision, can_go_back)?
                }
            };
            tab.act(action).await?;
        }
        Ok(())
    }
}

/// Fields as a form sends them.
fn form(fields: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// What somebody does next at a step of the tree.
fn next_action(dice: &mut Dice, tree: &Tree, visit: &Visit, revision: u32, can_go_back: bool) -> anyhow::Result<Action> {
    let complete = || -> anyhow::Result<Action> {
        let notes = OutcomeNotes::parse("It works again.")?;
        Ok(Action::Complete { outcome: Outcome::Resolved, notes, next_steps: OutcomeNotes::default() })
    };
    if revision >= LONG {
        return complete();
    }
    Ok(match dice.roll(20) {
        0 => Action::PARK,
        1 if can_go_back => Action::Back,
        2 => Action::Detour { title: Title::parse("Look behind the desk")? },
        3 | 4 => note(visit)?,
        _ => match &tree.node(&visit.node_id).context("a step that is not in the tree")?.kind {
            NodeKind::Decision { options } => {
                let place = usize::try_from(dice.roll(u64::try_from(options.len())?))?;
                Action::Choose { option_id: options[place].id.clone() }
            }
            NodeKind::Action { .. } => Action::Continue,
            NodeKind::Solution { .. } => return complete(),
        },
    })
}

fn note(visit: &Visit) -> anyhow::Result<Action> {
    Ok(Action::Note { visit_id: visit.id, notes: Note::parse(&format!("Seen at {}.", Uuid::now_v7()))?, reason: None })
}

/// A second tab, which often reads how the session stands, over whichever server answers, and sometimes is faster than the first.
async fn read_along(
    browser: Browser,
    history: Arc<History>,
    session: SessionId,
    over: Arc<AtomicBool>,
    mut dice: Dice,
) -> anyhow::Result<()> {
    let mut tab = Tab::open(1, browser, history, session).await?;
    while !over.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(100 + dice.roll(400))).await;
        match tab.session().open_visit() {
            Some(visit) if dice.roll(5) == 0 => tab.act(note(visit)?).await?,
            _ => tab.read().await?,
        }
    }
    Ok(())
}

/// Numbers by chance, the same ones for the same start (SplitMix64).
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }
}
