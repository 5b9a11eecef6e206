//! `/needs-eyes`: trees that somebody should look at, each with what says so.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::{count, interval, percent, points};
use resolutionflow::review::{ADDED_WITHIN, AGAIN_AFTER, BEFORE, LAST, Sign};
use resolutionflow::text::ReviewNote;

use super::Problem;
use super::trees::{Place, places};
use crate::api::reviews::ReviewTree;
use crate::backend::views::Viewer;
use crate::backend::views::reviews::{NeedsEyes as List, NeedyTree, TreeCare};
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Done, Empty, FormFault, Frame, Hidden, Icon, Query, Section, Segment, Segments, TextField, load};

const PATH: &str = "/needs-eyes";
/// Value of the address's `owner` for the viewer's own trees.
const MINE: &str = "me";

/// Trees that need somebody's eyes, for those who write trees.
#[component]
pub fn NeedsEyes() -> impl IntoView {
    let Some(viewer) = use_context::<Viewer>().filter(|viewer| viewer.may_author) else {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    };
    let mine = Query::of_page().get("owner") == MINE;
    load(move |backend| async move { backend.needs_eyes(mine).await }, move |list| show(&list, mine, &viewer)).into_any()
}

fn show(list: &List, mine: bool, viewer: &Viewer) -> AnyView {
    let whose = vec![
        Segment { word: "All", href: PATH.to_owned(), present: !mine },
        Segment { word: "Mine", href: Query::default().with("owner", MINE).href(PATH), present: mine },
    ];
    let rows: Vec<AnyView> = list.trees.iter().map(|tree| row(tree, mine, viewer)).collect();
    let more = list.count - list.trees.len();
    let counting = list.counting.map(|percent| {
        view! { <p class="notice mb-4">{format!("Sessions are still being counted ({percent}\u{a0}%). What walks say of trees is told once they are.")}</p> }
    });
    view! {
        <Frame title="Needs eyes" section=Section::Trees>
            <Done />
            <FormFault action=ReviewTree::url() />
            <div class="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
                <h1 class="mr-auto">"Needs eyes"</h1>
                {places(Place::NeedsEyes)}
                <Segments label="Whose trees" views=whose />
            </div>
            <p class="mb-4 max-w-3xl text-muted">
                "Trees of the library that somebody should look at, the most urgent first. Each reason leads to where it can be looked at."
            </p>
            {counting}
            {if rows.is_empty() {
                nothing(mine)
            } else {
                view! {
                    <ul class="card divide-y divide-line" aria-label="Trees that need eyes">
                        {rows}
                    </ul>
                }
                    .into_any()
            }}
            {(more > 0).then(|| view! { <p class="hint mt-4">{format!("… and {more} less urgent ones.")}</p> })}
        </Frame>
    }
    .into_any()
}

fn nothing(mine: bool) -> AnyView {
    let (title, words) = if mine {
        ("None of your trees needs you", "You own no tree of which something is open. All trees are one filter away.")
    } else {
        ("No tree needs eyes", "Every tree has an owner, no review is due, no problem is open, and walks end as well as they did.")
    };
    view! {
        <Empty icon=Icon::Check title=title>
            <p>{words}</p>
            <a class="button" href=if mine { PATH } else { "/trees" }>
                {if mine { "All trees" } else { "Go to the library" }}
            </a>
        </Empty>
    }
    .into_any()
}

fn row(tree: &NeedyTree, mine: bool, viewer: &Viewer) -> AnyView {
    let (key, name) = (tree.tree.key.clone(), tree.tree.name.clone());
    let signs: Vec<AnyView> = tree.signs.iter().map(|sign| evidence(&key, *sign, viewer)).collect();
    view! {
        <li class="px-5 py-4">
            <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
                <h2 class="min-w-0 text-base wrap-anywhere">
                    <a class="link" href=format!("/trees/{key}") dir="auto">
                        {name.clone()}
                    </a>
                </h2>
                <p class="hint">{owner(&tree.care)}</p>
            </div>
            <ul class="mt-2 space-y-1" aria-label=format!("Why {name}")>
                {signs}
            </ul>
            {review(&key, &name, mine, viewer)}
        </li>
    }
    .into_any()
}

fn owner(care: &TreeCare) -> AnyView {
    match &care.owner {
        Some(owner) => view! { "Owner: " <bdi>{owner.person.name.clone()}</bdi> }.into_any(),
        // One of the signs says so.
        None => ().into_any(),
    }
}

