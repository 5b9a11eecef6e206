//! How walks ended.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::{OUTCOMES, WALKS};
use resolutionflow::insights::{count, percent, sessions};
use resolutionflow::stats::{COUNTED, Rate};

use super::super::frame::Sessions;
use super::super::part::{Counted, Part};
use super::super::said::Said;
use super::Place;
use crate::backend::views::insights::{Headline, Overview};
use crate::ui::Query;
use crate::ui::chart::{OutcomeBar, OutcomeBars};

/// Mix of outcomes, now and before.
#[component]
pub(super) fn Outcomes(place: Place, view: Overview, query: Query) -> impl IntoView {
    let walks = view.now.walks();
    let scope = view.asked.scope;
    let words = |outcome, rate: Rate| format!("{} {}", percent(rate), resolutionflow::outcome::Outcome::word(outcome).to_lowercase());
    let mix = COUNTED.iter().filter_map(|outcome| Some((*outcome, Rate::new(view.now.figures.walks(&[*outcome]), walks)?)));
    let mix: Vec<String> =
        mix.filter(|(_, rate)| rate.is_enough() && rate.part() > 0).map(|(outcome, rate)| words(outcome, rate)).collect();
    let said = if mix.is_empty() { "not enough data".to_owned() } else { mix.join(", ") };
    let finding = format!("How walks ended, {}: {said}", scope.period.words());
    let bar = |headline: &Headline, days: String| OutcomeBar {
        label: format!("{days}: {}", sessions(headline.walks())),
        sessions: COUNTED.map(|outcome| headline.figures.walks(&[outcome])),
    };
    let bars = vec![bar(&view.now, scope.period.words()), bar(&view.before, scope.before.words())];
    let link = (walks > 0).then(|| {
        let href = view.asked.walks(scope.period).href("/sessions");
        view! { <Sessions figure=WALKS number=walks href /> }.into_any()
    });
    let counted = vec![
        Counted { figure: WALKS, values: count(walks) },
        Counted {
            figure: OUTCOMES,
            values: COUNTED
                .map(|outcome| format!("{} {}", count(view.now.figures.walks(&[outcome])), outcome.word().to_lowercase()))
                .join(", "),
        },
    ];
    let sentence = view! {
        "Of "
        <Said figure=WALKS text=count(walks) />
        " walks: "
        <Said figure=OUTCOMES text=said />
        "."
    };
    view! {
        <Part place query id="outcomes" title="How walks ended" finding=sentence.into_any() table=view.outcomes() counted sessions=link>
            <OutcomeBars chart="mix" finding bars />
        </Part>
    }
}
