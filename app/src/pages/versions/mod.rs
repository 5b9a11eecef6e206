//! `/trees/:key/versions`: the versions of a tree, two of them compared, and earlier ones restored as drafts.

mod compared;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

use crate::api::drafts::BeginDraft;
use crate::backend::views::Viewer;
use crate::backend::views::versions::{VersionRow, VersionsOfTree};
use crate::ui::{FormFault, Frame, Hidden, Icon, Instant, Query, Section, load};

/// Versions of a tree.
#[component]
pub fn TreeVersions() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    let query = Query::of_page();
    let number = |name: &str| query.get(name).parse::<u32>().ok();
    let compared = number("from").zip(number("to"));
    load(move |backend| async move { backend.versions_of(&key, compared).await }, |page| show(&page))
}

fn show(page: &VersionsOfTree) -> AnyView {
    let card = &page.card;
    let rows: Vec<AnyView> = page.rows.iter().map(|row| version(page, row)).collect();
    let choice = (page.rows.len() > 1).then(|| choice(page));
    let compared = page.compared.as_ref().map(compared::section);
    let (name, href) = (card.name.clone(), format!("/trees/{}", card.key));
    view! {
        <Frame title=format!("Versions · {}", card.name) section=Section::Trees>
            <FormFault action=BeginDraft::url() />
            <p class="mb-1">
                <a class="link inline-flex items-center gap-1" href=href>
                    {Icon::ArrowLeft.view()}
                    <span dir="auto">{name}</span>
                </a>
            </p>
            <h1>"Versions"</h1>
            <p class="mt-1 max-w-3xl text-muted">
                "A published version never changes: walks and their documents keep the one that they were started on. What an earlier one said comes back as a draft, which is looked at and published like any other."
            </p>
            {choice}
            {compared}
            <section class="mt-6" aria-labelledby="versions">
                <h2 class="mb-2" id="versions">
                    "All versions"
                </h2>
                <ol class="card divide-y divide-line">{rows}</ol>
            </section>
        </Frame>
    }
    .into_any()
}

/// Form that chooses two versions.
fn choice(page: &VersionsOfTree) -> AnyView {
    let latest = page.card.version;
    let (from, to) = page.compared.as_ref().map_or((latest.saturating_sub(1), latest), |compared| (compared.from, compared.to));
    let select = |name: &'static str, label: &'static str, chosen: u32| {
        let options = page.rows.iter().map(|row| {
            let number = row.number;
            view! {
                <option value=number.to_string() selected=number == chosen>
                    {format!("Version {number}")}
                </option>
            }
        });
        view! {
            <div>
                <label class="label" for=name>
                    {label}
                </label>
                <select class="control" id=name name=name>
                    {options.collect_view()}
                </select>
            </div>
        }
    };
    view! {
        <form class="mt-4 flex flex-wrap items-end gap-3" method="get" action=format!("/trees/{}/versions", page.card.key)>
            {select("from", "From", from)}
            {select("to", "To", to)}
            <button class="button">{Icon::Merge.view()} "Compare"</button>
        </form>
    }
    .into_any()
}

fn version(page: &VersionsOfTree, row: &VersionRow) -> AnyView {
    let (key, number) = (page.card.key.clone(), row.number);
    let is_latest = number == page.card.version;
    let by = row.published_by.clone();
    let changes = (number > 1).then(|| {
        let query = Query::default().with("from", &(number - 1).to_string()).with("to", &number.to_string());
        view! {
            <a class="button button-small" href=query.href(&format!("/trees/{key}/versions"))>
                "Changes"
                <span class="sr-only">{format!(" of version {number}")}</span>
            </a>
        }
    });
    let writes = use_context::<Viewer>().is_some_and(|viewer| viewer.may_author);
    let restore = (writes && !is_latest).then(|| {
        view! {
            <form method="post" action=BeginDraft::url()>
                <Hidden name="command_id" value=super::drafts::command() />
                <Hidden name="from" value="version" />
                <Hidden name="tree" value=key.clone() />
                <Hidden name="version" value=number.to_string() />
                <button class="button button-small">
                    "Restore as a draft" <span class="sr-only">{format!(" from version {number}")}</span>
                </button>
            </form>
        }
    });
    let written = (!row.contributors.is_empty()).then(|| {
        let names = row.contributors.join(", ");
        view! { <p class="hint">"Written by " <bdi>{names}</bdi></p> }
    });
    let settled = match row.settled {
        0 => None,
        1 => Some("Settled 1 reported problem.".to_owned()),
        many => Some(format!("Settled {many} reported problems.")),
    };
    let settled = settled.map(|words| view! { <p class="hint">{words}</p> });
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 py-3">
            <div class="min-w-0 flex-1 basis-72 wrap-anywhere">
                <h3>{format!("Version {number}")} {is_latest.then_some(", the present one")}</h3>
                <p class="hint">
                    "Published " <Instant at=row.published_at aged=true />
                    {match by {
                        Some(by) => view! { " by " <bdi>{by}</bdi> }.into_any(),
                        None => view! { " on the command line" }.into_any(),
                    }}
                </p>
                {written}
                {settled}
                {(!row.note.is_empty())
                    .then(|| {
                        view! {
                            <p class="typed mt-1" dir="auto">
                                {row.note.clone()}
                            </p>
                        }
                    })}
            </div>
            <div class="flex flex-wrap gap-2">{changes} {restore}</div>
        </li>
    }
    .into_any()
}
