//! Resolution by week or month.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::RESOLUTION;
use resolutionflow::insights::{Bucket, NaiveDate, day_words, percent};
use resolutionflow::stats::Rate;

use super::super::part::Part;
use super::super::said::Said;
use super::{Place, counted};
use crate::backend::views::insights::{Headline, Overview, Published};
use crate::ui::Query;
use crate::ui::chart::{Mark, Trend, TrendBar};

/// Most publications that are named below the picture.
const NAMED: usize = 8;

/// The resolution rate of each step, with the days on which versions were published.
#[component]
pub(super) fn ByStep(place: Place, view: Overview, query: Query) -> impl IntoView {
    let step = view.asked.scope.step.word().to_lowercase();
    let rates: Vec<(&Bucket, Rate)> = view.trend.iter().filter_map(|(bucket, headline)| Some((bucket, enough(headline)?))).collect();
    let by_rate = |one: &&(&Bucket, Rate), other: &&(&Bucket, Rate)| one.1.value().total_cmp(&other.1.value());
    let ends = rates.iter().min_by(by_rate).zip(rates.iter().max_by(by_rate)).filter(|_| rates.len() > 1);
    let said = ends.map(|(low, high)| {
        let at = |(bucket, rate): &(&Bucket, Rate)| format!("{} ({})", percent(*rate), bucket.words());
        if percent(low.1) == percent(high.1) {
            return format!("{} throughout", percent(low.1));
        }
        format!("between {} and {}", at(low), at(high))
    });
    let finding = format!("Resolution rate {step}: {}", said.clone().unwrap_or_else(|| "not enough data to compare".to_owned()));
    let sentence = match said {
        Some(said) => view! { "The resolution rate was " <Said figure=RESOLUTION text=said /> "." }.into_any(),
        None => view! { "There are not two steps with enough walks to compare." }.into_any(),
    };
    let bars = view.trend.iter().map(|(bucket, headline)| bar(bucket, headline)).collect();
    let marks = view.published.iter().filter_map(|published| mark(&view.trend, published.day)).collect();
    let scale = [0.0, 0.5, 1.0].map(|value: f64| (value, format!("{} %", value * 100.0))).to_vec();
    let counted = vec![counted::rate(RESOLUTION, view.now.figures.resolution())];
    let table = view.trend();
    view! {
        <Part place query id="trend" title="Is it getting better?" finding=sentence table counted>
            <Trend finding bars marks scale />
            <Publications published=view.published />
        </Part>
    }
}

fn enough(headline: &Headline) -> Option<Rate> {
    headline.figures.resolution().filter(|rate| rate.is_enough())
}

fn bar(bucket: &Bucket, headline: &Headline) -> TrendBar {
    let rate = enough(headline);
    TrendBar {
        label: bucket.label(),
        value: rate.map(|rate| (rate.value(), rate.interval().low, rate.interval().high)),
        says: rate.map_or("few".to_owned(), percent),
        is_part: bucket.remark().is_some(),
    }
}

/// Place of a day among the steps, each of which is as wide as the others.
fn mark(trend: &[(Bucket, Headline)], day: NaiveDate) -> Option<Mark> {
    let at = trend.iter().position(|(bucket, _)| bucket.period.contains(day))?;
    let period = trend[at].0.period;
    let within = ((day - period.from()).num_days() as f64 + 0.5) / period.days() as f64;
    Some(Mark((at as f64 + within) / trend.len() as f64))
}

/// The marked days in words.
#[component]
fn Publications(published: Vec<Published>) -> impl IntoView {
    let more = published.len().saturating_sub(NAMED);
    (!published.is_empty()).then(|| {
        view! {
            <div class="report-marks">
                <p>"▼ Versions published:"</p>
                <ul>
                    {published
                        .into_iter()
                        .take(NAMED)
                        .map(|published| {
                            view! {
                                <li>
                                    <span data-days="">{day_words(published.day)}</span>
                                    " "
                                    <a class="link" href=format!("/trees/{}", published.key)>
                                        <bdi>{published.tree}</bdi>
                                    </a>
                                    {format!(" v{}", published.version)}
                                </li>
                            }
                        })
                        .collect_view()}
                    {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
                </ul>
            </div>
        }
    })
}
