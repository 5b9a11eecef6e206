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
use crate::store::measurements::draws::{self, Draw, MeasuredSession, Running};
use crate::store::trees;

/// Start that belongs to a measurement, in the group in which its ticket was drawn.
pub(super) struct Measured {
    measurement: MeasurementId,
    unit: [u8; 32],
    case: Uuid,
    is_drawn: bool,
    /// Key of the stopwatch tree; none once the measurement was stopped, and where the start is in a category that it does not measure.
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
        let running = draws::running(self.conn, self.account).await?;
        // Starting a stopwatch by hand is no measurement.
        if tree.card.archived || running.iter().all(|running| running.tree == tree.id) {
            return Ok(None);
        }
        if let Some((measurement, unit, case)) = draws::of_form(self.conn, self.account, id).await? {
            let stopwatch = running.into_iter().find(|running| running.id == measurement).map(|running| running.stopwatch);
            return Ok(Some(Measured { measurement, unit, case, is_drawn: true, stopwatch }));
        }
        let now = self.now.cut();
        let of = Unit::of(&start.facts.ticket, self.actor.user_id, zone.day(now));
        let hash = |running: &Running| keyed_hash(&running.secret, &of.message(self.account));
        let Some(own) = running.iter().find(|running| running.category == tree.card.category) else {
            return self.draw_of_ticket(&of, running.iter().map(|running| (running.id, hash(running))).collect()).await;
        };
        let unit = hash(own);
        let case = match of {
            Unit::Ticket(_) => case_of_ticket(&unit)?,
            Unit::Day(..) => id.0,
        };
        let draw = Draw { measurement: own.id, unit, is_drawn: is_drawn(&unit, own.share) };
        draws::add_draw(self.conn, self.account, &draw, self.actor.user_id, now).await?;
        let stopwatch = Some(own.stopwatch.clone());
        Ok(Some(Measured { measurement: draw.measurement, unit, case, is_drawn: draw.is_drawn, stopwatch }))
    }

    /// The measurement in which a ticket was drawn before, for a start in a category that is not measured: the ticket's time is all of it.
    /// Nobody is asked anything there. None for a ticket that was drawn in none, and without a ticket.
    async fn draw_of_ticket(&mut self, of: &Unit, units: Vec<(MeasurementId, [u8; 32])>) -> Result<Option<Measured>, Failure> {
        if matches!(of, Unit::Day(..)) {
            return Ok(None);
        }
        for (measurement, unit) in units {
            if let Some(is_drawn) = draws::of_unit(self.conn, self.account, measurement, &unit).await? {
                return Ok(Some(Measured { measurement, unit, case: case_of_ticket(&unit)?, is_drawn, stopwatch: None }));
            }
        }
        Ok(None)
    }

    /// Notes that the form of a start was told that its ticket is drawn: whatever ticket it is sent with next, it starts in that group.
    pub(super) async fn tell_drawn(&mut self, id: CommandId, start: &Start, measured: &Measured) -> Result<(), Failure> {
        Ok(draws::add_form(self.conn, self.account, id, &measured.session(start)).await?)
    }
}

/// Case of a ticket: the same for all of its sessions, and as hard to tell as the unit.
fn case_of_ticket(unit: &[u8; 32]) -> Result<Uuid, Failure> {
    Uuid::from_slice(&unit[16..]).map_err(|error| Failure::Fault(error.into()))
}
