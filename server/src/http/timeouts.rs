//! Timeouts of requests: a body has to arrive at a pace, and once it is there, the answer has to begin in time.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};
use tracing::Instrument;

use super::clients::Share;
use super::connections::Place;
use super::limits::Limits;

/// Bytes of a body that have to arrive each second, on average: a phone with one bar has as much.
const PACE: u32 = 32 * 1024;

/// Progress of a body on its way.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    began: Instant,
    /// The last time that something of it came.
    latest: Instant,
    bytes: u32,
    /// True once it was given up.
    is_late: bool,
}

impl Arrival {
    fn begin(now: Instant) -> Self {
        Self { began: now, latest: now, bytes: 0, is_late: false }
    }

    /// The latest time for the next bytes. A pause alone would let a client send a byte now and then for hours.
    fn deadline(&self, pause: Duration) -> Instant {
        let paced = self.began + pause + Duration::from_secs(1) * self.bytes / PACE;
        paced.min(self.latest + pause)
    }
}

/// Middleware that answers 408 where the body does not keep pace, and 503 where the answer does not begin in time.
///
/// The handler runs in a task of its own and to its end, also when its client hangs up or its time is over: dropped in the middle of
/// a transaction, it would leave a connection of the pool in it. Statements have time limits of their own, and the handler
/// holds its client's place and share, so that clients who hang up do not add up.
pub(super) async fn bound(State(limits): State<Limits>, mut request: Request, next: Next) -> Response {
    let held = (request.extensions_mut().remove::<Place>(), request.extensions_mut().remove::<Share>());
    let (progress, arrival) = watch::channel(Arrival::begin(Instant::now()));
    let request = request.map(|body| Body::new(Paced { body, pause: limits.pause, progress, timer: None }));
    let handled = async move {
        let response = next.run(request).await;
        drop(held);
        response
    };
    let mut answer = tokio::spawn(handled.in_current_span());
    loop {
        let deadline = arrival.borrow().latest + limits.answer;
        match timeout_at(deadline, &mut answer).await {
            // The handler had half a body; its answer does not matter.
            Ok(_) if arrival.borrow().is_late => return (StatusCode::REQUEST_TIMEOUT, [(header::CONNECTION, "close")]).into_response(),
            Ok(response) => return response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()),
            Err(_) if arrival.borrow().latest + limits.answer > deadline => {}
            Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

/// A body that ends in an error where it does not keep pace.
struct Paced {
    body: Body,
    pause: Duration,
    progress: watch::Sender<Arrival>,
    /// Only a body that lets its reader wait needs one.
    timer: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            let length = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref().map(Bytes::len)).unwrap_or(0);
            self.progress.send_modify(|arrival| {
                arrival.latest = Instant::now();
                arrival.bytes = arrival.bytes.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
            });
            self.timer = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let deadline = self.progress.borrow().deadline(self.pause);
        ready!(self.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline))).as_mut().poll(cx));
        self.progress.send_modify(|arrival| arrival.is_late = true);
        Poll::Ready(Some(Err("the body did not arrive in time".into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(15);

    #[test]
    fn a_body_may_pause_and_as_a_whole_has_to_keep_pace() {
        let began = Instant::now();
        let second = Duration::from_secs(1);
        let deadline = |latest: u32, bytes| {
            let arrival = Arrival { latest: began + second * latest, bytes, ..Arrival::begin(began) };
            arrival.deadline(PAUSE).duration_since(began).as_secs()
        };
        assert_eq!(deadline(0, 0), 15);
        assert_eq!(deadline(14, 1), 15, "a byte at the last moment wins nothing");
        assert_eq!(deadline(14, 4 * PACE), 19);
        assert_eq!(deadline(14, 40 * PACE), 29, "what came fast at first may not pause for longer");
    }
}
