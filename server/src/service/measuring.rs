//! Draws of measurements: which starts are measured, and in which group.

use app::error::AppError;
use resolutionflow::id::{CommandId, MeasurementId};
use resolutionflow::insights::{DrawAnswer, Unit, is_drawn};
use resolutionflow::zone::Zone;
use uuid::Uuid;

use super::change::Changes;
use super::failure::Failure;
use crate::login::token::keyed_hash;
use crate::store::commands::Start;
use crate::store::measurements::draws::{self, Draw, MeasuredSession};
use crate::store::trees;

/// Start that belongs to a measurement, in the group in which its ticket was drawn.
pub(super) struct Measured {
    measurement: MeasurementId,
    unit: [u8; 32],
    case: Uuid,
    is_drawn: bool,
    /// Key of the stopwatch tree; none once the measurement was stopped.
    stopwatch: Option<String>,
}

impl Measured {
    /// True if the technician has to say first whether they take part.
    pub(super) fn waits_for(&self, start: &Start) -> bool {
        self.is_drawn && start.answer.is_none() && self.stopwatch.as_ref().is_some_and(|stopwatch| *stopwatch != start.tree)
    }

    /// Key of the tree that is started.
    pub(super) fn tree<'a>(&'a self, start: &'a Start) -> &'a String {
        match &self.stopwatch {
            Some(stopwatch) if self.is_drawn && start.answer == Some(DrawAnswer::Measure) => stopwatch,
            _ => &start.tree,
        }
    }

    /// What is kept of the session.
    pub(super) fn session(&self, start: &Start) -> MeasuredSession {
        let is_declined = self.is_drawn && self.stopwatch.is_some() && start.answer == Some(DrawAnswer::Decline);
        MeasuredSession { measurement: self.measurement, unit: self.unit, case: self.case, is_declined }
    }
}

impl Changes<'_> {
    /// The measurement that a start belongs to, with its draw, which is written the first time; none where nothing is measured. What
    /// follows a session up belongs to that one's case and stays in its group, also once the measurement was stopped.
    pub(super) async fn draw(&mut self, id: CommandId, start: &Start, zone: Zone) -> Result<Option<Measured>, Failure> {
        if let Some(follows) = start.follows
            && let Some((draw, case, stopwatch)) = draws::of_session(self.conn, self.account, follows).await?
        {
            let Draw { measurement, unit, is_drawn } = draw;
            return Ok(Some(Measured { measurement, unit, case, is_drawn, stopwatch }));
        }
        let tree = trees::find(self.conn, self.account, &start.tree).await?.ok_or(AppError::NotFound)?;
        let running = draws::running(self.conn, self.account, &tree.card.category).await?;
        let Some(running) = running.filter(|running| running.tree != tree.id && !tree.card.archived) else { return Ok(None) };
        let now = self.now.cut();
        let of = Unit::of(&start.facts.ticket, self.actor.user_id, zone.day(now));
        let unit = keyed_hash(&running.secret, &of.message(self.account));
        let case = match of {
            // The same for all sessions of the ticket, and as hard to tell as the unit.
            Unit::Ticket(_) => Uuid::from_slice(&unit[16..]).map_err(|error| Failure::Fault(error.into()))?,
            Unit::Day(..) => id.0,
        };
        let draw = Draw { measurement: running.id, unit, is_drawn: is_drawn(&unit, running.share) };
        draws::add_draw(self.conn, self.account, &draw, self.actor.user_id, now).await?;
        Ok(Some(Measured { measurement: draw.measurement, unit, case, is_drawn: draw.is_drawn, stopwatch: Some(running.stopwatch) }))
    }
}
