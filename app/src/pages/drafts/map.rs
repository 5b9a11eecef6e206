//! `/drafts/:draft/map`: the draft as a drawing that leads to the forms of its steps.

use leptos::prelude::*;
use resolutionflow::text::brief;
use resolutionflow::tree::NodeId;

use super::bar::{self, Tab, counted};
use super::{draft, name_of};
use crate::backend::views::drafts::DraftPage;
use crate::drafting::{Steps, called};
use crate::pages::maps::{self, Drawn, Figures};
use crate::ui::chart::TreeMap;
use crate::ui::{Done, Frame, Query, Section};

/// Map of a draft. One of a tree that was published shows figures of its walks, too.
#[component]
pub fn DraftMap() -> impl IntoView {
    let query = Query::of_page();
    let asked = maps::asked(&query);
    draft(
        |backend, id| async move {
            let page = backend.draft(id).await?;
            let figures = match &page.card.base {
                Some((key, _)) => Some(Figures::read(&backend, asked, key, Some(id)).await?),
                None => None,
            };
            Ok((page, figures))
        },
        move |(page, figures): (DraftPage, Option<Figures>)| show(&page, figures.as_ref(), &query),
    )
}

fn show(page: &DraftPage, figures: Option<&Figures>, query: &Query) -> AnyView {
    let steps = Steps::of(&page.document);
    let path = format!("/drafts/{}", page.card.id);
    let (known, map) = (maps::known(query), format!("{path}/map"));
    let around = steps.position(&NodeId(query.get("step").to_owned())).unwrap_or(0);
    let line = figures.zip(page.card.base.as_ref()).map(|(figures, (key, _))| figures.line(&known, &map, key));
    let drawing = if steps.rows.is_empty() {
        view! { <p class="empty">"There is nothing to draw yet: the draft has no steps."</p> }.into_any()
    } else {
        let graph = maps::graph(drawn(page, &steps, &known, &path), figures.and_then(Figures::drawn));
        view! { {line} <TreeMap label=format!("Map of {}", name_of(page)) graph around query=known path=map /> }.into_any()
    };
    let bar = bar::bar(page, Tab::Map, None);
    view! {
        <Frame title=format!("{} · Map", name_of(page)) section=Section::Trees>
            <Done />
            {bar}
            <section class="mt-6" aria-labelledby="map">
                <h2 id="map">"Map"</h2>
                <p class="hint mb-2">"Each step opens its form. Lines that lead back are dashed. The outline says the same in words."</p>
                {drawing}
            </section>
        </Frame>
    }
    .into_any()
}

fn drawn<'d>(page: &DraftPage, steps: &Steps<'d>, known: &Query, path: &str) -> Vec<Drawn<'d>> {
    let rows = steps.rows.iter().map(|row| {
        let id = &row.node.id;
        let short = brief(&id.0);
        let problems = page.problems.first.iter().filter(|problem| problem.node.as_ref().is_some_and(|id| id.0 == short)).count();
        let nowhere = row.node.kind.targets().filter(|target| steps.position(target).is_none()).count();
        let says = [(problems, "problem"), (nowhere, "way to nowhere yet")].into_iter().filter(|(count, _)| *count > 0);
        Drawn {
            id,
            kind: &row.node.kind,
            title: called(row.node),
            href: Query::default().with("step", &id.0).href(path),
            around: known.with("step", &id.0).href(&format!("{path}/map")),
            says: says.map(|(count, noun)| counted(count, noun)).collect(),
        }
    });
    rows.collect()
}
