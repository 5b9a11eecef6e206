//! Lookup of a text's tokens among those that a query looks for, without comparing each with each.

use std::collections::HashMap;

use super::query::{Query, Term, Wanted};

/// The tokens that a query looks for, each once.
pub(super) struct Lookup<'a> {
    exact: HashMap<&'a str, &'a Wanted>,
    /// Those of which the beginning counts, in their order, each with the place of the longest other one that it begins with.
    beginnings: Vec<(&'a Wanted, Option<usize>)>,
}

impl<'a> Lookup<'a> {
    pub(super) fn of(query: &'a Query) -> Self {
        let wanted = query.terms().iter().flat_map(Term::wanted);
        let (mut sorted, exact): (Vec<_>, Vec<_>) = wanted.partition(|wanted| wanted.is_beginning);
        sorted.sort_unstable_by(|a, b| a.token.cmp(&b.token));
        sorted.dedup();
        let exact = exact.into_iter().map(|wanted| (wanted.token.as_str(), wanted)).collect();
        let mut all = Self { exact, beginnings: Vec::with_capacity(sorted.len()) };
        for wanted in sorted {
            let outer = all.upwards(all.beginnings.len()).find(|(_, outer)| outer.is(&wanted.token)).map(|(index, _)| index);
            all.beginnings.push((wanted, outer));
        }
        all
    }

    /// Those that a token of a text is.
    pub(super) fn each(&self, token: &str) -> impl Iterator<Item = &'a Wanted> {
        let beginnings = self.candidates(token).filter(move |wanted| wanted.is(token));
        self.exact.get(token).copied().into_iter().chain(beginnings)
    }

    /// The beginnings that a token is compared with. In the order of texts, all beginnings of one are beginnings of whatever stands between.
    fn candidates(&self, token: &str) -> impl Iterator<Item = &'a Wanted> {
        self.upwards(self.beginnings.partition_point(|(wanted, _)| wanted.token.as_str() <= token)).map(|(_, wanted)| wanted)
    }

    /// The beginning before this place, the longest that it begins with, and so on.
    fn upwards(&self, end: usize) -> impl Iterator<Item = (usize, &'a Wanted)> {
        let outer = |index: usize| self.beginnings.get(index).and_then(|(_, outer)| *outer);
        let places = std::iter::successors(end.checked_sub(1), move |index| outer(*index));
        places.filter_map(|index| self.beginnings.get(index).map(|(wanted, _)| (index, *wanted)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::Matching;

    proptest! {
        #[test]
        fn a_token_is_found_without_comparing_it_with_each(words in "([ab]{1,5} ){0,60}", token in "[ab]{0,7}") {
            let queries = [Query::of(&words, Matching::Words), Query::of(&words, Matching::Beginnings)];
            for query in &queries {
                let lookup = Lookup::of(query);
                let mut expected: Vec<_> = query.terms().iter().flat_map(Term::wanted).filter(|wanted| wanted.is(&token)).collect();
                let mut found: Vec<_> = lookup.each(&token).collect();
                for list in [&mut expected, &mut found] {
                    list.sort_unstable_by_key(|wanted| (&wanted.token, wanted.is_beginning));
                }
                expected.dedup();
                prop_assert_eq!(found, expected);
                // Each is a beginning of the one before.
                prop_assert!(lookup.candidates(&token).count() <= 5);
            }
        }
    }
}
