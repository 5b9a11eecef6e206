//! Processor time, and who used it. Unlike other times it hardly depends on what else the machine is doing.

use std::time::Duration;

use anyhow::Context;

/// Counts in `/proc` are in hundredths of a second, whatever the kernel's own clock.
const TICK: Duration = Duration::from_millis(10);

/// Processor time that was used.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Used {
    /// By this process, server and client alike, and by pgbench.
    pub(crate) here: Duration,
    /// By Postgres.
    pub(crate) postgres: Duration,
}

impl Used {
    /// Processor time up to now. `postmaster` is Postgres's first process.
    pub(crate) fn so_far(postmaster: i32) -> anyhow::Result<Self> {
        let mut postgres = Process::read(&postmaster.to_string()).context("the database is gone")?.with_ended_children();
        for entry in std::fs::read_dir("/proc")? {
            let child = entry?.file_name().to_str().and_then(Process::read).filter(|process| process.parent == postmaster);
            postgres += child.map_or(Duration::ZERO, |child| child.own);
        }
        let here = Process::read("self").context("no /proc to look into")?.with_ended_children();
        Ok(Self { here, postgres })
    }

    /// Processor time between then and now.
    pub(crate) fn since(self, then: Self) -> Self {
        Self { here: self.here.saturating_sub(then.here), postgres: self.postgres.saturating_sub(then.postgres) }
    }
}

impl std::ops::AddAssign for Used {
    fn add_assign(&mut self, other: Self) {
        self.here += other.here;
        self.postgres += other.postgres;
    }
}

struct Process {
    parent: i32,
    own: Duration,
    ended_children: Duration,
}

impl Process {
    /// None where it is no process, or has ended.
    fn read(id: &str) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name in parentheses may hold anything; the first field after it is the state.
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let ticks = |field: usize| Some(TICK * fields.get(field)?.parse().ok()?);
        Some(Self { parent: fields.get(1)?.parse().ok()?, own: ticks(11)? + ticks(12)?, ended_children: ticks(13)? + ticks(14)? })
    }

    fn with_ended_children(&self) -> Duration {
        self.own + self.ended_children
    }
}
