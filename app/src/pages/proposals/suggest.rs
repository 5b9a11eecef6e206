//! `/sessions/:id/suggest`: the words of a step, to be changed in place and suggested to the authors of its tree.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::ProposalNote;
use resolutionflow::tree::NodeId;

use crate::api::proposals::ProposeChange;
use crate::backend::views::proposals::SuggestPage;
use crate::drafting::{AnswerRow, CommandRow, StepFields};
use crate::pages::drafts::{Line, area, command, fault_of};
use crate::pages::walk::session_id;
use crate::posted::Posted;
use crate::ui::{Done, FormFault, Frame, Hidden, Icon, Query, Section, TextArea, load};

/// Form with the words of a step of a walk.
#[component]
pub fn SuggestChange() -> impl IntoView {
    let id = session_id();
    let step = Query::of_page().filled("step").map(NodeId);
    load(move |backend| async move { backend.suggest_page(id?, step).await }, |page| show(&page))
}

fn show(page: &SuggestPage) -> AnyView {
    let action = ProposeChange::url();
    let posted = Posted::to(action).filter(|posted| posted.field("step") == Some(&page.node.id.0));
    let fields = posted.map_or_else(|| StepFields::of(&page.node), |posted| StepFields::posted(&posted.fields));
    let older = (page.version != page.latest).then(|| {
        view! {
            <p class="notice mb-4">
                {format!(
                    "These are the words of version {}, which this session walked. Version {} is the latest: what it changed elsewhere in the step is kept when your suggestion is taken.",
                    page.version,
                    page.latest,
                )}
            </p>
        }
    });
    let (tree, session, step) = (page.tree.name.clone(), page.session.to_string(), page.node.id.0.clone());
    let (words, others) = (words(&fields), others(page));
    view! {
        <Frame title=format!("Suggest a change · {tree}") section=Section::Sessions>
            <Done />
            <FormFault action />
            <p class="mb-1">
                <a class="link inline-flex items-center gap-1" href=format!("/sessions/{session}/walk")>
                    {Icon::ArrowLeft.view()}
                    "Back to the session"
                </a>
            </p>
            <h1>"Suggest a change"</h1>
            <p class="mb-4 mt-1 max-w-3xl text-muted">
                "Change the words as they should be. The authors of " <bdi>{tree}</bdi>
                " see what you suggest and decide; until then the tree stays as it is."
            </p>
            {older}
            <div class="grid max-w-3xl gap-6">
                <form class="card space-y-4 px-5 py-4" method="post" action=action>
                    <Hidden name="session" value=session />
                    <Hidden name="command_id" value=command() />
                    <Hidden name="step" value=step />
                    {words}
                    <TextArea
                        action
                        name="why"
                        label="Why"
                        hint="What went wrong with the words as they are, or what you saw in this session. Goes to the authors."
                        limit=ProposalNote::LIMIT
                        class="min-h-24"
                    />
                    <button class="button button-primary">{Icon::Pencil.view()} "Suggest this change"</button>
                </form>
                {others}
            </div>
        </Frame>
    }
    .into_any()
}

fn line(name: String, label: &'static str, value: &str) -> AnyView {
    Line { fault: fault_of(ProposeChange::url(), &name), ..Line::new(name, label, value) }.view()
}

fn long(name: &str, label: &'static str, value: &str, class: &'static str) -> AnyView {
    let fault = fault_of(ProposeChange::url(), name);
    view! {
        <div>
            {area(name, label, value, "", class)}
            {fault.map(|fault| view! { <p class="fault">{format!("{label} {fault}.")}</p> })}
        </div>
    }
    .into_any()
}

fn words(fields: &StepFields) -> AnyView {
    let answers: Vec<AnyView> = fields.answers.iter().enumerate().map(|(at, row)| answer(at, row)).collect();
    let commands: Vec<AnyView> = fields.commands.iter().enumerate().map(|(at, row)| command_words(at, row)).collect();
    view! {
        {line("form[title]".to_owned(), "Title", &fields.title)}
        {long("form[body]", "Instructions", &fields.body, "editor-body")}
        {answers}
        {commands}
    }
    .into_any()
}

fn answer(at: usize, row: &AnswerRow) -> AnyView {
    let name = |field: &str| format!("form[answers][{at}][{field}]");
    view! {
        <fieldset class="editor-part">
            <legend class="font-medium">{format!("Answer {}", at + 1)}</legend>
            <Hidden name=name("id") value=row.id.clone() />
            {line(name("label"), "Words", &row.label)}
        </fieldset>
    }
    .into_any()
}

fn command_words(at: usize, row: &CommandRow) -> AnyView {
    let name = |field: &str| format!("form[commands][{at}][{field}]");
    view! {
        <fieldset class="editor-part">
            <legend class="font-medium">{format!("Command {}", at + 1)}</legend>
            {line(name("label"), "What it does", &row.label)}
            {long(&name("text"), "Command", &row.text, "font-mono")}
        </fieldset>
    }
    .into_any()
}

/// The other steps of the walk.
fn others(page: &SuggestPage) -> Option<AnyView> {
    let others: Vec<AnyView> = page
        .steps
        .iter()
        .filter(|(id, _)| *id != page.node.id)
        .map(|(id, title)| {
            let href = Query::default().with("step", &id.0).href(&format!("/sessions/{}/suggest", page.session));
            view! {
                <li>
                    <a class="link inline-flex min-h-8 items-center wrap-anywhere" href=href dir="auto">
                        {title.clone()}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    (!others.is_empty()).then(|| {
        view! {
            <section aria-labelledby="others">
                <h2 class="mb-1" id="others">
                    "Another step of this session"
                </h2>
                <ul class="list-disc pl-5">{others}</ul>
            </section>
        }
        .into_any()
    })
}
