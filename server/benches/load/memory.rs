//! Memory of the server while ten clients at once take documents of a session that is as large as sessions get.
//!
//! It is that of this process, with the clients, which throw away what they read. Alone, because what other figures left in the
//! allocator would count.

use std::io::{Write, stdout};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use sqlx::postgres::PgPoolOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::place::Place;

/// Clients at once.
const CLIENTS: usize = 10;
/// The most memory that the server is to have, in MB.
const AIM: u64 = 400;

/// Makes the records of a session as many, and notes and output as long, as fit.
const FILL: &str = r#"
update sessions
set decisions = (
    select jsonb_agg(record)
    from (
        select decisions->0 || jsonb_build_object(
            'id', gen_random_uuid(), 'notes', left(repeat('They say that it is "not" <plugged> in & never was. ', 30), 1048)) as record
        from generate_series(1, 1999)
    ) as records
)
where id = $1"#;
const PRINT: &str = r"
insert into outputs (account_id, session_id, visit_id, output)
select account_id, id, (record->>'id')::uuid, left(repeat(E'Reply from <10.0.0.1>: bytes=32 time=1ms TTL=64\n', 100), 4195)
from sessions, jsonb_array_elements(decisions) as record
where id = $1";

/// Kinds of document that the clients take, and the ends of their addresses, in turns.
const TAKEN: [(&str, &[&str]); 8] = [
    ("plain text", &["/export.txt"]),
    ("Markdown", &["/export.md"]),
    ("HTML", &["/export.html"]),
    ("JSON", &["/export.json"]),
    ("ticket note", &["/export.note.txt"]),
    ("PDF", &["/export.pdf"]),
    ("its page", &[""]),
    ("all of them", &["/export.txt", "/export.html", "/export.json", "/export.pdf", ""]),
];

/// Prints, a line for each document, the peak of memory in use while ten clients take it, and while ten others have taken none of it yet.
pub(crate) async fn print(place: &Place) -> anyhow::Result<()> {
    let technician = place.technician(0).await?;
    let session = technician.walk(1).await?.id;
    let superuser = PgPoolOptions::new().max_connections(1).connect_with(place.embedded.superuser("resolutionflow")).await?;
    for sql in [FILL, PRINT] {
        sqlx::query(sql).bind(session.0).execute(&superuser).await?;
    }
    let mut out = stdout();
    writeln!(out, "\nMemory under {CLIENTS} of the largest documents at once, MB; {} before, {AIM} at most\n", status("VmRSS")?)?;
    writeln!(out, "| document | MB of each | peak | answered, busy | seconds |\n|---|---|---|---|---|")?;
    for (name, ends) in TAKEN {
        // What follows counts from here on.
        std::fs::write("/proc/self/clear_refs", "5")?;
        let (began, mut clients) = (Instant::now(), JoinSet::new());
        for end in ends.iter().cycle().take(CLIENTS) {
            let (address, cookie) = (place.address, technician.cookie.clone());
            clients.spawn(take(address, format!("/sessions/{session}{end}"), cookie, Duration::ZERO));
        }
        let taken = clients.join_all().await.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
        let longest = taken.iter().map(|(_, bytes)| bytes).max().copied().unwrap_or(0) / (1024 * 1024);
        let busy = taken.iter().filter(|(status, _)| *status == 503).count();
        let (peak, seconds) = (status("VmHWM")?, began.elapsed().as_secs_f64());
        writeln!(out, "| {name} | {longest} | {peak} | {}, {busy} | {seconds:.1} |", taken.len() - busy)?;
    }
    std::fs::write("/proc/self/clear_refs", "5")?;
    let mut readers = JoinSet::new();
    for _ in 0..3 * CLIENTS {
        let (address, cookie) = (place.address, technician.cookie.clone());
        readers.spawn(take(address, format!("/sessions/{session}/export.html"), cookie, Duration::from_secs(5)));
    }
    readers.join_all().await.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    writeln!(out, "| HTML, {} readers who wait for 5 s | | {} | | |", 3 * CLIENTS, status("VmHWM")?)?;
    Ok(())
}

/// Takes an answer and throws it away, after a pause behind its beginning. Its status and length.
async fn take(address: SocketAddr, path: String, cookie: String, pause: Duration) -> anyhow::Result<(u16, u64)> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut piece = vec![0; 64 * 1024];
    let first = stream.read(&mut piece).await?;
    let status = std::str::from_utf8(piece.get(9..12).unwrap_or_default())?.parse()?;
    ensure!([200, 503].contains(&status), "{path} answered {}", String::from_utf8_lossy(&piece[..first.min(500)]));
    tokio::time::sleep(pause).await;
    let mut length = first as u64;
    loop {
        match stream.read(&mut piece).await? {
            0 => return Ok((status, length)),
            bytes => length += bytes as u64,
        }
    }
}

/// A line of what the system knows of this process, in MB.
fn status(name: &str) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).with_context(|| format!("no {name}"))?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}
