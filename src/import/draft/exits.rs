//! Links as answers and next steps.

use std::collections::HashSet;

use resolutionflow::text::{Key, Label, one_line};
use resolutionflow::tree::{NodeId, TreeOption};

use super::cut;
use crate::report::{Fate, Report};
use crate::sketch::{Link, Sketch, Target, paragraph};

/// Answer of a decision, or the next step of an action, which has no label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Exit {
    pub label: String,
    pub to: NodeId,
}

/// Exits of every step, each with words where it needs them.
pub(super) fn exits(sketch: &mut Sketch, ids: &[NodeId], report: &mut Report) -> Vec<Vec<Exit>> {
    let links = std::mem::take(&mut sketch.links);
    let mut of: Vec<Vec<Link>> = ids.iter().map(|_| Vec::new()).collect();
    let mut told: HashSet<(usize, NodeId, String)> = HashSet::new();
    for mut link in links {
        link.label = one_line(&link.label);
        if !told.insert((link.from, id_of(&link.to, ids), link.label.clone())) {
            report.left_out(&link.place, &sketch.steps[link.from].title, "The same link stands there twice.");
            continue;
        }
        of[link.from].push(link);
    }
    let mut kept = Vec::new();
    let mut exits = Vec::with_capacity(of.len());
    for (from, links) in of.into_iter().enumerate() {
        exits.push(of_step(sketch, ids, from, &links, report));
        kept.extend(links);
    }
    sketch.links = kept;
    exits
}

fn id_of(target: &Target, ids: &[NodeId]) -> NodeId {
    match target {
        Target::Step(at) => ids[*at].clone(),
        Target::Missing(name) => super::missing(name),
        Target::Nowhere => NodeId::default(),
    }
}

fn of_step(sketch: &mut Sketch, ids: &[NodeId], from: usize, links: &[Link], report: &mut Report) -> Vec<Exit> {
    let id = Some(ids[from].clone());
    let unlabelled = links.iter().filter(|link| link.label.is_empty()).count();
    let mut labels = HashSet::new();
    let mut exits = Vec::with_capacity(links.len());
    for link in links {
        let to = id_of(&link.to, ids);
        let leads = match &link.to {
            Target::Step(at) => sketch.steps[*at].title.clone(),
            Target::Missing(name) => one_line(name),
            Target::Nowhere => "nowhere yet".to_owned(),
        };
        let mut why = String::new();
        if let Target::Missing(_) = link.to {
            why = "The file has no such step: create it, or lead elsewhere. ".to_owned();
        }
        let mut label = link.label.clone();
        if label.is_empty() && links.len() > 1 {
            label = if unlabelled == 1 { "Otherwise".to_owned() } else { leads.clone() };
            why.push_str("The link has no words: the answer has others. ");
        }
        let (mut short, rest) = cut(&label, Label::LIMIT);
        if !rest.is_empty() {
            paragraph(&mut sketch.steps[from].body, &format!("{short}: {label}"));
            why.push_str("The answer is longer than 120 characters: all of it stands in the instructions. ");
        }
        if !short.is_empty() && !labels.insert(Key::of(&short)) {
            short = numbered(&short, &mut labels);
            why.push_str("Another answer has the same words: this one has a number. ");
        }
        let what = if short.is_empty() { format!("→ {leads}") } else { format!("{short} → {leads}") };
        let fate = if why.is_empty() { Fate::Taken } else { Fate::Changed };
        report.add(fate, &link.place, &what, why.trim_end(), id.clone());
        exits.push(Exit { label: short, to });
    }
    exits
}

/// A label with a number that no other answer of the step has.
pub(super) fn numbered(label: &str, taken: &mut HashSet<Key>) -> String {
    let (head, _) = cut(label, Label::LIMIT - 10);
    let mut number = taken.len();
    loop {
        let numbered = format!("{head} ({number})");
        if taken.insert(Key::of(&numbered)) {
            return numbered;
        }
        number += 1;
    }
}

/// Options with ids of their own.
pub(super) fn options(exits: Vec<Exit>) -> Vec<TreeOption> {
    let mut ids = resolutionflow::tree::Ids::default();
    exits.into_iter().map(|exit| TreeOption { id: ids.make(&exit.label, "answer"), label: exit.label, next_node_id: exit.to }).collect()
}
