//! Options of an export. All of them live in the address.

use export::{Detail, Format, Naming, Options};
use leptos::prelude::*;
use resolutionflow::id::SessionId;

use crate::ui::Hidden;

/// Id of the fieldset with the export's options, which is disabled while the text below it has changes.
pub(super) const OPTIONS: &str = "export-options";

/// Form of the export's options above its preview; each change shows the document anew.
#[component]
pub(super) fn OptionsForm(
    id: SessionId,
    format: Format,
    options: Options,
    /// Number of steps of the session.
    steps: usize,
) -> impl IntoView {
    let full = options.detail == Detail::Full;
    let initials = options.naming == Naming::Initials;
    view! {
        <form class="export-options" method="get" action=format!("/sessions/{id}#export") data-live="">
            <Hidden name="export" value=format.as_str() />
            <fieldset class="contents" id=OPTIONS>
                <legend class="sr-only">"What it shows"</legend>
                <Switch name="summary" word="Summary" on=options.summary />
                <Switch name="notes" word="Notes" on=options.notes />
                <Switch name="output" word="Output" on=options.output />
                <Switch name="redact" word="Redact addresses and secrets" on=options.redacted />
                <div class="choice">
                    <label class="sr-only" for="export-detail">
                        "Detail"
                    </label>
                    <select class="control" id="export-detail" name="detail">
                        <option value="">"Standard detail"</option>
                        <option value="full" selected=full>
                            "Full detail"
                        </option>
                    </select>
                </div>
                <div class="choice">
                    <label class="sr-only" for="export-names">
                        "Names"
                    </label>
                    <select class="control" id="export-names" name="names">
                        <option value="">"Names in full"</option>
                        <option value="initials" selected=initials>
                            "Initials"
                        </option>
                    </select>
                </div>
                <div class="switch">
                    <label for="export-steps">"Steps up to"</label>
                    <input
                        class="control w-20"
                        id="export-steps"
                        name="steps"
                        type="number"
                        min="1"
                        max=steps.max(1).to_string()
                        placeholder=steps.to_string()
                        value=options.up_to.map(|last| last.to_string())
                    />
                </div>
                <button class="button">"Update preview"</button>
            </fieldset>
        </form>
    }
}

/// A box that is not ticked sends nothing, which would mean the default; the field before it says what it means.
#[component]
fn Switch(name: &'static str, word: &'static str, on: bool) -> impl IntoView {
    let id = format!("export-{name}");
    view! {
        <span class="switch">
            <Hidden name value="0" />
            <input type="checkbox" id=id.clone() name=name value="1" checked=on />
            <label for=id>{word}</label>
        </span>
    }
}
