//! A page, as a test looks at it.

/// The HTML of a page.
#[derive(Debug, Clone)]
pub struct Html(pub String);

impl Html {
    /// Whether the source contains this; for attributes and escaping.
    pub fn has(&self, source: &str) -> bool {
        self.0.contains(source)
    }

    /// What a person reads, scripts and styles left out, white space squeezed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut rest = self.0.as_str();
        while let Some(begin) = rest.find('<') {
            text.push_str(&rest[..begin]);
            rest = &rest[begin..];
            let hidden = ["script", "style", "title"].into_iter().find(|name| rest[1..].starts_with(name));
            let end = match hidden {
                Some(name) => rest.find(&format!("</{name}")).unwrap_or(0),
                None if rest.starts_with("<!--") => rest.find("-->").unwrap_or(0),
                None => 0,
            };
            rest = &rest[end..];
            rest = rest.find('>').map_or("", |close| &rest[close + 1..]);
            // Inline elements do not part words; all the others do, and a space too many is squeezed away.
            text.push(' ');
        }
        text.push_str(rest);
        let decoded = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&");
        decoded.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a person reads this.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The source of the first element of this name with all these attributes, up to its first closing tag.
    pub fn element(&self, name: &str, attributes: &[&str]) -> &str {
        let begins = format!("<{name}");
        let tag = |begin: usize| &self.0[begin..begin + self.0[begin..].find('>').unwrap_or(0)];
        let begin = self.0.match_indices(&begins).map(|(begin, _)| begin);
        let Some(begin) = begin.into_iter().find(|&begin| attributes.iter().all(|attribute| tag(begin).contains(attribute))) else {
            panic!("no <{name}> with {attributes:?} in {}", self.0)
        };
        if name == "input" {
            return tag(begin);
        }
        let end = self.0[begin..].find(&format!("</{name}>")).map_or(self.0.len(), |end| begin + end);
        &self.0[begin..end]
    }

    /// How often the source contains this.
    pub fn count(&self, source: &str) -> usize {
        self.0.matches(source).count()
    }
}
