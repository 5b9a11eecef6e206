//! `/sessions/redacted`: what the readers of a redacted file will see, before it is made.

use export::{Options, Unredactable};
use leptos::prelude::*;

use super::PATH;
use crate::backend::exports::Reading;
use crate::backend::history::{Cursor, HistoryQuery, HistoryRow, known, read};
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::pages::reading::ReadingView;
use crate::ui::{Frame, Icon, Query, Section, load};

/// Sessions that are shown; the file has all of them.
const SHOWN: usize = 50;

/// Texts of the first sessions that pass the address's filters, as the file will have them, and the button that downloads it.
#[component]
pub fn RedactedFile() -> impl IntoView {
    let address = Query::of_page();
    let (query, _) = read(&address, use_context::<Viewer>().map(|viewer| viewer.user_id));
    let query = HistoryQuery { cursor: Cursor::First, ..query };
    let address = known(&address);
    load(
        |backend| async move {
            let (rows, next) = backend.history_rows(query).await?;
            let is_whole = next.is_none() && rows.len() <= SHOWN;
            reading(rows, is_whole).map_err(|Unredactable| AppError::Unredactable)
        },
        move |reading| {
            let (file, back) = (address.and("redact", "1"), address.href(PATH));
            let (csv, xlsx) = (file.href("/sessions.csv"), file.href("/sessions.xlsx"));
            view! {
                <Frame title="A redacted file" section=Section::Sessions>
                    <header class="mb-4 space-y-2">
                        <h1>"A redacted file of sessions"</h1>
                        <p class="text-muted">
                            {format!(
                                "Texts of the first {SHOWN} sessions that pass the filters. The file has all of them, with the visible columns.",
                            )}
                        </p>
                        <p class="flex flex-wrap gap-2">
                            <a class="button button-primary" href=csv download="">
                                {Icon::Download.view()}
                                "Download CSV"
                            </a>
                            <a class="button" href=xlsx download="">
                                {Icon::Download.view()}
                                "Download XLSX"
                            </a>
                            <a class="button" href=back>
                                "Back to the sessions"
                            </a>
                        </p>
                    </header>
                    <ReadingView reading />
                </Frame>
            }
        },
    )
}

/// The texts of rows, redacted, a paragraph each.
fn reading(rows: Vec<HistoryRow>, is_whole: bool) -> Result<Reading, Unredactable> {
    let options = Options { redacted: true, ..Options::default() };
    let mut text = String::new();
    for mut row in rows.into_iter().take(SHOWN) {
        row.redact(&options)?;
        let facts = [&*row.ticket, &*row.client, &*row.tree, &*row.technician.name];
        let facts: Vec<_> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        for line in [&*facts.join(" · "), &*row.outcome_notes, &*row.next_steps].into_iter().filter(|line| !line.is_empty()) {
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
    }
    let reading = Reading::of(text.trim_end(), Some(String::new()))?;
    Ok(Reading { is_whole: reading.is_whole && is_whole, ..reading })
}
