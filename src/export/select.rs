//! Applying options to a report.

use std::collections::HashSet;

use super::redact::{Unredactable, redact};
use super::{Counts, Detail, Naming, Options, Report};
use resolutionflow::text::Note;

mod records;

impl Report {
    /// The report with options applied, for every format. Redaction comes last, so that only masks in what is shown are counted.
    ///
    /// # Errors
    /// [`Unredactable`] if masking failed; a half-masked report is never returned.
    pub fn with(mut self, options: &Options) -> Result<Self, Unredactable> {
        if let Some(steps) = options.up_to {
            self.cut(steps.get());
        }
        if !options.notes {
            self.drop_notes();
        }
        if !options.output {
            self.shown.output = false;
            self.steps.iter_mut().for_each(|step| step.output.clear());
        }
        if options.detail == Detail::Standard {
            self.steps.iter_mut().for_each(|step| step.full = None);
        }
        if options.naming == Naming::Initials {
            self.shorten_names();
        }
        self.shown.summary = options.summary;
        if options.redacted {
            self.mask()?;
        }
        Ok(self)
    }

    fn cut(&mut self, steps: usize) {
        self.steps.truncate(steps);
        let shown: HashSet<_> = self.steps.iter().flat_map(|step| &step.step.visits).copied().collect();
        self.records.retain(|record| shown.contains(&record.id));
    }

    fn drop_notes(&mut self) {
        self.shown.notes = false;
        self.header.scratchpad.clear();
        self.steps.iter_mut().for_each(|step| step.step.notes.clear());
        self.records.iter_mut().for_each(|record| record.notes = Note::default());
    }

    fn shorten_names(&mut self) {
        let names = self.header.technicians.clone();
        let in_steps = self.steps.iter_mut().filter_map(|step| step.full.as_mut()).flat_map(|full| &mut full.technicians);
        for name in self.header.technicians.iter_mut().chain(in_steps) {
            *name = initials(name);
        }
        let shorten = |text: &str| if names.iter().any(|name| name == text) { initials(text) } else { text.to_owned() };
        for record in &mut self.records {
            records::each_of_others(record, &shorten);
        }
    }

    /// Masks every text of a user. What is counted are the places that read as masked in the header and the steps as they are
    /// shown: the records, which only JSON carries, and the summary repeat them.
    fn mask(&mut self) -> Result<(), Unredactable> {
        let header = &mut self.header;
        let texts = [
            &mut header.tree_name,
            &mut header.ticket,
            &mut header.client,
            &mut header.outcome_notes,
            &mut header.next_steps,
            &mut header.scratchpad,
        ];
        let mut counts = Counts::default();
        for text in texts.into_iter().chain(&mut header.technicians) {
            counts += mask(text)?;
        }
        for step in &mut self.steps {
            for text in [&mut step.step.title, &mut step.step.notes, &mut step.output].into_iter().chain(&mut step.step.answer) {
                counts += mask(text)?;
            }
            if let Some(full) = &mut step.full {
                full.technicians.iter_mut().try_for_each(|name| mask(name).map(drop))?;
                for text in full.commands.iter_mut().chain([&mut full.instructions]) {
                    counts += mask(text)?;
                }
            }
        }
        self.records.iter_mut().try_for_each(records::mask)?;
        self.redacted = Some(counts);
        Ok(())
    }
}

fn mask(text: &mut String) -> Result<Counts, Unredactable> {
    let (masked, counts) = redact(text)?;
    *text = masked;
    Ok(counts)
}

/// Initials of a name: `TT` for `Tess Technician`.
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric())).flat_map(char::to_uppercase).collect()
}
