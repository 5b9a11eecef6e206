//! Frame of the pages of Insights, with the way from one to another.

use leptos::prelude::*;
use resolutionflow::insights::{Figure, sessions};

use super::Place;
use super::scope::ScopeForm;
use crate::backend::views::Viewer;
use crate::backend::views::insights::{Answer, Asked};
use crate::ui::{Frame, Icon, Query, Section};

/// The frame with links to the other pages, which are about the same days and trees.
#[component]
pub(super) fn InsightsFrame(
    place: Place,
    /// Query of the page.
    query: Query,
    children: Children,
) -> impl IntoView {
    let viewer = use_context::<Viewer>();
    let role = viewer.as_ref().map(|viewer| viewer.role);
    let has_people = place == Place::People || viewer.is_some_and(|viewer| viewer.people_since.is_some());
    let question = Asked::known(&query);
    view! {
        <Frame title=format!("{} · Insights", place.word()) section=Section::Insights>
            <nav class="tabs -mt-2 mb-6 print:hidden" aria-label="Insights" id="insights-pages" data-swap="">
                <ul>
                    {Place::ALL
                        .into_iter()
                        .filter(|place| role.is_some_and(|role| place.is_for(role)))
                        .filter(|place| *place != Place::People || has_people)
                        .map(|other| {
                            view! {
                                <li>
                                    <a href=question.href(other.href()) aria-current=(other.href() == place.href()).then_some("page")>
                                        {other.word()}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </nav>
            {children()}
        </Frame>
    }
}

/// A page with figures: question, form, answer, parts, and as of when they are.
#[component]
pub(super) fn Report<T>(
    place: Place,
    /// Query of the page.
    query: Query,
    asked: Asked,
    /// The answer, of which the frame shows trees and time.
    answer: Answer<T>,
    /// The answer as a sentence.
    sentence: AnyView,
    /// Address of a page about one tree, which compares no days.
    #[prop(optional_no_strip)]
    path: Option<String>,
    /// The question, where it names what it is about.
    #[prop(optional)]
    question: Option<AnyView>,
    /// The parts.
    children: Children,
) -> impl IntoView
where
    T: Send + 'static,
{
    let compares = !matches!(place, Place::Trees | Place::Tree | Place::Budgets | Place::Clients | Place::People);
    let against = path.is_none() && compares;
    let viewer = use_context::<Viewer>();
    let as_of = answer.as_of;
    let short = viewer.as_ref().map(|viewer| viewer.zone.short(as_of)).unwrap_or_default();
    let exact = viewer.as_ref().map(|viewer| viewer.zone.exact(as_of)).unwrap_or_default();
    let elsewhere = viewer.as_ref().filter(|viewer| viewer.zone != answer.zone).map(|_| answer.zone);
    let before = asked.scope.before;
    let says_narrowed = narrowed(&asked, &answer);
    let unfinished = viewer.is_some_and(|viewer| asked.scope.period.contains(viewer.today()));
    view! {
        <InsightsFrame place query=query.clone()>
            <article class="report">
                <h1 class="wrap-anywhere">{question.unwrap_or_else(|| place.question().into_any())}</h1>
                <ScopeForm place query asked=asked.clone() trees=answer.trees path />
                <div id="report" class="report-body" data-swap="">
                    <div class="report-lead">
                        <p class="report-answer">{sentence}</p>
                        <p class="hint">
                            {says_narrowed}
                            <span data-days="">{asked.scope.period.words()}</span>
                            {unfinished.then_some(", today so far included")}
                            {against.then(|| view! { ", against " <span data-days="">{before.words()}</span> })}
                            ". As of "
                            <time datetime=as_of.to_string() title=exact>
                                {short}
                            </time>
                            "."
                        </p>
                        {elsewhere
                            .map(|zone| {
                                view! {
                                    <p class="notice mt-3">
                                        {format!("Days are still those of {zone}. The sessions are being counted anew by the account’s time zone.")}
                                    </p>
                                }
                            })}
                    </div>
                    {children()}
                    <p class="hint report-foot">
                        "Intervals are 95 %. Under 10 sessions pages and files say “not enough data”. Cancelled sessions are in no figure, and a "
                        "session counts for the local day on which its last step ended."
                    </p>
                </div>
            </article>
        </InsightsFrame>
    }
}

/// Tree and category that a page is about: `VPN does not connect. `
fn narrowed<T>(asked: &Asked, answer: &Answer<T>) -> Option<AnyView> {
    let tree = answer.trees.iter().find(|tree| tree.key == asked.tree).map(|tree| tree.name.clone());
    let tree = tree.or_else(|| Some(asked.tree.clone()).filter(|key| !key.is_empty()));
    let category = Some(asked.category.clone()).filter(|category| !category.is_empty());
    let words = [tree, category.map(|category| format!("category {category}"))].into_iter().flatten().collect::<Vec<_>>();
    (!words.is_empty()).then(|| view! { <bdi>{words.join(", ")}</bdi> ": " }.into_any())
}

/// Link to the sessions behind a figure: `These 214 sessions`.
#[component]
pub(super) fn Sessions(
    /// The figure that it is of.
    figure: &'static Figure,
    /// Number of the sessions.
    number: i64,
    /// Their address.
    href: String,
) -> impl IntoView {
    let words = match number {
        1 => "This session".to_owned(),
        _ => format!("These {}", sessions(number)),
    };
    view! {
        <a class="link report-sessions" href=href data-figure=figure.id>
            {words}
            {Icon::ArrowRight.view()}
        </a>
    }
}
