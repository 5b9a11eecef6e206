//! The texts of a refused form, for the fields that show them again.

/// Texts and faults of a refused form; empty if none was refused, as always in the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refill {
    /// Texts by the name of their field.
    pub texts: Vec<(String, String)>,
    /// Faults in words by the name of their field.
    pub faults: Vec<(String, String)>,
}

impl Refill {
    /// The text for a field: what was typed into it, or else this.
    pub fn text(&self, field: &str, otherwise: &str) -> String {
        find(&self.texts, field).unwrap_or(otherwise).to_owned()
    }

    /// The fault of a field.
    pub fn fault(&self, field: &str) -> Option<String> {
        find(&self.faults, field).map(str::to_owned)
    }
}

fn find<'a>(pairs: &'a [(String, String)], field: &str) -> Option<&'a str> {
    pairs.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
}
