//! Effect of the draft on walks: those of before, replayed on it, and those that go on.

use leptos::prelude::*;

use super::super::bar::counted;
use super::section as gate_section;
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::gate::GatePage;

/// Reasons on the page for which walks cannot go on.
const REASONS: usize = 20;

/// The section of walks; none for a tree that was never published.
pub(super) fn section(page: &DraftPage, gate: &GatePage) -> Option<AnyView> {
    page.card.base.as_ref()?;
    let before = match &gate.effect {
        None => view! { <p class="text-muted">"Fewer than ten walks of this tree have ended, which would say nothing."</p> }.into_any(),
        Some(effect) => {
            let walks = effect.walks();
            let more = effect.obstacles.len().saturating_sub(REASONS);
            let rows = effect.obstacles.iter().take(REASONS).map(|(obstacle, times)| {
                view! { <li class="wrap-anywhere" dir="auto">{format!("{times} of {walks}: {obstacle}.")}</li> }
            });
            view! {
                <p>
                    {format!("The last {} that ended, with the same answers on this draft: ", counted(walks, "walk"))}
                    <span dir="auto">{effect.to_string()}</span>
                </p>
                {(!effect.obstacles.is_empty())
                    .then(|| {
                        view! {
                            <details class="mt-2">
                                <summary class="link inline-flex min-h-10 items-center">"Why walks could not go on as they did"</summary>
                                <ol class="list-decimal pl-5">{rows.collect_view()}</ol>
                                {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} more reasons.")}</p> })}
                            </details>
                        }
                    })}
            }
            .into_any()
        }
    };
    let going_on = gate.going_on.iter().map(|(version, sessions)| {
        let verb = if *sessions == 1 { "goes" } else { "go" };
        view! { <li>{format!("{} {verb} on in version {version}.", counted(*sessions as usize, "session"))}</li> }
    });
    let body = view! {
        {before}
        {(!gate.going_on.is_empty())
            .then(|| view! { <ul class="mt-3 list-disc pl-5">{going_on.collect_view()}</ul> })}
    };
    Some(gate_section("effect", "Effect on walks", body.into_any()))
}
