//! A line of HTML while it becomes Markdown.

/// Text of a block that is being read.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    /// Addresses of the links that are open; none for one that is left out.
    links: Vec<Option<String>>,
}

impl Line {
    /// Adds words; white space of any length is one space.
    pub(super) fn words(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    pub(super) fn line_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    pub(super) fn mark(&mut self, mark: &str) {
        self.text.push_str(mark);
    }

    pub(super) fn open_link(&mut self, address: &str) {
        let address = address.trim();
        let is_kept = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        let is_plain = !address.contains([' ', '(', ')', '<', '>', '\n']);
        let kept = (is_kept && is_plain).then(|| address.to_owned());
        if kept.is_some() {
            self.text.push('[');
        }
        self.links.push(kept);
    }

    pub(super) fn close_link(&mut self) {
        if let Some(Some(address)) = self.links.pop() {
            self.text.push_str(&format!("]({address})"));
        }
    }

    /// The text so far, which begins anew. Links that are open end here.
    pub(super) fn take(&mut self) -> String {
        while !self.links.is_empty() {
            self.close_link();
        }
        let text = std::mem::take(&mut self.text);
        // Marks around nothing.
        text.replace("****", "").trim().to_owned()
    }
}
