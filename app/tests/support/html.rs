//! HTML as a browser reads it, and the elements that tests ask it for. The server's tests include this file too.

#![allow(dead_code, reason = "two test programs share it, and neither calls all of it")]

use std::ops::Deref;

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A parsed page: its source, and as [`Element`] its document.
pub struct Html {
    source: String,
    document: Element,
}

/// An element with its attributes in decoded form. Attribute names of foreign elements have no prefix.
pub struct Element {
    /// Name in lower case; empty for the document itself.
    pub name: String,
    /// Names and values of its attributes; boolean ones have the value "".
    pub attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

enum Node {
    Text(String),
    Element(Element),
}

impl Html {
    /// Parses a page by the rules of HTML, for a browser without JavaScript. There is no malformed page.
    pub fn parse(source: impl Into<String>) -> Self {
        let source = source.into();
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let dom = parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(source.as_str());
        let document = Element { name: String::new(), attributes: Vec::new(), children: children(&dom.document) };
        Self { source, document }
    }

    /// The source as it was sent.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// True if the source contains this: for markup that must not be there, and for what no element shows.
    pub fn has(&self, source: &str) -> bool {
        self.source.contains(source)
    }
}

impl Deref for Html {
    type Target = Element;
    fn deref(&self) -> &Element {
        &self.document
    }
}

fn children(node: &Handle) -> Vec<Node> {
    let convert = |child: &Handle| match &child.data {
        NodeData::Text { contents } => Some(Node::Text(contents.borrow().to_string())),
        NodeData::Element { name, attrs, template_contents, .. } => {
            let attributes = attrs.borrow().iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
            let template = template_contents.borrow();
            // A template's contents count as its children.
            let children = children(template.as_ref().unwrap_or(child));
            Some(Node::Element(Element { name: name.local.to_string(), attributes, children }))
        }
        _ => None,
    };
    node.children.borrow().iter().filter_map(convert).collect()
}

impl Element {
    /// The elements inside it of this name, `*` for any, with all of these attributes, in the order of the page.
    pub fn elements(&self, name: &str, attributes: &[(&str, &str)]) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in self.children.iter().filter_map(Node::element) {
            if (name == "*" || child.name == name) && attributes.iter().all(|&(name, value)| child.matches(name, value)) {
                found.push(child);
            }
            found.extend(child.elements(name, attributes));
        }
        found
    }

    /// The first of these elements. Panics if there is none.
    #[track_caller]
    pub fn element(&self, name: &str, attributes: &[(&str, &str)]) -> &Element {
        let first = self.elements(name, attributes).into_iter().next();
        first.unwrap_or_else(|| panic!("no <{name}> with {attributes:?} in “{}”", self.text()))
    }

    /// The number of these elements.
    pub fn count(&self, name: &str, attributes: &[(&str, &str)]) -> usize {
        self.elements(name, attributes).len()
    }

    /// True if it has one of these elements.
    pub fn contains(&self, name: &str, attributes: &[(&str, &str)]) -> bool {
        self.count(name, attributes) > 0
    }

    /// True if an attribute has that value; a class is one word of its attribute.
    fn matches(&self, name: &str, value: &str) -> bool {
        match (name, self.attr(name)) {
            ("class", Some(own)) => value.split_whitespace().all(|word| own.split_whitespace().any(|own| own == word)),
            (_, own) => own == Some(value),
        }
    }

    /// An attribute's value.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// True if it has a boolean attribute: `checked`, `open`, `required`.
    pub fn is(&self, attribute: &str) -> bool {
        self.attr(attribute).is_some()
    }

    /// The first link whose text is exactly this. Panics if there is none.
    #[track_caller]
    pub fn link(&self, text: &str) -> &Element {
        let first = self.elements("a", &[]).into_iter().find(|link| link.text() == text);
        first.unwrap_or_else(|| panic!("no link “{text}” in “{}”", self.text()))
    }

    /// True if a link has exactly this address.
    pub fn leads_to(&self, address: &str) -> bool {
        self.contains("a", &[("href", address)])
    }

    /// The first form that is sent to this address. Panics if there is none.
    #[track_caller]
    pub fn form(&self, action: &str) -> &Element {
        self.element("form", &[("action", action)])
    }

