//! The columns of the history. What a session is known by always shows; of the rest people choose.

use crate::backend::history::Order;
use crate::ui::Query;

/// A column of the list, and of the files made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// How it ended, or stands.
    Outcome,
    /// Tree and version.
    Tree,
    /// Ticket and client.
    Ticket,
    /// Who holds it.
    Technician,
    /// When it was started.
    Started,
    /// Its total.
    Total,
    /// How many steps it has.
    Steps,
    /// When its last step ended.
    Completed,
    /// Its active time.
    Active,
    /// How long it was parked.
    Parked,
    /// The tree's category.
    Category,
    /// What was written about the outcome.
    Notes,
    /// What is to be done next.
    NextSteps,
}

impl Column {
    /// Those that always show.
    pub const ALWAYS: [Column; 5] = [Self::Outcome, Self::Tree, Self::Ticket, Self::Technician, Self::Started];
    /// Those that can be chosen.
    pub const CHOICES: [Column; 8] =
        [Self::Total, Self::Steps, Self::Completed, Self::Active, Self::Parked, Self::Category, Self::Notes, Self::NextSteps];
    /// Of those, what shows where nothing was chosen.
    const USUAL: [Column; 2] = [Self::Total, Self::Steps];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Tree => "tree",
            Self::Ticket => "ticket",
            Self::Technician => "technician",
            Self::Started => "started",
            Self::Total => "total",
            Self::Steps => "steps",
            Self::Completed => "completed",
            Self::Active => "active",
            Self::Parked => "parked",
            Self::Category => "category",
            Self::Notes => "notes",
            Self::NextSteps => "next-steps",
        }
    }

    /// What stands above it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outcome => "Outcome",
            Self::Tree => "Tree",
            Self::Ticket => "Ticket · client",
            Self::Technician => "Technician",
            Self::Started => "Started",
            Self::Total => "Total",
            Self::Steps => "Steps",
            Self::Completed => "Completed",
            Self::Active => "Active",
            Self::Parked => "Parked",
            Self::Category => "Category",
            Self::Notes => "Notes",
            Self::NextSteps => "Next steps",
        }
    }

    /// The orders that go by it: the one that a first press asks for, and its reverse.
    pub(super) fn orders(self) -> Option<[Order; 2]> {
        match self {
            Self::Outcome => Some([Order::Outcome, Order::OutcomeReversed]),
            Self::Tree => Some([Order::Tree, Order::TreeReversed]),
            Self::Started => Some([Order::Newest, Order::Oldest]),
            Self::Total => Some([Order::Longest, Order::Shortest]),
            _ => None,
        }
    }

    /// Whether it holds numbers, which stand at its right edge.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Total | Self::Steps | Self::Active | Self::Parked)
    }
}

/// The columns that the address names: every one for `all`, none but those that always show for `none`. And the names in it
/// that mean nothing, as `columns “lost”`.
pub fn chosen(query: &Query) -> (Vec<Column>, Vec<String>) {
    let named: Vec<&str> = query.all("columns").collect();
    let choices: Vec<Column> = match named.as_slice() {
        [] => Column::USUAL.to_vec(),
        ["all"] => Column::CHOICES.to_vec(),
        names => Column::CHOICES.into_iter().filter(|column| names.contains(&column.as_str())).collect(),
    };
    let means = |name: &&str| ["all", "none"].contains(name) || Column::CHOICES.iter().any(|column| column.as_str() == *name);
    let lost = named.iter().filter(|name| !means(name)).map(|name| format!("columns “{name}”")).collect();
    (Column::ALWAYS.into_iter().chain(choices).collect(), lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_chosen_by_the_address() {
        let names = |text: &str| chosen(&Query::parse(text)).0.into_iter().skip(5).map(Column::as_str).collect::<Vec<_>>();
        assert_eq!(names(""), ["total", "steps"]);
        assert_eq!(names("columns=next-steps&columns=total"), ["total", "next-steps"], "in the order of the page");
        assert_eq!(names("columns=none"), [""; 0]);
        assert_eq!(names("columns=all").len(), 8);
        assert_eq!(chosen(&Query::parse("columns=total&columns=mood")).1, ["columns “mood”"]);
    }
}
