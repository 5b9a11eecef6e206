//! Links of a flowchart: `-->`, `-- words -->`, `-.->|words|`, `==>`, `o--o`, `~~~`.

/// The most bytes of a link with its words.
const LONGEST: usize = 20_000;

/// Link between two steps.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Arrow {
    pub label: String,
    /// Bytes that it takes.
    pub length: usize,
    /// True for one that only puts steps beside each other.
    pub is_invisible: bool,
    /// True for one with heads at both ends.
    pub is_double: bool,
}

/// The link that a line begins with; none where it begins with something else.
pub(super) fn arrow(line: &str) -> Option<Arrow> {
    let line = &line[..line.floor_char_boundary(LONGEST)];
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = &line[start..];
    let is_headed = rest.starts_with(['<', 'x', 'o']) && stroke(&rest[1..]).is_some();
    let body = if is_headed { &rest[1..] } else { rest };
    let (kind, length) = stroke(body)?;
    let mut at = start + usize::from(is_headed) + length;
    let mut label = String::new();
    if kind == Kind::Invisible {
        return Some(Arrow { label, length: at, is_invisible: true, is_double: false });
    }
    if kind.is_open(&body[..length]) {
        // Words between two halves of a link.
        let words = &line[at..];
        let (from, to) = kind.end(words)?;
        label = words[..from].trim().to_owned();
        at += to;
    }
    let is_double = is_headed && line[..at].ends_with(['>', 'x', 'o']);
    let after = line[at..].trim_start_matches([' ', '\t']);
    if let Some(words) = after.strip_prefix('|') {
        let end = words.find('|')?;
        label = words[..end].trim().to_owned();
        at = line.len() - after.len() + end + 2;
    }
    let label = label.trim_matches('"').to_owned();
    Some(Arrow { label, length: at, is_invisible: false, is_double })
}

/// Stroke of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Thick,
    Dotted,
    Invisible,
}

/// The stroke that a text begins with, and how long it is with its head.
fn stroke(text: &str) -> Option<(Kind, usize)> {
    let run = |c: u8| text.bytes().take_while(|byte| *byte == c).count();
    // Behind two strokes a letter is the beginning of words, behind three it is a head.
    let headed =
        |length: usize| length + usize::from(text[length..].starts_with(['>', 'x', 'o']) && (length > 2 || !is_word(&text[length..])));
    if run(b'~') >= 3 {
        return Some((Kind::Invisible, run(b'~')));
    }
    if run(b'=') >= 2 {
        return Some((Kind::Thick, headed(run(b'='))));
    }
    let dots = text.strip_prefix('-').map(|rest| rest.bytes().take_while(|byte| *byte == b'.').count()).unwrap_or_default();
    if dots > 0 {
        let closed = text[1 + dots..].starts_with('-');
        return Some((Kind::Dotted, if closed { headed(dots + 2) } else { dots + 1 }));
    }
    (run(b'-') >= 2).then(|| (Kind::Plain, headed(run(b'-'))))
}

/// True where a head `x` or `o` is the beginning of a word.
fn is_word(text: &str) -> bool {
    !text.starts_with('>') && text.chars().nth(1).is_some_and(char::is_alphanumeric)
}

impl Kind {
    /// True where words and the other half of the link follow.
    fn is_open(self, stroke: &str) -> bool {
        match self {
            Self::Plain => stroke == "--",
            Self::Thick => stroke == "==",
            Self::Dotted => stroke.ends_with('.'),
            Self::Invisible => false,
        }
    }

    /// Where the other half begins and ends.
    fn end(self, words: &str) -> Option<(usize, usize)> {
        let mark = match self {
            Self::Plain | Self::Invisible => "--",
            Self::Thick => "==",
            Self::Dotted => ".-",
        };
        let mut from = words.find(mark)?;
        let stroke = if self == Self::Dotted { ".-" } else { &mark[..1] };
        let mut to = from + words[from..].len() - words[from..].trim_start_matches(stroke.chars().next().unwrap_or('-')).len();
        if self == Self::Dotted {
            from = from.min(to);
            to += usize::from(words[to..].starts_with('-'));
        }
        to += usize::from(words[to..].starts_with(['>', 'x', 'o']) && !is_word(&words[to..]));
        Some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, String)> {
        arrow(line).map(|arrow| (arrow.label, line[arrow.length..].to_owned()))
    }

    #[test]
    fn links_of_every_style_are_read() {
        let said = |label: &str, rest: &str| Some((label.to_owned(), rest.to_owned()));
        for line in
            ["-->B", "--- B", "-.->B", "-.-B", "==>B", "===B", "---->B", "<-->B", "x--x B", "o--o B", "---oB", "--o B", "-..->B", "~~~B"]
        {
            let read = read(line).map(|(label, rest)| (label, rest.trim().to_owned()));
            assert_eq!(read, said("", "B"), "{line}");
        }
        assert_eq!(read(" -->|Yes| B"), said("Yes", " B"));
        assert_eq!(read("-- No, never --> B"), said("No, never", " B"));
        assert_eq!(read("-. maybe .-> B"), said("maybe", " B"));
        assert_eq!(read("== sure ==> B"), said("sure", " B"));
        assert_eq!(read("-->|\"quoted - label\"|B"), said("quoted - label", "B"));
        assert_eq!(read("-- half"), None);
        assert_eq!(read("[text]"), None);
    }
}
