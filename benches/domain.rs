//! The rules alone, without a database: how long a step, a trail, a publication, a comparison of drafts and an export take.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use export::{Format, Names, Report, redact};
use resolutionflow::access::{Actor, Role};
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{CommandId, SessionId, TreeId, UserId};
use resolutionflow::map::{MOST_DRAWN, Map, Way};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, MAX_RECORDS, Session, VersionRef, trail};
use resolutionflow::stats::{Figures, FrequencyTable, Group, encode_steps, ratio, walk_of};
use resolutionflow::text::{Note, OutcomeNotes};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{
    Command as Line, DocumentNode, Edit, Evidence, FORMAT, MAX_NODES, NodeKind, Shell, Tree, TreeDocument, TreeOption, advise, apply,
    apply_all, check, check_with_fixes, diff, merge,
};
use resolutionflow::zone::Zone;
use uuid::Uuid;

const TECHNICIAN: Actor = Actor { user_id: UserId(Uuid::from_u128(1)), role: Role::Technician };
/// One record less than fits with the one that the next step adds, for it has to fit the visit that it opens, too.
const LONGEST: usize = MAX_RECORDS - 2;

/// A chain of questions with something to try at each: `ask-0` → `try-0` → `end-0`, or on to `ask-1`.
fn document(nodes: usize) -> TreeDocument {
    let links = nodes / 4;
    TreeDocument {
        format: FORMAT.into(),
        key: "a-chain".into(),
        name: "A chain of questions".into(),
        category: "Network".into(),
        tags: vec!["chain".into(), "benchmark".into()],
        description: "Asked one after the other.".into(),
        root: "ask-0".into(),
        nodes: (0..links).flat_map(|link| chain_link(link, links)).collect(),
    }
}

fn chain_link(link: usize, links: usize) -> [DocumentNode; 4] {
    let onward = if link + 1 < links { format!("ask-{}", link + 1) } else { format!("end-{link}") };
    let node = |name: &str, kind: NodeKind| DocumentNode {
        id: format!("{name}-{link}").as_str().into(),
        kind,
        title: format!("Does part {link} of the connection {name}?"),
        body: "Look at the **lamp** first:\n\n- green is `well`\n- red is not".into(),
    };
    let option = |id: &str, next: &str| TreeOption { id: id.into(), label: format!("It is {id}"), next_node_id: next.into() };
    let commands = vec![Line { label: "Flush".into(), shell: Shell::Cmd, text: "ipconfig /flushdns".into(), places: String::new() }];
    [
        node("ask", NodeKind::Decision { options: vec![option("broken", &format!("try-{link}")), option("well", &onward)] }),
        node("try", NodeKind::Action { commands, next_node_id: format!("seen-{link}").as_str().into() }),
        node("seen", NodeKind::Decision { options: vec![option("mended", &format!("end-{link}")), option("still broken", &onward)] }),
        node("end", NodeKind::Solution { suggested_outcome: Some(Outcome::Resolved) }),
    ]
}

fn published(nodes: usize) -> Tree {
    Tree::publish(&document(nodes)).unwrap_or_else(|problems| panic!("the chain has problems: {problems:?}"))
}

/// A session with that many records: the chain walked to its end and taken up again further back, with notes on every step.
fn walked(tree: &Tree, records: usize) -> Session {
    let version = VersionRef { tree_id: TreeId(Uuid::from_u128(2)), number: 1 };
    let mut session = Session::start(
        SessionId(Uuid::from_u128(3)),
        version,
        tree,
        &TECHNICIAN,
        Facts::default(),
        None,
        Timestamp::from_unix(1_770_715_000),
    );
    while session.records.len() < records {
        session = next(&session, tree);
    }
    session
}

fn next(session: &Session, tree: &Tree) -> Session {
    let now = session.last_activity_at.plus(42);
    session.after(tree, &step(session, tree), &TECHNICIAN, now).unwrap_or_else(|refusal| panic!("the chain cannot be walked: {refusal}"))
}

/// The technician's next command: the last answer, carrying on, and from an end back to the first question.
fn step(session: &Session, tree: &Tree) -> Command {
    let node = session.node_id().and_then(|id| tree.node(id));
    let action = match node.map(|node| &node.kind) {
        Some(NodeKind::Decision { options }) => {
            let option = if session.records.len().is_multiple_of(3) { options.first() } else { options.last() };
            Action::Choose { option_id: option.map(|option| option.id.clone()).unwrap_or_default() }
        }
        Some(NodeKind::Action { .. }) => Action::Continue,
        Some(NodeKind::Solution { .. }) | None => {
            let first = session.records.iter().find(|record| record.can_be_changed());
            first.map_or(Action::Back, |record| Action::Jump { record_id: record.id })
        }
    };
    let notes = Note::parse("The lamp is red; the customer says it has been since Monday.").unwrap_or_default();
    let id = CommandId(Uuid::from_u128(1_000 + u128::from(session.revision)));
    Command { id, base_revision: session.revision, at: None, draft: Some(Draft { visit_id: None, notes, ..Draft::default() }), action }
}

