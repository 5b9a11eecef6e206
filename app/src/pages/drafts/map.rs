//! `/drafts/:draft/map`: the draft as a drawing that leads to the forms of its steps.

use leptos::prelude::*;
use resolutionflow::text::brief;
use resolutionflow::tree::NodeId;

use super::bar::{self, Tab, counted};
use super::{draft, name_of};
use crate::backend::views::drafts::DraftPage;
use crate::drafting::{Steps, called};
use crate::ui::chart::{MapStep, TreeGraph, TreeMap, kind_of, ways_of};
use crate::ui::{Done, Frame, Query, Section};

/// Map of a draft.
#[component]
pub fn DraftMap() -> impl IntoView {
    let query = Query::of_page();
    draft(|backend, id| async move { backend.draft(id).await }, move |page: DraftPage| show(&page, &query))
}

fn show(page: &DraftPage, query: &Query) -> AnyView {
    let steps = Steps::of(&page.document);
    let path = format!("/drafts/{}", page.card.id);
    let known = Query::default().with("step", query.get("step")).with("zoom", query.get("zoom"));
    let around = steps.position(&NodeId(query.get("step").to_owned())).unwrap_or(0);
    let drawing = if steps.rows.is_empty() {
        view! { <p class="empty">"There is nothing to draw yet: the draft has no steps."</p> }.into_any()
    } else {
        let (graph, path) = (graph(page, &steps, &known, &path), format!("{path}/map"));
        view! { <TreeMap label=format!("Map of {}", name_of(page)) graph around query=known path /> }.into_any()
    };
    let bar = bar::bar(page, Tab::Map, None);
    view! {
        <Frame title=format!("{} · Map", name_of(page)) section=Section::Trees>
            <Done />
            {bar}
            <section class="mt-6" aria-labelledby="map">
                <h2 id="map">"Map"</h2>
                <p class="hint mb-4">"Each step opens its form. Lines that lead back are dashed. The outline says the same in words."</p>
                {drawing}
            </section>
        </Frame>
    }
    .into_any()
}

fn graph(page: &DraftPage, steps: &Steps<'_>, known: &Query, path: &str) -> TreeGraph {
    let boxes = steps.rows.iter().map(|row| {
        let (id, targets) = (&row.node.id, row.node.kind.targets());
        let short = brief(&id.0);
        let problems = page.problems.first.iter().filter(|problem| problem.node.as_ref().is_some_and(|id| id.0 == short)).count();
        let nowhere = targets.filter(|target| steps.position(target).is_none()).count();
        let says = [(problems, "problem"), (nowhere, "way to nowhere yet")].into_iter().filter(|(count, _)| *count > 0);
        let (icon, kind) = kind_of(&row.node.kind);
        MapStep {
            icon,
            kind,
            title: called(row.node),
            href: Query::default().with("step", &id.0).href(path),
            around: known.with("step", &id.0).href(&format!("{path}/map")),
            says: says.map(|(count, noun)| ("", counted(count, noun))).collect(),
            bar: None,
        }
    });
    let ways = steps.rows.iter().enumerate().flat_map(|(from, row)| ways_of(from, &row.node.kind, |id| steps.position(id)));
    TreeGraph { steps: boxes.collect(), ways: ways.collect() }
}
