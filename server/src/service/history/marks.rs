//! Names of steps, options and ad-hoc steps that an address asks for by their marks.

use app::backend::history::{FILTERS, SessionFilter};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{Mark, NodeKey, OptionKey};
use resolutionflow::tree::{NodeKind, Tree};

use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::service::tree_cache::Trees;
use crate::store::{end_read, trees};

/// Versions in which a name is looked for, from the newest that the filters let through.
const VERSIONS: u32 = 12;

impl Request {
    /// Names of the marks that the filters ask for, each from the newest version that has it. Final paths have none.
    pub(super) async fn names_of_marks(&self, filter: &SessionFilter) -> Result<Vec<(Mark, String)>, Failure> {
        let asked: Vec<Mark> = FILTERS.iter().filter(|entry| entry.name != "path").filter_map(|entry| entry.mark(filter)).collect();
        if asked.is_empty() || filter.tree.is_empty() {
            return Ok(Vec::new());
        }
        let read = async |published: Trees| {
            let (mut tx, technician) = self.technician().await?;
            let Some(shelved) = trees::find(&mut tx, technician.account(), &filter.tree).await? else { return Ok(Vec::new()) };
            let latest = shelved.latest().number;
            let newest = filter.version.or(filter.version_to).map_or(latest, |asked| asked.clamp(1, latest));
            let (mut names, mut missing) = (Vec::new(), asked.clone());
            for number in (1..=newest).rev().take(VERSIONS as usize) {
                let tree = published.get(&mut tx, technician.account(), VersionRef { tree_id: shelved.id, number }).await?;
                missing.retain(|mark| {
                    let name = name(&tree, *mark);
                    names.extend(name.clone().map(|name| (*mark, name)));
                    name.is_none()
                });
                if missing.is_empty() {
                    break;
                }
            }
            end_read(tx);
            Ok(names)
        };
        self.service.with_trees(read).await
    }
}

/// Name of a mark in a version of a tree; none where it is of another one.
fn name(tree: &Tree, mark: Mark) -> Option<String> {
    tree.nodes().iter().find_map(|node| {
        let key = NodeKey::of(&node.id);
        if mark == key.into() {
            return Some(node.title.clone());
        }
        let NodeKind::Decision { options } = &node.kind else { return None };
        let option = options.iter().find(|option| mark == OptionKey::of(&node.id, &option.id).into())?;
        Some(format!("“{}” at “{}”", option.label, node.title))
    })
}
