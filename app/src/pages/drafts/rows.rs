//! Fields of a step that depend on its type: answers, commands and the next step, or the outcome.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::Shell;

use super::Shown;
use super::controls::{Line, area, choice, fault_of, small_button};
use crate::api::drafts::SaveStep;
use crate::drafting::{AnswerRow, CommandRow, StepFields, called, shells};
use crate::ui::Hidden;

/// Fields of the type that the form has fields of.
pub fn of_kind(shown: &Shown<'_>, fields: &StepFields) -> AnyView {
    match fields.was.as_str() {
        "decision" => answers(shown, &fields.answers),
        "action" => action(shown, fields),
        _ => outcome(&fields.outcome),
    }
}

fn answers(shown: &Shown<'_>, rows: &[AnswerRow]) -> AnyView {
    let is_free = rows.last().is_some_and(|row| row == &AnswerRow::default());
    let free = (!is_free).then(AnswerRow::default);
    let views: Vec<AnyView> = rows.iter().chain(&free).enumerate().map(|(at, row)| answer(shown, at, row)).collect();
    view! {
        <div class="space-y-3">
            <h3>"Answers"</h3>
            {views}
            <button class="button" name="deed" value="add-row">
                "Add answer"
            </button>
        </div>
    }
    .into_any()
}

fn answer(shown: &Shown<'_>, at: usize, row: &AnswerRow) -> AnyView {
    let name = |field: &str| format!("form[answers][{at}][{field}]");
    let number = at + 1;
    let is_new = row == &AnswerRow::default();
    let words = Line { fault: fault_of(SaveStep::url(), &name("label")), ..Line::new(name("label"), "Words", row.label.clone()) };
    let to = to(shown, name("to"), "Leads to", &row.to);
    let (view, create) = to;
    view! {
        <fieldset class="editor-part" data-key=row.id.clone()>
            <legend class="font-medium" draggable=(!is_new).then_some("true")>{if is_new { "New answer".to_owned() } else { format!("Answer {number}") }}</legend>
            <Hidden name=name("id") value=row.id.clone() />
            {words.view()}
            {view}
            <div class="flex flex-wrap gap-2">
                {create.map(|more| small_button(format!("create:{at}"), "Create step", format!(" for answer {number}{more}")))}
                {(!is_new && at > 0).then(|| small_button(format!("move-row:{at}.{}", at - 1), "Move up", format!(" answer {number}")))}
                {(!is_new).then(|| small_button(format!("remove-row:{at}"), "Remove", format!(" answer {number}")))}
            </div>
        </fieldset>
    }
    .into_any()
}

/// Field for a target, with a link to it; and, where it is not there yet, words for the button that creates it.
fn to(shown: &Shown<'_>, name: String, label: &'static str, text: &str) -> (AnyView, Option<String>) {
    let target = shown.steps.target(text).ok();
    let there = target.as_ref().and_then(|id| shown.steps.node(id));
    let fault = fault_of(SaveStep::url(), &name);
    let hint = match (&target, there) {
        (Some(id), None) if id.0.is_empty() => "A step of the list, its number, title or id; or words for a step to create.",
        (_, None) => "There is no such step yet.",
        (_, Some(_)) => "",
    };
    let field = Line { fault, hint, list: Some("steps"), ..Line::new(name, label, text) }.view();
    let go = there.map(|node| {
        view! {
            <p class="hint mt-1 wrap-anywhere">
                <a class="link" href=shown.step_href(&node.id)>
                    "Go to “" <bdi>{called(node)}</bdi> "”"
                </a>
            </p>
        }
    });
    let create = there.is_none().then(|| if text.is_empty() { String::new() } else { format!(": {text}") });
    (view! { <div class="min-w-0">{field} {go}</div> }.into_any(), create)
}

fn action(shown: &Shown<'_>, fields: &StepFields) -> AnyView {
    let is_empty = |row: &CommandRow| row.label.is_empty() && row.text.is_empty();
    let free = (!fields.commands.last().is_some_and(is_empty))
        .then(|| CommandRow { shell: Shell::Powershell.name().to_owned(), ..CommandRow::default() });
    let rows = fields.commands.iter().chain(&free);
    let commands: Vec<AnyView> = rows.enumerate().map(|(at, row)| command(at, row, is_empty(row))).collect();
    let (next, create) = to(shown, "form[next]".to_owned(), "Next step", &fields.next);
    view! {
        <div class="space-y-3">
            <h3>"Commands"</h3>
            {commands}
            <button class="button" name="deed" value="add-row">
                "Add command"
            </button>
        </div>
        {next}
        {create.map(|more| small_button("create:0".to_owned(), "Create step", format!(" as the next one{more}")))}
    }
    .into_any()
}

fn command(at: usize, row: &CommandRow, is_new: bool) -> AnyView {
    let name = |field: &str| format!("form[commands][{at}][{field}]");
    let number = at + 1;
    let label = Line::new(name("label"), "What it does", row.label.clone());
    let choices = shells().map(|shell| (shell.name().to_owned(), shell.word().to_owned())).to_vec();
    view! {
        <fieldset class="editor-part">
            <legend class="font-medium">{if is_new { "New command".to_owned() } else { format!("Command {number}") }}</legend>
            {label.view()}
            {choice(&name("shell"), "Shell", choices, &row.shell, "")}
            {area(&name("text"), "Command", &row.text, "", "font-mono")}
            <div class="flex flex-wrap gap-2">
                {(!is_new && at > 0).then(|| small_button(format!("move-row:{at}.{}", at - 1), "Move up", format!(" command {number}")))}
                {(!is_new).then(|| small_button(format!("remove-row:{at}"), "Remove", format!(" command {number}")))}
            </div>
        </fieldset>
    }
    .into_any()
}

fn outcome(chosen: &str) -> AnyView {
    let none = (String::new(), "None: the technician decides".to_owned());
    // A file may have brought one that a walk cannot end with.
    let offered = Outcome::ALL.into_iter().filter(|outcome| Outcome::OF_A_WALK.contains(outcome) || outcome.as_str() == chosen);
    let choices = offered.map(|outcome| (outcome.as_str().to_owned(), format!("{}: {}", outcome.word(), outcome.meaning())));
    choice("form[outcome]", "Suggested outcome", [none].into_iter().chain(choices).collect(), chosen, "")
}
