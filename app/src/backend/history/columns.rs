//! The columns of the history. Those that identify a session always show; the others can be chosen.

use strum::IntoStaticStr;

use super::address::unknown;
use super::query::Order;
use crate::query::Query;

/// A column of the list, and of the files made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Column {
    /// Outcome, or state while it has none.
    Outcome,
    /// Tree and version.
    Tree,
    /// Ticket and client.
    Ticket,
    /// The holder.
    Technician,
    /// The start.
    Started,
    /// Its total.
    Total,
    /// The number of its steps.
    Steps,
    /// The end of its last step.
    Completed,
    /// Its active time.
    Active,
    /// The time for which it was parked.
    Parked,
    /// The tree's category.
    Category,
    /// The outcome notes.
    Notes,
    /// The next steps.
    NextSteps,
}

impl Column {
    /// Columns that always show, since they identify a session.
    pub const ALWAYS: [Column; 5] = [Self::Outcome, Self::Tree, Self::Ticket, Self::Technician, Self::Started];
    /// Columns that can be chosen, in the order of the page.
    pub const CHOICES: [Column; 8] =
        [Self::Total, Self::Steps, Self::Completed, Self::Active, Self::Parked, Self::Category, Self::Notes, Self::NextSteps];
    /// The choice where the address makes none.
    const USUAL: [Column; 2] = [Self::Total, Self::Steps];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Heading of the column.
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

    /// Sort orders of the column, if it has any: that of a first click on its heading, and the reverse.
    pub fn orders(self) -> Option<[Order; 2]> {
        match self {
            Self::Outcome => Some([Order::Outcome, Order::OutcomeReversed]),
            Self::Tree => Some([Order::Tree, Order::TreeReversed]),
            Self::Started => Some([Order::Newest, Order::Oldest]),
            Self::Total => Some([Order::Longest, Order::Shortest]),
            _ => None,
        }
    }

    /// True if the column holds numbers, which are aligned to its right edge.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Total | Self::Steps | Self::Active | Self::Parked)
    }
}

/// Columns that an address chooses, in the order of the page: all of them for `all`, only those that always show for `none`. With them the
/// names that are ignored, as `columns “lost”`.
pub fn columns(query: &Query) -> (Vec<Column>, Vec<String>) {
    let means = |name: &&str| ["all", "none"].contains(name) || Column::CHOICES.iter().any(|column| column.as_str() == *name);
    let (named, others): (Vec<&str>, Vec<&str>) = query.all("columns").partition(means);
    let choices: Vec<Column> = match named.as_slice() {
        [] => Column::USUAL.to_vec(),
        ["all"] => Column::CHOICES.to_vec(),
        names => Column::CHOICES.into_iter().filter(|column| names.contains(&column.as_str())).collect(),
    };
    let unknown = others.into_iter().map(|name| unknown("columns", name)).collect();
    (Column::ALWAYS.into_iter().chain(choices).collect(), unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_chosen_by_the_address() {
        let names = |text: &str| columns(&Query::parse(text)).0.into_iter().skip(5).map(Column::as_str).collect::<Vec<_>>();
        assert_eq!(names(""), ["total", "steps"]);
        assert_eq!(names("columns=next-steps&columns=total"), ["total", "next-steps"], "in the order of the page");
        assert_eq!(names("columns=none"), [""; 0]);
        assert_eq!(names("columns=all").len(), 8);
        assert_eq!(columns(&Query::parse("columns=total&columns=mood")).1, ["columns “mood”"]);
        assert_eq!(names("columns=mood"), ["total", "steps"], "a name without a meaning chooses nothing");
    }
}
