//! Structure of the document for screen readers: headings, tables and lists, each with its content.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

/// Reference to an element of [`Tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TagId(usize);

/// Structure of a document in the making: a forest of elements, in reading order.
#[derive(Default)]
pub(super) struct Tags {
    roots: Vec<TagId>,
    elements: Vec<Element>,
}

struct Element {
    kind: TagKind,
    children: Vec<Child>,
}

enum Child {
    Element(TagId),
    Content(Identifier),
}

impl Tags {
    /// Adds an element at the top level, behind those that are there.
    pub(super) fn root(&mut self, kind: impl Into<TagKind>) -> TagId {
        let id = self.add(kind.into());
        self.roots.push(id);
        id
    }

    /// Adds an element as the last child of another.
    pub(super) fn within(&mut self, parent: TagId, kind: impl Into<TagKind>) -> TagId {
        let id = self.add(kind.into());
        self.elements[parent.0].children.push(Child::Element(id));
        id
    }

    /// Adds something drawn on a page to the element that it belongs to, behind what that has.
    pub(super) fn content(&mut self, element: TagId, content: Identifier) {
        self.elements[element.0].children.push(Child::Content(content));
    }

    pub(super) fn finish(mut self) -> TagTree {
        let roots = std::mem::take(&mut self.roots);
        TagTree::from(roots.into_iter().map(|root| self.group(root)).collect::<Vec<_>>())
    }

    fn add(&mut self, kind: TagKind) -> TagId {
        self.elements.push(Element { kind, children: Vec::new() });
        TagId(self.elements.len() - 1)
    }

    fn group(&mut self, id: TagId) -> Node {
        let kind = self.elements[id.0].kind.clone();
        let children = std::mem::take(&mut self.elements[id.0].children);
        let children = children.into_iter().map(|child| match child {
            Child::Element(id) => self.group(id),
            Child::Content(content) => Node::Leaf(content),
        });
        Node::Group(TagGroup::with_children(kind, children.collect()))
    }
}
