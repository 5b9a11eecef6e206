//! `/trees/:key/budgets`: how long sessions of a tree and its steps should take.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::access::Deed;
use resolutionflow::budget::{Budget, BudgetClock, Target};

use super::Problem;
use super::tree::outlined;
use crate::api::budgets::{RemoveBudget, SetSessionBudget, SetStepBudget};
use crate::backend::views::{StepBudget, TreeBudgets, Viewer};
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Done, FieldFault, FormFault, Frame, Hidden, Icon, Query, Section, TextField, load};

/// Shows the time budgets of a tree, in the forms that change them.
#[component]
pub fn TreeBudgetsPage() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    if !use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepTrees)) {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    }
    let step = Query::of_page().get("step").to_owned();
    load(move |backend| async move { backend.tree_budgets(&key).await }, move |page| show(page, step.clone()).into_any()).into_any()
}

fn show(page: TreeBudgets, step: String) -> impl IntoView {
    let TreeBudgets { tree, latest, session, steps, hours_are_entered } = page;
    let (href, key) = (format!("/trees/{}", tree.key), tree.key.clone());
    // A step may be asked for that is gone, to change its budget.
    let edited = steps.iter().find(|set| set.node.0 == step).cloned();
    let mut choices = outlined(&latest);
    if let Some(asked) = latest.nodes().iter().find(|node| node.id.0 == step).filter(|node| choices.iter().all(|(id, _)| *id != node.id.0))
    {
        choices.push((asked.id.0.clone(), asked.title.clone()));
    }
    if let Some(gone) = edited.as_ref().filter(|set| set.is_gone) {
        choices.push((gone.node.0.clone(), format!("{} (no longer in the tree)", gone.title)));
    }
    view! {
        <Frame title=format!("Time budgets · {}", tree.name) section=Section::Trees>
            <Done />
            <FormFault action=SetSessionBudget::url() />
            <FormFault action=SetStepBudget::url() />
            <FormFault action=RemoveBudget::url() />
            <p class="mb-1">
                <a class="link inline-flex items-center gap-1" href=href>
                    {Icon::ArrowLeft.view()}
                    <span dir="auto">{tree.name.clone()}</span>
                </a>
            </p>
            <h1>"Time budgets"</h1>
            <p class="mt-1 max-w-3xl text-muted">
                "How long walks of this tree and its steps should take. Technicians see the budget, and when it is over; nothing is blocked. "
                <a class="link" href="/insights/budgets">
                    "How often they are kept"
                </a>
            </p>
            <section class="card mt-6 max-w-3xl px-5 py-4" aria-labelledby="of-sessions">
                <h2 id="of-sessions">"Sessions"</h2>
                <SessionForm key=key.clone() budget=session hours_are_entered />
            </section>
            <section class="card mt-6 max-w-3xl px-5 py-4" aria-labelledby="of-steps">
                <h2 id="of-steps">"Steps"</h2>
                {if steps.is_empty() {
                    view! { <p class="hint mt-1">"No step has a budget yet."</p> }.into_any()
                } else {
                    let rows = steps.into_iter().map(|set| view! { <StepRow key=key.clone() set /> });
                    view! {
                        <ul class="mt-2 divide-y divide-line" aria-label="Steps with a budget">
                            {rows.collect_view()}
                        </ul>
                    }
                        .into_any()
                }}
                <StepForm key choices chosen=step budget=edited.map(|set| set.budget) />
            </section>
        </Frame>
    }
}

fn clocks(clocks: &'static [BudgetClock]) -> Vec<(&'static str, &'static str)> {
    clocks.iter().map(|clock| (clock.as_str(), clock.words())).collect()
}

/// `45 min of active time, to be kept by 90 %.`
fn kept_by(budget: Budget) -> String {
    format!("{budget}, to be kept by {}\u{a0}%.", budget.target.percent())
}

#[component]
fn SessionForm(key: String, budget: Option<Budget>, hours_are_entered: bool) -> impl IntoView {
    let action = SetSessionBudget::url();
    let said = budget.map_or_else(|| "Sessions have no budget yet.".to_owned(), kept_by);
    let removal = budget.map(|_| view! { <Removal key=key.clone() step=String::new() of="the sessions".to_owned() /> });
    view! {
        <div class="mt-1 flex flex-wrap items-center justify-between gap-x-6">
            <p class="hint">{said}</p>
            {removal}
        </div>
        <form class="budget-form mt-4" method="post" action=action>
            <Hidden name="key" value=key />
            <Fields action id="session" budget clocks=clocks(&BudgetClock::ALL) />
            <button class="button button-primary">"Save budget of sessions"</button>
        </form>
        {(!hours_are_entered)
            .then(|| {
                view! { <p class="hint mt-3">"Business hours are not entered yet, so they count around the clock. An admin enters them under Admin."</p> }
            })}
    }
}

