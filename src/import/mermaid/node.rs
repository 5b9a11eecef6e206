//! Steps of a flowchart: an id, and perhaps words in a shape.

use crate::html;

/// Step as it stands in a line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub id: String,
    /// Its words, if this place has them.
    pub text: Option<String>,
    /// Bytes that it takes.
    pub length: usize,
}

/// The most bytes of a shape with its words.
const LONGEST: usize = 20_000;

/// Beginnings of shapes with their ends, longest first.
const SHAPES: [(&str, &[&str]); 13] = [
    ("(((", &[")))"]),
    ("((", &["))"]),
    ("([", &["])"]),
    ("(", &[")"]),
    ("[[", &["]]"]),
    ("[(", &[")]"]),
    ("[/", &["/]", "\\]"]),
    ("[\\", &["\\]", "/]"]),
    ("[", &["]"]),
    ("{{", &["}}"]),
    ("{", &["}"]),
    (">", &["]"]),
    ("@{", &["}"]),
];

/// The step that a text begins with; none where it begins with something else. A shape without an end is none.
pub(super) fn node(text: &str) -> Option<Node> {
    let start = text.len() - text.trim_start_matches([' ', '\t']).len();
    let rest = &text[start..];
    let id = &rest[..id_length(rest)];
    if id.is_empty() {
        return None;
    }
    let mut at = start + id.len();
    let mut words = None;
    let opened = SHAPES.iter().find(|(open, _)| text[at..].starts_with(open));
    if let Some((open, ends)) = opened {
        let inside = &text[at + open.len()..];
        let inside = &inside[..inside.floor_char_boundary(LONGEST)];
        let (found, length) =
            if *open == "@{" { fields(inside)? } else { shaped(inside, ends).map(|(text, length)| (Some(text), length))? };
        words = found;
        at += open.len() + length;
    }
    if let Some(class) = text[at..].strip_prefix(":::") {
        at += 3 + class.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(class.len());
    }
    Some(Node { id: id.to_owned(), text: words.map(|words| clean(&words)), length: at })
}

/// Length of an id: letters, digits and marks that begin no link and no shape.
fn id_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_part = match c {
            '-' => at > 0 && next.is_some_and(|next| next.is_alphanumeric() || next == '_'),
            '.' => next.is_some_and(char::is_alphanumeric),
            '_' | '/' | '#' | '$' | '*' | '+' | '!' | '?' | '\'' => true,
            c => c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace()),
        };
        if !is_part {
            return at;
        }
    }
    text.len()
}

/// Words of a shape up to its end, and the bytes that both take. Words in quotes may have several lines.
fn shaped(inside: &str, ends: &[&str]) -> Option<(String, usize)> {
    let gap = inside.len() - inside.trim_start_matches([' ', '\t']).len();
    if let Some(quoted) = inside[gap..].strip_prefix('"') {
        let close = quoted.find('"')?;
        let behind = gap + 1 + close + 1;
        let after = &inside[behind..];
        let space = after.len() - after.trim_start_matches([' ', '\t']).len();
        let end = ends.iter().find(|end| after[space..].starts_with(**end))?;
        return Some((quoted[..close].to_owned(), behind + space + end.len()));
    }
    let line = inside.lines().next().unwrap_or_default();
    let (at, end) = ends.iter().filter_map(|end| line.find(end).map(|at| (at, end.len()))).min()?;
    Some((line[..at].to_owned(), at + end))
}

/// The label among fields such as `shape: diamond, label: "Is it on?"`.
fn fields(inside: &str) -> Option<(Option<String>, usize)> {
    let (mut in_quotes, mut end) = (false, None);
    for (at, c) in inside.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            '}' if !in_quotes => {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    let end = end?;
    let label = inside[..end].find("label:").map(|at| inside[at + 6..end].trim_start());
    let label = label.map(|label| match label.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default().to_owned(),
        None => label.split(',').next().unwrap_or_default().trim().to_owned(),
    });
    Some((label, end + 1))
}

/// Words as people read them: without marks of HTML, icons and escapes.
pub(super) fn clean(words: &str) -> String {
    let words = words.trim().trim_matches('`').replace("\\n", "\n");
    let words = html::plain(&entities(&with_words(&words)));
    let is_icon = |word: &str| {
        let set = word.split_once(':').map(|(set, _)| set).unwrap_or_default();
        matches!(set, "fa" | "fab" | "fas" | "far" | "fal" | "fad") && word.contains("fa-")
    };
    if words.split_whitespace().any(is_icon) {
        return words.split_whitespace().filter(|word| !is_icon(word)).collect::<Vec<_>>().join(" ");
    }
    words
}

/// Tags that labels have. What else stands between angle brackets are words of the author, such as `<server>`.
const TAGS: [&str; 16] = ["br", "b", "i", "u", "s", "p", "a", "em", "strong", "small", "sub", "sup", "code", "span", "div", "img"];

/// The label with such words as text of HTML.
fn with_words(label: &str) -> String {
    let mut parts = label.split('<');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        text.push_str(if part.contains('>') && TAGS.contains(&&*name.to_ascii_lowercase()) { "<" } else { "&lt;" });
        text.push_str(part);
    }
    text
}

/// Characters that are written as `#quot;` or `#35;`.
fn entities(words: &str) -> String {
    if !words.contains('#') {
        return words.to_owned();
    }
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('#') {
        text.push_str(&rest[..at]);
        let name = rest[at + 1..].split(';').next().unwrap_or_default();
        let has_end = rest[at + 1 + name.len()..].starts_with(';') && name.len() <= 8;
        let meant = match name {
            "quot" => Some('"'),
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "nbsp" => Some(' '),
            "semi" => Some(';'),
            number => number.parse().ok().and_then(char::from_u32),
        };
        match meant.filter(|_| has_end) {
            Some(c) => {
                text.push(c);
                rest = &rest[at + name.len() + 2..];
            }
            None => {
                text.push('#');
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<String>, String)> {
        node(text).map(|node| (node.id, node.text, text[node.length..].to_owned()))
    }

    #[test]
    fn steps_of_every_shape_are_read() {
        let said = |id: &str, text: &str, rest: &str| Some((id.to_owned(), Some(text.to_owned()), rest.to_owned()));
        let shapes = [
            "[x y]",
            "(x y)",
            "([x y])",
            "[[x y]]",
            "[(x y)]",
            "((x y))",
            "(((x y)))",
            ">x y]",
            "{x y}",
            "{{x y}}",
            "[/x y/]",
            "[\\x y\\]",
            "[/x y\\]",
        ];
        for shape in shapes {
            assert_eq!(read(&format!("A1{shape}-->B")), said("A1", "x y", "-->B"), "{shape}");
        }
        assert_eq!(read("my-node[\"Is it (on)?<br/>Look\"]:::hot & B"), said("my-node", "Is it (on)?\nLook", " & B"));
        assert_eq!(read("A@{ shape: diam, label: \"On?\" }"), said("A", "On?", ""));
        assert_eq!(read("A[\"two\nlines\"] --> B"), said("A", "two\nlines", " --> B"));
        assert_eq!(read("A[#quot;x#quot; #35;1 fa:fa-bolt]"), said("A", "\"x\" #1", ""));
        assert_eq!(read("A-->B"), Some(("A".into(), None, "-->B".into())));
        assert_eq!(read("A.->B").map(|(id, ..)| id), Some("A".into()));
        assert_eq!(read("A[open"), None);
        assert_eq!(read("--> B"), None);
    }
}
