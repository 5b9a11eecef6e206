//! The bodies of the fuzz targets: each takes any bytes, and panics where something is wrong.
//!
//! Fuzzers call them through `fuzz_targets/`. The domain's tests include this file and replay `corpus/` through it.

use std::collections::HashMap;
use std::sync::LazyLock;

use export::{Format, Names, Report, redact};
use import::{Fate, Mapping, bring, bring_by};
use resolutionflow::access::{Actor, Role};
use resolutionflow::account::TicketLink;
use resolutionflow::id::{CommandId, SessionId, TreeId, UserId};
use resolutionflow::markdown;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, Session, VersionRef};
use resolutionflow::stats::{Figures, FrequencyTable, Group, Quantile, decode_steps, encode_steps, incidence, ratio};
use resolutionflow::sync::{Answer, Batch, Made, State, take};
use resolutionflow::text::{ClientName, CommandValue, Email, Name, Note, OutcomeNotes, Output, Reason, Scratchpad, Ticket, Title};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{
    CommandValues, Edit, Evidence, MAX_BYTES, MAX_NODES, Node, NodeKind, NotADocument, Tree, TreeDocument, TreeFile, advise, apply,
    apply_all, check, check_with_fixes, diff, fill, merge, patch, placeholders,
};
use resolutionflow::wire::{Wire, from_json, to_json};
use resolutionflow::zone::Zone;
use serde_json::Value;
use uuid::Uuid;

/// Body of a fuzz target, called with arbitrary bytes.
pub type Body = fn(&[u8]);

/// Every target by its name, which is that of its corpus, too.
pub const TARGETS: [(&str, Body); 10] = [
    ("command_batch", command_batch),
    ("tree_document", tree_document),
    ("tree_text", tree_text),
    ("tree_drafts", tree_drafts),
    ("imports", imports),
    ("markdown", markdown),
    ("export", export),
    ("parsers", parsers),
    ("wire", wire),
    ("figures", figures),
];

const HOLDER: Actor = Actor { user_id: UserId(Uuid::from_u128(0xada)), role: Role::Technician };
const MANAGER: Actor = Actor { user_id: UserId(Uuid::from_u128(0xb0b)), role: Role::Manager };
const SESSION: SessionId = SessionId(Uuid::from_u128(0x0192_f0c1_2345_7abc_8def_0000_0000_0000));

/// `q` –again→ `q`, `q` –on→ `a` → `s`.
static TREE: LazyLock<Tree> = LazyLock::new(|| {
    let document = r#"{"format": "resolutionflow.tree/1", "key": "vpn", "name": "VPN", "category": "Network", "root": "q", "nodes": [
        {"id": "q", "type": "decision", "title": "Again?", "options": [
            {"id": "again", "label": "Again", "next_node_id": "q"}, {"id": "on", "label": "On", "next_node_id": "a"}]},
        {"id": "a", "type": "action", "title": "Ping", "commands": [{"label": "Ping", "shell": "cmd", "text": "ping {{host}}"}], "next_node_id": "s"},
        {"id": "s", "type": "solution", "title": "Done"}]}"#;
    Tree::publish(&TreeDocument::from_json(document.as_bytes()).expect("it is one")).expect("it is whole")
});

fn started() -> Session {
    let version = VersionRef { tree_id: TreeId(Uuid::from_u128(3)), number: 1 };
    Session::start(SESSION, version, &TREE, &HOLDER, Facts::default(), None, start())
}

/// 2026-02-10T09:00:00Z.
fn start() -> Timestamp {
    Timestamp::from_unix(1_770_714_000)
}

