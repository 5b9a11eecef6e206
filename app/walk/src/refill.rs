//! The texts of a refused form, for the fields that show them again.

/// Typed texts and faults of a form that the server refused, for its fields to show again. Empty if none was refused, as always in the
/// browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refill {
    /// Texts as typed, each after the name of its field.
    pub texts: Vec<(String, String)>,
    /// Faults in words that read on from the field's label, each after the name of its field.
    pub faults: Vec<(String, String)>,
}

impl Refill {
    /// Text to show in a field: that of the refused form, even an empty one; `otherwise` if the form had no such field.
    pub fn text(&self, field: &str, otherwise: &str) -> String {
        find(&self.texts, field).unwrap_or(otherwise).to_owned()
    }

    /// Fault of a field in words that read on from its label; none if the field was not at fault.
    pub fn fault(&self, field: &str) -> Option<String> {
        find(&self.faults, field).map(str::to_owned)
    }
}

fn find<'a>(pairs: &'a [(String, String)], field: &str) -> Option<&'a str> {
    pairs.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
}
