//! Query strings: reading a page's, and making links that differ from it in one parameter.

use leptos::prelude::*;
use leptos_router::hooks::use_url;

/// Query of an address: names and values in their order. Unknown names are kept: they do no harm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Query of the present page, without the parameters that confirm a change after its redirect: `done`, `undo`, `changed`, `unchanged`.
    pub fn of_page() -> Self {
        let asked = use_url().with_untracked(|url| Self::parse(url.search()));
        ["done", "undo", "changed", "unchanged"].into_iter().fold(asked, |asked, name| asked.without(name))
    }

    /// Parses a query, with or without its question mark. leptos_router would decode twice, and a search for `%41` would look for `A`.
    pub fn parse(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.trim_start_matches('?').as_bytes());
        // Postgres has no zero byte in its texts.
        Self(pairs.map(|(name, value)| (name.replace('\0', ""), value.replace('\0', ""))).collect())
    }

    /// Last value of a name, without the white space around it; empty if the name is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Names and values, in the order in which they stand in the address.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All values of a name, without the white space around them and without empty ones.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Last value of a name, without the white space around it; none if it is empty.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The same query with this as the only value of the name; an empty value takes the name out.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut query = self.without(name);
        if !value.is_empty() {
            query.0.push((name.to_owned(), value.to_owned()));
        }
        query
    }

    /// The same query with a further value of a name, at its end. A value that is there already moves.
    pub fn and(&self, name: &str, value: &str) -> Self {
        let mut query = self.without_one(name, value);
        query.0.push((name.to_owned(), value.to_owned()));
        query
    }

    /// The same query without one of a name's values, however often it stands there, with or without white space around it.
    pub fn without_one(&self, name: &str, value: &str) -> Self {
        Self(self.0.iter().filter(|(key, other)| key != name || other.trim() != value).cloned().collect())
    }

    /// The same query without a name.
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(key, _)| key != name).cloned().collect())
    }

    /// Address of the page at `path` with this query; empty values are left out.
    pub fn href(&self, path: &str) -> String {
        let filled = self.0.iter().filter(|(_, value)| !value.is_empty());
        let href = form_urlencoded::Serializer::for_suffix(format!("{path}?"), path.len() + 1).extend_pairs(filled).finish();
        href.strip_suffix('?').map(str::to_owned).unwrap_or(href)
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn a_query_reads_back_as_it_was_written() {
        let query = Query::default().with("q", "a&b=c 100% %41 ä").with("category", "Wi-Fi");
        let href = query.href("/trees");
        assert_eq!(href, "/trees?q=a%26b%3Dc+100%25+%2541+%C3%A4&category=Wi-Fi");
        assert_eq!(Query::parse(href.trim_start_matches("/trees")), query);
    }

    #[test]
    fn a_filter_is_changed_and_taken_out_without_touching_the_others() {
        let query = Query::parse("?state=active&q=vpn&q=dns");
        assert_eq!(query.get("q"), "dns");
        assert_eq!(query.with("q", "wifi").href("/sessions"), "/sessions?state=active&q=wifi");
        assert_eq!(query.without("state").with("q", "").href("/sessions"), "/sessions");
    }

    #[test]
    fn a_broken_query_is_read_as_far_as_it_goes() {
        let query = Query::parse("q=%zz%4&%ff=x&&lone");
        assert_eq!((query.get("q"), query.get("lone"), query.get("none")), ("%zz%4", "", ""));
    }
}
