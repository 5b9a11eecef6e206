//! Links of a draft that lead to no step yet, and the steps that are created for them.

use resolutionflow::tree::{DocumentNode, Edit, NodeId, NodeKind, TreeDocument, new_node_id};

use crate::error::AppError;

/// Link of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// Step that it leads away from; none for the beginning of walks.
    pub from: Option<NodeId>,
    /// Id of the answer, if that step is a decision.
    pub option: Option<String>,
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Led {
    /// To a step that is there.
    To(NodeId),
    /// To none: what stands there in place of one, which may be empty.
    Nowhere(NodeId),
}

impl Exit {
    /// Where the link leads in a draft as it stands.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where there is no such link any more.
    pub fn led(&self, document: &TreeDocument) -> Result<Led, AppError> {
        let there = |id: &NodeId| document.nodes.iter().find(|node| node.id == *id);
        let target = match &self.from {
            None => Some(&document.root),
            Some(from) => match (there(from).map(|node| &node.kind), &self.option) {
                (Some(NodeKind::Action { next_node_id, .. }), None) => Some(next_node_id),
                (Some(NodeKind::Decision { options }), Some(id)) => {
                    options.iter().find(|option| option.id == *id).map(|option| &option.next_node_id)
                }
                _ => None,
            },
        };
        let gone = "The draft has changed since: this link is not there any more. Start the preview again.";
        let target = target.ok_or_else(|| AppError::BadEdit(gone.to_owned()))?.clone();
        Ok(if there(&target).is_some() { Led::To(target) } else { Led::Nowhere(target) })
    }

    /// Id and edits of a new step at the link. An id that stands there already becomes the step's, so that every link to it finds it.
    pub fn created(&self, document: &TreeDocument, target: &NodeId, title: &str) -> (NodeId, Vec<Edit>) {
        let is_id = !target.0.is_empty() && new_node_id(&TreeDocument::default(), &target.0) == *target;
        let id = if is_id { target.clone() } else { new_node_id(document, title) };
        let kind = NodeKind::Solution { suggested_outcome: None };
        let node = DocumentNode { id: id.clone(), kind, title: title.to_owned(), body: String::new() };
        let mut edits = vec![Edit::Add { after: self.from.clone(), nodes: vec![node] }];
        if id != *target {
            edits.push(match (&self.from, &self.option) {
                (None, _) => Edit::Root(id.clone()),
                (Some(node), Some(option)) => Edit::Target { node: node.clone(), option: option.clone(), target: id.clone() },
                (Some(node), None) => Edit::Next { node: node.clone(), target: id.clone() },
            });
        }
        (id, edits)
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::draft;
    use super::*;
    use resolutionflow::tree::apply_all;

    #[test]
    fn a_step_is_created_where_a_link_leads_to_none_and_only_there() {
        let exit = |from: &str, option: Option<&str>| Exit { from: Some(from.into()), option: option.map(str::to_owned) };
        let mut document = draft();
        assert_eq!(exit("ask", Some("yes")).led(&document), Ok(Led::To("end".into())));
        assert!(exit("ask", Some("gone")).led(&document).is_err() && exit("ask", None).led(&document).is_err());
        for (target, id) in [("", "call-them"), ("call-isp", "call-isp"), ("Call the ISP!", "call-them-2")] {
            let edit = Edit::Target { node: "ask".into(), option: "no".into(), target: target.into() };
            apply_all(&mut document, &[edit]).unwrap();
            let exit = exit("ask", Some("no"));
            assert_eq!(exit.led(&document), Ok(Led::Nowhere(target.into())));
            let (created, edits) = exit.created(&document, &target.into(), "Call them");
            apply_all(&mut document, &edits).unwrap();
            assert_eq!((created, exit.led(&document)), (id.into(), Ok(Led::To(id.into()))));
        }
        let nothing = TreeDocument::default();
        let (id, edits) = Exit { from: None, option: None }.created(&nothing, &nothing.root, "First");
        let mut document = nothing;
        apply_all(&mut document, &edits).unwrap();
        assert_eq!(document.root, id);
    }
}
