//! Words of a step as its form sends them, for a suggestion: within the limits of what is published.

use resolutionflow::text::{Label, TextError, Title, normalise};
use resolutionflow::tree::{MAX_BODY, StepWords};

use super::StepFields;
use crate::error::{Fault, FieldError};

impl StepFields {
    /// The words of the form.
    ///
    /// # Errors
    /// Every text that is too long, or empty where it may not be, by the name of its field.
    pub fn words(&self) -> Result<StepWords, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut check = |field: String, fits: Result<(), TextError>| {
            if let Err(error) = fits {
                errors.push(FieldError { field, fault: Fault::Text(error) });
            }
        };
        check("form[title]".to_owned(), Title::parse(&self.title).map(drop));
        check("form[body]".to_owned(), long(&self.body));
        for (at, row) in self.answers.iter().enumerate() {
            check(format!("form[answers][{at}][label]"), Label::parse(&row.label).map(drop));
        }
        for (at, row) in self.commands.iter().enumerate() {
            check(format!("form[commands][{at}][label]"), Label::parse(&row.label).map(drop));
            let text = if row.text.trim().is_empty() { Err(TextError::Empty) } else { long(&row.text) };
            check(format!("form[commands][{at}][text]"), text);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(StepWords {
            title: self.title.clone(),
            body: self.body.clone(),
            answers: self.answers.iter().map(|row| (row.id.clone(), row.label.clone())).collect(),
            commands: self.commands.iter().map(|row| (row.label.clone(), row.text.clone())).collect(),
        })
    }
}

fn long(text: &str) -> Result<(), TextError> {
    let length = normalise(text).chars().count();
    if length > MAX_BODY { Err(TextError::TooLong { limit: MAX_BODY, length }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::draft;
    use super::super::{CommandRow, Steps};
    use super::*;
    use resolutionflow::tree::word_edits;

    #[test]
    fn words_that_nobody_touched_change_nothing() {
        let document = draft();
        for node in &document.nodes {
            let words = StepFields::of(node).words().unwrap();
            assert_eq!((&words, word_edits(&document, &node.id, &words)), (&StepWords::of(node), Ok(vec![])), "{}", node.id);
        }
    }

    #[test]
    fn every_text_that_does_not_fit_is_told_at_once() {
        let document = draft();
        let steps = Steps::of(&document);
        let mut fields = StepFields::of(steps.node(&"ask".into()).unwrap());
        fields.title.clear();
        fields.body = "x".repeat(MAX_BODY + 1);
        fields.answers[1].label = "x".repeat(121);
        let told: Vec<_> = fields.words().unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(told, ["form[title]", "form[body]", "form[answers][1][label]"]);
        let mut fields = StepFields::of(steps.node(&"do".into()).unwrap());
        fields.commands.push(CommandRow { label: "Reboot".to_owned(), shell: "cmd".to_owned(), text: " \n".to_owned() });
        assert_eq!(fields.words().unwrap_err()[0].field, "form[commands][0][text]");
    }
}
