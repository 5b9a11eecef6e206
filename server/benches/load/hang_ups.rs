//! Clients that hang up at random moments, for minutes: what stays open behind them, what grows, and whether what was acknowledged
//! is there afterwards.

use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use resolutionflow::id::SessionId;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::client::Client;
use super::place::Place;
use super::say;
use super::step::Walker;

/// Number of clients that read, and of technicians who take steps.
const READERS: usize = 24;
const WALKERS: usize = 8;
/// The longest wait of a client in milliseconds: some wait for their answer, most do not.
const LONGEST: u64 = 200;
/// Pause between two looks at the open transactions.
const LOOK: Duration = Duration::from_millis(100);
/// Time within which nothing may be left of what clients hung up on.
const SETTLED: Duration = Duration::from_secs(5);
/// Number of times that memory is written down.
const MEMORIES: u32 = 10;

/// Log that goes nowhere, and counts the lines about transactions that are not as sqlx believes them to be.
pub(crate) struct Log {
    nowhere: File,
    transactions: AtomicU64,
}

impl Log {
    /// An empty log.
    pub(crate) fn open() -> std::io::Result<Self> {
        Ok(Self { nowhere: File::options().write(true).open("/dev/null")?, transactions: AtomicU64::new(0) })
    }
}

impl Write for &Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let is_about_transactions = String::from_utf8_lossy(line).contains("transaction in progress");
        self.transactions.fetch_add(is_about_transactions.into(), Ordering::Relaxed);
        (&self.nowhere).write(line)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        (&self.nowhere).flush()
    }
}

/// Requests of a client, by what became of them.
#[derive(Default)]
struct Counts {
    answered: u64,
    hung_up: u64,
    turned_away: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.answered += other.answered;
        self.hung_up += other.hung_up;
        self.turned_away += other.turned_away;
    }
}

/// Lets clients hang up for so long, and prints what was seen.
///
/// # Errors
/// A step that was acknowledged and is not stored, a step that is stored twice, and whatever keeps it from being measured.
pub(crate) async fn run(place: &Place, length: Duration, log: &Log) -> anyhow::Result<()> {
    say(&format!("{READERS} readers and {WALKERS} technicians who hang up, for {} s", length.as_secs()))?;
    let (mut readers, mut walkers) = (Vec::new(), Vec::new());
    for number in 0..READERS {
        let technician = place.technician(number).await?;
        let session = technician.walk(20).await?.id;
        readers.push((technician.cookie, session));
    }
    for number in 0..WALKERS {
        walkers.push(Walker::new(place.technician(READERS + number).await?, place.address).await?);
    }
    let superuser = place.embedded.superuser("resolutionflow");
    let looking = PgPoolOptions::new().max_connections(1).connect_with(superuser).await?;
    let (mut longest, mut looks, mut memories) = (0.0_f64, 0_u64, vec![resident()?]);
    let started = Instant::now();
    let end = started + length;
    let readers: JoinSet<_> = readers.into_iter().map(|(cookie, session)| read(place.address, cookie, session, end)).collect();
    let walkers: JoinSet<_> = walkers.into_iter().map(|walker| walk(walker, end)).collect();
    while Instant::now() < end {
        longest = longest.max(idle_in_transaction(&looking).await?);
        looks += 1;
        if started.elapsed() >= length * u32::try_from(memories.len())? / MEMORIES {
            memories.push(resident()?);
        }
        sleep(LOOK).await;
    }
    let (mut read, mut stepped) = (Counts::default(), Counts::default());
    for counts in readers.join_all().await {
        read += counts;
    }
    let mut acknowledged = Vec::new();
    for walked in walkers.join_all().await {
        let (counts, sessions) = walked?;
        stepped += counts;
        acknowledged.extend(sessions);
    }
    sleep(SETTLED).await;
    let left = idle_in_transaction(&looking).await?;
    for &(session, steps) in &acknowledged {
        let sql = "select revision, jsonb_array_length(decisions), (select count(*) from commands where session_id = sessions.id) \
                   from sessions where id = $1";
        let (revision, records, receipts): (i32, i32, i64) = sqlx::query_as(sql).bind(session.0).fetch_one(&looking).await?;
        // The start has a receipt, too. The last step of a walker may be stored without having been acknowledged.
        let stored = u32::try_from(revision)?;
        ensure!(stored == steps || stored == steps + 1, "{session}: {steps} acknowledged, {revision} stored");
        ensure!(
            i64::from(records) == i64::from(revision) && receipts <= i64::from(revision) + 1,
            "{session}: {revision} {records} {receipts}"
        );
    }
    looking.close().await;
    read += stepped;
    say(&format!("  requests answered: {}, hung up on: {}, steps turned away: {}", read.answered, read.hung_up, read.turned_away))?;
    let steps: u64 = acknowledged.iter().map(|&(_, steps)| u64::from(steps)).sum();
    say(&format!("  steps acknowledged, all stored once: {steps} in {} sessions", acknowledged.len()))?;
    say(&format!("  longest idle in a transaction: {:.0} ms in {looks} looks; {:.0} ms after the end", longest * 1e3, left * 1e3))?;
    say(&format!("  warnings about transactions in the log: {}", log.transactions.load(Ordering::Relaxed)))?;
    say(&format!(
        "  memory of server and clients, in MB: {}",
        memories.iter().map(|bytes| (bytes / 1_000_000).to_string()).collect::<Vec<_>>().join(", ")
    ))
    .map_err(Into::into)
}