/// A sign in words, with a link to where it can be looked at.
fn evidence(key: &str, sign: Sign, viewer: &Viewer) -> AnyView {
    let (care, today) = (format!("/trees/{key}#care"), viewer.today());
    let plural = |number: u64, one: &str, many: &str| {
        format!("{} {}", count(i64::try_from(number).unwrap_or(i64::MAX)), if number == 1 { one } else { many })
    };
    let (words, link, href) = match sign {
        Sign::Fell { now, before, difference } => {
            let words = format!(
                "Fewer walks are resolved: {} of {} in the last {LAST} days ({}, {}), {} of {} in the {BEFORE} days before ({}, {}). That is {} less (95\u{a0}% interval: {} to {}).",
                now.part(),
                now.whole(),
                percent(now),
                interval(now.interval()),
                before.part(),
                before.whole(),
                percent(before),
                interval(before.interval()),
                points(difference.estimate),
                points(difference.interval.high),
                points(difference.interval.low),
            );
            (words, "Look at its figures", format!("/insights/trees/{key}"))
        }
        Sign::Reports(number) => {
            let words = format!("Technicians reported {} that nobody has settled.", plural(number, "problem", "problems"));
            (words, "Read them", format!("/trees/{key}#reports"))
        }
        Sign::Overdue(days) => (format!("The review is overdue by {}.", plural(days, "day", "days")), "Owner and review", care),
        Sign::DueSoon(0) => ("The review is due today.".to_owned(), "Owner and review", care),
        Sign::DueSoon(days) => (format!("The review is due in {}.", plural(days, "day", "days")), "Owner and review", care),
        Sign::Added(sessions) => {
            let words = format!(
                "Technicians added steps of their own in {} of the last {ADDED_WITHIN} days.",
                plural(sessions, "session", "sessions")
            );
            let days = resolutionflow::insights::Period::ending(today, ADDED_WITHIN);
            let query = Query::default().with("from", &days.from().to_string()).with("to", &today.to_string());
            (words, "What they added", format!("{}#ad-hoc", query.href(&format!("/insights/trees/{key}"))))
        }
        Sign::OwnerGone => ("Its owner was deactivated.".to_owned(), "Choose another owner", care),
        Sign::NoOwner => ("Nobody owns it.".to_owned(), "Choose an owner", care),
    };
    let icon = if matches!(sign, Sign::DueSoon(_) | Sign::NoOwner) { Icon::Clock } else { Icon::Warning };
    view! {
        <li class="flex gap-2">
            <span class="pt-0.5 text-muted">{icon.view()}</span>
            <p class="min-w-0 wrap-anywhere">
                {words} " "
                <a class="link whitespace-nowrap" href=href>
                    {link}
                </a>
            </p>
        </li>
    }
    .into_any()
}

/// The form that says that somebody has looked.
fn review(key: &str, name: &str, mine: bool, viewer: &Viewer) -> AnyView {
    let action = ReviewTree::url();
    // The page has such a form for each tree; what was typed belongs to one.
    let is_refused = Posted::to(action).is_some_and(|posted| posted.field("key") == Some(key));
    let of = if is_refused { action } else { "" };
    let again = resolutionflow::review::again(viewer.today());
    view! {
        <details class="mt-2" open=is_refused>
            <summary class="link inline-flex min-h-10 items-center">
                "Reviewed" <span class="sr-only">": " {name.to_owned()}</span>
            </summary>
            <form class="mt-2 grid max-w-3xl items-end gap-3 sm:grid-cols-[12rem_minmax(0,1fr)_auto]" method="post" action=action>
                <Hidden name="command_id" value=super::drafts::command() />
                <Hidden name="key" value=key.to_owned() />
                <Hidden name="owner" value=if mine { MINE } else { "" } />
                <TextField action=of name="due" id=format!("due-{key}") kind="date" label="Next review" value=again.to_string() />
                <TextField action=of name="note" id=format!("note-{key}") label="What you found, if anything" limit=ReviewNote::LIMIT />
                <button class="button">{Icon::Check.view()} "Save review" <span class="sr-only">" of " {name.to_owned()}</span></button>
            </form>
            <p class="hint mt-1">{format!("Ad-hoc steps up to now are seen then, and a fall of the outcomes for {LAST} days. {AGAIN_AFTER} days on is a proposal; left empty, no review is set.")}</p>
        </details>
    }
    .into_any()
}
