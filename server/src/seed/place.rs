//! An account: its people, its clients, its trees and its working days.

use std::collections::HashSet;
use std::str::FromStr;

use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{AccountId, ClientId, TreeId, UserId};
use resolutionflow::session::VersionRef;
use resolutionflow::text::{ClientName, Email, Name};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Tree, TreeDocument};
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::crowd::Ranks;
use super::vocabulary::Vocabulary;
use super::{DAYS, Plan, shelf};
use crate::demo::{Dice, Shift, shifts};
use crate::store::users::NewUser;
use crate::store::{accounts, categories, clients, trees, users};

/// Sessions of a technician on a working day, about.
const A_DAY: u64 = 14;
const SECONDS_A_DAY: i64 = 24 * 3600;
const ZONES: [&str; 6] = ["Europe/Berlin", "America/Chicago", "Europe/London", "America/New_York", "Asia/Singapore", "Australia/Sydney"];

/// Made-up account with everything but its sessions.
pub(super) struct Place {
    pub(super) account: AccountId,
    pub(super) number: u64,
    /// Number of sessions that it shall have.
    pub(super) sessions: u64,
    pub(super) shifts: Vec<Shift>,
    /// An admin, a manager, and the technicians, in this order.
    pub(super) people: Vec<Employee>,
    pub(super) clients: Vec<(ClientId, ClientName)>,
    pub(super) client_ranks: Ranks,
    pub(super) trees: Vec<Grown>,
    pub(super) tree_ranks: Ranks,
    pub(super) zone: Zone,
    name: Name,
    founded: Timestamp,
}

/// Made-up user of the account.
pub(super) struct Employee {
    pub(super) actor: Actor,
    pub(super) email: Email,
    name: Name,
}

/// Made-up tree with its versions, oldest first; there is at least one.
pub(super) struct Grown {
    pub(super) versions: Vec<Version>,
}

/// Published version of a tree, with the document that it was made from, and the time of its publication.
pub(super) struct Version {
    pub(super) version: VersionRef,
    pub(super) tree: Tree,
    published_at: Timestamp,
    document: TreeDocument,
}

impl Place {
    /// Makes an account up: number of people, clients and trees by its number of `sessions`. The same for the same plan and `number`, which
    /// counts accounts from 0.
    pub(super) fn plan(plan: Plan, number: u64, sessions: u64, words: &Vocabulary) -> anyhow::Result<Self> {
        let mut dice = Dice::of(&[plan.seed, number]);
        let zone = ZONES[usize::try_from(number)? % ZONES.len()];
        let shifts = shifts(zone, plan.until, DAYS)?;
        let founded = plan.until.plus(-(i64::try_from(DAYS)? + 30) * SECONDS_A_DAY);
        let technicians = sessions / (shifts.len().max(1) as u64 * A_DAY) + 2;
        let people = (0..technicians + 2).map(|position| Employee::hire(&mut dice, number, position, founded, words));
        let people = people.collect::<anyhow::Result<_>>()?;
        let clients = clients_of(&mut dice, sessions.isqrt().max(5), founded, words)?;
        let tree_count = (5 + sessions / 8_000).min(shelf::TREES as u64);
        let trees = (0..usize::try_from(tree_count)?).map(|tree| Grown::grow(&mut dice, tree, founded, plan.until));
        let trees = trees.collect::<anyhow::Result<_>>()?;
        Ok(Self {
            account: AccountId(dice.id(founded)),
            number,
            sessions,
            shifts,
            people,
            client_ranks: Ranks::of(clients.len() as u64),
            clients,
            trees,
            tree_ranks: Ranks::of(tree_count),
            name: Name::parse(&[&words.name(usize::try_from(number)? + 100), "IT"].join(" "))?,
            zone: Zone::from_str(zone)?,
            founded,
        })
    }

