//! Which field of a JSON file is the question, the answers, the target.

use ::import::{Fields, Mapping};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::drafts::MapImport;
use crate::backend::views::drafts::DraftPage;
use crate::pages::drafts::command;
use crate::pages::drafts::controls::choice;
use crate::posted::Posted;
use crate::ui::{Hidden, Icon};

/// What a field can mean: its name in the form, label, hint.
const MEANINGS: [(&str, &str, &str); 6] = [
    ("question", "Words of a step", "Its title: the question, or what to do."),
    ("body", "Instructions", "More about a step."),
    ("answers", "List of answers", "Or of the steps below a step."),
    ("label", "Words of an answer", ""),
    ("target", "Where it leads", "The id of a step, or the step itself."),
    ("id", "Id of a step", "What targets name."),
];

/// Form in which somebody says what the fields mean, with the guess chosen.
pub fn form(page: &DraftPage, fields: Fields) -> AnyView {
    let Fields { names, mapping } = fields;
    let posted = Posted::to(MapImport::url());
    let chosen = |name: &str| {
        let of_form = posted.as_ref().and_then(|posted| posted.field(&format!("fields[{name}]")).map(str::to_owned));
        of_form.unwrap_or_else(|| guessed(&mapping, name).to_owned())
    };
    let selects: Vec<AnyView> = MEANINGS
        .into_iter()
        .map(|(name, label, hint)| {
            let chosen = chosen(name);
            let mut choices = vec![(String::new(), "None".to_owned())];
            choices.extend(names.iter().map(|(field, sample)| (field.clone(), format!("{field}: {sample}"))));
            if !choices.iter().any(|(field, _)| *field == chosen) {
                choices.push((chosen.clone(), chosen.clone()));
            }
            choice(&format!("fields[{name}]"), label, choices, &chosen, hint)
        })
        .collect();
    let note = "The meaning of the file’s fields was guessed. Where steps or answers are missing, choose other fields and read the file again: \
                its steps then take the place of the draft’s, and Undo brings those back.";
    view! {
        <section class="card mt-6 max-w-3xl px-5 py-4" aria-labelledby="fields">
            <h2 class="mb-2" id="fields">
                "What the fields mean"
            </h2>
            <p class="mb-3 text-muted">{note}</p>
            <form class="space-y-4" method="post" action=MapImport::url()>
                <Hidden name="draft" value=page.card.id.to_string() />
                <Hidden name="command_id" value=command() />
                <Hidden name="base_revision" value=page.revision.to_string() />
                <div class="grid grid-cols-1 gap-4 sm:grid-cols-2">{selects}</div>
                <button class="button">{Icon::Check.view()} "Read the file again"</button>
            </form>
        </section>
    }
    .into_any()
}

fn guessed<'m>(mapping: &'m Mapping, name: &str) -> &'m str {
    match name {
        "question" => &mapping.question,
        "body" => &mapping.body,
        "answers" => &mapping.answers,
        "label" => &mapping.label,
        "target" => &mapping.target,
        _ => &mapping.id,
    }
}
