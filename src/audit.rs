//! Words of the audit trail: every action that it records, as stored, as people read it, and the kind of thing it is about.

use serde_json::Value;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Kind of the subject of an audited action: the thing that it changes or is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum SubjectKind {
    /// The account itself: settings, lists of the whole account, files taken out of it.
    Account,
    /// A user.
    User,
    /// A session.
    Session,
    /// A tree.
    Tree,
    /// A draft of a tree. Its name is in the entry's state.
    Draft,
    /// A category of trees. It has no id, only a name, which an entry has in its state before and after.
    Category,
    /// A client: a customer of the MSP.
    Client,
    /// A saved view of the history.
    View,
}

impl SubjectKind {
    /// Name in the database, in snake case: `user`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Declares the actions, one line each: variant, kind of its subject, words for people. The stored name is the variant's in
/// snake case.
macro_rules! audit_actions {
    ($($variant:ident: $subject:ident, $words:literal;)*) => {
        /// Action that the audit trail records. A stored name never changes: rows outlive versions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
        #[strum(serialize_all = "snake_case")]
        pub enum AuditAction {
            $(#[doc = $words] $variant,)*
        }

        impl AuditAction {
            /// Words for people, in the past tense: `Signed in`. No two actions share them.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }

            /// Kind of the subject that this action is about.
            pub fn subject(self) -> SubjectKind {
                match self { $(Self::$variant => SubjectKind::$subject,)* }
            }
        }
    };
}

audit_actions! {
    SignIn: User, "Signed in";
    SignInFailed: User, "Failed to sign in";
    SignOut: User, "Signed out";
    EndLogin: User, "Ended a login";
    EndLogins: User, "Ended logins";
    ChangePassword: User, "Changed their password";
    ChangePasswordFailed: User, "Failed to change their password";
    Invite: User, "Invited a user";
    InviteRefused: Account, "Invited an address that is in use";
    AddUser: User, "Added a user";
    MakeLink: User, "Made a one-time link";
    RevokeLink: User, "Revoked a one-time link";
    UseLink: User, "Used a one-time link";
    ChangeUser: User, "Changed a user";
    Deactivate: User, "Deactivated a user";
    Reactivate: User, "Reactivated a user";

    FoundAccount: Account, "Set the account up";
    ChangeSettings: Account, "Changed settings";
    SetIdleThreshold: Account, "Changed the idle threshold";
    ChangeHours: Account, "Changed business hours";
    ShowPeople: Account, "Turned figures per person on";
    HidePeople: Account, "Turned figures per person off";
    ReadPeople: Account, "Looked at figures per person";
    RenameCategory: Category, "Renamed a category";
    RenameClient: Client, "Renamed a client";
    MergeClients: Client, "Merged clients";
    ExportAudit: Account, "Exported the audit trail";
    ExportSessions: Account, "Exported sessions";

    EnterBaseline: Account, "Entered a baseline";
    ChangeBaseline: Account, "Changed a baseline";
    RemoveBaseline: Account, "Removed a baseline";
    SetHourlyRate: Account, "Set the hourly rate";
    StartMeasurement: Account, "Started a measurement";
    StopMeasurement: Account, "Stopped a measurement";

    ImportTree: Tree, "Imported a tree";
    RereadTree: Tree, "Read a tree's text anew";
    ArchiveTree: Tree, "Archived a tree";
    RestoreTree: Tree, "Restored a tree";
    SetBudget: Tree, "Set a time budget";
    RemoveBudget: Tree, "Removed a time budget";
    SettleReport: Tree, "Settled a reported problem";
    SetCare: Tree, "Set owner or next review of a tree";
    ReviewTree: Tree, "Reviewed a tree";
    ProposeChange: Tree, "Suggested a change";
    WithdrawProposal: Tree, "Withdrew a suggestion";
    TakeProposal: Tree, "Took a suggestion into a draft";
    DeclineProposal: Tree, "Declined a suggestion";

    BeginDraft: Draft, "Began a draft";
    DiscardDraft: Draft, "Discarded a draft";
    RestoreDraft: Draft, "Brought a draft back";
    RebaseDraft: Draft, "Brought a draft up to a newer version";
    ApproveDraft: Draft, "Approved a draft";
    PublishDraft: Tree, "Published a draft";

    ShareView: View, "Shared a view";
    ChangeSharedView: View, "Changed a shared view";
    UnshareView: View, "Stopped sharing a view";
    DeleteSharedView: View, "Deleted a shared view";
    MergeViews: View, "Merged saved views";

    Export: Session, "Exported a session";
    Share: Session, "Made a link to a session";
    RevokeShare: Session, "Revoked a link to a session";
    EditFacts: Session, "Edited facts";
    Note: Session, "Edited notes";
    SetIdle: Session, "Changed active time";
    Close: Session, "Closed a session";
    UndoClose: Session, "Reopened a closed session";
    Abandon: Session, "Cancelled a walk";
    CorrectOutcome: Session, "Corrected an outcome";
    Reassign: Session, "Reassigned a session";
    TakeOver: Session, "Took over a session";
}

impl AuditAction {
    /// Every action, in the order of its declaration.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Name in the database, in filters and in exports, in snake case: `sign_in`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Change of a subject, to be recorded in the audit trail.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Kind of the change.
    pub action: AuditAction,
    /// State before, as JSON, as far as the action concerns it; none where there is nothing to tell.
    pub before: Option<Value>,
    /// State afterwards, likewise, with the reason if one was given.
    pub after: Option<Value>,
}

/// Words for people, by an action's name in the database. A name that this version does not know, because a newer one wrote it,
/// reads as itself with spaces for underscores.
pub fn words(stored: &str) -> String {
    stored.parse::<AuditAction>().map_or_else(|_| stored.replace('_', " "), |action| action.words().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_reads_back_from_its_stored_name_and_has_words_of_its_own() {
        for action in AuditAction::ALL {
            assert_eq!(action.as_str().parse(), Ok(*action));
            assert_eq!(words(action.as_str()), action.words());
            assert_eq!(AuditAction::ALL.iter().filter(|other| other.words() == action.words()).count(), 1);
        }
        assert_eq!(AuditAction::ChangePasswordFailed.as_str(), "change_password_failed");
        assert_eq!(SubjectKind::Category.as_str().parse(), Ok(SubjectKind::Category));
    }

    #[test]
    fn an_action_of_a_newer_version_reads_as_its_name() {
        assert_eq!(words("merge_clients"), "Merged clients");
        assert_eq!(words("paint_the_shed"), "paint the shed");
    }
}
