//! Steps of a walk as bytes: some six a step, and eight more for each node and option that comes for the first time.
//!
//! The version, the number of steps, then for each: a byte of marks, its node, its option where it was left by one, elapsed seconds, the
//! signed difference of elapsed and active, and where the marks say so, seconds by a browser's clock and parks. Nodes and options are 0
//! and the key, or 1 for the first key that stands before, 2 for the second, and so on.

use super::bytes::{self, NotFigures, Reader};
use super::key_list::KeyList;
use super::{NodeKey, OptionKey, WalkStep, Way};
use crate::session::MAX_RECORDS;
use crate::time::Seconds;
use crate::tree::NodeType;

const VERSION: u8 = 1;
const TYPES: [NodeType; 4] = [NodeType::Decision, NodeType::Action, NodeType::Solution, NodeType::Custom];
/// Marks of a step: two bits of the type, three of the way, and these.
const SUPERSEDED: u8 = 0x20;
const BY_BROWSER: u8 = 0x40;
const PARKED: u8 = 0x80;

/// Most bytes of the steps of a walk: 2,000 steps with all marks, no node and no option twice.
pub const MAX_STEP_BYTES: usize = 4 + MAX_RECORDS * 40;

/// Bytes of the steps of a walk, which are equal exactly where the steps are.
pub fn encode_steps(steps: &[WalkStep]) -> Vec<u8> {
    let (mut bytes, mut keys) = (vec![VERSION], KeyList::default());
    bytes::write_unsigned(&mut bytes, steps.len() as u64);
    for step in steps {
        let kind = TYPES.iter().position(|kind| *kind == step.node_type).unwrap_or_default() as u8;
        let (way, option) = match step.left_by {
            None => (0, None),
            Some(Way::Option(option)) => (1, Some(option.0)),
            Some(Way::Continue) => (2, None),
            Some(Way::Back) => (3, None),
            Some(Way::Jump) => (4, None),
        };
        let mark = |holds: bool, mark: u8| if holds { mark } else { 0 };
        let (by_browser, parks) = (step.by_browser.0, u64::from(step.parks));
        bytes.push(kind | way << 2 | mark(step.superseded, SUPERSEDED) | mark(by_browser > 0, BY_BROWSER) | mark(parks > 0, PARKED));
        for key in [Some(step.node.0), option].into_iter().flatten() {
            keys.write(&mut bytes, key);
        }
        bytes::write_unsigned(&mut bytes, step.elapsed.0);
        bytes::write_signed(&mut bytes, step.elapsed.0.cast_signed().wrapping_sub(step.active.0.cast_signed()));
        for value in [by_browser, parks].into_iter().filter(|value| *value > 0) {
            bytes::write_unsigned(&mut bytes, value);
        }
    }
    bytes
}

/// Steps from their bytes.
///
/// # Errors
/// [`NotFigures`] if [`encode_steps`] does not write such bytes, which another version may have written.
pub fn decode_steps(bytes: &[u8]) -> Result<Vec<WalkStep>, NotFigures> {
    if bytes.len() > MAX_STEP_BYTES {
        return Err(NotFigures);
    }
    let (mut reader, mut keys, mut steps) = (Reader::new(bytes), KeyList::default(), Vec::new());
    if reader.byte()? != VERSION {
        return Err(NotFigures);
    }
    let count = reader.unsigned()?;
    if count > MAX_RECORDS as u64 {
        return Err(NotFigures);
    }
    for _ in 0..count {
        steps.push(read_step(&mut reader, &mut keys)?);
    }
    reader.end()?;
    Ok(steps)
}

fn read_step(bytes: &mut Reader<'_>, keys: &mut KeyList) -> Result<WalkStep, NotFigures> {
    let marks = bytes.byte()?;
    let node_type = TYPES[usize::from(marks & 3)];
    let node = NodeKey(keys.read(bytes)?);
    let left_by = match marks >> 2 & 7 {
        0 => None,
        1 => Some(Way::Option(OptionKey(keys.read(bytes)?))),
        2 => Some(Way::Continue),
        3 => Some(Way::Back),
        4 => Some(Way::Jump),
        _ => return Err(NotFigures),
    };
    let elapsed = seconds(bytes.unsigned()?)?;
    let active = seconds(elapsed.0.cast_signed().checked_sub(bytes.signed()?).ok_or(NotFigures)?.try_into().map_err(|_| NotFigures)?)?;
    let mut positive = |mark: u8| match marks & mark {
        0 => Ok(0),
        _ => bytes.unsigned().and_then(|value| if value > 0 { Ok(value) } else { Err(NotFigures) }),
    };
    let (by_browser, parks) = (seconds(positive(BY_BROWSER)?)?, u16::try_from(positive(PARKED)?).map_err(|_| NotFigures)?);
    Ok(WalkStep { node, node_type, left_by, superseded: marks & SUPERSEDED > 0, elapsed, active, by_browser, parks })
}

fn seconds(value: u64) -> Result<Seconds, NotFigures> {
    Seconds::try_from(value).map_err(|_| NotFigures)
}
