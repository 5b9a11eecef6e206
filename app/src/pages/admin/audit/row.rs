//! An entry of the audit trail: a row on a desktop, a card on a phone, one markup.

use leptos::prelude::*;
use resolutionflow::id::SessionId;
use resolutionflow::zone::Zone;

use super::PATH;
use super::actions::said;
use super::changes::Changes;
use crate::backend::admin::AuditRow;
use crate::backend::views::Viewer;
use crate::ui::Query;

/// The row.
#[component]
pub(super) fn Row(
    /// Which.
    row: AuditRow,
    /// What the address says.
    query: Query,
) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let who = match (&row.by, row.address.is_empty()) {
        (Some(person), _) => person.name.clone(),
        (None, true) => "Command line".to_owned(),
        (None, false) => "Nobody signed in".to_owned(),
    };
    let thing = thing(&row);
    let what = match href(&row) {
        Some(href) => view! {
            <a class="link" href=href>
                {thing.clone()}
            </a>
        }
        .into_any(),
        None => thing.clone().into_any(),
    };
    let subject = row.subject.to_string();
    let only = (query.get("subject") != subject).then(|| {
        view! {
            <a class="link text-sm whitespace-nowrap" href=query.with("subject", &subject).href(PATH)>
                "Only this"
                <span class="sr-only">{format!(": {thing}, {}", zone.exact(row.at))}</span>
            </a>
        }
    });
    view! {
        <tr role="row">
            <td class="record-when" role="cell">
                <time datetime=row.at.to_string()>{zone.exact(row.at)}</time>
            </td>
            <td class="record-name" role="cell">
                {who}
            </td>
            <td class="text-muted" role="cell">
                {row.address.clone()}
            </td>
            <td class="record-line" role="cell">
                {said(&row.action)}
            </td>
            <td class="record-line" role="cell">
                {what}
                " "
                {only}
            </td>
            <td class="record-line record-changes" role="cell">
                <Changes row />
            </td>
        </tr>
    }
}

/// What something was done to, in words.
pub(super) fn thing(row: &AuditRow) -> String {
    match (row.kind.as_str(), row.name.is_empty()) {
        ("session", _) => {
            let session = format!("Session {}", SessionId(row.subject).short());
            if row.name.is_empty() { session } else { format!("{session}, {}", row.name) }
        }
        (_, false) => row.name.clone(),
        ("account", true) => "The account".to_owned(),
        (kind, true) => format!("A {kind} without a name"),
    }
}

/// Where it is to be seen, if it has an address that follows from its id.
fn href(row: &AuditRow) -> Option<String> {
    let id = row.subject;
    match row.kind.as_str() {
        "session" => Some(format!("/sessions/{id}")),
        "user" => Some(format!("/admin/users/{id}")),
        "client" => Some(format!("/admin/clients/{id}")),
        "account" => Some("/admin/settings".to_owned()),
        _ => None,
    }
}
