//! Where the placeholders of commands stand: what a value there could set off. Found out from the text alone, by rules that know little and
//! refuse the rest.

mod names;
mod position;
mod token;
mod warn;

#[cfg(test)]
mod tests;

use names::{Call, interpreter, is_script, may_be_batch, nests, rereads};
use position::{Reading, Spot};
use token::{GAP, Known, Line, Token};

use super::fill::{Place, next_placeholder};
use super::{NodeKind, Shell, Tree};

pub use warn::warnings;

impl Tree {
    /// The tree with the place of each placeholder in its commands, by which values are filled in. None of it is stored: it follows from the
    /// texts.
    #[must_use]
    pub fn with_places(mut self) -> Self {
        for node in &mut self.published.nodes {
            if let NodeKind::Action { commands, .. } = &mut node.kind {
                commands.iter_mut().for_each(|command| command.places = letters(&command.text, command.shell));
            }
        }
        self
    }
}

fn letters(text: &str, shell: Shell) -> String {
    places(text, shell).iter().map(|found| found.place.letter()).collect()
}

/// Place of a placeholder, with the reason why it is none for every value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    place: Place,
    reason: Option<Reason>,
}

/// Reason why a place is not one for every value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    /// A command would begin there.
    Command,
    /// The command calls something that reads its arguments again.
    Rereads(String),
    /// The line, or one before it, holds something that is not known; its first character, if it is in this line.
    Unknown(Option<char>),
    /// A variable keeps the value, and the shell splits it into words later.
    Assigned,
    /// It stands in quotes with other text, or joined to what must stand apart.
    Joined,
}

/// The places of a command's placeholders, in their order.
fn places(text: &str, shell: Shell) -> Vec<Found> {
    if next_placeholder(text).is_none() {
        return Vec::new();
    }
    let masked = masked(text);
    let lines = token::lines(&masked, shell);
    let read = |nests| lines.iter().map(|line| position::read(line, shell, nests)).collect::<Vec<Reading>>();
    let mut readings = read(false);
    let calls = |is: fn(&Call, Shell) -> bool, readings: &[Reading]| {
        readings.iter().flat_map(|line| &line.calls).find(|call| is(call, shell)).map(|call| call.name.clone())
    };
    let interpreter = interpreter(&masked).map(str::to_owned);
    let nests = interpreter.is_some() || calls(nests, &readings).is_some();
    let rereading = interpreter.or_else(|| calls(rereads, &readings));
    if nests {
        readings = read(true);
    }
    let command = &About {
        calls_variable: readings.iter().any(|line| line.calls_variable),
        runs_files: rereading.is_some() || calls(|call, _| is_script(&call.name), &readings).is_some(),
        may_be_batch: rereading.is_none().then(|| calls(may_be_batch, &readings)).flatten(),
        rereading,
        shell,
    };
    let found = lines.iter().zip(&readings).flat_map(|(line, reading)| {
        let spots = reading.spots.iter().zip(quotings(line, shell));
        spots.map(move |(spot, quoting)| command.place(*spot, quoting, line, reading))
    });
    found.collect()
}

/// The text with [`GAP`] in place of each placeholder, and nowhere else.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, _, after)) = next_placeholder(rest) {
        masked.extend(before.chars().map(|c| if c == GAP { ' ' } else { c }));
        masked.push(GAP);
        rest = after;
    }
    masked.extend(rest.chars().map(|c| if c == GAP { ' ' } else { c }));
    masked
}

/// How the tokens around a placeholder let it be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Its line is not known.
    Unknown,
    /// It stands apart: in quotes of its own.
    Own,
    /// Alone in quotes, which others may replace.
    Alone,
    /// In quotes with other text.
    Inside,
    /// Joined to something beside which quotes are not sure.
    Joined,
}

/// What a whole command says about each of its placeholders.
struct About {
    /// True if it runs what a variable keeps, or what comes through a pipe.
    calls_variable: bool,
    /// True if it runs a file that it may have written.
    runs_files: bool,
    /// Name of what it calls that reads its arguments again.
    rereading: Option<String>,
    /// Name of what it calls that may be a batch file.
    may_be_batch: Option<String>,
    shell: Shell,
}

impl About {
    fn place(&self, spot: Spot, quoting: Quoting, line: &Line<'_>, reading: &Reading) -> Found {
        // In PowerShell a quoted text at a command's place is only a text, unless something runs texts.
        let is_run = spot.is_run && (self.calls_variable || !spot.is_text);
        let is_kept = (spot.is_assigned || spot.is_piped) && self.calls_variable;
        let is_written = reading.writes && self.runs_files && !reading.calls_interpreter;
        let (place, reason) = if is_run || is_kept || is_written {
            (Place::Command, Some(Reason::Command))
        } else if let Some(name) = &self.rereading {
            (Place::Unknown, Some(Reason::Rereads(name.clone())))
        } else if let Some(name) = self.may_be_batch.as_ref().filter(|_| quoting != Quoting::Unknown) {
            (Place::Unknown, Some(Reason::Rereads(name.clone())))
        } else if spot.is_assigned && self.shell == Shell::Bash {
            (Place::Unknown, Some(Reason::Assigned))
        } else {
            match quoting {
                Quoting::Own => (Place::Word, None),
                Quoting::Alone => (Place::Quotes, None),
                Quoting::Unknown => (Place::Unknown, Some(Reason::Unknown(line.read.as_ref().err().copied().flatten()))),
                Quoting::Inside | Quoting::Joined => (Place::Unknown, Some(Reason::Joined)),
            }
        };
        Found { place, reason }
    }
}

/// How each placeholder of a line may be quoted, in their order.
fn quotings(line: &Line<'_>, shell: Shell) -> Vec<Quoting> {
    let Ok(tokens) = &line.read else { return vec![Quoting::Unknown; line.text.matches(GAP).count()] };
    let mut quotings = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let after = tokens.get(at + 1);
        match token.kind {
            Known::Placeholder => {
                let stands_apart = leaves_room(before, shell, true) && leaves_room(after, shell, false);
                quotings.push(if stands_apart { Quoting::Own } else { Quoting::Joined });
            }
            Known::SingleQuoted | Known::DoubleQuoted => {
                let gaps = token.text.matches(GAP).count();
                let beside = [before, after].into_iter().flatten().any(|token| token.kind == Known::Placeholder);
                let is_alone = token.text.len() == 3 && (shell == Shell::Bash || !beside);
                quotings.extend(std::iter::repeat_n(if is_alone { Quoting::Alone } else { Quoting::Inside }, gaps));
            }
            _ => {}
        }
    }
    quotings
}

/// True if a quoted text may stand beside a token and stay one text of its own, or a part of the same word.
fn leaves_room(beside: Option<&Token<'_>>, shell: Shell, is_before: bool) -> bool {
    let Some(Token { kind, text }) = beside else { return true };
    match (kind, shell) {
        (Known::Space | Known::LineEnd | Known::Operator, _) | (_, Shell::Bash) => true,
        (Known::Word, Shell::Cmd) => true,
        // Elsewhere in a word PowerShell takes quotes for the end of it.
        (Known::Word, Shell::Powershell) if is_before => text.ends_with(',') || (text.starts_with('-') && text.ends_with(':')),
        (Known::Word, Shell::Powershell) => text.starts_with(','),
        (Known::Group, Shell::Powershell) => is_before != matches!(*text, ")" | "}"),
        _ => false,
    }
}
