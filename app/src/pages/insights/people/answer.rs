//! The answer of People: how many are within the limits of chance. It names nobody.

use leptos::prelude::*;
use resolutionflow::insights::figures::people::LIMITS;
use resolutionflow::insights::people::Limits;

use super::super::said::Said;
use crate::backend::views::insights::PeoplePage;

/// Numbers of people within the limits of 95 %, beyond them, and beyond those of 99.8 %.
fn numbers(view: &PeoplePage) -> [usize; 3] {
    let number = |of: fn(Limits) -> bool| view.people().iter().filter(|(_, standing)| of(standing.limits)).count();
    [
        number(|limits| limits == Limits::Within),
        number(|limits| matches!(limits, Limits::More | Limits::Fewer)),
        number(|limits| matches!(limits, Limits::FarMore | Limits::FarFewer)),
    ]
}

/// The answer as a sentence.
pub(super) fn sentence(view: &PeoplePage) -> AnyView {
    let [within, beyond, far] = numbers(view);
    let all = view.people().len();
    let rest = match (beyond, far) {
        (0, 0) => " Chance and the mix of trees explain how they differ.".to_owned(),
        (_, 0) => " Of twenty people one is outside by chance alone.".to_owned(),
        (_, 1) => " Look for a cause in the tickets before one in the person.".to_owned(),
        _ => " Look for causes in the tickets before any in the people.".to_owned(),
    };
    let beyond = (far > 0).then(|| {
        view! {
            " "
            <Said figure=LIMITS text=far.to_string() />
            {if far == 1 { " is beyond " } else { " are beyond " }}
            <Said figure=LIMITS text="99.8 %" />
            "."
        }
    });
    view! {
        <Said figure=LIMITS text=format!("{within} of {all}") strong=true />
        " people resolved as many walks as one would expect of their trees, within the limits of "
        <Said figure=LIMITS text="95 %" />
        "."
        {beyond}
        {rest}
    }
    .into_any()
}

/// The same for the picture.
pub(super) fn finding(view: &PeoplePage) -> String {
    let [within, beyond, far] = numbers(view);
    format!(
        "Funnel of resolved ÷ expected walks by person: {within} of {} people are within the limits of 95 %, {beyond} between those and 99.8 %, \
         {far} beyond 99.8 %",
        view.people().len()
    )
}
