//! Targets as people read and type them: `12. Verify the tunnel [verify]`, or a number, a title or an id alone.

use resolutionflow::text::normalise;
use resolutionflow::tree::{DocumentNode, NodeId};

use super::Steps;

/// Error of reading a target: several steps could be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclear;

/// A text as a field of one line has it.
pub(super) fn one_line(text: &str) -> String {
    normalise(text).replace('\n', "").trim().to_owned()
}

impl Steps<'_> {
    /// A target as its field has it. What is not there stays the words that were typed; in brackets where they would be read as something
    /// else.
    pub fn shown(&self, target: &NodeId) -> String {
        match self.position(target) {
            Some(at) => self.listed(at),
            None => {
                let words = one_line(&target.0);
                let is_safe = self.target(&words).is_ok_and(|read| read.0 == words) && !words.starts_with('[');
                if is_safe || words.is_empty() { words } else { format!("[{words}]") }
            }
        }
    }

    /// A step as the list of suggestions has it, by its position.
    pub fn listed(&self, at: usize) -> String {
        let node = self.rows[at].node;
        one_line(&format!("{}. {} [{}]", at + 1, one_line(&node.title), one_line(&node.id.0)))
    }

    /// The step that a text names: by the suggestion, by its id, its number or its title. Words that name none are the target themselves,
    /// which is not there yet; nothing leads nowhere.
    ///
    /// # Errors
    /// [`Unclear`] if several steps could be meant.
    pub fn target(&self, text: &str) -> Result<NodeId, Unclear> {
        let text = one_line(text);
        if text.is_empty() {
            return Ok(NodeId::default());
        }
        let (number, rest) = numbered(&text);
        // Exactly what the list suggests.
        if let Some(at) = number.filter(|at| *at < self.rows.len() && self.listed(*at) == text) {
            return Ok(self.rows[at].node.id.clone());
        }
        if let Some(id) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            let known = self.known(|node| one_line(&node.id.0) == id);
            return Ok(known.first().map_or_else(|| NodeId(id.to_owned()), |node| node.id.clone()));
        }
        // Numbers and titles may have changed since; the id in brackets has not.
        let in_brackets: Vec<&str> = text.match_indices(" [").filter_map(|(at, mark)| text[at + mark.len()..].strip_suffix(']')).collect();
        let found = self.known(|node| in_brackets.contains(&one_line(&node.id.0).as_str()));
        match found.as_slice() {
            [one] => return Ok(one.id.clone()),
            [] => {}
            _ => return Err(Unclear),
        }
        if let (Some(_), Some(id)) = (number, in_brackets.first()) {
            return Ok(NodeId((*id).to_owned()));
        }
        let mut found = self.known(|node| one_line(&node.id.0) == text || one_line(&node.title) == text);
        if let Some(row) = text.parse::<usize>().ok().and_then(|number| self.rows.get(number.checked_sub(1)?)) {
            found.push(row.node);
        }
        if found.is_empty() {
            found = self.known(|node| one_line(&node.title).to_lowercase() == text.to_lowercase());
        }
        if let Some(row) = number.and_then(|at| self.rows.get(at)).filter(|row| found.is_empty() && one_line(&row.node.title) == rest) {
            found.push(row.node);
        }
        found.dedup_by(|one, other| one.id == other.id);
        match found.as_slice() {
            [] => Ok(NodeId(text)),
            [one] => Ok(one.id.clone()),
            _ => Err(Unclear),
        }
    }

    fn known(&self, is: impl Fn(&DocumentNode) -> bool) -> Vec<&DocumentNode> {
        self.rows.iter().map(|row| row.node).filter(|node| is(node)).collect()
    }
}

/// Position that a text begins with as a number, and what stands behind it: `12. Verify` is the twelfth.
fn numbered(text: &str) -> (Option<usize>, &str) {
    let split = text.split_once(". ").and_then(|(number, rest)| Some((number.parse::<usize>().ok()?.checked_sub(1)?, rest)));
    split.map_or((None, text), |(at, rest)| (Some(at), rest))
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::draft;
    use super::*;

    #[test]
    fn a_target_is_read_by_suggestion_id_number_or_title() {
        let document = draft();
        let steps = Steps::of(&document);
        for (typed, id) in [
            ("", ""),
            ("  ", ""),
            ("3. It works [end]", "end"),
            ("9. Another title by now [end]", "end"),
            ("end", "end"),
            ("[end]", "end"),
            ("3", "end"),
            ("It works", "end"),
            ("it WORKS", "end"),
            ("3. It works", "end"),
            ("2. Reboot it [gone]", "gone"),
            ("Call the ISP", "Call the ISP"),
            ("99", "99"),
            ("[99]", "99"),
        ] {
            assert_eq!(steps.target(typed), Ok(id.into()), "{typed}");
        }
    }

    #[test]
    fn what_could_be_several_steps_is_not_guessed() {
        let mut document = draft();
        document.nodes[0].title = "It works".into();
        document.nodes[1].id = "2".into();
        let steps = Steps::of(&document);
        assert_eq!((steps.target("It works"), steps.target("2")), (Err(Unclear), Err(Unclear)));
        assert_eq!((steps.target("It works [end]"), steps.target("[2]")), (Ok("end".into()), Ok("2".into())));
    }

    #[test]
    fn every_target_reads_back_as_it_is_shown() {
        let mut document = draft();
        let hostile = ["a] [b", "[x]", "2", "It works", "1. Is it on?", "\u{202e}x", "a [end]", "x. y", "[", "]", "🦊", "12"];
        for (node, id) in document.nodes.iter_mut().zip(hostile) {
            node.id = id.into();
            node.title = format!("{id} [{id}]");
        }
        document.root = "2".into();
        let steps = Steps::of(&document);
        for id in hostile.into_iter().chain(["", "no such step", "1. x [y]", "5. [2]"]) {
            assert_eq!(steps.target(&steps.shown(&id.into())), Ok(id.into()), "{id} as {}", steps.shown(&id.into()));
        }
    }
}
