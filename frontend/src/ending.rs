//! The player where there is no step to take.

use leptos::prelude::*;
use resolutionflow::session::Phase;
use resolutionflow::sync::Status;
use walk_view::tree_line;

use super::dom::focus;
use super::engine::Engine;
use super::live::SignInAgain;

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
    document().set_title(&format!("{heading} · {name} · ResolutionFlow"));
    request_animation_frame(|| {
        focus("#ending-title");
    });
    let words = move || {
        engine.track_safety();
        match engine.status() {
            Status::Saved if engine.refused().is_empty() => "Everything of this session is saved.".to_owned(),
            _ => format!("{}.", engine.status_words()),
        }
    };
    view! {
        <section class="card mx-auto max-w-xl p-6">
            <p class="step-kind">{line}</p>
            <h1 class="mt-2" id="ending-title" tabindex="-1">
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
                <SignInAgain engine />
            </div>
        </section>
    }
}
