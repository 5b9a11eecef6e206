//! `/drafts/:draft`: writing a tree, by forms alone.

mod bar;
mod changes;
mod controls;
mod disputes;
mod gate;
mod head;
mod import;
mod keys;
mod map;
mod outline;
mod preview;
pub(super) mod reply;
mod rows;
mod step;
mod substitute;
mod text;
mod walk_tests;
mod walked;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use resolutionflow::id::DraftId;
use resolutionflow::tree::NodeId;

use super::Problem;
use crate::backend::Backend;
use crate::backend::views::Viewer;
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::walked_steps::WalkedSteps;
use crate::drafting::Steps;
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Done, FormFault, Frame, KeptTexts, Query, Section, load};
pub use changes::DraftChanges;
pub(super) use controls::{Line, area, fault_of};
pub(super) use disputes::texts;
pub use gate::DraftGate;
pub use import::DraftImport;
pub use map::DraftMap;
pub use preview::DraftPreview;
pub use substitute::DraftReplace;
pub use text::DraftText;

/// A draft while its page is made.
struct Shown<'d> {
    page: &'d DraftPage,
    walked: &'d WalkedSteps,
    steps: Steps<'d>,
    /// The step that the address asks for, whether or not it is there.
    step: String,
    /// Number of the first row of the outline that is asked for; none for the rows around the chosen step.
    from: Option<usize>,
}

impl Shown<'_> {
    fn id(&self) -> String {
        self.page.card.id.to_string()
    }

    /// Address of a step's form.
    fn step_href(&self, id: &NodeId) -> String {
        Query::default().with("step", &id.0).href(&format!("/drafts/{}", self.page.card.id))
    }

    /// Position of the chosen step.
    fn chosen(&self) -> Option<usize> {
        self.steps.position(&NodeId(self.step.clone()))
    }
}

/// Loads the draft of the address for those who may write trees, and shows it.
fn draft<T: Send + 'static, F: Future<Output = Result<T, AppError>> + Send + 'static>(
    ask: impl FnOnce(Arc<dyn Backend>, DraftId) -> F + Send + 'static,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    if !use_context::<Viewer>().is_some_and(|viewer| viewer.may_author) {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    }
    let id = use_params_map().with_untracked(|params| params.get("draft")).unwrap_or_default();
    match id.parse::<DraftId>() {
        Ok(id) => {
            let answer = move |backend| async move { Ok(ask(backend, id).await) };
            load(answer, move |answer| answer.map_or_else(refused, &show)).into_any()
        }
        Err(_) => view! { <Problem error=AppError::NotFound /> }.into_any(),
    }
}

/// Problem page in place of a draft. Of one that has ended, with what was typed for it: in the form that led here, or kept by the browser.
fn refused(error: AppError) -> AnyView {
    let AppError::DraftEnded(published) = error else { return view! { <Problem error /> }.into_any() };
    let texts = use_context::<Posted>().map(|posted| posted.texts()).unwrap_or_default();
    // A discarded one may be brought back: the browser goes on with what it keeps then.
    let script = published.map(|_| view! { <script src="/editor.js" defer></script> });
    view! {
        <Problem error>
            <KeptTexts texts why="What you typed was not saved. Copy it from here." />
            {script}
            <p class="hint editor-state" id="editor-state" role="status"></p>
        </Problem>
    }
    .into_any()
}

/// A fresh command id for a form.
pub(super) fn command() -> String {
    use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string()).unwrap_or_default()
}

/// Name of the tree; words for a tree without one.
fn name_of(page: &DraftPage) -> String {
    if page.card.name.trim().is_empty() { "Tree without a name".to_owned() } else { page.card.name.clone() }
}

/// The outline of a draft, with the form of the chosen step or of the head.
#[component]
pub fn Draft() -> impl IntoView {
    let query = Query::of_page();
    let (step, from) = (query.get("step").to_owned(), query.get("from").parse().ok());
    draft(
        |backend, id| async move { Ok((backend.draft(id).await?, backend.walked_steps(id).await?)) },
        move |(page, walked): (DraftPage, WalkedSteps)| outline_tab(&page, &walked, step.clone(), from),
    )
}

fn outline_tab(page: &DraftPage, walked: &WalkedSteps, step: String, from: Option<usize>) -> AnyView {
    use crate::api::drafts::{SaveHead, SaveStep};
    use leptos::server_fn::ServerFn;
    let steps = Steps::of(&page.document);
    // A number, a title or a suggestion, too: what the field that goes to a step is filled with.
    let named = steps.target(&step).ok().filter(|id| steps.node(id).is_some());
    let step = if steps.position(&NodeId(step.clone())).is_some() { step } else { named.map_or(step, |id| id.0) };
    let shown = Shown { page, walked, steps, step, from };
    let chosen = shown.chosen();
    let form = match chosen {
        Some(at) => step::form(&shown, shown.steps.rows[at].node),
        None if !shown.step.is_empty() => step::gone(),
        None => head::form(&shown),
    };
    let of_form = chosen.map(|_| step::FORM).or(shown.step.is_empty().then_some(head::FORM));
    let bar = bar::bar(page, bar::Tab::Outline, of_form);
    let outline = outline::outline(&shown);
    let suggestions = step::suggestions(&shown);
    let is_chosen = if shown.step.is_empty() { "no" } else { "yes" };
    view! {
        <Frame title=format!("{} · Draft", name_of(page)) section=Section::Trees>
            <Done />
            <FormFault action=SaveStep::url() />
            <FormFault action=SaveHead::url() />
            {bar}
            <div class="editor" data-chosen=is_chosen>
                {outline}
                <div class="editor-step" id="step">{form}</div>
            </div>
            {suggestions}
        </Frame>
    }
    .into_any()
}
