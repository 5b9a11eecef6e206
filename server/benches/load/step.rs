//! A step recorded: choosing an answer, going back, choosing it again.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::ensure;
use resolutionflow::id::SessionId;
use uuid::Uuid;

use super::client::Client;
use super::measure::{Took, Worker};
use super::place::{NOTES, Technician};

/// After so many records the next session is begun: the length of a long walk, and twice the length of the sessions that
/// pgbench writes.
pub(crate) const RECORDS: u32 = 40;
/// The first question of the tree, answered.
const CHOICE: &str = "choose:one";

/// Takes one step after another as a script would.
pub(crate) struct Walker {
    technician: Technician,
    client: Client,
    pub(crate) address: SocketAddr,
    session: SessionId,
    revision: u32,
    visit: Uuid,
}

impl Walker {
    /// Starts the first session.
    pub(crate) async fn new(technician: Technician, address: SocketAddr) -> anyhow::Result<Self> {
        let session = technician.start().await?;
        Ok(Self { client: Client::connect(address).await?, technician, address, session, revision: 0, visit: session.0 })
    }

    /// Starts the next session.
    pub(crate) async fn begin_anew(&mut self) -> anyhow::Result<()> {
        self.session = self.technician.start().await?;
        (self.revision, self.visit) = (0, self.session.0);
        Ok(())
    }

    /// True once the session has its length.
    pub(crate) fn is_at_its_end(&self) -> bool {
        self.revision >= RECORDS
    }

    /// The session, and the number of its steps that were acknowledged.
    pub(crate) fn acknowledged(&self) -> (SessionId, u32) {
        (self.session, self.revision)
    }

    /// Notes that the step was acknowledged.
    pub(crate) fn acknowledge(&mut self, command: Uuid) {
        self.revision += 1;
        self.visit = command;
    }

    /// Request to take the next step.
    pub(crate) fn request(&self, command: Uuid) -> String {
        let act = if self.revision.is_multiple_of(2) { CHOICE } else { "back" };
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("session", &self.session.to_string())
            .append_pair("command_id", &command.to_string())
            .append_pair("base_revision", &self.revision.to_string())
            .append_pair("visit", &self.visit.to_string())
            .append_pair("notes", NOTES)
            .append_pair("act", act)
            .finish();
        let (address, cookie, length) = (self.address, &self.technician.cookie, form.len());
        format!(
            "POST /api/take_step HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: application/json\r\n\
             Origin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        )
    }
}

impl Worker for Walker {
    async fn work(&mut self) -> anyhow::Result<Took> {
        let mut started = Instant::now();
        let mut aside = Duration::ZERO;
        if self.is_at_its_end() {
            self.begin_anew().await?;
            aside = started.elapsed();
            started = Instant::now();
        }
        let command = Uuid::now_v7();
        let request = self.request(command);
        let answer = self.client.send(request.as_bytes()).await?;
        ensure!(answer.status == 200, "the step answered {}{}", answer.head, String::from_utf8_lossy(answer.body));
        self.acknowledge(command);
        Ok(Took { measured: started.elapsed(), aside })
    }
}
