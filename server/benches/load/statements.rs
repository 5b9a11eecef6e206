//! The server's own statements as scripts for pgbench. Their text is read from `.sqlx`, so that it cannot differ from what the
//! server sends.

use std::path::Path;

use anyhow::{Context, bail};
use serde_json::Value;

use super::step::RECORDS;

/// Loads what a client needs, the first time that it runs the script.
const ONCE: &str = "\\if :fresh
select account, login, holder, session, client, decisions, node, entered, total, steps, search, added
from bench_clients where number = :client_id
\\gset
\\set fresh false
\\endif
";

/// Every statement that the server knows.
pub(crate) struct Statements(Vec<String>);

impl Statements {
    /// Reads them.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
        let mut statements = Vec::new();
        for entry in std::fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let query: Value = serde_json::from_slice(&std::fs::read(entry?.path())?)?;
            statements.push(query["query"].as_str().context("a query without text")?.to_owned());
        }
        Ok(Self(statements))
    }

    /// Statements of a step, in one transaction: who asks, the session locked, the session saved, the receipt.
    pub(crate) fn step(&self) -> anyhow::Result<String> {
        self.steps(1)
    }

    /// The same for several steps in one batch: whether they are new is asked for, each has a receipt, the session is saved once.
    pub(crate) fn steps(&self, count: usize) -> anyhow::Result<String> {
        let each = |value: &str| format!("array(select {value} from generate_series(1, {count}))");
        let (ids, fresh, revisions) = (each(":login::uuid"), each("gen_random_uuid()"), each(":steps"));
        let (kinds, fingerprints) = (each("'choose'"), each("sha256('sent')"));
        let words = format!("(case when :step = 1 then :search else repeat(:added, {count}) end)");
        // The open visit changes as with every step, which some index looks at, so that every index takes a new entry. The words of the
        // step are added to the search, which is as long as a session's: one step in so many makes it anew. A receipt is looked
        // for by an id that no command has.
        let update = [
            ":account",
            ":session",
            ":holder",
            ":client",
            "'48213'",
            ":steps",
            "now()",
            ":decisions",
            "gen_random_uuid()",
            ":node",
            ":entered",
            "''",
            "null",
            "''",
            "''",
            "null",
            "null",
            "null",
            ":total",
            "0",
            ":total",
            ":steps",
            &words,
            "''",
            "'{}'",
            "null",
            "0",
            "null",
            "false",
            "null",
            "(:step = 1)",
            "null",
            "0",
            "0",
        ];
        let insert = [":account", ":session", ":holder", "now()", &fresh, &kinds, &fingerprints, &revisions];
        let mut statements = vec![
            self.one("select logins.secret_hash", &[":account", ":login"])?,
            self.one("for no key update of s", &[":account", ":session", "null"])?,
        ];
        if count > 1 {
            statements.push(self.one("select id, fingerprint", &[":account", ":session", &ids])?);
        }
        statements.push(self.one("set holder_id = $3", &update)?);
        statements.push(self.one("insert into commands", &insert)?);
        self.script(&statements)
    }

    /// Statements of the walk page, in one transaction: who asks and what they are at, the session.
    pub(crate) fn page(&self) -> anyhow::Result<String> {
        self.script(&[
            self.one("as number from sessions where account_id = $1 and for_someone_else", &[":account", ":login"])?,
            self.one("s.id = $2 and ($3::uuid is null or s.holder_id = $3 or s.for_someone_else);", &[":account", ":session", "null"])?,
        ])
    }

    /// A transaction that sees the client's account. It begins in one round trip, as the server's do.
    fn script(&self, statements: &[String]) -> anyhow::Result<String> {
        let begin = ["begin", &self.one("set_config('resolutionflow.account_id'", &[":account"])?].join(";\n");
        let statements = statements.join(";\n");
        Ok(format!("{ONCE}\\set step random(1, {RECORDS})\n\\startpipeline\n{begin};\n\\endpipeline\n{statements};\ncommit;\n"))
    }

    /// The one statement with this in it, a semicolon at its end, with its parameters filled in.
    fn one(&self, part: &str, values: &[&str]) -> anyhow::Result<String> {
        let found: Vec<&String> = self.0.iter().filter(|statement| format!("{statement};").contains(part)).collect();
        let [statement] = found.as_slice() else { bail!("{} statements of the server contain “{part}”, not one", found.len()) };
        // From the last to the first, or $1 would be found in $10.
        let filled = values
            .iter()
            .enumerate()
            .rev()
            .fold((*statement).clone(), |statement, (position, value)| statement.replace(&format!("${}", position + 1), value));
        if filled.contains('$') {
            bail!("this statement has more parameters than the benchmark knows: {filled}");
        }
        Ok(filled)
    }
}
