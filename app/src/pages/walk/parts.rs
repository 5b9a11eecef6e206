//! Parts of the walk page that are the same at every step. The player shows them as the server wrote them, so that no
//! WebAssembly has to be loaded to write them again.

use std::sync::{Arc, LazyLock};

use leptos::prelude::*;
use walk_view::{SHORTCUTS, Shortcut};

use super::SubjectLine;
use super::aside::{Asides, suggest_href};
use super::pace::{Paces, SessionLine};
use crate::backend::views::WalkPage;
use crate::pages::complete::OutcomeFields;

/// Every part, each in a `<template>` that the player knows by name.
#[component]
pub(super) fn Parts(walk: Arc<WalkPage>) -> impl IntoView {
    view! {
        {match suggest_href(walk.session.id) {
            Some(href) => {
                view! {
                    <template data-part="asides">
                        <Asides suggest=Some(href) />
                    </template>
                }
                    .into_any()
            }
            None => view! { <template data-part="asides" inner_html=ASIDES.as_str()></template> }.into_any(),
        }}
        <template data-part="away" inner_html=AWAY.as_str()></template>
        <template data-part="outcome">
            <OutcomeDialog walk=walk.clone() />
        </template>
        <template data-part="budget">
            <SessionLine walk=walk.clone() />
        </template>
        <template data-part="paces">
            <Paces walk />
        </template>
        <template data-part="keys" inner_html=KEYS.as_str()></template>
    }
}

// The same on every page, so they are rendered once a process.
static ASIDES: LazyLock<String> = LazyLock::new(|| rendered(|| view! { <Asides suggest=None /> }));
static AWAY: LazyLock<String> = LazyLock::new(|| rendered(|| view! { <Away /> }));
static KEYS: LazyLock<String> = LazyLock::new(|| rendered(|| view! { <Keys /> }));

/// HTML of a part. Rendered outside the request that comes first, of which nothing must stay in it.
fn rendered<V: IntoView>(part: impl FnOnce() -> V) -> String {
    Owner::new_root(None).with(|| part().into_view().to_html())
}

/// Asked on return after a long absence (timing rule 6). The player fills in how long that was.
#[component]
fn Away() -> impl IntoView {
    view! {
        <section class="notice mb-4" aria-labelledby="away-title">
            <div role="status">
                <h2 class="text-base" id="away-title">
                    "You were away from this page for "
                    <span data-length=""></span>
                    ". Count it?"
                </h2>
            </div>
            <div class="mt-3 flex flex-wrap items-end gap-2">
                <button class="button" type="button" value="all">
                    "All of it (I was working elsewhere)"
                </button>
                <button class="button" type="button" value="none">
                    "Until I left"
                </button>
                <span class="flex items-center gap-2">
                    <label for="away-minutes">"Minutes:"</label>
                    <input class="control w-20" type="number" id="away-minutes" min="0" step="1" inputmode="numeric" />
                    <label for="away-seconds">"Seconds:"</label>
                    <input class="control w-16" type="number" id="away-seconds" min="0" max="59" step="1" inputmode="numeric" />
                    <button class="button" type="button" value="some">
                        "Count these"
                    </button>
                </span>
            </div>
            <p class="hint mt-2">"Elapsed time stays as it is; this is about active time. The session page can change it later."</p>
        </section>
    }
}

/// The question at the end. It is part of the form, so that what was typed beside the step goes along.
#[component]
fn OutcomeDialog(walk: Arc<WalkPage>) -> impl IntoView {
    let facts = walk.session.facts.clone();
    view! {
        <dialog class="dialog" aria-labelledby="outcome-title">
            <div class="dialog-head">
                <h2 class="text-xl" id="outcome-title" tabindex="-1">
                    "Did this resolve the issue?"
                </h2>
                <SubjectLine walk />
            </div>
            <div class="dialog-body">
                <p class="fault said-here" role="alert" hidden></p>
                <OutcomeFields facts suggested=None marked_later=true />
            </div>
            <div class="dialog-foot">
                <button class="button" type="button" value="close">
                    "Keep walking"
                </button>
                <button class="button button-primary" name="act" value="complete" disabled>
                    "Complete session"
                </button>
            </div>
        </dialog>
    }
}

/// The list behind "?", with the switch.
#[component]
fn Keys() -> impl IntoView {
    let row = |shortcut: Shortcut| {
        view! {
            <dt>{shortcut.shown}</dt>
            <dd>{shortcut.words}</dd>
        }
    };
    view! {
        <div class="menu keys" id="keys" popover="auto" role="dialog" aria-labelledby="keys-title">
            <h2 class="px-3 pt-2" id="keys-title">
                "Keys"
            </h2>
            <dl class="keys-list">{SHORTCUTS.into_iter().map(row).collect_view()}</dl>
            <p class="hint px-3 pb-2">"Where your keyboard prints no digits or no Latin letters, the keys in their place count."</p>
            <label class="flex items-center gap-2 border-t border-line px-3 py-2">
                <input type="checkbox" id="keys-on" checked />
                "Use single keys"
            </label>
        </div>
    }
}
