//! Two versions beside each other: sentences, the outline of both, the difference of their texts.

use leptos::prelude::*;

use crate::backend::views::versions::Compared;
use crate::compared::{Mark, Row};

/// Sentences, rows and characters on the page.
const SENTENCES: usize = 500;
const ROWS: usize = 1_000;
const CHARACTERS: usize = 400_000;
/// Unchanged steps that stay around those that are not, so that one sees where these are; the others are folded.
const AROUND: usize = 1;

/// The section of the comparison.
pub(super) fn section(compared: &Compared) -> AnyView {
    let title = format!("From version {} to version {}", compared.from, compared.to);
    let body = if compared.changes.is_empty() {
        view! { <p class="card px-5 py-4 text-muted">"Both say the same."</p> }.into_any()
    } else {
        let parts = vec![sentences(compared), outline(&compared.outline), unified(&compared.unified)];
        view! { {parts} }.into_any()
    };
    view! {
        <section class="mt-6" aria-labelledby="compared">
            <h2 class="mb-2" id="compared">
                {title}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn sentences(compared: &Compared) -> AnyView {
    let more = compared.changes.len().saturating_sub(SENTENCES);
    let rows = compared.changes.iter().take(SENTENCES).map(|change| {
        view! {
            <li class="px-5 py-2 wrap-anywhere" dir="auto">
                {change.sentence.clone()}
            </li>
        }
    });
    view! {
        <ol class="card divide-y divide-line">{rows.collect_view()}</ol>
        {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} changes more.")}</p> })}
    }
    .into_any()
}

/// Part of the outline.
#[derive(Debug, PartialEq)]
enum Part<'r> {
    Shown(&'r Row),
    /// Unchanged steps in a row, that many.
    Folded(usize),
}

/// Rows of the outline: what has changed, with its neighbours; the others folded.
fn folded(rows: &[Row]) -> Vec<Part<'_>> {
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(rows.len());
        rows[near].iter().any(|row| row.mark != Mark::Same)
    };
    let mut parts = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match parts.last_mut() {
            _ if is_near(at) => parts.push(Part::Shown(row)),
            Some(Part::Folded(count)) => *count += 1,
            _ => parts.push(Part::Folded(1)),
        }
    }
    parts
}

fn outline(rows: &[Row]) -> AnyView {
    let parts = folded(rows);
    let more = parts.len().saturating_sub(ROWS);
    let rows = parts.iter().take(ROWS).map(|part| match part {
        Part::Shown(row) => shown(row),
        Part::Folded(1) => view! { <li class="compared-step text-muted">"1 step is unchanged"</li> }.into_any(),
        Part::Folded(count) => view! { <li class="compared-step text-muted">{format!("{count} steps are unchanged")}</li> }.into_any(),
    });
    view! {
        <h3 class="mb-2 mt-4">"Outline of both"</h3>
        <ol class="card py-2">{rows.collect_view()}</ol>
        {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} rows more.")}</p> })}
    }
    .into_any()
}

fn shown(row: &Row) -> AnyView {
    let (sign, word, mark) = match row.mark {
        Mark::Same => (" ", "Unchanged", "same"),
        Mark::Changed => ("~", "Changed", "changed"),
        Mark::New => ("+", "New", "new"),
        Mark::Gone => ("−", "Gone", "gone"),
    };
    view! {
        <li class="compared-step" data-mark=mark data-depth=row.depth.min(8).to_string()>
            <span class="compared-sign" aria-hidden="true">
                {sign}
            </span>
            <span class="sr-only">{word} ": "</span>
            <span class="min-w-0 wrap-anywhere" dir="auto">
                {row.title.clone()}
            </span>
        </li>
    }
    .into_any()
}

fn unified(text: &str) -> AnyView {
    let shown = &text[..text.floor_char_boundary(CHARACTERS)];
    view! {
        <details class="mt-4">
            <summary class="link inline-flex min-h-10 items-center">"As a difference of texts"</summary>
            <pre class="code mt-2 max-h-96 overflow-auto" tabindex="0">
                {shown.to_owned()}
            </pre>
            {(shown.len() < text.len()).then(|| view! { <p class="mt-2">"The rest is too long for this page."</p> })}
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_changed_stays_with_its_neighbours_and_the_rest_is_folded() {
        let row = |mark| Row { mark, depth: 0, title: String::new() };
        let mut rows: Vec<Row> = (0..10).map(|_| row(Mark::Same)).collect();
        rows[4].mark = Mark::Gone;
        let told: Vec<usize> = folded(&rows).iter().map(|part| if let Part::Folded(count) = part { *count } else { 0 }).collect();
        assert_eq!(told, [3, 0, 0, 0, 4]);
        assert_eq!(folded(&rows[..3]), [Part::Folded(3)]);
        assert_eq!(folded(&[]), []);
    }
}
