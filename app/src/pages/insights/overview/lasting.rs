//! Whether what was solved stayed so.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::{CAME_BACK, FIRST_CONTACT, RESOLUTION};
use resolutionflow::insights::{Figure, percent};
use resolutionflow::stats::Rate;

use super::super::part::Part;
use super::super::said::Said;
use super::{Place, counted};
use crate::backend::views::insights::{Headline, NOT_ENOUGH, Overview};
use crate::ui::Query;
use crate::ui::chart::{Whisker, Whiskers};

/// A rate of the part: its figure, and where it stands.
type LastingRate = (&'static Figure, fn(&Headline) -> Option<Rate>);

const RATES: [LastingRate; 3] = [
    (RESOLUTION, |headline| headline.figures.resolution()),
    (FIRST_CONTACT, |headline| headline.first_contact),
    (CAME_BACK, |headline| headline.came_back),
];

/// First-contact resolution and coming back.
#[component]
pub(super) fn Lasting(place: Place, view: Overview, query: Query) -> impl IntoView {
    let enough = |rate: Option<Rate>| rate.filter(|rate| rate.is_enough()).map(percent);
    let (finding, sentence) = match (enough(view.now.first_contact), enough(view.now.came_back)) {
        (Some(first), Some(back)) => (
            format!("{first} were solved at the first contact; after {back} somebody came back within 30 days"),
            view! {
                <Said figure=FIRST_CONTACT text=first />
                " were solved at the first contact. After "
                <Said figure=CAME_BACK text=back />
                " somebody came back."
            }
            .into_any(),
        ),
        (Some(first), None) => (
            format!("{first} were solved at the first contact"),
            view! {
                <Said figure=FIRST_CONTACT text=first />
                " were solved at the first contact. Too few are old enough to say after how many somebody came back."
            }
            .into_any(),
        ),
        (None, _) => {
            ("Whether it lasts: not enough data yet".to_owned(), view! { "Too few of these walks are old enough to say." }.into_any())
        }
    };
    let rows = RATES
        .into_iter()
        .flat_map(|(figure, rate)| {
            let row = |label: String, headline: &Headline, is_before: bool| {
                let rate = rate(headline).filter(|rate| rate.is_enough());
                let bounds = rate.map(Rate::interval);
                Whisker {
                    label,
                    says: rate.map_or(NOT_ENOUGH.to_owned(), percent),
                    value: rate.map(Rate::value),
                    bounds: [bounds.map(|bounds| bounds.low), bounds.map(|bounds| bounds.high)],
                    is_before,
                }
            };
            [row(figure.name.to_owned(), &view.now, false), row(format!("{}, before", figure.name), &view.before, true)]
        })
        .collect();
    let counted = RATES.map(|(figure, rate)| counted::rate(figure, rate(&view.now))).to_vec();
    let table = view.lasting();
    view! {
        <Part place query id="lasting" title="Does it last?" finding=sentence table counted>
            <Whiskers finding rows end=Some(1.0) />
        </Part>
    }
}
