//! Business time between two instants, and the instant at which so much of it has gone by.

use super::Hours;
use super::piece::Piece;
use crate::time::{Seconds, Timestamp};
use crate::zone::Zone;

/// Longest time that is looked through for business hours: twenty years. What lies behind it counts as closed.
pub const LONGEST: i64 = 20 * 366 * 86_400;

impl Hours {
    /// Business time from one instant to a later one: the seconds between them at which the account is open. 0 where `to` lies before.
    pub fn between(&self, zone: Zone, from: Timestamp, to: Timestamp) -> Seconds {
        let open = self.stretches(zone, from, to).map(|(opens, closes)| closes - opens);
        Seconds(open.sum::<i64>().cast_unsigned())
    }

    /// Instant at which `time` of business time has gone by since `from`; none where that does not come within twenty years.
    pub fn reached(&self, zone: Zone, from: Timestamp, time: Seconds) -> Option<Timestamp> {
        let mut left = i64::try_from(time.0).ok()?;
        if left == 0 {
            return Some(from);
        }
        for (opens, closes) in self.stretches(zone, from, from.plus(LONGEST)) {
            if left <= closes - opens {
                return Some(Timestamp::from_unix(opens + left));
            }
            left -= closes - opens;
        }
        None
    }

    /// Stretches of instants at which the account is open, within two instants, each as its first second and the first behind it.
    fn stretches(&self, zone: Zone, from: Timestamp, to: Timestamp) -> impl Iterator<Item = (i64, i64)> {
        let (mut at, end) = (from.unix(), to.unix().min(from.unix().saturating_add(LONGEST)));
        let pieces = std::iter::from_fn(move || {
            (at < end).then(|| {
                let piece = Piece::at(zone, at);
                at = piece.to;
                piece
            })
        });
        pieces.flat_map(move |piece| {
            let open = self.of(piece.date).iter().map(move |stretch| {
                let second = |minute: u16| (piece.midnight + i64::from(minute) * 60).clamp(piece.from, piece.to.min(end));
                (second(stretch.opens), second(stretch.closes))
            });
            open.filter(|(opens, closes)| opens < closes)
        })
    }
}
