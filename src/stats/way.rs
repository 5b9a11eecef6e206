//! Ways from one step to the next.

use std::fmt;

use serde::{Serialize, Serializer};

use super::OptionKey;
use super::bytes::{NotFigures, Reader};
use super::map::Key;

/// Way from one step to the next. The first step has none by which it was arrived at, the last none by which it was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// An option of a decision was chosen.
    Option(OptionKey),
    /// An action was done.
    Continue,
    /// Back to the latest step that could be answered anew.
    Back,
    /// A jump to an earlier step.
    Jump,
}

/// An option's digits, or the way in a word.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(option) => option.fmt(f),
            Self::Continue => f.write_str("continue"),
            Self::Back => f.write_str("back"),
            Self::Jump => f.write_str("jump"),
        }
    }
}

impl Serialize for Way {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One byte, after which an option's key follows.
impl Key for Way {
    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Option(option) => {
                bytes.push(1);
                option.write(bytes);
            }
            Self::Continue => bytes.push(2),
            Self::Back => bytes.push(3),
            Self::Jump => bytes.push(4),
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures> {
        match bytes.byte()? {
            1 => OptionKey::read(bytes).map(Self::Option),
            2 => Ok(Self::Continue),
            3 => Ok(Self::Back),
            4 => Ok(Self::Jump),
            _ => Err(NotFigures),
        }
    }
}