/// A file of another program, its name on the first line: a draft with a report of every step, or a refusal in a sentence.
pub fn imports(data: &[u8]) {
    let (name, bytes) = data.split_at(data.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1));
    let brought = match bring(bytes, String::from_utf8_lossy(name).trim()) {
        Ok(brought) => brought,
        Err(refusal) => {
            let words = refusal.to_string();
            assert!(words.ends_with('.') && words.chars().count() < 20_000, "{words}");
            return;
        }
    };
    let document = &brought.document;
    assert!(document.is_draft() && document.nodes.len() <= MAX_NODES + 1);
    assert!(!has_nul(&serde_json::to_value(document).expect("JSON")), "Postgres has no place for NUL");
    drop(check_with_fixes(document));
    let Some(report) = &brought.report else { return };
    assert!(!has_nul(&serde_json::to_value(report).expect("JSON")));
    assert!(report.count(Fate::Taken) > 0 && report.unlisted() == 0 || report.entries.len() >= 40_000);
    for node in &document.nodes {
        assert!(report.entries.iter().any(|entry| entry.step.as_ref() == Some(&node.id)) || report.unlisted() > 0, "{}", node.id);
    }
    if let (Some(fields), Ok(text)) = (brought.fields, std::str::from_utf8(bytes)) {
        let names: Vec<&str> = fields.names.iter().map(|(name, _)| name.as_str()).collect();
        let name = |at: usize| names.get(at).copied().unwrap_or_default().to_owned();
        let other = Mapping { question: name(1), body: name(0), answers: name(2), label: name(1), target: name(0), id: name(3) };
        drop(bring_by(text, "", &other));
    }
}

/// A batch as the player sends it: decoded, written again, and carried out on a session.
pub fn command_batch(data: &[u8]) {
    let Ok(batch) = serde_json::from_slice::<Batch>(data) else { return };
    let written = serde_json::to_string(&batch).expect("what was read can be written");
    assert_eq!(serde_json::from_str::<Batch>(&written).expect("and read again"), batch);
    assert!(!has_nul(&serde_json::from_str(&written).expect("JSON")), "Postgres has no place for NUL: {written}");
    let commands = &batch.commands[..batch.commands.len().min(50)];
    let before = started();
    let taken = take(&before, &TREE, commands, &HashMap::new(), &HOLDER, start().plus(60));
    assert_eq!(taken.done == commands.len(), taken.refused.is_none());
    let mut after = before.clone();
    for carried in &taken.carried {
        after = after.after(&TREE, carried.command, &HOLDER, start().plus(60)).expect("it was carried out");
        assert_eq!(after.revision, carried.revision);
        assert_sound(&after);
        let state = State::since(Some(&before), after.clone(), String::new());
        assert_eq!(state.onto(&before), after);
    }
    assert_eq!(after, taken.session);
    // Whatever the revisions say, so that one slip does not hide what comes after it; by whoever may.
    let mut session = before;
    for (command, seconds) in commands.iter().zip((0..).step_by(40)) {
        let now = start().plus(seconds);
        if let Some(at) = batch.active_at.and_then(|at| session.beat(&HOLDER, at, now)) {
            session.last_activity_at = at;
        }
        let command = Command { base_revision: session.revision, ..command.clone() };
        let done = session.after(&TREE, &command, &HOLDER, now).or_else(|_| session.after(&TREE, &command, &MANAGER, now));
        session = done.unwrap_or(session);
        assert_sound(&session);
    }
    assert_written(&session, &HashMap::new());
}