    /// True if a form or one of its buttons sends to this address.
    pub fn offers(&self, action: &str) -> bool {
        self.contains("form", &[("action", action)]) || self.contains("button", &[("formaction", action)])
    }

    /// The first control with exactly this label: a `<label>` that names its id, or its `aria-label`. Panics if there is none.
    #[track_caller]
    pub fn field(&self, label: &str) -> &Element {
        let labelled = self.elements("label", &[]).into_iter().find(|element| element.text() == label);
        let by_id = labelled.and_then(|element| element.attr("for")).map(|id| self.element("*", &[("id", id)]));
        by_id.unwrap_or_else(|| self.element("*", &[("aria-label", label)]))
    }

    /// The names and values that a form sends when no button of it is named: hidden and typed text, ticked boxes and chosen
    /// options. Controls outside it are not looked for.
    pub fn fields(&self) -> Vec<(String, String)> {
        let controls = self.elements("*", &[]).into_iter().filter(|control| !control.is("disabled"));
        controls.filter_map(|control| Some((control.attr("name")?.to_owned(), control.sent()?))).collect()
    }

    /// The first value that a form sends under this name.
    pub fn value(&self, name: &str) -> Option<String> {
        self.fields().into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    fn sent(&self) -> Option<String> {
        match (self.name.as_str(), self.attr("type").unwrap_or_default()) {
            ("input", "submit" | "file" | "image" | "button" | "reset") => None,
            ("input", "radio" | "checkbox") => self.is("checked").then(|| self.attr("value").unwrap_or("on").to_owned()),
            ("input", _) => Some(self.attr("value").unwrap_or_default().to_owned()),
            ("textarea", _) => Some(self.content()),
            ("select", _) => {
                let options = self.elements("option", &[]);
                let chosen = options.iter().find(|option| option.is("selected")).or(options.first())?;
                Some(chosen.attr("value").map_or_else(|| chosen.text(), str::to_owned))
            }
            _ => None,
        }
    }

    /// The text inside it as it stands there.
    pub fn content(&self) -> String {
        let part = |child: &Node| match child {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.content(),
        };
        self.children.iter().map(part).collect()
    }

    /// The text that a person reads: scripts, styles and titles left out, elements parted, white space squeezed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.read_into(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn read_into(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(own) => text.push_str(own),
                Node::Element(element) if ["script", "style", "title"].contains(&element.name.as_str()) => {}
                Node::Element(element) => {
                    // Marks within a word do not part it.
                    let space = if ["b", "bdi", "em", "mark", "strong"].contains(&element.name.as_str()) { "" } else { " " };
                    text.push_str(space);
                    element.read_into(text);
                    text.push_str(space);
                }
            }
        }
    }

    /// The texts inside it, and the values of text fields, that are written from right to left and whose direction no element around them
    /// finds out. Left out is what is read aloud only.
    pub fn undirected(&self) -> Vec<&str> {
        // Within a sentence of ours it stands between isolates.
        let is_rtl = |text: &str| text.contains(|c| ('\u{590}'..='\u{6ff}').contains(&c)) && !text.contains('\u{2068}');
        let mut found = Vec::new();
        for child in &self.children {
            match child {
                Node::Text(text) => found.extend(Some(text.as_str()).filter(|text| is_rtl(text))),
                Node::Element(element) if element.name == "bdi" || element.attr("dir") == Some("auto") => {}
                // Its style gives each paragraph its own direction.
                Node::Element(element) if element.name == "textarea" => {}
                Node::Element(element) if element.matches("class", "sr-only") => {}
                Node::Element(element) if ["script", "style", "title"].contains(&element.name.as_str()) => {}
                Node::Element(element) => {
                    let typed = element.attr("value").filter(|_| element.name == "input" && element.attr("type") != Some("hidden"));
                    found.extend(typed.filter(|value| is_rtl(value)));
                    found.extend(element.undirected());
                }
            }
        }
        found
    }

    /// True if a person reads this.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// True if its text, or an attribute of it or of an element inside it, contains this.
    pub fn mentions(&self, words: &str) -> bool {
        let inside = self.elements("*", &[]);
        let attributes = inside.into_iter().chain([self]).flat_map(|element| &element.attributes);
        self.says(words) || attributes.into_iter().any(|(_, value)| value.contains(words))
    }
}

impl Node {
    fn element(&self) -> Option<&Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }
}