    /// Adds the account to the database, with its people, clients and trees, without its sessions. All people get the same password hash.
    pub(super) async fn settle(&self, conn: &mut PgConnection, password_hash: &str) -> anyhow::Result<()> {
        let key = ["msp-", &(self.number + 1).to_string()].concat();
        accounts::insert(conn, self.account, &key, &self.name, self.zone, self.founded).await?;
        for Employee { actor, email, name } in &self.people {
            let user = NewUser { id: actor.user_id, email, name, role: actor.role, password_hash: Some(password_hash) };
            users::insert(conn, self.account, &user, self.founded).await?;
        }
        clients::insert_all(conn, self.account, &self.clients).await?;
        for Version { version, tree, published_at, document } in self.trees.iter().flat_map(|tree| &tree.versions) {
            let category = categories::ensure(conn, self.account, tree.category()).await?;
            trees::publish(conn, self.account, *version, document, tree, &category, "", None, *published_at).await?;
        }
        Ok(())
    }

    /// The account's only manager, who closes sessions that others left parked.
    pub(super) fn manager(&self) -> Actor {
        self.people[1].actor
    }

    /// The technicians, who walk the trees; at least two.
    pub(super) fn technicians(&self) -> &[Employee] {
        &self.people[2..]
    }
}

impl Employee {
    fn hire(dice: &mut Dice, account: u64, position: u64, at: Timestamp, words: &Vocabulary) -> anyhow::Result<Self> {
        let (role, what) = match position {
            0 => (Role::Admin, "admin".to_owned()),
            1 => (Role::Manager, "manager".to_owned()),
            _ => (Role::Technician, ["technician-", &(position - 1).to_string()].concat()),
        };
        let place = usize::try_from(account * 101 + position)?;
        Ok(Self {
            actor: Actor { user_id: UserId(dice.id(at)), role },
            email: Email::parse(&[&what, "@msp-", &(account + 1).to_string(), ".example"].concat())?,
            name: Name::parse(&[words.name(place + 1_000), words.name(place * 7 + 3_000)].join(" "))?,
        })
    }
}

impl Grown {
    /// Every third tree has a second version since the middle of the time.
    fn grow(dice: &mut Dice, number: usize, founded: Timestamp, until: Timestamp) -> anyhow::Result<Self> {
        let tree_id = TreeId(dice.id(founded));
        let middle = until.plus(-i64::try_from(DAYS / 2)? * SECONDS_A_DAY);
        let published = if number.is_multiple_of(3) { vec![(1, founded), (2, middle)] } else { vec![(1, founded)] };
        let versions = published.into_iter().map(|(version, published_at)| {
            let document = shelf::document(number, version);
            let tree = Tree::publish(&document).map_err(app::error::AppError::BrokenTree)?;
            Ok(Version { version: VersionRef { tree_id, number: version }, tree, published_at, document })
        });
        Ok(Self { versions: versions.collect::<anyhow::Result<_>>()? })
    }

    /// The version that is the latest at that time, which a session started then walks; none before the first.
    pub(super) fn at(&self, at: Timestamp) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.published_at <= at)
    }

    /// The tree's name, as the history shows it: that of the latest version.
    pub(super) fn name(&self) -> &str {
        self.versions.last().map_or("", |version| version.tree.name())
    }
}

/// Clients under names of their own.
fn clients_of(dice: &mut Dice, count: u64, founded: Timestamp, words: &Vocabulary) -> anyhow::Result<Vec<(ClientId, ClientName)>> {
    const KINDS: [&str; 6] = ["Dental", "Logistics", "Law", "School", "Foods", "Architects"];
    let mut taken = HashSet::new();
    let mut clients = Vec::new();
    while (clients.len() as u64) < count {
        let place = usize::try_from(dice.between(0, 19_999))?;
        let name = [&words.name(place), KINDS[place % KINDS.len()]].join(" ");
        if taken.insert(place) {
            clients.push((ClientId(dice.id(founded)), ClientName::parse(&name)?));
        }
    }
    Ok(clients)
}
