//! Walk tests at the gate: they block nothing, and say what the draft breaks.

use leptos::prelude::*;

use super::section;
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::previews::RunTest;
use crate::pages::drafts::walk_tests::said;

/// Section with the tests that do not pass.
pub(super) fn tests(page: &DraftPage, tests: &[RunTest]) -> AnyView {
    let failed = tests.iter().filter_map(|test| Some((&test.kept.name, test.stop.as_ref()?)));
    let rows = failed
        .map(|(name, stop)| view! { <li class="wrap-anywhere"><bdi>{name.clone()}</bdi> ": " <bdi>{stop.clone()}</bdi></li> })
        .collect_view();
    let all = (!tests.is_empty()).then(|| {
        view! {
            <p class="mt-2">
                <a class="link" href=format!("/drafts/{}/changes#tests", page.card.id)>
                    "All walk tests"
                </a>
            </p>
        }
    });
    let body = view! {
        {said(tests)}
        <ul class="list-disc space-y-1 ps-5">{rows}</ul>
        {all}
    };
    section("tests", "Walk tests", body.into_any())
}
