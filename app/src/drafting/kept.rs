//! What a form's author has changed, and what others have: fields that only one of them touched need no decision.

use std::collections::HashSet;

use resolutionflow::text::normalise;

use super::{AnswerRow, StepFields};

/// Whose text stands where two people have changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wins {
    /// That of the form.
    Mine,
    /// That of the draft.
    Theirs,
}

/// Field that both have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Label of the field.
    pub label: String,
    /// Text of the draft.
    pub theirs: String,
    /// Text of the form.
    pub mine: String,
}

/// Mark of a field's value (FNV-1a). It need not be unguessable: who forges one changes what happens to their own form.
pub(super) fn mark(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:x}")
}

/// Marks in a form, parted by spaces.
pub(super) fn marks(seen: &str) -> HashSet<&str> {
    seen.split(' ').collect()
}

impl StepFields {
    fn values(&self) -> Vec<(&'static str, String)> {
        let commands = self.commands.iter().filter(|row| !(row.label.trim().is_empty() && row.text.trim().is_empty()));
        let commands: Vec<String> = commands.map(|row| format!("{} ({}):\n{}", row.label, row.shell, normalise(&row.text))).collect();
        vec![
            ("Title", self.title.trim().to_owned()),
            ("Instructions", normalise(&self.body)),
            ("Type", self.kind.clone()),
            ("Next step", self.next.clone()),
            ("Suggested outcome", self.outcome.clone()),
            ("Commands", commands.join("\n\n")),
        ]
    }

    fn answer_mark(row: &AnswerRow) -> String {
        mark(&["answer", &row.id, row.label.trim(), &row.to])
    }

    /// Marks of the values, for the field `seen`. Targets are ids here.
    pub fn marked(&self) -> String {
        let values = self.values().into_iter().map(|(name, value)| mark(&[name, &value]));
        values.chain(self.answers.iter().map(Self::answer_mark)).collect::<Vec<_>>().join(" ")
    }

    /// Fields of the form beside the step as it is now: what its author did not touch is as it is now, what nobody else touched is as it was
    /// typed, and what both changed is told and has the text of the one who wins. Targets of both are ids.
    pub fn beside(&self, now: &Self, wins: Wins) -> (Self, Vec<Clash>) {
        let seen = marks(&self.seen);
        let mut clashes = Vec::new();
        let mut keeps = |name: &str, mine: &str, theirs: &str| {
            let touched = |value: &str| !seen.contains(mark(&[name, value]).as_str());
            let clash = touched(mine) && touched(theirs) && mine != theirs;
            if clash {
                clashes.push(Clash { label: name.to_owned(), theirs: theirs.to_owned(), mine: mine.to_owned() });
            }
            touched(mine) && (!clash || wins == Wins::Mine)
        };
        let mut fields = now.clone();
        let kept: Vec<bool> =
            self.values().iter().zip(now.values()).map(|((name, mine), (_, theirs))| keeps(name, mine, &theirs)).collect();
        let mine = self.clone();
        let places = [
            (&mut fields.title, mine.title),
            (&mut fields.body, mine.body),
            (&mut fields.kind, mine.kind),
            (&mut fields.next, mine.next),
            (&mut fields.outcome, mine.outcome),
        ];
        for ((place, value), is_kept) in places.into_iter().zip(&kept) {
            if *is_kept {
                *place = value;
            }
        }
        if kept.last() == Some(&true) {
            fields.commands = mine.commands;
        }
        fields.answers = self.answers_beside(now, wins, &mut clashes);
        (fields.below, fields.branch, fields.seen) = (mine.below, mine.branch, mine.seen);
        (fields, clashes)
    }

    fn answers_beside(&self, now: &Self, wins: Wins, clashes: &mut Vec<Clash>) -> Vec<AnswerRow> {
        let seen = marks(&self.seen);
        let touched = |row: &AnswerRow| !seen.contains(Self::answer_mark(row).as_str());
        let words = |row: &AnswerRow| format!("{} → {}", row.label, row.to);
        let mut rows = Vec::new();
        for mine in &self.answers {
            let theirs = now.answers.iter().find(|row| row.id == mine.id && !row.id.is_empty());
            match theirs {
                None if mine.id.is_empty() => rows.push(mine.clone()),
                // Deleted by them; what was changed in it is kept.
                None if touched(mine) => rows.push(mine.clone()),
                None => {}
                Some(theirs) if !touched(mine) => rows.push(theirs.clone()),
                Some(theirs) => {
                    let clash = touched(theirs) && theirs != mine;
                    if clash {
                        clashes.push(Clash { label: format!("Answer “{}”", theirs.label), theirs: words(theirs), mine: words(mine) });
                    }
                    rows.push(if clash && wins == Wins::Theirs { theirs.clone() } else { mine.clone() });
                }
            }
        }
        let mine: HashSet<&str> = self.answers.iter().map(|row| row.id.as_str()).collect();
        rows.extend(now.answers.iter().filter(|row| !mine.contains(row.id.as_str())).cloned());
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::Steps;
    use super::super::steps::tests::draft;
    use super::*;

    #[test]
    fn only_what_both_changed_needs_a_decision() {
        let document = draft();
        let steps = Steps::of(&document);
        let base = StepFields::of(steps.node(&"ask".into()).unwrap());
        let mut mine = StepFields { seen: base.marked(), ..base.clone() };
        mine.title = "Is it plugged in?".to_owned();
        mine.answers[0].label = "Not at all".to_owned();
        mine.body = "Look at the lamp.".to_owned();
        let mut theirs = base;
        theirs.title = "Is it switched on?".to_owned();
        theirs.answers[1].label = "Surely".to_owned();
        let (kept, clashes) = mine.beside(&theirs, Wins::Mine);
        assert_eq!((kept.title.as_str(), kept.body.as_str()), ("Is it plugged in?", "Look at the lamp."));
        assert_eq!([&kept.answers[0].label, &kept.answers[1].label], ["Not at all", "Surely"]);
        assert_eq!(clashes.len(), 1);
        assert_eq!((clashes[0].label.as_str(), clashes[0].theirs.as_str()), ("Title", "Is it switched on?"));
        let (kept, _) = mine.beside(&theirs, Wins::Theirs);
        assert_eq!((kept.title.as_str(), kept.body.as_str()), ("Is it switched on?", "Look at the lamp."));
    }

    #[test]
    fn an_answer_that_they_deleted_goes_unless_i_changed_it_and_a_new_one_of_theirs_stays() {
        let document = draft();
        let steps = Steps::of(&document);
        let base = StepFields::of(steps.node(&"ask".into()).unwrap());
        let mut mine = StepFields { seen: base.marked(), ..base.clone() };
        mine.answers[0].label = "Never".to_owned();
        let mut theirs = base;
        theirs.answers.truncate(1);
        theirs.answers[0] = AnswerRow { id: "new".to_owned(), label: "New".to_owned(), to: String::new() };
        let (kept, clashes) = mine.beside(&theirs, Wins::Theirs);
        assert_eq!(kept.answers.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["Never", "New"]);
        assert!(clashes.is_empty());
    }
}
