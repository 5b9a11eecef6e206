//! What two people have changed to different texts, and the choice between them.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::tree::NodeId;

use super::{Shown, command};
use crate::api::drafts::SaveStep;
use crate::drafting::{Clash, StepFields, Wins};
use crate::error::{AppError, Dispute};
use crate::posted::Posted;
use crate::ui::Hidden;

/// A disputed form of a step.
pub struct Settled {
    /// Fields with which it is shown again: mine where both changed the same.
    pub mine: StepFields,
    /// The choice, where there is one.
    pub view: Option<AnyView>,
}

/// A form of a step that met others' changes, beside the step as it is now; none if it was refused for another reason. Where its button could
/// not be obeyed, the fields may have been saved before that: on the draft as it is now nobody is in their own way.
pub fn of_step(shown: &Shown<'_>, posted: &Posted, now: &StepFields) -> Option<Settled> {
    let disputes = match &posted.error {
        AppError::Disputed(disputes) => Some(disputes),
        AppError::BadEdit(_) => None,
        _ => return None,
    };
    let plain = |text: &str| shown.steps.target(text).map_or_else(|_| text.to_owned(), |id| id.0);
    let typed = StepFields::posted(&posted.fields).with_targets(plain);
    let shows = |fields: StepFields| fields.with_targets(|id| shown.steps.shown(&NodeId(id.to_owned())));
    let (mine, clashes) = typed.beside(now, Wins::Mine);
    let mine = shows(mine);
    let Some(disputes) = disputes else { return Some(Settled { mine, view: None }) };
    let (theirs, _) = typed.beside(now, Wins::Theirs);
    let theirs = shows(StepFields { seen: now.marked(), ..theirs });
    // Texts that merge by lines are disputed in a form, which has one of them alone.
    let parts = disputes.iter().map(part);
    let more = clashes.into_iter().filter(|clash| disputes.is_empty() || clash.label == "Instructions" && !told(disputes, "instructions"));
    let parts: Vec<AnyView> = parts.chain(more.map(|clash| of_clash(&clash))).collect();
    let view = view! {
        <section class="notice mb-4 space-y-4" aria-labelledby="disputed">
            <h2 id="disputed">"Yours and theirs"</h2>
            <p>"The form below has everything that you typed, and what others changed elsewhere in this step."</p>
            {parts}
            <div class="flex flex-wrap gap-2">
                <button class="button button-primary" form=super::step::FORM name="deed" value="save">
                    "Keep mine"
                </button>
                <form method="post" action=SaveStep::url() data-theirs="">
                    {hidden_fields(shown, &theirs)}
                    <button class="button" name="deed" value="save">
                        "Take theirs"
                    </button>
                </form>
            </div>
        </section>
    };
    Some(Settled { mine, view: Some(view.into_any()) })
}

fn told(disputes: &[Dispute], part: &str) -> bool {
    disputes.iter().any(|dispute| dispute.part.contains(part))
}

/// Disputed parts of something, each with both texts.
pub fn parts(disputes: &[Dispute]) -> Vec<AnyView> {
    disputes.iter().map(part).collect()
}

fn part(dispute: &Dispute) -> AnyView {
    both(&dispute.part, dispute.theirs.as_deref(), dispute.mine.as_deref())
}

fn of_clash(clash: &Clash) -> AnyView {
    both(&clash.label, Some(&clash.theirs), Some(&clash.mine))
}

fn both(part: &str, theirs: Option<&str>, mine: Option<&str>) -> AnyView {
    let dispute = Dispute { part: part.to_owned(), theirs: theirs.map(str::to_owned), mine: mine.map(str::to_owned) };
    let texts = texts(&dispute, "Theirs".to_owned(), "Yours".to_owned());
    view! {
        <div>
            <h3 class="wrap-anywhere" dir="auto">{dispute.part}</h3>
            {texts}
        </div>
    }
    .into_any()
}

/// Both texts of a dispute beside each other, each under a word.
pub fn texts(dispute: &Dispute, theirs: String, mine: String) -> AnyView {
    let text = |word: String, text: Option<&str>| {
        let text = match text {
            None => view! { <p class="hint">"Taken out"</p> }.into_any(),
            Some("") => view! { <p class="hint">"Empty"</p> }.into_any(),
            Some(text) => view! { <p class="typed" dir="auto">{text.to_owned()}</p> }.into_any(),
        };
        view! {
            <div class="min-w-0">
                <p class="font-medium">{word}</p>
                {text}
            </div>
        }
    };
    let (theirs, mine) = (text(theirs, dispute.theirs.as_deref()), text(mine, dispute.mine.as_deref()));
    view! { <div class="mt-1 grid grid-cols-1 gap-4 sm:grid-cols-2">{theirs} {mine}</div> }.into_any()
}

/// A whole form of a step as hidden fields, on the draft as it is now.
fn hidden_fields(shown: &Shown<'_>, fields: &StepFields) -> AnyView {
    let mut all: Vec<(String, String)> = vec![
        ("draft".to_owned(), shown.id()),
        ("command_id".to_owned(), command()),
        ("then_id".to_owned(), command()),
        ("base_revision".to_owned(), shown.page.revision.to_string()),
        ("step".to_owned(), shown.step.clone()),
    ];
    let mut field = |name: String, value: &str| all.push((format!("form{name}"), value.to_owned()));
    for (name, value) in [
        ("title", &fields.title),
        ("body", &fields.body),
        ("kind", &fields.kind),
        ("was", &fields.was),
        ("next", &fields.next),
        ("outcome", &fields.outcome),
        ("below", &fields.below),
        ("branch", &fields.branch),
        ("seen", &fields.seen),
    ] {
        field(format!("[{name}]"), value);
    }
    for (at, row) in fields.answers.iter().enumerate() {
        [("id", &row.id), ("label", &row.label), ("to", &row.to)]
            .into_iter()
            .for_each(|(name, value)| field(format!("[answers][{at}][{name}]"), value));
    }
    for (at, row) in fields.commands.iter().enumerate() {
        [("label", &row.label), ("shell", &row.shell), ("text", &row.text)]
            .into_iter()
            .for_each(|(name, value)| field(format!("[commands][{at}][{name}]"), value));
    }
    all.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view().into_any()
}
