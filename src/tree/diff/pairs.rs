//! Which node of the older tree a node of the newer one is.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::tree::{DocumentNode, NodeKind};

/// Least part of the words of two nodes that both have, out of a hundred.
const SIMILAR: usize = 60;
/// The most words of a node that are compared.
const WORDS: usize = 300;
/// The most words that are compared in all: in two trees that have little to do with each other everything would be like everything.
const WORK: usize = 4_000_000;

/// Position of each newer node in the older list; none for those that are new.
pub(in crate::tree) fn pairs(older: &[DocumentNode], newer: &[DocumentNode]) -> Vec<Option<usize>> {
    let by_id: HashMap<&str, usize> = older.iter().enumerate().map(|(at, node)| (node.id.0.as_str(), at)).collect();
    let mut pairing = Pairing { pairs: newer.iter().map(|node| by_id.get(node.id.0.as_str()).copied()).collect(), taken: HashSet::new() };
    pairing.taken.extend(pairing.pairs.iter().flatten());
    pairing.by_key(older, newer, |node| Some(content(node)));
    pairing.by_key(older, newer, |node| {
        (!node.title.trim().is_empty()).then(|| hash(&(std::mem::discriminant(&node.kind), node.title.trim())))
    });
    pairing.by_words(older, newer);
    pairing.pairs
}

struct Pairing {
    /// Position of each newer node in the older list.
    pairs: Vec<Option<usize>>,
    /// Positions in the older list that have a newer node.
    taken: HashSet<usize>,
}

impl Pairing {
    fn pair(&mut self, newer: usize, older: usize) {
        self.pairs[newer] = Some(older);
        self.taken.insert(older);
    }

    /// Pairs those that are left and have the same key, in their order.
    fn by_key(&mut self, older: &[DocumentNode], newer: &[DocumentNode], key: impl Fn(&DocumentNode) -> Option<u64>) {
        if self.taken.len() == older.len() || self.pairs.iter().all(Option::is_some) {
            return;
        }
        let mut free: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, node) in older.iter().enumerate().rev().filter(|(at, _)| !self.taken.contains(at)) {
            if let Some(key) = key(node) {
                free.entry(key).or_default().push(at);
            }
        }
        for (at, node) in newer.iter().enumerate() {
            if self.pairs[at].is_none()
                && let Some(old) = key(node).and_then(|key| free.get_mut(&key)?.pop())
            {
                self.pair(at, old);
            }
        }
    }

    /// Pairs those that are left and have most of their words in common, the most similar first. Two sets that share so many have one of
    /// their few rarest words in common, so only those are compared.
    fn by_words(&mut self, older: &[DocumentNode], newer: &[DocumentNode]) {
        let left = |nodes: &[DocumentNode], is_left: &dyn Fn(usize) -> bool| -> Vec<(usize, Vec<u64>)> {
            nodes.iter().enumerate().filter(|(at, _)| is_left(*at)).map(|(at, node)| (at, words(node))).collect()
        };
        let mut old = left(older, &|at| !self.taken.contains(&at));
        let mut new = left(newer, &|at| self.pairs[at].is_none());
        if old.is_empty() || new.is_empty() {
            return;
        }
        let mut counts: HashMap<u64, usize> = HashMap::new();
        for word in old.iter().chain(&new).flat_map(|(_, words)| words) {
            *counts.entry(*word).or_default() += 1;
        }
        for (_, words) in old.iter_mut().chain(&mut new) {
            words.sort_unstable_by_key(|word| (counts[word], *word));
        }
        let rare = |words: &[u64]| (words.len() + 1).saturating_sub((words.len() * SIMILAR).div_ceil(100)).min(words.len());
        let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (_, words)) in old.iter().enumerate() {
            for word in &words[..rare(words)] {
                index.entry(*word).or_default().push(at);
            }
        }
        let (mut similar, mut work) = (Vec::new(), 0);
        for (newer, words) in &new {
            let mut tried = HashSet::new();
            for other in words[..rare(words)].iter().filter_map(|word| index.get(word)).flatten() {
                if work > WORK || !tried.insert(*other) {
                    continue;
                }
                let (older, others) = &old[*other];
                work += words.len() + others.len();
                let likeness = likeness(words, others, &counts);
                if likeness >= SIMILAR {
                    similar.push((Reverse(likeness), *newer, *older));
                }
            }
            work += 1;
        }
        similar.sort_unstable();
        for (_, newer, older) in similar {
            if self.pairs[newer].is_none() && !self.taken.contains(&older) {
                self.pair(newer, older);
            }
        }
    }
}

/// Part of the words of two nodes that both have, out of a hundred. Both stand in the order of how rare they are.
fn likeness(one: &[u64], other: &[u64], counts: &HashMap<u64, usize>) -> usize {
    let key = |word: &u64| (counts[word], *word);
    let (mut left, mut right, mut both) = (0, 0, 0usize);
    while left < one.len() && right < other.len() {
        match key(&one[left]).cmp(&key(&other[right])) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => (left, right, both) = (left + 1, right + 1, both + 1),
        }
    }
    (both * 100).checked_div(one.len() + other.len() - both).unwrap_or(0)
}

/// All of a node but its id and where it leads.
fn content(node: &DocumentNode) -> u64 {
    let mut hasher = DefaultHasher::new();
    (std::mem::discriminant(&node.kind), &node.title, &node.body).hash(&mut hasher);
    match &node.kind {
        NodeKind::Decision { options } => options.iter().for_each(|option| option.label.hash(&mut hasher)),
        NodeKind::Action { commands, .. } => {
            commands.iter().for_each(|command| (&command.label, command.shell.name(), &command.text).hash(&mut hasher));
        }
        NodeKind::Solution { suggested_outcome } => suggested_outcome.hash(&mut hasher),
    }
    hasher.finish()
}

/// The words of a node, each once, as numbers.
fn words(node: &DocumentNode) -> Vec<u64> {
    let labels = match &node.kind {
        NodeKind::Decision { options } => options.iter().map(|option| option.label.as_str()).collect(),
        NodeKind::Action { commands, .. } => commands.iter().map(|command| command.text.as_str()).collect(),
        NodeKind::Solution { .. } => Vec::new(),
    };
    let texts = [node.title.as_str(), node.body.as_str()].into_iter().chain(labels);
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).take(WORDS);
    let mut words: Vec<u64> = words.map(|word| hash(&word.to_lowercase())).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
