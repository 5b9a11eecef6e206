//! Numbers of sessions in words that promise no more than was counted.

use resolutionflow::outcome::Outcome;

use crate::backend::history::{COUNTED, Count, HistoryPage, HistoryQuery, Order, RANKED, SORTED, StateFilter};

/// Number of sessions as the page shows it: `312`, `1,204`, or `1,000+` where there may be more.
pub(super) fn number(count: Count) -> String {
    match count {
        Count { number, or_more: true } => format!("{}+", thousands(number.min(COUNTED))),
        Count { number, or_more: false } => thousands(number),
    }
}

fn thousands(number: u32) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

/// The number of sessions that the query lets through: `312 sessions`. Where the order looks at the newest alone, how many.
pub(super) fn sessions(page: &HistoryPage, query: &HistoryQuery) -> String {
    let whole = page.next.is_none() && page.previous.is_none();
    let shown = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    let of = |outcomes: &[Outcome]| {
        let counts = || outcomes.iter().map(|outcome| page.counts.of(*outcome));
        Count { number: counts().map(|count| count.number).sum(), or_more: counts().any(|count| count.or_more) }
    };
    let count = match query.filter.state {
        _ if whole => Count { number: shown, or_more: false },
        None if query.filter.outcomes.is_empty() => page.counts.all(),
        Some(StateFilter::Completed) if query.filter.outcomes.is_empty() => of(&Outcome::ALL),
        None | Some(StateFilter::Completed) => of(&query.filter.outcomes),
        Some(StateFilter::Active) => page.counts.active,
        // Counts are by outcome, not by state.
        Some(_) => Count { number: shown, or_more: true },
    };
    // A search counts the newest matches, which need not be those on the page.
    let count = if count.or_more { Count { number: count.number.max(shown), ..count } } else { count };
    let says = match count {
        Count { number: 0, or_more: false } => "No sessions".to_owned(),
        Count { number: 1, or_more: false } => "1 session".to_owned(),
        count => format!("{} sessions", number(count)),
    };
    match within(query).filter(|_| !whole && page.counts.all().or_more) {
        Some(newest) => format!("{says}, in this order at most the newest {}", thousands(newest)),
        None => says,
    }
}

/// The number of newest matches that an order other than by start looks at.
fn within(query: &HistoryQuery) -> Option<u32> {
    match query.order {
        _ if query.filter.text.is_empty() => None,
        Order::Newest | Order::Oldest => None,
        Order::Relevance => Some(RANKED),
        _ => Some(SORTED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_thousand_are_not_counted_and_not_pretended_to_be() {
        let of = |number, or_more| super::number(Count { number, or_more });
        assert_eq!([of(0, false), of(312, false), of(1_004, false)], ["0", "312", "1,004"]);
        assert_eq!([of(312, true), of(1_000, true), of(4_020, true)], ["312+", "1,000+", "1,000+"]);
    }
}