fn steps(criterion: &mut Criterion) {
    let tree = published(40);
    let mut group = criterion.benchmark_group("apply a step");
    for records in [10, 200, LONGEST] {
        let session = walked(&tree, records);
        let (command, now) = (step(&session, &tree), session.last_activity_at.plus(42));
        group.bench_function(BenchmarkId::from_parameter(format!("{records} records")), |bencher| {
            bencher.iter(|| black_box(&session).after(&tree, &command, &TECHNICIAN, now));
        });
    }
    group.finish();

    let session = walked(&tree, 200);
    criterion.bench_function("trail/200 records", |bencher| bencher.iter(|| trail(black_box(&session.records))));
}

/// What completing a session costs more, and what reading figures does.
fn figures(criterion: &mut Criterion) {
    let tree = published(40);
    let mut group = criterion.benchmark_group("count a walk");
    for records in [10, 200] {
        let session = walked(&tree, records);
        let action = Action::Complete { outcome: Outcome::Resolved, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() };
        let id = CommandId(Uuid::from_u128(1));
        let command = Command { id, base_revision: session.revision, at: None, draft: None, action };
        let ended = session.after(&tree, &command, &TECHNICIAN, session.last_activity_at.plus(42));
        let ended = ended.unwrap_or_else(|refusal| panic!("the chain cannot be completed: {refusal}"));
        group.bench_function(BenchmarkId::from_parameter(format!("{records} records")), |bencher| {
            bencher.iter(|| walk_of(black_box(&ended), &Zone::UTC).map(|walk| (encode_steps(&walk.steps), Figures::of(&walk))));
        });
    }
    group.finish();

    let table = |typical: u64| {
        let mut table = FrequencyTable::zero();
        (1..7_000).for_each(|at| table.insert(Seconds(typical + at), 1 + i64::try_from(1_000_000 / at / at).unwrap_or_default()));
        table
    };
    let (first, second) = (table(30), table(40));
    let mut group = criterion.benchmark_group("tables of 7,000 durations");
    group.bench_function("add", |bencher| bencher.iter(|| black_box(first.clone()).add(&second, 1)));
    group.bench_function("read", |bencher| bencher.iter(|| FrequencyTable::decode(&black_box(&first).encode())));
    group.bench_function("ratio", |bencher| bencher.iter(|| ratio(black_box(&first), &second)));
    group.finish();
}

fn publications(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check and publish");
    for nodes in [40, MAX_NODES] {
        let document = document(nodes);
        group.bench_function(BenchmarkId::from_parameter(format!("{nodes} nodes")), |bencher| {
            bencher.iter(|| Tree::publish(black_box(&document)));
        });
    }
    group.finish();
}

/// The chain as somebody else left it: a tenth of the steps with another text, some renamed, moved, gone and new.
fn rewritten(nodes: usize, word: &str, from: usize) -> TreeDocument {
    let mut document = document(nodes);
    for node in document.nodes.iter_mut().skip(from).step_by(10) {
        node.title = format!("{word}: {}", node.title);
        node.body = format!("{}\n\n{word} says more.", node.body);
    }
    for at in 0..10 {
        let (from, to) = (nodes / 20 * (at + 1) + from, nodes / 20 * (at + 1) + from + 7);
        let moved = document.nodes.remove(from);
        document.nodes.insert(to.min(document.nodes.len()), moved);
        let new =
            DocumentNode { id: format!("{word}-{at}").as_str().into(), title: format!("{word} {at}"), ..document.nodes[to - 3].clone() };
        document.nodes[to - 4] = new;
    }
    document
}

