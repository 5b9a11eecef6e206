//! What buttons of a step's form do besides saving its fields, as edits.

use app::backend::drafts::StepDeed;
use app::drafting::Steps;
use resolutionflow::text::{Title, one_line};
use resolutionflow::tree::{
    Command, DocumentNode, Edit, EditError, NodeId, NodeKind, Shell, StepForm, TreeDocument, TreeOption, apply_all, branch, form_edits,
    new_node_id, new_option_id, pasted,
};

/// Edits of a step's form: what differs from the document that it was made of, then what its button does.
///
/// # Errors
/// [`EditError`] where the step is not there.
pub(super) fn step_edits(base: &TreeDocument, id: &NodeId, form: &StepForm, deed: Option<&StepDeed>) -> Result<Vec<Edit>, EditError> {
    let mut edits = form_edits(base, id, form.clone())?;
    let Some(deed) = deed else { return Ok(edits) };
    let mut saved = base.clone();
    apply_all(&mut saved, &edits)?;
    let at = saved.nodes.iter().position(|node| node.id == *id).ok_or_else(|| EditError::NoSuchNode(id.clone()))?;
    edits.extend(Step { document: &saved, at, node: &saved.nodes[at] }.edits(deed, &form.kind));
    Ok(edits)
}

/// Step as its fields are saved.
struct Step<'d> {
    document: &'d TreeDocument,
    /// Its position in the author's order.
    at: usize,
    node: &'d DocumentNode,
}

impl Step<'_> {
    fn edits(&self, deed: &StepDeed, form: &NodeKind) -> Vec<Edit> {
        match deed {
            StepDeed::AddRow => self.add_row().into_iter().collect(),
            StepDeed::RemoveRow(row) => kept_row(form, *row).and_then(|row| self.remove_row(row)).into_iter().collect(),
            StepDeed::MoveRow(from, to) => {
                let kept = kept_row(form, *from).and_then(|at| Some((at, passed_row(form, *from, *to)?)));
                kept.and_then(|(from, to)| self.move_row(from, to)).into_iter().collect()
            }
            StepDeed::CreateTarget(row) => exit_row(form, *row).and_then(|row| self.create_target(row)).unwrap_or_default(),
            StepDeed::AddStep(title) => self.add_step(title),
            StepDeed::Adopt(title) => self.adopt(title),
            StepDeed::Remove => vec![Edit::Remove { nodes: vec![self.id()], heal: true }],
            StepDeed::RemoveBranch => {
                let nodes = branch(self.document, &self.node.id).into_iter().map(|node| node.id).collect();
                vec![Edit::Remove { nodes, heal: true }]
            }
            StepDeed::Paste(nodes) => self.paste(nodes),
            StepDeed::Move { up, past } => self.moved(*up, *past).into_iter().collect(),
            StepDeed::MakeRoot => vec![Edit::Root(self.id())],
        }
    }

    fn id(&self) -> NodeId {
        self.node.id.clone()
    }

    fn options(&self) -> &[TreeOption] {
        if let NodeKind::Decision { options } = &self.node.kind { options } else { &[] }
    }

    fn add_row(&self) -> Option<Edit> {
        match &self.node.kind {
            NodeKind::Decision { options } => {
                let option = TreeOption { id: new_option_id(&self.node.kind, ""), label: String::new(), next_node_id: NodeId::default() };
                let after = options.last().map(|option| option.id.clone());
                Some(Edit::AddOption { node: self.id(), after, option })
            }
            NodeKind::Action { commands, .. } => {
                let shell = commands.last().map_or(Shell::Powershell, |command| command.shell);
                let command = Command { label: String::new(), shell, text: String::new(), places: String::new() };
                Some(Edit::AddCommand { node: self.id(), at: commands.len(), command })
            }
            NodeKind::Solution { .. } => None,
        }
    }

    fn remove_row(&self, row: usize) -> Option<Edit> {
        match &self.node.kind {
            NodeKind::Decision { options } => {
                options.get(row).map(|option| Edit::RemoveOption { node: self.id(), option: option.id.clone() })
            }
            NodeKind::Action { commands, .. } => (row < commands.len()).then(|| Edit::RemoveCommand { node: self.id(), at: row }),
            NodeKind::Solution { .. } => None,
        }
    }

    fn move_row(&self, from: usize, to: usize) -> Option<Edit> {
        match &self.node.kind {
            NodeKind::Decision { .. } => move_option(self.node, from, to),
            NodeKind::Action { commands, .. } => {
                (from.max(to) < commands.len()).then(|| Edit::MoveCommand { node: self.id(), at: from, to })
            }
            NodeKind::Solution { .. } => None,
        }
    }

    /// The step that an exit names. Words that are an id already stay it, so that every link to it finds the step.
    fn create_target(&self, row: usize) -> Option<Vec<Edit>> {
        let (typed, option) = match &self.node.kind {
            NodeKind::Decision { .. } => self.options().get(row).map(|option| (&option.next_node_id, Some(option.id.clone())))?,
            NodeKind::Action { next_node_id, .. } => (next_node_id, None),
            NodeKind::Solution { .. } => return None,
        };
        if typed.0.is_empty() || self.document.nodes.iter().any(|node| node.id == *typed) {
            return None;
        }
        if new_node_id(&TreeDocument::default(), &typed.0) == *typed {
            return Some(vec![self.below(typed.clone(), sentence_case(&typed.0.replace(['-', '_'], " ")))]);
        }
        let target = new_node_id(self.document, &typed.0);
        let link = match option {
            Some(option) => Edit::Target { node: self.id(), option, target: target.clone() },
            None => Edit::Next { node: self.id(), target: target.clone() },
        };
        Some(vec![self.below(target, typed.0.clone()), link])
    }

    /// A branch behind this step, which leads to it as to a step that is added.
    fn paste(&self, nodes: &[DocumentNode]) -> Vec<Edit> {
        let add = pasted(self.document, Some(&self.node.id), nodes);
        let link = if let Edit::Add { nodes, .. } = &add { nodes.first().and_then(|first| self.link(&first.id)) } else { None };
        std::iter::once(add).chain(link).collect()
    }

    /// A step behind this one. An action that leads nowhere yet leads to it.
    fn add_step(&self, title: &str) -> Vec<Edit> {
        let title = one_line(title);
        let id = new_node_id(self.document, &title);
        let link = self.link(&id);
        std::iter::once(self.below(id, title)).chain(link).collect()
    }

    /// An action behind this step, which an action leads to on its way on.
    fn adopt(&self, title: &str) -> Vec<Edit> {
        let title = one_line(title);
        let id = new_node_id(self.document, &title);
        let (onward, link) = match &self.node.kind {
            NodeKind::Action { next_node_id, .. } => (next_node_id.clone(), Some(Edit::Next { node: self.id(), target: id.clone() })),
            NodeKind::Decision { .. } | NodeKind::Solution { .. } => (self.id(), None),
        };
        let kind = NodeKind::Action { commands: Vec::new(), next_node_id: onward };
        let add = Edit::Add { after: Some(self.id()), nodes: vec![DocumentNode { id, kind, title, body: String::new() }] };
        std::iter::once(add).chain(link).collect()
    }

    /// Link to a new step, of an action that leads nowhere yet.
    fn link(&self, target: &NodeId) -> Option<Edit> {
        let leads_nowhere = matches!(&self.node.kind, NodeKind::Action { next_node_id, .. } if next_node_id.0.is_empty());
        leads_nowhere.then(|| Edit::Next { node: self.id(), target: target.clone() })
    }

    fn below(&self, id: NodeId, title: String) -> Edit {
        let kind = NodeKind::Solution { suggested_outcome: None };
        Edit::Add { after: Some(self.id()), nodes: vec![DocumentNode { id, kind, title, body: String::new() }] }
    }

    fn moved(&self, up: bool, past: usize) -> Option<Edit> {
        let beyond = |at: usize| if up { at.checked_sub(past) } else { at.checked_add(past) };
        let steps = Steps::of(self.document);
        let at = steps.position(&self.node.id)?;
        let among = steps.among(at);
        if among.len() < 2 {
            return self.placed(beyond(self.at)?);
        }
        let passed = among.get(beyond(among.iter().position(|row| *row == at)?)?)?;
        let [own, passed] = [at, *passed].map(|row| &steps.rows[row]);
        match (own.from, passed.from) {
            (Some((above, from)), Some((_, to))) => move_option(steps.rows[above - 1].node, from, to),
            _ => self.placed(self.document.nodes.iter().position(|node| node.id == passed.node.id)?),
        }
    }

    /// The step at a position of the author's order.
    fn placed(&self, to: usize) -> Option<Edit> {
        let nodes = &self.document.nodes;
        let mut others = nodes.iter().map(|node| &node.id).filter(|id| **id != self.node.id);
        let after = to.checked_sub(1).and_then(|before| others.nth(before).cloned());
        (to < nodes.len()).then(|| Edit::Move { node: self.id(), after })
    }
}

