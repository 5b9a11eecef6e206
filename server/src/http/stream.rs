//! The bytes of a connection.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep, timeout};

/// The most bytes that are read of a client that was told that nothing follows: an upload that was refused before it was read.
const FAREWELL_BYTES: usize = 8 * 1024 * 1024;
/// The longest time for that, and the longest pause in it.
const FAREWELL: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(1));

/// A stream that fails where the client takes nothing for too long. Else an answer that nobody reads would hold its connection
/// for ever.
pub(super) struct Stream {
    tcp: TcpStream,
    stall: Duration,
    /// Runs while there is no room to write.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stream {
    pub(super) fn new(tcp: TcpStream, stall: Duration) -> Self {
        Self { tcp, stall, timer: None }
    }

    /// Lets go of the client. Closing while bytes of it are unread would reset the connection, and the client would never see
    /// why it was refused; so they are read first.
    pub(super) async fn part(mut self) {
        let (time, pause) = FAREWELL;
        let farewell = async {
            let (mut scrap, mut read) = (vec![0; 16 * 1024], 0);
            self.tcp.shutdown().await?;
            while read < FAREWELL_BYTES {
                match timeout(pause, self.tcp.read(&mut scrap)).await?? {
                    0 => break,
                    more => read += more,
                }
            }
            io::Result::Ok(())
        };
        // Whoever is gone already, or does not stop, has missed it.
        let _ = timeout(time, farewell).await;
    }

    fn unless_stalled<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.timer = None;
            return written;
        }
        let stall = self.stall;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(stall)));
        timer.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tcp).poll_write(cx, bytes);
        self.unless_stalled(cx, written)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tcp).poll_write_vectored(cx, slices);
        self.unless_stalled(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
