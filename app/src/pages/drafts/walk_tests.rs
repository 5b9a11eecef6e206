//! The walk tests of a draft and its tree, with what came of each.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::DraftId;
use resolutionflow::text::Name;

use crate::api::previews::{DeleteTest, RenameTest};
use crate::backend::views::previews::RunTest;
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, Icon, Instant, TextField};

/// Section with the walk tests of a draft. They were run on the draft as it stands.
#[component]
pub fn WalkTests(
    /// The draft.
    draft: DraftId,
    /// Its tests and those of its tree.
    tests: Vec<RunTest>,
) -> impl IntoView {
    let said = said(&tests);
    let rows: Vec<AnyView> = tests.into_iter().map(|test| row(draft, test)).collect();
    view! {
        <section class="mt-6" id="tests" aria-labelledby="tests-title">
            <h2 class="mb-2" id="tests-title">
                "Walk tests"
            </h2>
            <FormFault action=RenameTest::url() />
            <FormFault action=DeleteTest::url() />
            {said}
            {(!rows.is_empty()).then(|| view! { <ul class="card divide-y divide-line">{rows}</ul> })}
        </section>
    }
}

/// Sentence about how the tests went.
pub(super) fn said(tests: &[RunTest]) -> AnyView {
    let failed = tests.iter().filter(|test| test.stop.is_some()).count();
    let said = match (tests.len(), failed) {
        (0, _) => "There is no test yet. At the end of a preview a walk can be kept as one.".to_owned(),
        (1, 0) => "The test passes.".to_owned(),
        (count, 0) => format!("All {count} tests pass."),
        (1, _) => "The test does not pass.".to_owned(),
        (count, failed) => format!("{failed} of {count} tests {} not pass.", if failed == 1 { "does" } else { "do" }),
    };
    let class = if failed > 0 { "fault mb-2 flex items-center gap-1" } else { "mb-2 text-muted" };
    view! {
        <p class=class>
            {(failed > 0).then(|| Icon::Warning.view())} {said}
        </p>
    }
    .into_any()
}

fn row(draft: DraftId, test: RunTest) -> AnyView {
    let RunTest { kept, way, stop } = test;
    let id = kept.id.to_string();
    let field = format!("name-{id}");
    let posted = Posted::to(RenameTest::url()).filter(|posted| posted.field("test") == Some(&id));
    let hidden = |id: String| {
        view! {
            <Hidden name="draft" value=draft.to_string() />
            <Hidden name="test" value=id />
        }
    };
    let of = |name: &str| view! { <span class="sr-only">{format!(": {name}")}</span> };
    let rename = view! {
        <form class="editor-row" method="post" action=RenameTest::url()>
            {hidden(id.clone())}
            {if posted.is_some() {
                view! { <TextField action=RenameTest::url() name="name" label="Name of the test" id=field limit=Name::LIMIT required=true /> }
                    .into_any()
            } else {
                // The fault and the text of another row's form are not this one's.
                view! { <TextField action="" name="name" label="Name of the test" id=field value=kept.name.clone() limit=Name::LIMIT required=true /> }
                    .into_any()
            }}
            <button class="button">"Rename" {of(&kept.name)}</button>
        </form>
        <form class="mt-2" method="post" action=DeleteTest::url()>
            {hidden(id)}
            <button class="button">"Delete test" {of(&kept.name)}</button>
        </form>
    };
    let verdict = match stop {
        None => view! { <p class="flex items-center gap-1">{Icon::Check.view()} "Passes"</p> }.into_any(),
        Some(stop) => view! {
            <p class="fault flex items-start gap-1 wrap-anywhere">
                {Icon::Warning.view()} <span class="min-w-0">"Does not pass: " <bdi>{stop}</bdi></span>
            </p>
        }
        .into_any(),
    };
    view! {
        <li class="px-5 py-3 wrap-anywhere">
            <h3 dir="auto">{kept.name.clone()}</h3>
            {verdict}
            <p class="hint" dir="auto">
                {way}
            </p>
            <p class="hint">
                "Kept by " <bdi>{kept.kept_by}</bdi> ", " <Instant at=kept.kept_at aged=true />
                {kept.is_of_draft.then_some(". It becomes one of the tree when the draft is published.")}
            </p>
            <details class="mt-1" open=posted.is_some()>
                <summary class="link inline-flex min-h-10 items-center">"Rename or delete" {of(&kept.name)}</summary>
                {rename}
            </details>
        </li>
    }
    .into_any()
}
