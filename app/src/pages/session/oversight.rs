//! Closing an active session in place, and reassigning it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::outcome::Outcome;

use crate::api::sessions::{CloseSession, ReassignSession};
use crate::backend::views::SessionPage;
use crate::posted::Posted;
use crate::ui::{CommandFields, FieldFault, Icon, OutcomeCards};

/// Forms that close or reassign an active session without walking it, as far as the viewer may.
#[component]
pub(super) fn Oversight(page: Arc<SessionPage>) -> impl IntoView {
    let may = page.may;
    (may.close.is_ok() || may.reassign.is_ok()).then(|| {
        view! {
            <div class="head-deeds">
                {may.close.is_ok().then(|| view! { <CloseForm page=page.clone() /> })}
                {may.reassign.is_ok().then(|| view! { <ReassignForm page=page.clone() /> })}
            </div>
        }
    })
}

#[component]
fn CloseForm(page: Arc<SessionPage>) -> impl IntoView {
    let action = CloseSession::url();
    view! {
        <details open=Posted::to(action).is_some()>
            <summary class="summary-link">{Icon::Flag.view()} "Close with an outcome"</summary>
            <form class="head-form" method="post" action=action>
                <CommandFields session=page.session.id revision=page.session.revision />
                <p class="text-muted">"It ends at the last activity, not now. You can take this back for ten minutes."</p>
                <OutcomeCards action outcomes=&Outcome::ALL required=true legend="How did it end?" />
                <button class="button button-primary">"Close session"</button>
            </form>
        </details>
    }
}

#[component]
fn ReassignForm(page: Arc<SessionPage>) -> impl IntoView {
    let action = ReassignSession::url();
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("holder"));
    view! {
        <details open=posted.is_some()>
            <summary class="summary-link">{Icon::Reassign.view()} "Reassign"</summary>
            <form class="head-form" method="post" action=action>
                <CommandFields session=page.session.id revision=page.session.revision />
                <p class="text-muted">"A running session is parked first. The new holder resumes it."</p>
                <div>
                    <label class="label" for="holder">
                        "New holder"
                    </label>
                    <select class="control max-w-sm" id="holder" name="holder" required aria-describedby=fault.map(|_| "holder-note")>
                        <option value="">"Choose somebody"</option>
                        {page
                            .colleagues
                            .iter()
                            .map(|person| view! { <option value=person.id.to_string() dir="auto">{person.name.clone()}</option> })
                            .collect_view()}
                    </select>
                    <FieldFault name="holder" label="A new holder" fault />
                </div>
                <button class="button button-primary">"Reassign session"</button>
            </form>
        </details>
    }
}
