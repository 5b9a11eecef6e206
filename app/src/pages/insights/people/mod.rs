//! `/insights/people`: whether results are spread over people as one would expect. People stand in the order of their names, and of nothing
//! else.

mod answer;
mod nobody;

use leptos::prelude::*;
use resolutionflow::insights::figures::people::{ACTIVE, ACTIVE_EXPECTED, ACTIVE_RATIO, DECIDED, EXPECTED, LIMITS, RATIO, SOLVED, WALKS};
use resolutionflow::insights::{Preset, count};

use super::part::{Counted, Part};
use super::{InsightsFrame, Place, Report, page};
use crate::backend::views::insights::{Answer, Look, PeopleFigures, PeoplePage as View};
use crate::ui::Query;
use crate::ui::chart::{Funnel, FunnelPoint};

/// Results of each person against what would be expected, where the account has such figures.
#[component]
pub fn InsightsPeople() -> impl IntoView {
    page(Place::People, |backend, asked| async move { backend.people(asked, Look::Page).await }, show)
}

fn show(answer: Answer<View>, query: Query) -> AnyView {
    let view = answer.page.clone();
    let is_widest = !view.asked.is_narrowed() && view.asked.scope.preset == Some(Preset::Year);
    match view.figures {
        PeopleFigures::Off => view! {
            <InsightsFrame place=Place::People query>
                <h1 class="mb-4">{Place::People.question()}</h1>
                <nobody::Off />
            </InsightsFrame>
        }
        .into_any(),
        PeopleFigures::HeldBack(why) => view! {
            <Report place=Place::People query asked=view.asked.clone() answer sentence=nobody::sentence().into_any()>
                <nobody::HeldBack why is_widest />
            </Report>
        }
        .into_any(),
        PeopleFigures::Shown { .. } => view! {
            <Report place=Place::People query=query.clone() asked=view.asked.clone() answer sentence=answer::sentence(&view)>
                <Spread view query />
            </Report>
        }
        .into_any(),
    }
}

/// The funnel and its table.
#[component]
fn Spread(view: View, query: Query) -> impl IntoView {
    let points = view
        .people()
        .iter()
        .filter_map(|(person, standing)| {
            let of_expected = |counts: [u64; 2]| counts.map(|count| count as f64 / standing.solved.expected);
            Some(FunnelPoint {
                label: person.name.clone(),
                expected: standing.solved.expected,
                ratio: standing.solved.ratio()?,
                inner: of_expected(standing.funnel.inner),
                outer: of_expected(standing.funnel.outer),
            })
        })
        .collect();
    let finding = answer::finding(&view);
    let said = view! {
        "Each point is a person: to the right, the more resolved walks one would expect of the trees that they walked; upward, the more there are than "
        "that. The bars are what chance alone explains. A tree that is escalated by design is so for everybody who walks it, and moves nobody."
    };
    let (people, walks) = (view.people().len(), view.people().iter().map(|(_, standing)| standing.walks.walks).sum::<u64>());
    let all = format!("{} walks of {people} people", count(i64::try_from(walks).unwrap_or(i64::MAX)));
    let counted = [WALKS, DECIDED, SOLVED, EXPECTED, LIMITS, RATIO, ACTIVE, ACTIVE_EXPECTED, ACTIVE_RATIO]
        .map(|figure| Counted { figure, values: if figure == WALKS { all.clone() } else { String::new() } })
        .to_vec();
    let table = view.table();
    view! {
        <Part place=Place::People query id="spread" title="Resolved walks against what is expected" finding=said.into_any() table counted>
            <Funnel finding points />
        </Part>
    }
}
