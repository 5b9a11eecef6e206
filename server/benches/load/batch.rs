//! Steps recorded as the walk player sends them after it was without a network: several in a batch.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::ensure;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::session::{Action, Command, Draft};
use resolutionflow::sync::{Answer, Batch};
use resolutionflow::text::Note;
use uuid::Uuid;

use super::client::Client;
use super::measure::{Took, Worker};
use super::place::{NOTES, Technician};
use super::step::RECORDS;

/// Number of steps in a batch.
pub(crate) const STEPS: u32 = 10;

/// Sends one batch after another.
pub(crate) struct Batcher {
    technician: Technician,
    client: Client,
    address: SocketAddr,
    session: SessionId,
    revision: u32,
}

impl Batcher {
    /// Starts the first session.
    pub(crate) async fn new(technician: Technician, address: SocketAddr) -> anyhow::Result<Self> {
        let session = technician.start().await?;
        Ok(Self { client: Client::connect(address).await?, technician, address, session, revision: 0 })
    }

    /// Answers the first question, goes back, answers it again.
    fn batch(&self) -> anyhow::Result<Batch> {
        let command = |revision: u32| {
            let action = if revision.is_multiple_of(2) { Action::Choose { option_id: "one".to_owned() } } else { Action::Back };
            let draft = Some(Draft { notes: Note::parse(NOTES)?, ..Draft::default() });
            Ok(Command { id: CommandId(Uuid::now_v7()), base_revision: revision, at: None, draft, action })
        };
        let commands = (self.revision..self.revision + STEPS).map(command).collect::<anyhow::Result<_>>()?;
        Ok(Batch { known_revision: self.revision, commands, active_at: None, by: None })
    }

    fn request(&self, batch: &Batch) -> anyhow::Result<String> {
        let json = serde_json::to_string(batch)?;
        let (address, cookie, session, length) = (self.address, &self.technician.cookie, self.session, json.len());
        Ok(format!(
            "POST /api/sessions/{session}/commands HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: application/json\r\n\
             Origin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}"
        ))
    }
}

impl Worker for Batcher {
    async fn work(&mut self) -> anyhow::Result<Took> {
        let begun = Instant::now();
        let mut aside = Duration::ZERO;
        if self.revision >= RECORDS {
            (self.session, self.revision) = (self.technician.start().await?, 0);
            aside = begun.elapsed();
        }
        let request = self.request(&self.batch()?)?;
        let started = Instant::now();
        let answer = self.client.send(request.as_bytes()).await?;
        ensure!(answer.status == 200, "the batch answered {}{}", answer.head, String::from_utf8_lossy(answer.body));
        let answer: Answer = serde_json::from_slice(answer.body)?;
        ensure!(answer.done == STEPS as usize, "{} of {STEPS} steps were taken: {:?}", answer.done, answer.refused);
        self.revision += STEPS;
        Ok(Took { measured: started.elapsed(), aside })
    }
}
