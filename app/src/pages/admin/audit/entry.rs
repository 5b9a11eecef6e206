//! Entry of the audit trail: a table row on a desktop, a card on a phone, from the same markup.

use leptos::prelude::*;
use resolutionflow::audit::{self, SubjectKind};
use resolutionflow::id::SessionId;
use resolutionflow::zone::Zone;

use super::PATH;
use super::changes::Changes;
use crate::backend::admin::AuditRow;
use crate::backend::views::Viewer;
use crate::ui::Query;

/// Table row of an entry.
#[component]
pub(super) fn EntryRow(
    /// The entry.
    row: AuditRow,
    /// Query of the address, for links that narrow it.
    query: Query,
) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let who = match (&row.by, row.address.is_empty()) {
        (Some(person), _) => person.name.clone(),
        (None, true) => "Command line".to_owned(),
        (None, false) => "Nobody signed in".to_owned(),
    };
    let name = subject_name(&row);
    let subject_link = match href(&row) {
        Some(href) => view! {
            <a class="link" href=href dir="auto">
                {name.clone()}
            </a>
        }
        .into_any(),
        None => name.clone().into_any(),
    };
    let subject = row.subject.to_string();
    let only = (query.get("subject") != subject).then(|| {
        view! {
            <a class="link text-sm whitespace-nowrap" href=query.with("subject", &subject).href(PATH)>
                "Only this"
                <span class="sr-only">{format!(": {name}, {}", zone.exact(row.at))}</span>
            </a>
        }
    });
    view! {
        <tr role="row">
            <td class="record-when" role="cell">
                <time datetime=row.at.to_string()>{zone.exact(row.at)}</time>
            </td>
            <td class="record-name" role="cell" dir="auto">
                {who}
            </td>
            <td class="text-muted" role="cell">
                {row.address.clone()}
            </td>
            <td class="record-line" role="cell">
                {audit::words(&row.action)}
            </td>
            <td class="record-line" role="cell">
                {subject_link}
                " "
                {only}
            </td>
            <td class="record-line record-changes" role="cell">
                <Changes row />
            </td>
        </tr>
    }
}

/// Subject of an entry in words: its present name, for a session after its short id; without a name, its kind.
pub(super) fn subject_name(row: &AuditRow) -> String {
    match (row.kind.parse(), row.name.is_empty()) {
        (Ok(SubjectKind::Session), _) => {
            let session = format!("Session {}", SessionId(row.subject).short());
            if row.name.is_empty() { session } else { format!("{session}, {}", row.name) }
        }
        (_, false) => row.name.clone(),
        (Ok(SubjectKind::Account), true) => "The account".to_owned(),
        (_, true) => format!("A {} without a name", row.kind),
    }
}

/// Page of the subject, if its address follows from its id.
fn href(row: &AuditRow) -> Option<String> {
    let id = row.subject;
    match row.kind.parse::<SubjectKind>().ok()? {
        SubjectKind::Session => Some(format!("/sessions/{id}")),
        SubjectKind::User => Some(format!("/admin/users/{id}")),
        SubjectKind::Client => Some(format!("/admin/clients/{id}")),
        SubjectKind::Account => Some("/admin/settings".to_owned()),
        SubjectKind::Tree | SubjectKind::Draft | SubjectKind::Category | SubjectKind::View => None,
    }
}
