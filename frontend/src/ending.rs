//! The player where there is no step to take.

use leptos::prelude::*;
use resolutionflow::session::Phase;
use resolutionflow::sync::Status;
use walk_view::tree_line;

use super::engine::Engine;

/// The player's page while there is no step to take: the session is parked or completed, or another user holds it now.
#[component]
pub(super) fn Ending(engine: Engine) -> impl IntoView {
    let is_mine = engine.is_mine();
    let name = engine.with_tree(|tree| tree.name().to_owned());
    let (id, line, parked, heading) = engine.with_session(|session| {
        let heading = match (&session.phase, is_mine) {
            (Phase::Completed(completion), _) => format!("Session completed: {}", completion.outcome.word()),
            (_, false) => "Somebody else holds this session now".to_owned(),
            (Phase::Parked { .. } | Phase::Running(_), true) => "Parked. The clock stands.".to_owned(),
        };
        (session.id, tree_line(&name, session), matches!(session.phase, Phase::Parked { .. }), heading)
    });
    let words = move || {
        engine.track_safety();
        match engine.status() {
            Status::Saved => "Everything is saved.".to_owned(),
            status => format!("{}.", status.words(engine.is_kept())),
        }
    };
    view! {
        <section class="card mx-auto max-w-xl p-6">
            <p class="step-kind">{line}</p>
            <h1 class="mt-2" id="step-title" tabindex="-1">
                {heading}
            </h1>
            <p class="mt-4 text-muted" role="status">
                {words}
            </p>
            <div class="mt-6 flex flex-wrap gap-2">
                {(parked && is_mine)
                    .then(|| {
                        view! {
                            <button class="button button-primary" name="act" value="resume">
                                "Resume"
                            </button>
                        }
                    })}
                <a class="button" href=format!("/sessions/{id}")>
                    "Read the session"
                </a>
            </div>
        </section>
    }
}
