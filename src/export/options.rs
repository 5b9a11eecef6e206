//! Options of an export, as addresses and forms carry them.

use std::fmt;
use std::num::NonZeroUsize;

use serde::{Serialize, Serializer};

/// Options of an export. The default shows everything in standard detail; an absent or empty value means the default, so that
/// `/sessions/…/export.md` and an untouched form mean the same. An unticked box sends nothing, so a box either has the value
/// that leaves something out (`name="notes" value="0"`), or stands behind a hidden field of the same name with `0`: of several
/// values of one name the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Options {
    /// Number of the last step to show; none shows all of them. `steps=5`.
    pub up_to: Option<NonZeroUsize>,
    /// True to show the notes of steps and the scratchpad. `notes=0` leaves them out.
    pub notes: bool,
    /// True to show the output of commands. `output=0` leaves it out.
    pub output: bool,
    /// True to begin with the summary: what was wrong, what fixed it. `summary=0` leaves it out.
    pub summary: bool,
    /// Amount of detail of each step. `detail=full`.
    pub detail: Detail,
    /// Form of technicians' names. `names=initials`.
    pub naming: Naming,
    /// True to mask addresses, passwords and the like. `redact=1`.
    pub redacted: bool,
}

/// Amount of detail of each step in an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Title, marks, answer, durations, notes and output of a step.
    #[default]
    Standard,
    /// Also its entry and exit, its people, its clock, how it was left, its instructions, and its commands.
    Full,
}

/// Form of technicians' names in an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Naming {
    /// Whole display names.
    #[default]
    Names,
    /// Initials: `TT` for `Tess Technician`.
    Initials,
}

/// Error: an option has a value that it cannot have. The field is the option's name in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} cannot be that")]
pub struct NotAnOption(pub &'static str);

impl Default for Options {
    fn default() -> Self {
        Self { up_to: None, notes: true, output: true, summary: true, detail: Detail::Standard, naming: Naming::Names, redacted: false }
    }
}

impl Options {
    /// Reads the names and values of a query or a form. Names that are no option are passed over; of several values of one name the
    /// last one counts.
    ///
    /// # Errors
    /// [`NotAnOption`] for an unknown value: a typing mistake must not show what should be left out.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, NotAnOption> {
        let mut options = Self::default();
        for (name, value) in pairs {
            options.set(name, value)?;
        }
        Ok(options)
    }

    /// Names and values of the options that differ from the default, for an address or a form; [`Options::read`] reads them back.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(step) = self.up_to {
            pairs.push(("steps", step.to_string()));
        }
        let switches = [
            (!self.notes, "notes", "0"),
            (!self.output, "output", "0"),
            (!self.summary, "summary", "0"),
            (self.detail == Detail::Full, "detail", "full"),
            (self.naming == Naming::Initials, "names", "initials"),
            (self.redacted, "redact", "1"),
        ];
        pairs.extend(switches.into_iter().filter(|(applies, ..)| *applies).map(|(_, name, value)| (name, value.to_owned())));
        pairs
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), NotAnOption> {
        let default = Self::default();
        match name {
            "steps" => self.up_to = step(value)?,
            "notes" => self.notes = switch("notes", value, default.notes)?,
            "output" => self.output = switch("output", value, default.output)?,
            "summary" => self.summary = switch("summary", value, default.summary)?,
            "redact" => self.redacted = switch("redact", value, default.redacted)?,
            "detail" => {
                self.detail = match value {
                    "" | "standard" => Detail::Standard,
                    "full" => Detail::Full,
                    _ => return Err(NotAnOption("detail")),
                }
            }
            "names" => {
                self.naming = match value {
                    "" | "names" => Naming::Names,
                    "initials" => Naming::Initials,
                    _ => return Err(NotAnOption("names")),
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn step(value: &str) -> Result<Option<NonZeroUsize>, NotAnOption> {
    let value = value.trim();
    if value.is_empty() { Ok(None) } else { value.parse().map(Some).map_err(|_| NotAnOption("steps")) }
}

fn switch(name: &'static str, value: &str, default: bool) -> Result<bool, NotAnOption> {
    match value {
        "" => Ok(default),
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(NotAnOption(name)),
    }
}

/// As an address has them: `steps=5&notes=0`; nothing where everything is as it is by default.
impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<_> = self.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        f.write_str(&pairs.join("&"))
    }
}

impl Serialize for Options {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.pairs())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A query string, read as a server reads it; no value here needs to be encoded.
    fn read(query: &str) -> Result<Options, NotAnOption> {
        Options::read(query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))))
    }

    #[test]
    fn a_bare_address_and_an_untouched_form_mean_everything() {
        for query in ["", "inline=1", "steps=&notes=&detail=&names=&redact=", "detail=standard&names=names", "notes=0&notes=1&redact=0"] {
            assert_eq!(read(query), Ok(Options::default()), "{query}");
        }
        assert_eq!(Options::default().to_string(), "");
    }

    #[test]
    fn an_address_says_what_differs() {
        let options = Options {
            up_to: NonZeroUsize::new(5),
            notes: false,
            output: false,
            summary: false,
            detail: Detail::Full,
            naming: Naming::Initials,
            redacted: true,
        };
        assert_eq!(options.to_string(), "steps=5&notes=0&output=0&summary=0&detail=full&names=initials&redact=1");
        assert_eq!(read("inline=1&notes=1&notes=0&steps= 5 &output=0&summary=0&detail=full&names=initials&redact=1"), Ok(options));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_rather_than_taken_for_everything() {
        for (query, name) in [
            ("steps=0", "steps"),
            ("steps=-1", "steps"),
            ("steps=all", "steps"),
            ("notes=no", "notes"),
            ("redact=yes", "redact"),
            ("detail=some", "detail"),
            ("names=none", "names"),
        ] {
            assert_eq!(read(query), Err(NotAnOption(name)), "{query}");
        }
    }

    /// Options of every kind; at most three steps.
    pub(crate) fn any_options() -> impl Strategy<Value = Options> {
        (0usize..4, any::<[bool; 6]>()).prop_map(|(steps, [notes, output, summary, full, initials, redacted])| Options {
            up_to: NonZeroUsize::new(steps),
            notes,
            output,
            summary,
            detail: if full { Detail::Full } else { Detail::Standard },
            naming: if initials { Naming::Initials } else { Naming::Names },
            redacted,
        })
    }

    proptest! {
        #[test]
        fn options_survive_addresses_and_the_audit_trail(options in any_options()) {
            prop_assert_eq!(read(&options.to_string()), Ok(options));
            let said: std::collections::BTreeMap<String, String> = serde_json::from_str(&serde_json::to_string(&options).unwrap()).unwrap();
            prop_assert_eq!(Options::read(said.iter().map(|(name, value)| (name.as_str(), value.as_str()))), Ok(options));
        }
    }
}
