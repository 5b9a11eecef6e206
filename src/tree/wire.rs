//! JSON of published trees.

use super::{Command, Node, NodeFields, NodeKind, NodeType, Published, Shell, Tree, TreeOption};
use crate::wire::{Value, Wire, field, field_or_default, wire, write_field};

wire! {
    struct Published { key, name, category, tags, description, root, nodes, is_structure = optional }
    struct TreeOption { id, label = default, next_node_id = default }
    struct Command { label = default, shell, text = default, places = optional }
    enum NodeType { "decision" => Decision, "action" => Action, "solution" => Solution, "custom" => Custom }
    enum Shell { "powershell" => Powershell, "cmd" => Cmd, "bash" => Bash }
}

impl Wire for Tree {
    fn read(value: Value<'_>) -> Option<Self> {
        Published::read(value).map(Self::from)
    }

    fn write(&self, json: &mut String) {
        self.published.write(json);
    }
}

/// The fields of its kind stand among the node's own.
impl Wire for Node {
    fn read(value: Value<'_>) -> Option<Self> {
        let mut fields = value.fields()?;
        let fields = NodeFields {
            id: field(&mut fields, "id")?,
            title: field(&mut fields, "title")?,
            body: field(&mut fields, "body")?,
            node_type: field(&mut fields, "type")?,
            options: field_or_default(&mut fields, "options")?,
            commands: field_or_default(&mut fields, "commands")?,
            next_node_id: field_or_default(&mut fields, "next_node_id")?,
            suggested_outcome: field_or_default(&mut fields, "suggested_outcome")?,
        };
        fields.try_into().ok()
    }

    fn write(&self, json: &mut String) {
        json.push('{');
        write_field("id", &self.id, json);
        write_field("title", &self.title, json);
        write_field("body", &self.body, json);
        write_field("type", &self.node_type(), json);
        match &self.kind {
            NodeKind::Decision { options } => write_field("options", options, json),
            NodeKind::Action { commands, next_node_id } => {
                write_field("commands", commands, json);
                write_field("next_node_id", next_node_id, json);
            }
            NodeKind::Solution { suggested_outcome: None } => {}
            NodeKind::Solution { suggested_outcome } => write_field("suggested_outcome", suggested_outcome, json),
        }
        json.push('}');
    }
}