/// Asks for one page after another, and often does not wait for it.
async fn read(address: SocketAddr, cookie: String, session: SessionId, end: Instant) -> Counts {
    let pages = ["/trees", "/sessions", "/sessions.csv", "/start?tree=vpn-does-not-connect"].map(str::to_owned);
    let own = ["", "/walk", "/export.note.txt", "/export.pdf"].map(|ending| format!("/sessions/{session}{ending}"));
    let mut counts = Counts::default();
    for page in pages.iter().chain(&own).cycle() {
        if Instant::now() >= end {
            break;
        }
        let request = format!("GET {page} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: */*\r\n\r\n");
        let answered = timeout(wait(), async { Client::connect(address).await?.send(request.as_bytes()).await.map(|_| ()) }).await;
        // A download is streamed and tells no length, which this client does not read to its end: it hangs up in its midst.
        if matches!(answered, Ok(Ok(()))) {
            counts.answered += 1;
        } else {
            counts.hung_up += 1;
        }
    }
    counts
}

/// Takes one step after another, each sent until it is acknowledged; the sessions and how many of their steps were.
async fn walk(mut walker: Walker, end: Instant) -> anyhow::Result<(Counts, Vec<(SessionId, u32)>)> {
    let (mut counts, mut sessions) = (Counts::default(), Vec::new());
    while Instant::now() < end {
        if walker.is_at_its_end() {
            sessions.push(walker.acknowledged());
            walker.begin_anew().await?;
        }
        let command = Uuid::now_v7();
        while Instant::now() < end {
            let request = walker.request(command);
            let address = walker.address;
            let answer = timeout(wait(), async {
                let mut client = Client::connect(address).await?;
                let answer = client.send(request.as_bytes()).await?;
                // Handlers go on to their end, and until then count for the address that hung up on them.
                let is_busy = answer.status == 503;
                ensure!(is_busy || answer.status == 200, "the step answered {}{}", answer.head, String::from_utf8_lossy(answer.body));
                Ok(!is_busy)
            })
            .await;
            match answer.ok().transpose()? {
                Some(true) => {
                    walker.acknowledge(command);
                    counts.answered += 1;
                    break;
                }
                Some(false) => counts.turned_away += 1,
                None => counts.hung_up += 1,
            }
        }
    }
    sessions.push(walker.acknowledged());
    Ok((counts, sessions))
}

/// A random wait; the last bits of a UUID of version 7 are random.
fn wait() -> Duration {
    Duration::from_millis(Uuid::now_v7().as_u64_pair().1 % LONGEST)
}

/// Seconds for which the oldest of the idle transactions has waited; 0 without any.
async fn idle_in_transaction(pool: &PgPool) -> anyhow::Result<f64> {
    let sql = "select coalesce(max(extract(epoch from clock_timestamp() - state_change)), 0)::float8 from pg_stat_activity \
               where state like 'idle in transaction%'";
    Ok(sqlx::query_scalar(sql).fetch_one(pool).await?)
}

/// Memory of this process that is resident, in bytes.
fn resident() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS in /proc/self/status")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024)
}
