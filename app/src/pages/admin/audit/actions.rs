//! What the audit trail's actions are called.

/// An action, as people read it. One that has no words here reads as its name.
pub(super) fn said(action: &str) -> String {
    let words = match action {
        "sign_in" => "Signed in",
        "sign_in_failed" => "Failed to sign in",
        "sign_out" => "Signed out",
        "end_login" => "Ended a login",
        "end_logins" => "Ended logins",
        "change_password" => "Changed their password",
        "invite" => "Invited somebody",
        "make_link" => "Made a one-time link",
        "revoke_link" => "Took a one-time link back",
        "use_link" => "Used a one-time link",
        "add_user" => "Added a user",
        "change_user" => "Changed a user",
        "deactivate" => "Deactivated a user",
        "reactivate" => "Reactivated a user",
        "found_account" => "Set the account up",
        "change_settings" => "Changed settings",
        "set_idle_threshold" => "Changed the idle threshold",
        "rename_category" => "Renamed a category",
        "rename_client" => "Renamed a client",
        "merge_clients" => "Merged clients",
        "import_tree" => "Imported a tree",
        "archive_tree" => "Archived a tree",
        "restore_tree" => "Restored a tree",
        "settle_report" => "Saw to a reported problem",
        "export" => "Exported a session",
        "export_audit" => "Exported the audit trail",
        "share" => "Made a link to a session",
        "revoke_share" => "Took a link to a session back",
        "export_sessions" => "Exported sessions",
        "share_view" => "Shared a view",
        "change_shared_view" => "Changed a shared view",
        "unshare_view" => "Stopped sharing a view",
        "delete_shared_view" => "Deleted a shared view",
        "close" => "Closed a session",
        "undo_close" => "Took a close back",
        "correct_outcome" => "Corrected an outcome",
        "edit_facts" => "Edited facts",
        "reassign" => "Reassigned a session",
        "take_over" => "Took a session over",
        "note" => "Edited notes",
        "set_idle" => "Said what of an absence was work",
        "abandon" => "Cancelled a walk",
        unknown => return unknown.replace('_', " "),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn an_action_without_words_reads_as_its_name() {
        assert_eq!(said("merge_clients"), "Merged clients");
        assert_eq!(said("paint_the_shed"), "paint the shed");
    }
}
