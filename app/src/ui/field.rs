//! Form fields: label, control, limits, hint and fault.

use std::borrow::Cow;

use leptos::prelude::*;
use resolutionflow::account::TicketLink;
use walk_view::{Field, FieldNote, described_by};

use crate::error::Fault;
use crate::posted::Posted;

/// Hidden field of a form.
#[component]
pub fn Hidden(
    /// The field's name.
    #[prop(into)]
    name: Cow<'static, str>,
    /// Its value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

/// Field for one line of text. After a refusal it holds the typed text, with the fault below it.
#[component]
pub fn TextField(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// The field's name; unique on the page, or give an `id`.
    name: &'static str,
    /// Label above it.
    label: &'static str,
    /// The id, where the name is not unique on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Initial value.
    #[prop(into, optional)]
    value: String,
    /// Below it, unless there is a fault.
    #[prop(optional)]
    hint: &'static str,
    /// In it, as long as it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// The least and the most, where it is a number.
    #[prop(optional)]
    range: Option<(u64, u64)>,
    /// `text`, `email`, `password`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// For the browser's autofill.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The id of a `<datalist>` with suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
    /// The most characters that fit. Nothing is cut: the page's script says what is too long before the server does.
    #[prop(optional)]
    limit: Option<usize>,
    /// Pattern of a ticket's address, where the field takes a ticket: a pasted address becomes its number.
    #[prop(optional_no_strip)]
    ticket_link: Option<TicketLink>,
    /// True if the browser refuses an empty field.
    #[prop(optional)]
    required: bool,
    /// True if it has the focus at first.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault(name)).map(|fault| fault.to_string());
    let value = posted.as_ref().and_then(|posted| posted.field(name)).map_or(value, str::to_owned);
    // A password is never sent back to the page.
    let value = if kind == "password" { String::new() } else { value };
    let id = id.unwrap_or_else(|| name.to_owned());
    let (describes, invalid) = (described_by(&id, fault.is_some(), hint), fault.as_ref().map(|_| "true"));
    view! {
        <Field id=id.clone() label fault hint>
            <input
                class="control"
                dir=(kind != "password").then_some("auto")
                id=id
                name=name
                type=if range.is_some() { "number" } else { kind }
                value=value
                placeholder=placeholder
                min=range.map(|(least, _)| least.to_string())
                max=range.map(|(_, most)| most.to_string())
                autocomplete=autocomplete
                list=list
                data-limit=limit
                data-ticket-link=ticket_link.map(String::from)
                required=required
                autofocus=autofocus
                aria-invalid=invalid
                aria-describedby=describes
            />
        </Field>
    }
}

/// Field `password` for a new password, with its rules as a hint.
#[component]
pub fn NewPassword(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// Label above it.
    label: &'static str,
) -> impl IntoView {
    view! {
        <TextField
            action
            name="password"
            label
            kind="password"
            autocomplete="new-password"
            required=true
            hint="At least 12 characters. A few words that only you would put together are best."
        />
    }
}

/// Read-only field with a text to copy.
#[component]
pub fn ReadOnly(
    /// The id. It has no name: forms do not carry it.
    id: &'static str,
    /// Label above it.
    label: &'static str,
    /// The text.
    value: String,
    /// For the browser's autofill.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    view! {
        <div class="min-w-0 grow">
            <label class="label" for=id>
                {label}
            </label>
            <input class="control" id=id type="text" value=value readonly autocomplete=autocomplete />
        </div>
    }
}

/// Zones in which there are many accounts; every other one can be typed.
const ZONES: [&str; 34] = [
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Rome",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Stockholm",
    "Europe/Helsinki",
    "Europe/Athens",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Hong_Kong",
    "Asia/Tokyo",
    "Australia/Perth",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/Halifax",
    "America/New_York",
    "America/Toronto",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
];

/// Field `time_zone` for the account's time zone, with suggestions.
#[component]
pub fn ZoneField(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// Initial value.
    value: String,
) -> impl IntoView {
    view! {
        <div>
            <TextField action name="time_zone" label="Time zone" value list="zones" hint="Such as Europe/Berlin." required=true />
            <datalist id="zones">{ZONES.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}</datalist>
        </div>
    }
}

/// Field for several lines of text. After a refusal it holds the typed text, with the fault below it.
#[component]
pub fn TextArea(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// The field's name.
    name: &'static str,
    /// Label above it.
    label: &'static str,
    /// Initial value.
    #[prop(into, optional)]
    value: String,
    /// Below it, unless there is a fault.
    #[prop(optional)]
    hint: &'static str,
    /// The id, where the name is not unique on the page.
    #[prop(optional)]
    id: Option<String>,
    /// The most characters that fit.
    #[prop(optional)]
    limit: Option<usize>,
    /// Further classes of the control.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault(name)).map(|fault| fault.to_string());
    let value = posted.as_ref().and_then(|posted| posted.field(name)).map_or(value, str::to_owned);
    view! { <walk_view::TextArea name label value fault hint id limit class /> }
}

/// The line below a field: its fault, or else its hint.
#[component]
pub fn FieldFault(
    /// The field's id.
    #[prop(into)]
    name: String,
    /// The field's label, with which the sentence begins.
    label: &'static str,
    /// The fault.
    fault: Option<Fault>,
    /// Shown where there is no fault.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    view! { <FieldNote id=name label fault=fault.map(|fault| fault.to_string()) hint /> }
}

#[cfg(test)]
mod tests {
    use super::ZONES;

    #[test]
    fn every_zone_that_is_suggested_is_one() {
        assert!(ZONES.into_iter().all(|zone| zone.parse::<resolutionflow::zone::Zone>().is_ok()));
    }

    #[test]
    fn a_textarea_holds_exactly_what_was_typed() {
        use leptos::prelude::*;
        let owner = Owner::new();
        let html = owner.with(|| view! { <super::TextArea action="/api/x" name="notes" label="Notes" value="a < b" /> }.to_html());
        assert!(html.contains(">\na &lt; b</textarea>"), "{html}");
    }
}
