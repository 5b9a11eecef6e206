//! What people asked of the site, and what it answered: a line of JSON for each request that was answered, or given up at the end.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A request, however often it was sent, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Operation {
    /// Session that it is about.
    pub(crate) session: Uuid,
    /// Tab of the browser: what one tab asks comes one after the other.
    pub(crate) tab: usize,
    /// Id of the command; of a read, one that nobody else has.
    pub(crate) id: Uuid,
    pub(crate) asked: Asked,
    /// When it was first sent, and when it was answered, by the steady clock, in microseconds.
    pub(crate) called: u64,
    pub(crate) answered: u64,
    /// When it was answered, in milliseconds since 1970.
    pub(crate) at: u64,
    pub(crate) said: Said,
}

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Asked {
    /// To start the session.
    Start,
    /// To carry out a command that was made at a revision.
    Take { base: u32 },
    /// How the session stands.
    Read,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Said {
    /// It is stored.
    Done,
    /// The session has another revision by now, and nothing was stored.
    Stale,
    /// The session has this revision.
    Revision(u32),
    /// Nothing, until the end.
    Nothing,
    /// Something that nobody expects.
    Odd(String),
}

/// The file, and the clock by which it is kept.
pub(crate) struct History {
    began: Instant,
    file: Mutex<File>,
}

impl History {
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        Ok(Self { began: Instant::now(), file: Mutex::new(File::create(path)?) })
    }

    /// Steady clock, in microseconds.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Writes down what came of a request that was first sent at `called`.
    pub(crate) fn note(&self, session: Uuid, tab: usize, (id, asked): (Uuid, Asked), called: u64, said: Said) -> anyhow::Result<()> {
        let answered = self.now();
        let at = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        let mut line = serde_json::to_string(&Operation { session, tab, id, asked, called, answered, at, said })?;
        line.push('\n');
        // Written at once: whoever breaks the cluster reads along.
        Ok(self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())?)
    }
}

/// Reads a history.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Operation>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    text.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
}
