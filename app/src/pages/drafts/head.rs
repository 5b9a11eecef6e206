//! The form of a draft's head: its name, where it is found, and where walks begin.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::Shown;
use super::controls::{Line, area, fault_of};
use super::disputes;
use super::step::{hidden, problems};
use super::walked;
use crate::api::drafts::SaveHead;
use crate::drafting::{HeadFields, Wins};
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Hidden, Icon};

/// The form's id, by which buttons elsewhere belong to it.
pub const FORM: &str = "head-form";

/// Form of the draft's head.
pub fn form(shown: &Shown<'_>) -> AnyView {
    let action = SaveHead::url();
    let now = HeadFields::of(&shown.steps);
    let present = shown.page.revision.to_string();
    let posted = Posted::to(action);
    let (fields, base, disputed) = match &posted {
        Some(Posted { error: AppError::Disputed(disputes), fields, .. }) => {
            let typed = HeadFields::posted(fields);
            let theirs = typed.beside(&now, Wins::Theirs);
            (typed.beside(&now, Wins::Mine), present, Some((disputes::parts(disputes), theirs)))
        }
        // Its fields may have been saved before its button could not be obeyed.
        Some(Posted { error: AppError::BadEdit(_), fields, .. }) => (HeadFields::posted(fields).beside(&now, Wins::Mine), present, None),
        Some(posted) => {
            let base = posted.field("base_revision").map_or(present, str::to_owned);
            (HeadFields::posted(&posted.fields), base, None)
        }
        None => (now, present, None),
    };
    let line = |field: &str, label: &'static str, value: &str, hint: &'static str| {
        let name = format!("form[{field}]");
        Line { fault: fault_of(action, &name), hint, ..Line::new(name, label, value) }
    };
    let key = if shown.page.card.base.is_none() {
        line(
            "key",
            "Key",
            &fields.key,
            "Part of the tree’s address: small letters, digits and hyphens. It stays once the tree is published.",
        )
        .view()
    } else {
        view! { <Hidden name="form[key]" value=fields.key.clone() /> }.into_any()
    };
    let root = Line {
        list: Some("steps"),
        ..line("root", "First step", &fields.root, "Walks start here: a step of the list, its number, title or id.")
    };
    let hidden = hidden(shown, &base);
    let disputed = disputed.map(|(parts, theirs)| choose(shown, parts, &theirs));
    view! {
        {disputed}
        <section class="card px-5 py-4" aria-labelledby="head-title">
            <h2 class="mb-3" id="head-title">
                "Name, category and first step"
            </h2>
            <form class="space-y-4" id=FORM method="post" action=action data-editor="">
                {hidden}
                <Hidden name="form[seen]" value=fields.seen.clone() />
                {problems(shown, None)}
                {walked::elsewhere(shown)}
                {line("name", "Name", &fields.name, "").view()}
                {key}
                {line("category", "Category", &fields.category, "The library groups trees by it.").view()}
                {line("tags", "Tags", &fields.tags, "Words by which searches find the tree, parted by commas.").view()}
                {area("form[description]", "Description", &fields.description, "The symptoms that the tree is for.", "")}
                {root.view()}
                <div class="border-t border-line pt-4">
                    <button class="button button-primary" name="deed" value="save">
                        {Icon::Check.view()}
                        "Save head"
                    </button>
                </div>
                <div class="editor-row border-t border-line pt-4">
                    {line("below", "Title of a new step", &fields.below, "").view()}
                    <button class="button" name="deed" value="add-step">
                        "Add step at the end"
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What is disputed, and the choice.
fn choose(shown: &Shown<'_>, parts: Vec<AnyView>, theirs: &HeadFields) -> AnyView {
    let fields = [
        ("name", &theirs.name),
        ("key", &theirs.key),
        ("category", &theirs.category),
        ("tags", &theirs.tags),
        ("description", &theirs.description),
        ("root", &theirs.root),
        ("below", &theirs.below),
        ("seen", &theirs.seen),
    ];
    let fields = fields.map(|(name, value)| view! { <Hidden name=format!("form[{name}]") value=value.clone() /> }).collect_view();
    let hidden = hidden(shown, &shown.page.revision.to_string());
    view! {
        <section class="notice mb-4 space-y-4" aria-labelledby="disputed">
            <h2 id="disputed">"Yours and theirs"</h2>
            <p>"The form below has everything that you typed, and what others changed in the other fields."</p>
            {parts}
            <div class="flex flex-wrap gap-2">
                <button class="button button-primary" form=FORM name="deed" value="save">
                    "Keep mine"
                </button>
                <form method="post" action=SaveHead::url() data-theirs="">
                    {hidden} {fields} <button class="button" name="deed" value="save">
                        "Take theirs"
                    </button>
                </form>
            </div>
        </section>
    }
    .into_any()
}