/// An answer of a decision at the position of another one.
fn move_option(node: &DocumentNode, from: usize, to: usize) -> Option<Edit> {
    let NodeKind::Decision { options } = &node.kind else { return None };
    let option = options.get(from).filter(|_| to < options.len())?;
    let mut others = options.iter().map(|option| &option.id).filter(|id| **id != option.id);
    let after = to.checked_sub(1).and_then(|before| others.nth(before).cloned());
    Some(Edit::MoveOption { node: node.id.clone(), option: option.id.clone(), after })
}

/// Position that a row of a form has once rows are left out that nobody filled in; none for such a row.
fn kept_row(form: &NodeKind, row: usize) -> Option<usize> {
    let is_kept: Vec<bool> = match form {
        NodeKind::Decision { options } => {
            options.iter().map(|row| !(row.label.trim().is_empty() && row.next_node_id.0.trim().is_empty() && row.id.is_empty())).collect()
        }
        NodeKind::Action { commands, .. } => {
            commands.iter().map(|row| !(row.label.trim().is_empty() && row.text.trim().is_empty())).collect()
        }
        NodeKind::Solution { .. } => Vec::new(),
    };
    is_kept.get(row)?.then(|| is_kept[..row].iter().filter(|kept| **kept).count())
}

/// As [`kept_row`] for a row that another one of the form is moved past; upwards, past one that nobody filled in, too.
fn passed_row(form: &NodeKind, from: usize, to: usize) -> Option<usize> {
    if to < from { (0..=to).rev().find_map(|row| kept_row(form, row)) } else { kept_row(form, to) }
}

/// As [`kept_row`] for an exit; the one of an action has no row of its own.
fn exit_row(form: &NodeKind, row: usize) -> Option<usize> {
    if matches!(form, NodeKind::Decision { .. }) { kept_row(form, row) } else { Some(row) }
}

fn sentence_case(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).take(Title::LIMIT).collect()
}