#[component]
fn StepForm(key: String, choices: Vec<(String, String)>, chosen: String, budget: Option<Budget>) -> impl IntoView {
    let action = SetStepBudget::url();
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("step"));
    let chosen = posted.as_ref().and_then(|posted| posted.field("step")).map_or(chosen, str::to_owned);
    let invalid = fault.as_ref().map(|_| "true");
    let options = choices.into_iter().map(|(id, title)| {
        let selected = id == chosen;
        view! {
            <option value=id selected=selected>
                {title}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <form class="budget-form mt-4 border-t border-line pt-4" id="step" method="post" action=action>
            <Hidden name="key" value=key />
            <div class="col-span-full">
                <label class="label" for="step-step">
                    "Step"
                </label>
                <select class="control" id="step-step" name="step" required aria-invalid=invalid aria-describedby="step-step-note">
                    <option value="">"Choose a step"</option>
                    {options}
                </select>
                <FieldFault name="step-step" label="Step" fault />
            </div>
            <Fields action id="step" budget clocks=clocks(&BudgetClock::OF_STEPS) />
            <button class="button button-primary">"Save budget of the step"</button>
        </form>
    }
}

/// Time, clock and target. There are two such forms on the page.
#[component]
fn Fields(action: &'static str, id: &'static str, budget: Option<Budget>, clocks: Vec<(&'static str, &'static str)>) -> impl IntoView {
    let minutes = budget.map(|budget| budget.minutes().to_string()).unwrap_or_default();
    let target = budget.map(|budget| budget.target).unwrap_or_default();
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("clock"));
    let clock = budget.map_or(BudgetClock::Active, |budget| budget.clock).as_str();
    let chosen = posted.as_ref().and_then(|posted| posted.field("clock")).unwrap_or(clock).to_owned();
    let options = clocks.into_iter().map(|(value, word)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {word}
            </option>
        }
    });
    let options = options.collect_view();
    let (field, invalid) = (format!("{id}-clock"), fault.as_ref().map(|_| "true"));
    view! {
        <TextField action name="minutes" id=format!("{id}-minutes") label="Minutes" value=minutes range=Budget::MINUTES required=true />
        <div>
            <label class="label" for=field.clone()>
                "Of"
            </label>
            <select class="control" id=field.clone() name="clock" aria-invalid=invalid>
                {options}
            </select>
            <FieldFault name=field label="Of" fault />
        </div>
        <TextField
            action
            name="target"
            id=format!("{id}-target")
            label="Percent to be within it"
            value=target.percent().to_string()
            range=(Target::RANGE.0.into(), Target::RANGE.1.into())
            required=true
        />
    }
}

#[component]
fn StepRow(key: String, set: StepBudget) -> impl IntoView {
    let StepBudget { node, title, is_gone, budget } = set;
    let edit = format!("{}#step", Query::default().with("step", &node.0).href(&format!("/trees/{key}/budgets")));
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2">
            <div class="min-w-0 grow basis-72">
                <h3 class="wrap-anywhere" dir="auto">{title.clone()}</h3>
                <p class="hint">
                    {format!("{} ", kept_by(budget))}
                    {is_gone.then_some("The latest version has no such step.")}
                </p>
            </div>
            <div class="flex gap-2">
                <a class="button button-small" href=edit>
                    "Change"
                    <span class="sr-only">{format!(" the budget of {title}")}</span>
                </a>
                <Removal key step=node.0 of=title />
            </div>
        </li>
    }
}

#[component]
fn Removal(
    key: String,
    /// The step; empty for the sessions.
    step: String,
    of: String,
) -> impl IntoView {
    view! {
        <form method="post" action=RemoveBudget::url()>
            <Hidden name="key" value=key />
            <Hidden name="step" value=step />
            <button class="button button-quiet button-small">"Remove" <span class="sr-only">{format!(" the budget of {of}")}</span></button>
        </form>
    }
}