fn drafts(criterion: &mut Criterion) {
    let (origin, theirs, mine) = (document(MAX_NODES), rewritten(MAX_NODES, "theirs", 0), rewritten(MAX_NODES, "mine", 5));
    let mut other = document(MAX_NODES);
    for node in &mut other.nodes {
        node.id.0.push_str("-else");
        node.title = format!("Quite another question than {}", node.title.len());
        node.body.push_str(&node.id.0.replace('-', " "));
    }
    let edit = Edit::Title { node: origin.nodes[MAX_NODES / 2].id.clone(), title: "Is it plugged in?".into() };
    let rename = Edit::Rename { node: origin.nodes[MAX_NODES / 2].id.clone(), to: "renamed".into() };
    let evidence = Evidence::default();
    let mut group = criterion.benchmark_group("drafts of 10,000 nodes");
    group.sample_size(20);
    group.bench_function("check", |bencher| bencher.iter(|| check(black_box(&origin))));
    group.bench_function("check with fixes, all of it broken", |bencher| {
        let mut broken = origin.clone();
        broken.nodes.iter_mut().for_each(|node| node.id.0.push('x'));
        bencher.iter(|| check_with_fixes(black_box(&broken)));
    });
    group.bench_function("advise", |bencher| bencher.iter(|| advise(black_box(&origin), &evidence, &[])));
    group.bench_function("diff of two versions", |bencher| bencher.iter(|| diff(black_box(&theirs), &mine)));
    group.bench_function("diff of two that have nothing in common", |bencher| bencher.iter(|| diff(black_box(&origin), &other)));
    group.bench_function("merge", |bencher| bencher.iter(|| merge(black_box(&origin), &theirs, &mine)));
    group.bench_function("edit of a title", |bencher| {
        let mut draft = origin.clone();
        bencher.iter(|| apply(black_box(&mut draft), &edit));
    });
    group.bench_function("rename and undo", |bencher| {
        let mut draft = origin.clone();
        bencher.iter(|| apply(black_box(&mut draft), &rename).and_then(|undo| apply_all(&mut draft, &undo)));
    });
    group.bench_function("preview", |bencher| bencher.iter(|| Tree::preview(black_box(&origin))));
    group.finish();
}

/// The map of a tree of 300 steps, and of as many with ways to and fro between any.
fn maps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("map");
    let tree = published(MOST_DRAWN);
    let mut ways = Vec::new();
    for (from, node) in tree.nodes().iter().enumerate() {
        let targets: Vec<_> = match &node.kind {
            NodeKind::Decision { options } => options.iter().map(|option| &option.next_node_id).collect(),
            NodeKind::Action { next_node_id, .. } => vec![next_node_id],
            NodeKind::Solution { .. } => Vec::new(),
        };
        ways.extend(targets.into_iter().filter_map(|target| Some(Way { from, to: tree.position(target)?, is_answer: true })));
    }
    let tangle = |at: usize| Way { from: at % MOST_DRAWN, to: at * 7_919 % MOST_DRAWN, is_answer: true };
    let tangled: Vec<Way> = (0..3 * MOST_DRAWN).map(tangle).collect();
    for (name, ways) in [("300 steps", ways), ("300 steps, a tangle", tangled)] {
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter(|| Map::of(MOST_DRAWN, 0, black_box(&ways))));
    }
    group.finish();
}

fn exports(criterion: &mut Criterion) {
    let tree = published(40);
    let session = walked(&tree, 200);
    let names = Names {
        tree_key: tree.key().to_owned(),
        tree_name: tree.name().to_owned(),
        technicians: HashMap::from([(TECHNICIAN.user_id, "Tess Tanaka".to_owned())]),
        outputs: HashMap::new(),
    };
    let now = session.last_activity_at.plus(42);
    let mut group = criterion.benchmark_group("export 200 records");
    for format in Format::ALL {
        group.bench_function(BenchmarkId::from_parameter(format.word()), |bencher| {
            bencher.iter(|| {
                Report::new(black_box(&session), &tree, &names, Zone::UTC, now).write(format, &export::Fonts::default(), &mut Vec::new())
            });
        });
    }
    group.finish();
}

/// Output as servers print it, with a secret in every hundredth line, and letters that have to be folded.
fn redaction(criterion: &mut Criterion) {
    let line = "2026-02-10T10:15:00Z srv01 sshd[4242]: session opened for user jdoe by (uid=0), load 0.75, état running\n";
    let output = format!("{}password: Hunter22, from 10.0.0.17\n", line.repeat(99)).repeat(8_000_000 / (100 * line.len()) + 1);
    let mut group = criterion.benchmark_group("redact");
    group.sample_size(10);
    for (name, text) in [("64 KB of output", output.chars().take(64_000).collect()), ("8 MB of output", output)] {
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter(|| redact(black_box(&text))));
    }
    group.finish();
}

fn json(criterion: &mut Criterion) {
    let session = walked(&published(40), 200);
    let stored = serde_json::to_string(&session.records).unwrap_or_default();
    let mut group = criterion.benchmark_group("200 records as JSON");
    group.bench_function("write", |bencher| bencher.iter(|| serde_json::to_string(black_box(&session.records))));
    group.bench_function("read", |bencher| bencher.iter(|| serde_json::from_str::<Vec<DecisionRecord>>(black_box(&stored))));
    group.finish();
}

criterion_group! {
    name = domain;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3)).sample_size(50);
    targets = steps, figures, publications, drafts, maps, exports, redaction, json
}
criterion_main!(domain);
