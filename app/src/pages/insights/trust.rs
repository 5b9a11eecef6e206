//! `/insights/trust`: how far the figures are to be trusted.

use leptos::prelude::*;
use resolutionflow::insights::figures::trust::{BROWSER_TIME, CLOSED, SHORT_STEPS};
use resolutionflow::insights::percent;
use resolutionflow::stats::{Flags, Rate};

use super::part::{Counted, Part};
use super::said::Said;
use super::{Place, Report, page};
use crate::backend::views::insights::{Answer, NOT_ENOUGH, SIGNS, Trust as View, TrustRow, Value};
use crate::ui::chart::{Trend, TrendBar, Whisker, Whiskers};
use crate::ui::{Empty, Icon, Query};

/// Signs that figures are to be read with care.
#[component]
pub fn Trust() -> impl IntoView {
    page(Place::Trust, |backend, asked| async move { backend.trust(asked).await }, show)
}

fn show(answer: Answer<View>, query: Query) -> AnyView {
    let view = answer.page.clone();
    let sentence = sentence(&view.now);
    let nothing = view.now.walks() == 0 && view.before.walks() == 0;
    view! {
        <Report place=Place::Trust query=query.clone() asked=view.asked.clone() answer sentence>
            {if nothing {
                view! {
                    <Empty icon=Icon::Chart title="No walk ended in these days">
                        <p>"Once walks end, it will stand here how much of their time the server saw itself."</p>
                    </Empty>
                }
                    .into_any()
            } else {
                view! {
                    <Signs view=view.clone() query=query.clone() />
                    <ByStep view query />
                }
                    .into_any()
            }}
        </Report>
    }
    .into_any()
}

/// A share in percent, where enough walks ended.
fn share(value: &Value) -> Option<Rate> {
    match value {
        Value::Share(rate) => rate.filter(|rate| rate.is_enough()),
        Value::Part(part) => part.rate.filter(|_| value.shown() != NOT_ENOUGH),
        _ => None,
    }
}

fn sentence(row: &TrustRow) -> AnyView {
    let enough = row.walks() >= 10;
    match (row.browser_time(), row.marked(Flags::CLOSED), row.short_steps()) {
        (Some(time), Some(closed), Some(short)) if enough => view! {
            <Said figure=BROWSER_TIME text=percent(time) strong=true />
            " of the time is by a browser’s clock and not by the server’s, "
            <Said figure=CLOSED text=percent(closed) />
            " of the walks were closed from lists, and "
            <Said figure=SHORT_STEPS text=percent(short) />
            " of the steps took a second or less."
        }
        .into_any(),
        _ => view! { "Too few walks ended in these days to say." }.into_any(),
    }
}

#[component]
fn Signs(view: View, query: Query) -> impl IntoView {
    let rows = SIGNS
        .into_iter()
        .flat_map(|(figure, value, _)| {
            let row = |label: String, row: &TrustRow, is_before: bool| {
                let value = value(row);
                let rate = share(&value);
                // Steps and seconds are no cases of their own: no interval.
                let bounds = rate.filter(|_| matches!(value, Value::Share(_))).map(Rate::interval);
                let end = |end: Option<f64>| end.or(rate.map(Rate::value));
                Whisker {
                    label,
                    says: value.shown(),
                    value: rate.map(Rate::value),
                    bounds: [end(bounds.map(|bounds| bounds.low)), end(bounds.map(|bounds| bounds.high))],
                    is_before,
                }
            };
            [row(figure.name.to_owned(), &view.now, false), row(format!("{}, before", figure.name), &view.before, true)]
        })
        .collect();
    let counted = SIGNS
        .map(|(figure, value, _)| {
            let value = value(&view.now);
            let values = share(&value).map_or(String::new(), |_| format!("{} = {}", value.beside(), value.shown()));
            Counted { figure, values }
        })
        .to_vec();
    let finding = "Signs that figures are to be read with care, as shares of walks, time and steps".to_owned();
    let said = view! {
        "A sign is no fault: offline walks are by the browser’s clock, and a walk without a ticket can be as true as any. Where a share grows, "
        "look at its sessions."
    };
    let table = view.signs();
    view! {
        <Part place=Place::Trust query id="signs" title="Signs to read figures with care" finding=said.into_any() table counted>
            <Whiskers finding rows end=Some(1.0) />
        </Part>
    }
}

/// Time by a browser's clock, by week or month; the table has the other signs.
#[component]
fn ByStep(view: View, query: Query) -> impl IntoView {
    let (figure, value, _) = SIGNS[0];
    let bars = view.trend.iter().map(|(bucket, row)| {
        let value = value(row);
        let rate = share(&value);
        TrendBar {
            label: bucket.label(),
            value: rate.map(|rate| (rate.value(), rate.value(), rate.value())),
            says: rate.map_or("few".to_owned(), percent),
            is_part: bucket.remark().is_some(),
        }
    });
    let bars: Vec<TrendBar> = bars.collect();
    let step = view.asked.scope.step.word().to_lowercase();
    let finding = format!("{} {step}", figure.name);
    let largest = bars.iter().filter_map(|bar| bar.value).map(|(value, _, _)| value).fold(0.0, f64::max);
    let top = [0.02, 0.1, 0.2].into_iter().find(|top| largest <= *top).unwrap_or(1.0);
    let scale = [0.0, top / 2.0, top].map(|value: f64| (value, format!("{} %", (value * 100.0).round()))).to_vec();
    let said = view! { {format!("The picture has the time by a browser’s clock {step}, the table all signs.")} };
    let counted = vec![Counted { figure: BROWSER_TIME, values: String::new() }];
    let table = view.by_step();
    view! {
        <Part place=Place::Trust query id="trend" title="Does it change?" finding=said.into_any() table counted>
            <Trend finding bars scale />
        </Part>
    }
}
