//! Saved views: filters, order and columns under a name.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::id::ViewId;

use super::PATH;
use crate::api::views::{ChangeView, DeleteView, SaveView};
use crate::backend::Backend;
use crate::backend::history::SavedView;
use crate::backend::views::Viewer;
use crate::posted::Posted;
use crate::ui::{FieldFault, Hidden, Icon, Query, TextField};

/// Links to the saved views, and the forms that save, change and delete them.
#[component]
pub(super) fn Views(
    /// The views.
    views: Vec<SavedView>,
    /// The known part of the address, without its cursor.
    address: Query,
) -> impl IntoView {
    // A query that is too long is refused when it is saved, with the reason.
    let present = address.href("").trim_start_matches('?').to_owned();
    let may_delete = use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::OverseeSessions));
    let kept: Vec<SavedView> = views.iter().filter(|view| view.mine || may_delete).cloned().collect();
    let links = views.into_iter().map(|view| {
        let current = (view.query == present).then_some("true");
        let whose = (!view.mine).then(|| format!(" · {}", view.owner));
        view! {
            <li class="min-w-0">
                <a class="chip" href=Query::parse(&view.query).href(PATH) aria-current=current>
                    <span class="truncate" dir="auto">{view.name} {whose}</span>
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="view-part views" aria-label="Saved views">
            <p class="font-medium">"Saved views"</p>
            <ul class="mt-1 flex min-w-0 flex-wrap items-center gap-2">{links}</ul>
        </nav>
        <details class="view-part more-filters" id="save-view" open=refused(SaveView::url())>
            <summary>"Save this view"</summary>
            <Save query=present.clone() />
        </details>
        {(!kept.is_empty())
            .then(|| {
                view! {
                    <details class="view-part more-filters" id="change-views" open=refused(ChangeView::url()) || refused(DeleteView::url())>
                        <summary>"Change views"</summary>
                        <ul class="flex flex-col gap-3">
                            {kept.into_iter().map(|view| view! { <Kept view query=present.clone() /> }).collect_view()}
                        </ul>
                    </details>
                }
            })}
    }
}

/// A form of this action was refused, and shows what was typed with the fault.
fn refused(action: &'static str) -> bool {
    Posted::to(action).is_some()
}

/// The refused change of this view.
fn refused_here(view: ViewId) -> Option<Posted> {
    Posted::to(ChangeView::url()).filter(|posted| posted.field("view").and_then(|id| id.parse().ok()) == Some(view))
}

/// The refused form was to share the view.
fn ticked(posted: &Posted) -> bool {
    posted.field("shared").is_some_and(|value| !value.is_empty())
}

#[component]
fn Save(query: String) -> impl IntoView {
    let id = use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string()).unwrap_or_default();
    let action = SaveView::url();
    let shared = Posted::to(action).is_some_and(|posted| ticked(&posted));
    view! {
        <form class="views-form" method="post" action=action>
            <Hidden name="view" value=id />
            <Hidden name="query" value=query />
            <TextField action name="name" id="view-name" label="Name of the view" limit=120 required=true />
            <label class="more-filters-tick">
                <input type="checkbox" id="view-shared" name="shared" value="yes" checked=shared />
                "Share with the account"
            </label>
            <button class="button">"Save view"</button>
        </form>
    }
}

/// A view in the list of views: one's own can be changed, those that others share can be deleted.
#[component]
fn Kept(view: SavedView, query: String) -> impl IntoView {
    let SavedView { id, name, shared, mine, owner, .. } = view;
    let label = format!("Name of {name}");
    let popover = format!("delete-{id}");
    let change = mine.then(|| {
        let posted = refused_here(id);
        let typed = posted.as_ref().and_then(|posted| posted.field("name")).unwrap_or(&name).to_owned();
        let ticked = posted.as_ref().map_or(shared, ticked);
        let fault = posted.and_then(|posted| posted.error.fault("name"));
        view! {
            <form class="views-form" method="post" action=ChangeView::url()>
                <Hidden name="view" value=id.to_string() />
                <Hidden name="query" value=query.clone() />
                <input class="control" dir="auto" id=format!("name-{id}") name="name" value=typed aria-label=label data-limit="120" required />
                <label class="more-filters-tick">
                    <input type="checkbox" id=format!("shared-{id}") name="shared" value="yes" checked=ticked />
                    "Shared"
                </label>
                <button class="button">"Save changes"</button>
                <button class="button" name="overwrite" value="yes">
                    "Save with the present filters"
                </button>
                <FieldFault name=format!("name-{id}") label="Name" fault />
            </form>
        }
    });
    view! {
        <li class="flex flex-wrap items-center gap-2">
            {change} {(!mine).then(|| view! { <span dir="auto">{name.clone()} <span class="hint">{format!(" shared by {owner}")}</span></span> })}
            <button class="button button-quiet" type="button" popovertarget=popover.clone()>
                {Icon::Cross.view()}
                "Delete"
                <span class="sr-only">" " {name.clone()}</span>
            </button>
            <div class="menu" id=popover popover="auto" role="group" aria-label=format!("Delete {name}")>
                <form class="flex flex-col gap-2 p-3" method="post" action=DeleteView::url()>
                    <Hidden name="view" value=id.to_string() />
                    <Hidden name="query" value=query />
                    <p>{format!("Delete the view “{name}”?")} {shared.then_some(" Nobody in the account will see it any longer.")}</p>
                    <button class="button">"Delete view"</button>
                </form>
            </div>
        </li>
    }
}
