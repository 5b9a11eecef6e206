//! Heavy work: writing documents, showing whole sessions, checking tree files. It takes a processor and memory for a while, so it is done
//! in few places, on threads beside those that answer requests.

use std::io;
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// Works at a time. The page of the largest session takes 75 MB while it is rendered, its PDF twice as much.
const PLACES: usize = 2;
/// Longest wait for a place. Who waits longer is told that the server is busy, before nobody waits for the answer any longer.
const PATIENCE: Duration = Duration::from_secs(10);

static FREE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(PLACES)));
/// A PDF has all of its pages in memory until it is written, so there is one at a time.
static PDF: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));
/// A workbook of very many rows takes minutes, most of which it waits for the next rows: two at a time, beside the places of the others.
static WORKBOOKS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// True if the answer at a path of this site is heavy work, which waits for a place: the page of a session, with all of its notes and
/// output, up to 10 MB of text; that of a tree, up to 4 MB of Markdown; what is taken away of them. What else stands beside these pages is
/// no lighter: the preview of a redacted file masks the texts of fifty sessions, the form for tree files keeps a refused one of 5 MB.
pub(crate) fn waits_for_place(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    match [parts.next(), parts.next(), parts.next(), parts.next()] {
        [Some("sessions" | "trees"), Some(name), None, None] => !name.is_empty(),
        [Some("sessions"), Some(_), Some(file), None] => file.starts_with("export."),
        [Some("trees"), Some(_), Some("tree.json"), None] | [Some("insights"), Some("clients"), Some(_), Some("client.pdf")] => true,
        _ => false,
    }
}

/// Place for one work: what it reads is read once it has the place, so that what waits has nothing in memory.
pub(crate) struct Place {
    _held: Vec<OwnedSemaphorePermit>,
}

impl Place {
    /// Waits for a place; none where that takes too long. Not to be called while a connection of the database is held.
    pub(crate) async fn take() -> Option<Self> {
        Some(Self { _held: vec![one_of(&FREE).await?] })
    }

    /// Waits for the place of a PDF; none where that takes too long. As [`Place::take`] otherwise.
    pub(crate) async fn take_for_pdf() -> Option<Self> {
        // First: PDFs that wait for each other must not keep others from the places.
        let pdf = one_of(&PDF).await?;
        Some(Self { _held: vec![pdf, one_of(&FREE).await?] })
    }

    /// Waits for the place of a workbook; none where that takes too long. As [`Place::take`] otherwise.
    pub(crate) async fn take_for_workbook() -> Option<Self> {
        Some(Self { _held: vec![one_of(&WORKBOOKS).await?] })
    }

    /// Does the work on a thread of its own. It keeps the place to its end, also where nobody waits for it any longer. The thread ends with
    /// the work, and what the allocator kept for it goes back to the system, which it would not from a thread that waits for the next work.
    ///
    /// # Errors
    /// [`BrokenOff`].
    pub(crate) async fn work<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, BrokenOff> {
        let (send, done) = oneshot::channel();
        let runtime = Handle::current();
        thread::Builder::new().name("heavy".to_owned()).spawn(move || {
            let _place = self;
            let _runtime = runtime.enter();
            // Nobody may wait for it any longer.
            _ = send.send(work());
        })?;
        done.await.map_err(|_| BrokenOff::Panic)
    }
}

/// Error: a work did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BrokenOff {
    /// It panicked, which the log says.
    #[error("the work panicked")]
    Panic,
    /// The system has no thread for it.
    #[error("no thread for the work")]
    NoThread(#[from] io::Error),
}

async fn one_of(places: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    timeout(PATIENCE, places.clone().acquire_owned()).await.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::sync::oneshot;

    use super::*;

    #[test]
    fn pages_of_sessions_and_trees_and_their_documents_wait_for_a_place_and_no_other_page() {
        let below = ["/sessions/0192f0c1", "/sessions/redacted", "/trees/vpn", "/trees/upload"];
        for heavy in below.into_iter().chain([
            "/sessions/0192f0c1/export.pdf",
            "/sessions/0192f0c1/export.note.txt",
            "/trees/vpn/tree.json",
            "/insights/clients/0192f0c1/client.pdf",
        ]) {
            assert!(waits_for_place(heavy), "{heavy}");
        }
        for light in [
            "/",
            "/sessions",
            "/sessions/",
            "/sessions/0192f0c1/walk",
            "/trees",
            "/trees/vpn/export.pdf",
            "/insights/clients/0192f0c1",
            "/admin/users",
            "",
        ] {
            assert!(!waits_for_place(light), "{light}");
        }
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_longer_keeps_its_place_to_its_end() {
        let (begin, begun) = oneshot::channel();
        let (finish, finished) = mpsc::channel::<()>();
        let place = Place::take_for_pdf().await.unwrap();
        tokio::select! {
            _ = place.work(move || {
                begin.send(()).unwrap();
                finished.recv().unwrap();
            }) => panic!("it was done"),
            begun = begun => begun.unwrap(),
        }
        assert_eq!(PDF.available_permits(), 0);
        finish.send(()).unwrap();
        drop(Place::take_for_pdf().await.unwrap());
        assert_eq!(PDF.available_permits(), 1);
    }
}
