//! `/admin/categories`: what the categories of trees are called.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;
use resolutionflow::text::Name;

use super::{AdminFrame, Place, only};
use crate::api::admin::RenameCategory;
use crate::backend::admin::CategoryRow;
use crate::posted::Posted;
use crate::ui::{Empty, FieldFault, FormFault, Hidden, Icon, Query, load};

/// Lists the categories, each with the form that renames it.
#[component]
pub fn Categories() -> impl IntoView {
    only(Deed::KeepLists, || load(|backend| async move { backend.categories().await }, |rows| show(rows).into_any()).into_any())
}

fn show(rows: Vec<CategoryRow>) -> impl IntoView {
    view! {
        <AdminFrame title="Categories" place=Place::Categories>
            <h1>"Categories"</h1>
            {if rows.is_empty() {
                view! {
                    <div class="mt-4">
                        <Empty icon=Icon::Folder title="No categories yet">
                            <p>"Categories come from your trees. You can rename and merge them here."</p>
                            <a class="button button-primary" href="/trees/upload">
                                {Icon::Upload.view()}
                                "Upload a tree"
                            </a>
                        </Empty>
                    </div>
                }
                    .into_any()
            } else {
                view! {
                    <p class="mb-4 mt-1 max-w-3xl text-muted">
                        "A new name applies to the category’s trees, and to files that still have the old one. "
                        "The name of another category merges the two."
                    </p>
                    <FormFault action=RenameCategory::url() />
                    <ul class="card max-w-3xl divide-y divide-line" aria-label="Categories">
                        {rows.into_iter().enumerate().map(|(index, row)| view! { <Row index row /> }).collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </AdminFrame>
    }
}

#[component]
fn Row(index: usize, row: CategoryRow) -> impl IntoView {
    let action = RenameCategory::url();
    let posted = Posted::to(action).filter(|posted| posted.field("from") == Some(&row.name));
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("name"));
    let typed = posted.as_ref().and_then(|posted| posted.field("name")).unwrap_or(&row.name).to_owned();
    let id = format!("category-{index}");
    let described = fault.map(|_| format!("{id}-note"));
    let trees = Query::default().with("category", &row.name).href("/trees");
    let counted = if row.trees == 1 { "1 tree".to_owned() } else { format!("{} trees", row.trees) };
    view! {
        <li class="px-5 py-4">
            <form class="flex flex-wrap items-end gap-2" method="post" action=action>
                <Hidden name="from" value=row.name.clone() />
                <div class="min-w-0 basis-64 grow">
                    <div class="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
                        <label class="font-medium wrap-anywhere" for=id.clone() dir="auto">
                            {row.name.clone()}
                        </label>
                        <a class="link text-sm" href=trees>
                            {counted}
                            <span class="sr-only">{format!(" of {}", row.name)}</span>
                        </a>
                    </div>
                    <input
                        class="control"
                        dir="auto"
                        id=id.clone()
                        name="name"
                        type="text"
                        value=typed
                        autocomplete="off"
                        data-limit=Name::LIMIT
                        required
                        aria-invalid=fault.map(|_| "true")
                        aria-describedby=described
                    />
                </div>
                <button class="button">"Save"<span class="sr-only">{format!(": {}", row.name)}</span></button>
            </form>
            <FieldFault name=id label="The name" fault />
        </li>
    }
}
