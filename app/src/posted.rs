//! A form that was refused. The server shows the page it came from again, with the right status, everything that was typed
//! still in place and the fault beside its field.

use std::collections::HashMap;

use leptos::prelude::use_context;
use resolutionflow::id::{ClientId, SessionId, UserId};

use crate::error::AppError;
use crate::ui::Query;

/// A form that was refused, in the context of the page that shows it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The server function's path: `/api/start_session`.
    pub action: String,
    /// What was typed, by field name; the last of repeated fields.
    pub fields: HashMap<String, String>,
    /// Why it was refused.
    pub error: AppError,
}

/// The fields in which people type at length.
const TEXTS: [(&str, &str); 8] = [
    ("notes", "Notes"),
    ("output", "Command output"),
    ("scratchpad", "Scratchpad"),
    ("problem", "Problem with the step"),
    ("parked_reason", "Reason"),
    ("outcome_notes", "Outcome notes"),
    ("next_steps", "Next steps"),
    ("reason", "Reason"),
];

impl Posted {
    /// The refused form of this action, if the page shows one.
    pub fn to(action: &str) -> Option<Self> {
        use_context::<Self>().filter(|posted| posted.action == action)
    }

    /// What somebody typed at length, field by field: its name, its label and the text.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, String)> {
        let typed = |(name, label): (&'static str, &'static str)| Some((name, label, self.field(name)?.trim_end().to_owned()));
        TEXTS.into_iter().filter_map(typed).filter(|(_, _, text)| !text.is_empty()).collect()
    }

    /// What was typed into a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// The page that a form belongs to, from what it carries: a form that is refused a second time was sent from the address of
/// the first refusal, which is no page. Filters of a list are then forgotten; what was typed is not.
pub fn page_of(action: &str, fields: &HashMap<String, String>) -> Option<String> {
    let field = |name: &str| fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let session = |page: &str| field("session").and_then(|id| id.parse::<SessionId>().ok()).map(|id| format!("/sessions/{id}{page}"));
    let user = || field("user").and_then(|id| id.parse::<UserId>().ok()).map(|id| format!("/admin/users/{id}"));
    let client = || field("client").and_then(|id| id.parse::<ClientId>().ok()).map(|id| format!("/admin/clients/{id}"));
    match action.strip_prefix("/api/")? {
        "sign_in" => Some(asking("/sign-in", &[("next", field("next"))])),
        "use_link" => Some(asking("/link", &[("link", field("link"))])),
        "set_up" => Some(asking("/set-up", &[("link", field("link"))])),
        "change_password" | "end_login" | "end_other_logins" => Some("/account".to_owned()),
        "invite_user" => Some("/admin/users".to_owned()),
        "make_link" | "revoke_link" | "change_user" | "deactivate_user" | "reactivate_user" | "end_logins_of" => user(),
        "save_settings" => Some("/admin/settings".to_owned()),
        "rename_category" => Some("/admin/categories".to_owned()),
        "rename_client" | "merge_clients" => client(),
        "upload_tree" => Some("/trees/upload".to_owned()),
        "archive_tree" | "settle_report" => {
            field("key").filter(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).map(|key| format!("/trees/{key}"))
        }
        "start_walk" => Some(asking("/start", &[("tree", field("tree")), ("follows", field("follows"))])),
        "take_step" => session("/walk"),
        "complete_walk" => session("/complete"),
        "leave_tree" => session("/wrong-tree"),
        "close_session" | "undo_close" => Some("/sessions".to_owned()),
        "save_view" | "change_view" | "delete_view" | "close_sessions" | "undo_closes" | "reassign_sessions" | "download_sessions" => {
            Some(Query::parse(field("query").unwrap_or_default()).href("/sessions"))
        }
        _ => session(""),
    }
}

fn asking(page: &str, filled: &[(&str, Option<&str>)]) -> String {
    filled.iter().fold(Query::default(), |query, (name, value)| query.with(name, value.unwrap_or_default())).href(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(action: &str, fields: &[(&str, &str)]) -> Option<String> {
        page_of(action, &fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_knows_its_page() {
        let id = "0192f0c1-2345-7abc-8def-0123456789ab";
        assert_eq!(page("/api/sign_in", &[("next", "/start?tree=a")]).as_deref(), Some("/sign-in?next=%2Fstart%3Ftree%3Da"));
        assert_eq!(page("/api/start_walk", &[("tree", "vpn"), ("follows", "")]).as_deref(), Some("/start?tree=vpn"));
        assert_eq!(page("/api/upload_tree", &[]).as_deref(), Some("/trees/upload"));
        assert_eq!(page("/api/take_step", &[("session", id)]), Some(format!("/sessions/{id}/walk")));
        assert_eq!(page("/api/use_link", &[("link", "a.b&c=d")]).as_deref(), Some("/link?link=a.b%26c%3Dd"));
        assert_eq!(page("/api/set_up", &[("link", "x"), ("account", "A")]).as_deref(), Some("/set-up?link=x"));
        assert_eq!(page("/api/end_login", &[("login", id)]).as_deref(), Some("/account"));
        assert_eq!(page("/api/end_logins_of", &[("user", id), ("login", "")]), Some(format!("/admin/users/{id}")));
        assert_eq!(page("/api/merge_clients", &[("client", id), ("into", "Acme")]), Some(format!("/admin/clients/{id}")));
        assert_eq!(page("/api/rename_category", &[("from", "/x")]).as_deref(), Some("/admin/categories"));
        assert_eq!(page("/api/edit_facts", &[("session", id)]), Some(format!("/sessions/{id}")));
    }

    #[test]
    fn what_no_page_of_ours_sends_has_none() {
        assert_eq!(page("/api/take_step", &[("session", "../../sign-in")]), None);
        assert_eq!(page("/api/archive_tree", &[("key", "a/../b")]), None);
        assert_eq!(page("/api/change_user", &[("user", "//example.com")]), None);
        assert_eq!(page("/api/rename_client", &[("client", "../users")]), None);
        assert_eq!(page("/elsewhere", &[]), None);
    }
}
