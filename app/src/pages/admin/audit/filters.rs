//! Form with the filters of the audit trail. Their state is the address.

use leptos::prelude::*;
use resolutionflow::audit::{self, AuditAction};
use resolutionflow::id::UserId;
use uuid::Uuid;

use super::PATH;
use super::entry::subject_name;
use crate::backend::admin::AuditPage;
use crate::backend::views::Person;
use crate::ui::{ActiveFilter, ActiveFilters, Hidden, Query};

/// Fields for action, person and days, with the active filters below them.
#[component]
pub(super) fn Filters(
    /// People to choose from, and the entries found.
    page: AuditPage,
    /// Query of the address.
    query: Query,
) -> impl IntoView {
    let subject = query.filled("subject").filter(|subject| Uuid::parse_str(subject).is_ok());
    let active = active(&query, &page);
    view! {
        <form class="audit-filters" method="get" action=PATH role="search" aria-label="Filters" data-live="">
            {subject.map(|value| view! { <Hidden name="subject" value /> })}
            <ActionSelect chosen=query.get("action").to_owned() />
            <PersonSelect people=page.people chosen=query.get("by").parse().ok() />
            <DayField name="from" label="From" value=query.get("from").to_owned() />
            <DayField name="to" label="To" value=query.get("to").to_owned() />
            <button class="button">"Show"</button>
        </form>
        <div class="my-3">
            <ActiveFilters filters=active clear=PATH.to_owned() />
        </div>
    }
}

fn active(query: &Query, page: &AuditPage) -> Vec<ActiveFilter> {
    let chip = |name: &str, says: String| ActiveFilter { says, without: query.without(name).href(PATH) };
    let action = query.filled("action").map(|action| chip("action", audit::words(&action)));
    let person = query.get("by").parse::<UserId>().ok().map(|id| {
        let name = page.people.iter().find(|person| person.id == id).map_or("somebody else", |person| person.name.as_str());
        chip("by", format!("By {name}"))
    });
    let subject = Uuid::parse_str(query.get("subject")).ok().map(|id| {
        let about = page.rows.iter().find(|row| row.subject == id).map_or_else(|| "one thing".to_owned(), subject_name);
        chip("subject", format!("About {about}"))
    });
    let day = |name: &str, word: &str| query.filled(name).map(|day| chip(name, format!("{word} {day}")));
    [action, person, subject, day("from", "From"), day("to", "To")].into_iter().flatten().collect()
}

#[component]
fn ActionSelect(chosen: String) -> impl IntoView {
    let mut choices: Vec<(String, String)> =
        AuditAction::ALL.iter().map(|action| (action.as_str().to_owned(), action.words().to_owned())).collect();
    // An address may name one of a newer version.
    if !chosen.is_empty() && !choices.iter().any(|(action, _)| *action == chosen) {
        choices.push((chosen.clone(), audit::words(&chosen)));
    }
    choices.sort_by(|(_, one), (_, other)| one.cmp(other));
    view! {
        <div>
            <label class="label" for="action">
                "Action"
            </label>
            <select class="control" id="action" name="action">
                <option value="">"All actions"</option>
                {choices
                    .into_iter()
                    .map(|(action, words)| {
                        let selected = action == chosen;
                        view! {
                            <option value=action selected=selected>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn PersonSelect(people: Vec<Person>, chosen: Option<UserId>) -> impl IntoView {
    view! {
        <div>
            <label class="label" for="by">
                "Who"
            </label>
            <select class="control" id="by" name="by">
                <option value="">"Everybody"</option>
                {people
                    .into_iter()
                    .map(|person| {
                        view! {
                            <option value=person.id.to_string() selected=chosen == Some(person.id) dir="auto">
                                {person.name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn DayField(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! {
        <div>
            <label class="label" for=name>
                {label}
            </label>
            <input class="control" id=name name=name type="date" value=value />
        </div>
    }
}
