//! Parts of lists: the switch between views, active filters, the link to older entries, and the empty state.

use leptos::prelude::*;

use super::Icon;

/// View of a list, among several that a switch offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Label of the view.
    pub word: &'static str,
    /// Address of the list in this view.
    pub href: String,
    /// True for the view that is shown.
    pub present: bool,
}

/// Switch between a few views of a list; each view is a link.
#[component]
pub fn Segments(
    /// Name of the switch, for screen readers.
    label: &'static str,
    /// The views.
    views: Vec<Segment>,
) -> impl IntoView {
    view! {
        <nav class="segments" aria-label=label>
            {views
                .into_iter()
                .map(|view| {
                    view! {
                        <a href=view.href aria-current=view.present.then_some("true")>
                            {view.word}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// Filter that narrows a list, as a chip shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveFilter {
    /// The filter in words.
    pub says: String,
    /// Address of the list without this filter.
    pub without: String,
}

/// Chips of the active filters, each with a link that takes it away; empty where there are none.
#[component]
pub fn ActiveFilters(
    /// The filters.
    filters: Vec<ActiveFilter>,
    /// The list without any.
    clear: String,
) -> impl IntoView {
    (!filters.is_empty()).then(|| {
        view! {
            <ul class="flex flex-wrap items-center gap-2" aria-label="Active filters">
                {filters
                    .into_iter()
                    .map(|filter| {
                        view! {
                            <li class="min-w-0">
                                <a class="chip" href=filter.without>
                                    <span class="sr-only">"Remove the filter "</span>
                                    <span class="truncate" dir="auto">{filter.says}</span>
                                    {Icon::Cross.view()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
                <li>
                    <a class="link text-sm" href=clear>
                        "Clear filters"
                    </a>
                </li>
            </ul>
        }
    })
}

/// Links to the next page of a list and back to the first one.
#[component]
pub fn Pager(
    /// Plural of the entries: `trees`.
    what: &'static str,
    /// The address of the next page, if there is one.
    older: Option<String>,
    /// The address of the first page, unless this is it.
    newest: Option<String>,
    /// True if the list is sorted by name, not by time.
    #[prop(optional)]
    by_name: bool,
) -> impl IntoView {
    let (back, on) = if by_name { ("First", "More") } else { ("Newest", "Older") };
    (older.is_some() || newest.is_some()).then(|| {
        view! {
            <nav class="mt-4 flex flex-wrap justify-center gap-2" aria-label="Pages">
                {newest
                    .map(|href| {
                        view! {
                            <a class="button" href=href>
                                {Icon::ChevronLeft.view()}
                                {format!("{back} {what}")}
                            </a>
                        }
                    })}
                {older
                    .map(|href| {
                        view! {
                            <a class="button" href=href rel="next">
                                {format!("{on} {what}")}
                                {Icon::ChevronRight.view()}
                            </a>
                        }
                    })}
            </nav>
        }
    })
}

/// Empty state of a list: what will be here, and the first step.
#[component]
pub fn Empty(
    /// Icon of the missing entries.
    icon: Icon,
    /// Title that names the missing entries.
    title: &'static str,
    /// The first step.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="card flex flex-col items-center px-6 py-12 text-center">
            <span class="empty-icon">{icon.view()}</span>
            <h2 class="mt-4">{title}</h2>
            <div class="mt-1 flex max-w-md flex-col items-center gap-5 text-muted">{children()}</div>
        </div>
    }
}
