//! Whether time budgets are kept.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use app::backend::history::TreeChoice as Choice;
use app::backend::views::insights::{Answer, Asked, BudgetsPage, Progress, SessionsKept, StepKept, StepsKept};
use app::backend::views::{SetBudget, TreeName};
use app::error::AppError;
use resolutionflow::budget::{Budget, BudgetClock, Kept};
use resolutionflow::hours::Hours;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::{Period, same_step};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{FrequencyTable, Group, NodeKey};
use resolutionflow::text::Key;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{NodeId, Tree};
use resolutionflow::zone::Zone;
use tokio::task::spawn_blocking;

use super::super::authority::Authority;
use super::super::failure::Failure;
use super::super::request::Request;
use super::super::tree_cache::Trees;
use crate::store::budgets::{OpenSession, OpenStep, Span};
use crate::store::figures::generations::{Counted, Standing, standing};
use crate::store::figures::{Days, nodes, read};
use crate::store::{Tx, budgets, end_read, hours, trees};

/// The most walks that are looked through for budgets in business hours, the last ones.
const SPANS: i64 = 50_000;
/// The most open sessions that are looked at, those that began first.
const OPEN: i64 = 20_000;
const SOLVED: [Outcome; 2] = [Outcome::Resolved, Outcome::Workaround];
const UNSOLVED: [Outcome; 2] = [Outcome::Escalated, Outcome::Unresolved];

/// Trees that a page is about, and their budgets.
struct Shelf {
    choices: Vec<Choice>,
    set: HashMap<TreeId, Vec<SetBudget>>,
}

impl Shelf {
    /// Trees that are asked for.
    fn asked<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = &'a Choice> {
        let is_asked = move |tree: &&Choice| {
            (asked.tree.is_empty() || tree.key == asked.tree) && (asked.category.is_empty() || tree.category == asked.category)
        };
        self.choices.iter().filter(is_asked)
    }

    fn of(&self, tree: &Choice) -> &[SetBudget] {
        self.set.get(&tree.id).map_or(&[], Vec::as_slice)
    }

    /// Budget of the sessions of a tree.
    fn of_sessions(&self, tree: &Choice) -> Option<Budget> {
        self.of(tree).iter().find(|set| set.node.is_none()).map(|set| set.budget)
    }

    fn has_steps(&self, tree: &Choice) -> bool {
        self.of(tree).iter().any(|set| set.node.is_some())
    }
}

/// The page of time budgets, for a manager.
pub(super) async fn page(request: &Request, trees: &Trees, asked: &Asked) -> Result<Progress<BudgetsPage>, Failure> {
    let (mut tx, technician) = request.technician().await?;
    let (account, zone, now) = (technician.manager()?.account(), technician.settings().zone, request.service.now());
    let counted = match standing(&mut tx, account).await? {
        Standing::Counted(counted) => counted,
        Standing::Counting { percent } => return Ok(Progress::Counting { percent }),
    };
    let mut shelf = Shelf { choices: trees::choices(&mut tx, account).await?, set: HashMap::new() };
    for (tree, set) in budgets::all(&mut tx, account).await? {
        shelf.set.entry(tree).or_default().push(set);
    }
    let period = asked.scope.period;
    let days = Days { from: period.from(), to: period.to() };
    let is_any = !shelf.set.is_empty();
    let figures = if is_any { read::by_tree(&mut tx, account, &counted, days).await? } else { BTreeMap::new() };
    let with_budget: Vec<&Choice> = shelf.asked(asked).filter(|tree| !shelf.of(tree).is_empty()).collect();
    // Open sessions are those of now.
    let open = if period.contains(asked.scope.today) && !with_budget.is_empty() {
        let ids: Vec<TreeId> = with_budget.iter().map(|tree| tree.id).collect();
        let nodes: Vec<NodeId> = with_budget.iter().flat_map(|tree| shelf.of(tree)).filter_map(|set| set.node.clone()).collect();
        budgets::open(&mut tx, account, &ids, &nodes, now, OPEN).await?
    } else {
        Vec::new()
    };
    let by_hours: Vec<TreeId> = with_budget
        .iter()
        .filter(|tree| shelf.of_sessions(tree).is_some_and(|budget| budget.clock == BudgetClock::Business))
        .map(|tree| tree.id)
        .collect();
    let hours = hours::read(&mut tx, account).await?;
    let hours_are_entered = hours.are_entered();
    let spans = if by_hours.is_empty() { Vec::new() } else { budgets::spans(&mut tx, account, &counted, &by_hours, days, SPANS).await? };
    let walks = |tree: &Choice| figures.get(&tree.id).map_or(0, |figures| figures.walks(&Outcome::OF_A_WALK));
    let most_walked = with_budget.iter().filter(|tree| shelf.has_steps(tree)).max_by_key(|tree| walks(tree));
    let steps = match most_walked {
        Some(tree) => Some(steps(&mut tx, trees, account, &counted, tree, shelf.of(tree), days, &open).await?),
        None => None,
    };
    end_read(tx);
    let reached = |read: usize, most: i64| i64::try_from(read).is_ok_and(|read| read >= most);
    let (is_cut, is_open_cut) = (reached(spans.len(), SPANS), reached(open.len(), OPEN));
    let begun: Vec<(TreeId, Timestamp)> =
        open.iter().filter(|open| by_hours.contains(&open.version.tree_id)).map(|open| (open.version.tree_id, open.started_at)).collect();
    let business = Business { hours, zone };
    let (ended_by_hours, open_by_hours) = spawn_blocking(move || (business.ended(&spans), business.open(&begun, now))).await?;
    let mut sessions: Vec<SessionsKept> = with_budget
        .iter()
        .filter_map(|tree| {
            let budget = shelf.of_sessions(tree)?;
            let id = tree.id;
            let of = figures.get(&id).cloned().unwrap_or_default();
            let ended = match budget.clock {
                BudgetClock::Active => [of.active(&SOLVED), of.active(&UNSOLVED)],
                BudgetClock::Elapsed => [of.elapsed(&SOLVED), of.elapsed(&UNSOLVED)],
                BudgetClock::Business => ended_by_hours.get(&id).cloned().unwrap_or_default(),
            };
            let of_tree = open.iter().filter(|open| open.version.tree_id == id);
            let open = match budget.clock {
                BudgetClock::Active => of_tree.map(|open| open.active).collect(),
                BudgetClock::Elapsed => of_tree.map(|open| open.total).collect(),
                BudgetClock::Business => open_by_hours.get(&id).cloned().unwrap_or_default(),
            };
            Some(SessionsKept { tree: name(tree), budget, ended, open })
        })
        .collect();
    sessions.sort_by_key(|tree| std::cmp::Reverse(tree.kept().missed));
    let has_budgets = !shelf.set.is_empty();
    let page = BudgetsPage { asked: asked.clone(), sessions, steps, hours_are_entered, is_cut, is_open_cut, has_budgets };
    Ok(Progress::Ready(Box::new(Answer { as_of: now, zone: counted.zone, trees: shelf.choices, page })))
}