/// True if a text, or a name, has a NUL in it.
fn has_nul(json: &Value) -> bool {
    match json {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Timing rules 1 to 3, and what is stored reads back equal.
fn assert_sound(session: &Session) {
    for record in &session.records {
        assert_eq!(record.duration_seconds, record.exited_at.since(record.entered_at));
        assert!(record.exited_at >= record.entered_at && record.active_seconds <= record.duration_seconds, "{record:?}");
    }
    assert!(session.records.windows(2).all(|pair| pair[0].exited_at <= pair[1].entered_at));
    if let Some(completion) = session.completion() {
        let totals = session.totals(completion.completed_at);
        assert_eq!(completion.completed_at.since(session.started_at), totals.total + totals.parked);
    }
    let stored = serde_json::to_string(session).expect("a session can be written");
    assert_eq!(&serde_json::from_str::<Session>(&stored).expect("and read again"), session);
}

/// Every format of the session's export holds together.
fn assert_written(session: &Session, outputs: &HashMap<resolutionflow::id::VisitId, String>) {
    let technicians = HashMap::from([(HOLDER.user_id, "Ada".to_owned())]);
    let names = Names { tree_key: "vpn".into(), tree_name: TREE.name().into(), technicians, outputs: outputs.clone() };
    let zone: Zone = "Europe/Berlin".parse().expect("it is one");
    let report = Report::new(session, &TREE, &names, zone, start().plus(90));
    for format in Format::ALL {
        let Some(written) = report.text(format) else { continue };
        let name = report.file_name(format);
        assert!(name.len() <= 120 && !name.contains(['/', '\\', '\0', '\n', '"']), "{name}");
        match format {
            Format::Json => drop(serde_json::from_str::<Value>(&written).expect("JSON")),
            Format::Html => assert!(!written.contains("<script") && written.trim_end().ends_with("</html>"), "{written}"),
            _ => assert!(!written.contains('\0')),
        }
    }
}

/// Tree text: read or refused, and what was read is written in its one form, which reads back equal.
pub fn tree_text(data: &[u8]) {
    // What begins otherwise is read as JSON.
    let text = [b"---\nkey: x\n---\n", data].concat();
    for (bytes, is_surely_text) in [(data, false), (&*text, true)] {
        let read = match TreeFile::read(bytes) {
            Ok(read) => read,
            Err(NotADocument::Faulty(faults)) => {
                assert!(!faults.first.is_empty() && faults.first.len() <= faults.count);
                continue;
            }
            Err(_) => continue,
        };
        assert!(read.is_text || !is_surely_text);
        let written = read.document.to_text();
        let again = TreeFile::read(written.as_bytes());
        if written.len() <= MAX_BYTES && read.document.nodes.len() <= MAX_NODES {
            let again = again.expect("what was written can be read");
            assert_eq!(again.document, read.document);
            assert_eq!(again.document.to_text(), written);
        }
    }
}

/// Three drafts, and edits of the first as JSON, with a line of five `=` between them: edited and undone, compared, merged, looked
/// at and put right.
pub fn tree_drafts(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split("\n=====\n");
    let mut draft = || Some(TreeDocument::read(parts.next()?.as_bytes()).ok()?.into_draft().0);
    let Some(origin) = draft() else { return };
    let (theirs, mine) = (draft().unwrap_or_else(|| origin.clone()), draft().unwrap_or_else(|| origin.clone()));
    let edits: Vec<Edit> = parts.next().and_then(|edits| serde_json::from_str(edits).ok()).unwrap_or_default();

    let mut edited = origin.clone();
    for edit in &edits {
        let before = edited.clone();
        match apply(&mut edited, edit) {
            Err(_) => assert_eq!(edited, before),
            Ok(undo) => {
                assert!(edited.is_draft());
                let mut undone = edited.clone();
                apply_all(&mut undone, &undo).expect("what was done can be undone");
                assert_eq!(undone, before);
            }
        }
    }
    for (older, newer) in [(&origin, &theirs), (&theirs, &mine), (&mine, &edited)] {
        let changes = diff(older, newer);
        assert_eq!(patch(older, &changes).as_ref(), Ok(newer));
        changes.iter().for_each(|change| drop(change.words()));
    }
    for one in [&theirs, &mine, &edited] {
        assert_eq!(&merge(&origin, one, &origin).document, one);
        assert_eq!(&merge(&origin, one, one).document, one);
        for other in [&theirs, &mine, &edited] {
            let merged = merge(&origin, one, other);
            assert!(merged.document.is_draft());
            for conflict in merged.conflicts {
                apply_all(&mut merged.document.clone(), &conflict.keep_mine).expect("either can be kept");
            }
        }
        let warned = advise(one, &Evidence::default(), &[]).first.into_iter().flat_map(|warning| warning.fixes);
        for fix in check_with_fixes(one).1.into_iter().flatten().chain(warned) {
            apply_all(&mut one.clone(), &fix.edits).expect("a fix can be made");
        }
        Tree::preview(one).replay(&[], &HashMap::new());
    }
}

/// A tree file: read, checked, published, and read again.
pub fn tree_document(data: &[u8]) {
    let document = match TreeDocument::from_json(data) {
        Ok(document) => document,
        Err(NotADocument::TooLarge(bytes)) => return assert!(bytes > MAX_BYTES),
        Err(NotADocument::Malformed(_) | NotADocument::Faulty(_) | NotADocument::Foreign(_)) => return,
    };
    let written = document.to_json();
    assert!(!has_nul(&serde_json::from_str(&written).expect("JSON")), "Postgres has no place for NUL: {written}");
    if written.len() <= MAX_BYTES {
        assert_eq!(TreeDocument::from_json(written.as_bytes()).expect("what was read reads again"), document);
    }
    let problems = check(&document);
    match Tree::publish(&document) {
        Err(found) => assert_eq!(found, problems),
        Ok(tree) => {
            assert!(problems.is_empty());
            assert!(!tree.search_text().contains('\0'));
            assert!(tree.node(tree.root()).is_some() && !tree.ahead(tree.root()).is_empty());
            let stored = serde_json::to_string(&tree).expect("a tree can be written");
            assert_eq!(serde_json::from_str::<Tree>(&stored).expect("and read again"), tree);
            for node in tree.clone().with_places().nodes() {
                let values = placeholders(node)
                    .into_iter()
                    .map(|placeholder| (placeholder.name.to_owned(), CommandValue::parse("a'b").expect("it fits")));
                let values = CommandValues(values.collect());
                if let NodeKind::Action { commands, .. } = &node.kind {
                    assert!(
                        commands
                            .iter()
                            .map(|command| fill(command, &values))
                            .all(|filled| filled.wants.is_none() || filled.refused.is_some())
                    );
                }
            }
        }
    }
}

/// The body of a node.
pub fn markdown(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let blocks = markdown::parse(&text);
    let plain = markdown::plain_text(&blocks);
    assert!(!plain.contains('\0'));
    let stored = serde_json::to_string(&blocks).expect("blocks can be written");
    assert_eq!(serde_json::from_str::<Vec<markdown::Block>>(&stored).expect("and read again"), blocks);
}

/// A session with a text in every field that a person types, in every format, and what redaction makes of the text. Texts end at
/// a byte of value 1.
pub fn export(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut texts = text.split('\u{1}').cycle();
    let mut next = || texts.next().unwrap_or_default();
    let (mut session, mut outputs) = (started(), HashMap::new());
    let facts = Facts {
        scratchpad: Scratchpad::parse(next()).unwrap_or_else(|_| Scratchpad::default()),
        ticket: Ticket::parse(next()).unwrap_or_default(),
        client: ClientName::parse(next()).unwrap_or_default(),
        outcome_notes: OutcomeNotes::parse(next()).unwrap_or_default(),
        next_steps: OutcomeNotes::parse(next()).unwrap_or_default(),
    };
    let (notes, next_steps) = (facts.outcome_notes.clone(), facts.next_steps.clone());
    let actions = [
        Action::EditFacts { facts },
        Action::Choose { option_id: "again".into() },
        Action::Detour { title: Title::parse(next()).unwrap_or_else(|_| Title::parse("x").expect("it fits")) },
        Action::EndDetour,
        Action::Back,
        Action::Choose { option_id: "on".into() },
        Action::Park { reason: Reason::parse(next()).ok(), for_someone_else: false },
        Action::Resume,
        Action::Continue,
        Action::Complete { outcome: Outcome::Resolved, notes, next_steps },
    ];
    for (action, number) in actions.into_iter().zip(1_u32..) {
        let draft = session.open_visit().map(|visit| {
            outputs.insert(visit.id, Output::parse(next()).unwrap_or_default().into());
            Draft { visit_id: Some(visit.id), notes: Note::parse(next()).unwrap_or_default(), ..Draft::default() }
        });
        let id = CommandId(Uuid::from_u128(u128::from(number)));
        let command = Command { id, base_revision: session.revision, at: None, draft, action };
        session = session.after(&TREE, &command, &HOLDER, start().plus(i64::from(number) * 7)).expect("a walk that is possible");
        assert_sound(&session);
        assert_written(&session, &outputs);
    }
    let (masked, counts) = redact(&text).expect("a text that can be redacted");
    assert_eq!(redact(&masked).expect("and again"), (masked, counts), "redacting twice is redacting once");
}

/// Everything that is read from a field, an address or a cookie into a type of its own.
pub fn parsers(data: &[u8]) {
    let text = &*String::from_utf8_lossy(data);
    let again = |parsed: Option<String>, parse: fn(&str) -> Option<String>| {
        if let Some(parsed) = parsed {
            assert!(!parsed.contains('\0'));
            assert_eq!(parse(&parsed).as_ref(), Some(&parsed), "what was parsed parses to itself");
        }
    };
    let all: [fn(&str) -> Option<String>; 9] = [
        |text| Email::parse(text).ok().map(String::from),
        |text| Name::parse(text).ok().map(String::from),
        |text| Note::parse(text).ok().map(String::from),
        |text| Ticket::parse(text).ok().map(String::from),
        |text| Reason::parse(text).ok().map(String::from),
        |text| Output::parse(text).ok().map(String::from),
        |text| text.parse::<Role>().ok().map(|role| role.as_str().to_owned()),
        |text| text.parse::<SessionId>().ok().map(|id| id.to_string()),
        |text| TicketLink::parse(text).ok().map(|link| link.as_str().to_owned()),
    ];
    for parse in all {
        again(parse(text), parse);
    }
    if let (Ok(link), Ok(ticket)) = (TicketLink::parse(text), Ticket::parse("a/../b?c#d\u{202e} <\"'>")) {
        let href = link.href(&ticket).expect("there is a ticket");
        assert!(href.starts_with("http://") || href.starts_with("https://"), "{href}");
    }
    let _ = text.parse::<Zone>();
    let berlin: Zone = "Europe/Berlin".parse().expect("it is one");
    if let (Some(from), Some(to)) = (berlin.day_begins(text), berlin.day_ends(text)) {
        assert!(from < to);
    }
    if let Ok(instant) = serde_json::from_value::<Timestamp>(text.into()) {
        let _ = (berlin.exact(instant), berlin.short(instant), instant.plus(i64::MAX), instant.since(start()));
    }
}

/// The browser's reading of JSON: whatever it reads, serde reads as the same, and both write it alike.
pub fn wire(data: &[u8]) {
    fn read_and_write<T: Wire + serde::Serialize + serde::de::DeserializeOwned>(json: &str) {
        let Some(read) = from_json::<T>(json) else { return };
        let written = to_json(&read);
        let by_serde: T = serde_json::from_str(json).expect("serde reads what the browser reads");
        assert_eq!(to_json(&by_serde), written, "{json}");
        assert_eq!(serde_json::to_string(&read).expect("it can be written"), written);
        assert_eq!(from_json::<T>(&written).as_ref().map(to_json), Some(written));
    }
    let Ok(json) = std::str::from_utf8(data) else { return };
    read_and_write::<Answer>(json);
    read_and_write::<Batch>(json);
    read_and_write::<Made>(json);
    read_and_write::<Tree>(json);
    read_and_write::<Vec<Node>>(json);
    read_and_write::<String>(json);
    read_and_write::<i64>(json);
}

/// Stored figures are read only in the one form in which they are written, and whatever they say, quantiles and ratios come to an end.
pub fn figures(data: &[u8]) {
    if let Ok(figures) = Figures::decode(data) {
        assert_eq!(figures.encode(), data);
        let mut nothing = figures.clone();
        nothing -= &figures;
        assert!(nothing.is_zero());
    }
    if let Ok(steps) = decode_steps(data) {
        assert_eq!(encode_steps(&steps), data);
    }
    if let Ok(table) = FrequencyTable::decode(data) {
        assert_eq!(table.encode(), data);
        let (quantile, bounds) = (table.quantile(Quantile::P90), table.bounds(Quantile::P90));
        assert!(bounds.low.is_none_or(|low| Some(low) <= quantile));
        assert_eq!(ratio(&table, &table).is_some(), quantile.is_some());
        assert!(incidence(std::slice::from_ref(&table), &table).len() <= data.len());
    }
}
