//! An HTTP client that does next to nothing: client and server share this machine, so what the client costs is taken from
//! what is measured.

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

/// Answer of the server.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Client {
    pub(crate) async fn connect(address: std::net::SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a whole request and waits for the whole answer, which has to tell its length.
    pub(crate) async fn send(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let head = loop {
            let seen = self.received.len().saturating_sub(3);
            self.receive().await?;
            if let Some(end) = self.received[seen..].windows(4).position(|window| window == b"\r\n\r\n") {
                break seen + end + 4;
            }
        };
        let length = length(std::str::from_utf8(&self.received[..head])?)?;
        while self.received.len() < head + length {
            self.receive().await?;
        }
        let (head, body) = self.received.split_at(head);
        let head = std::str::from_utf8(head)?;
        let status = head.get(9..12).and_then(|digits| digits.parse().ok()).context("an answer without a status")?;
        Ok(Answer { status, head, body })
    }

    async fn receive(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.received).await? == 0 {
            bail!("the server closed the connection: {}", String::from_utf8_lossy(&self.received));
        }
        Ok(())
    }
}

fn length(head: &str) -> anyhow::Result<usize> {
    let length = head.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    length.and_then(|(_, value)| value.trim().parse().ok()).with_context(|| format!("an answer without a length: {head}"))
}