fn name(tree: &Choice) -> TreeName {
    TreeName { key: tree.key.clone(), name: tree.name.clone() }
}

/// Business hours of an account.
struct Business {
    hours: Hours,
    zone: Zone,
}

impl Business {
    /// Business hours of walks by tree: of those that were solved, and of the others.
    fn ended(&self, spans: &[Span]) -> HashMap<TreeId, [FrequencyTable; 2]> {
        let mut ended: HashMap<TreeId, [FrequencyTable; 2]> = HashMap::new();
        for span in spans {
            let tables = ended.entry(span.tree).or_default();
            let time = self.hours.between(self.zone, span.started_at, span.completed_at);
            tables[usize::from(!SOLVED.contains(&span.outcome))].insert(time, 1);
        }
        ended
    }

    /// Business hours of open sessions up to `now`, by tree.
    fn open(&self, begun: &[(TreeId, Timestamp)], now: Timestamp) -> HashMap<TreeId, FrequencyTable> {
        let mut open: HashMap<TreeId, FrequencyTable> = HashMap::new();
        for (tree, started_at) in begun {
            open.entry(*tree).or_default().insert(self.hours.between(self.zone, *started_at, now), 1);
        }
        open
    }
}

/// How the budgets of a tree's steps were kept.
#[allow(clippy::too_many_arguments, reason = "each is a part of the question")]
async fn steps(
    tx: &mut Tx,
    trees: &Trees,
    account: AccountId,
    counted: &Counted,
    choice: &Choice,
    set: &[SetBudget],
    days: Days,
    open: &[OpenSession],
) -> Result<StepsKept, Failure> {
    let shelved = trees::find(tx, account, &choice.key).await?.ok_or(AppError::NotFound)?;
    let latest = trees.get(tx, account, shelved.latest()).await?;
    let read = nodes::by_node(tx, account, counted, shelved.id, days).await?;
    let open: Vec<&OpenSession> = open.iter().filter(|open| open.version.tree_id == shelved.id).collect();
    let mut versions: BTreeMap<u32, Arc<Tree>> = BTreeMap::new();
    for number in read.versions.keys().copied().chain(open.iter().map(|open| open.version.number)) {
        if let Entry::Vacant(vacant) = versions.entry(number) {
            vacant.insert(trees.get(tx, account, VersionRef { tree_id: shelved.id, number }).await?);
        }
    }
    let rows = set.iter().filter_map(|set| {
        let node = set.node.clone()?;
        let (key, is_by_active) = (NodeKey::of(&node), set.budget.clock == BudgetClock::Active);
        let present = latest.node(&node);
        // Ids survive versions, meanings do not.
        let is_same = |number: u32| {
            versions.get(&number).and_then(|tree| tree.node(&node)).is_some_and(|own| match present {
                Some(present) => same_step(&[], own, present),
                None => Key::of(&own.title) == Key::of(&set.title),
            })
        };
        let mut times = FrequencyTable::zero();
        let of_versions = read.versions.iter().filter(|(number, _)| is_same(**number));
        for figures in of_versions.filter_map(|(_, nodes)| nodes.get(&key)) {
            times.add(if is_by_active { &figures.active } else { &figures.elapsed }, 1);
        }
        let at_node = open.iter().filter(|open| is_same(open.version.number)).filter_map(|open| open.step.as_ref());
        let is_over = |step: &&OpenStep| step.node == node && set.budget.is_past(if is_by_active { step.active } else { step.elapsed });
        let over = at_node.filter(is_over).count() as u64;
        Some(StepKept {
            is_gone: present.is_none(),
            title: present.map_or_else(|| set.title.clone(), |node| node.title.clone()),
            node,
            budget: set.budget,
            ended: Kept::of(&times, set.budget.time),
            over,
        })
    });
    let mut rows: Vec<StepKept> = rows.collect();
    rows.sort_by_key(|step| std::cmp::Reverse(step.kept().missed));
    let asked = Period::new(days.from, days.to).map_err(|_| AppError::Unexpected)?;
    let period = if read.days == days { asked } else { asked.whole_months() };
    Ok(StepsKept { tree: name(choice), period, rows })
}
