//! A backend of fixed answers that remembers what it was asked.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::backend::Backend;
use app::backend::admin::{
    AccountSettings, AuditPage, AuditQuery, AuditTrail, CategoryRow, ClientPage, ClientQuery, ClientsPage, Linked, Lists, People,
    SameAddresses, UserPage, UserRow,
};
use app::backend::baselines::Baselines;
use app::backend::budgets::{Budgets, BusinessHours};
use app::backend::exports::{Exported, Exports, Preview, Reading};
use app::backend::history::{
    BulkChanges, BulkResult, Cursor, Histories, HistoryPage, HistoryQuery, HistoryRow, NewView, SavedViews, Selected, ViewChange,
};
use app::backend::insights::Insights;
use app::backend::logins::{FirstAccount, LinkPage, LoginRow, Logins, SetCookie, SetUp, SignIn};
use app::backend::password_links::PasswordLinks;
use app::backend::shares::{Shared, Shares, SharesPage};
use app::backend::trees::Trees;
use app::backend::views::drafts::{DraftChanges, DraftImport, DraftPage, Drafts as DraftList};
use app::backend::views::gate::GatePage;
use app::backend::views::insights::{
    About, Asked, BudgetsPage, ClientReport, ClientsAsked, ClientsReport, Look, MapFigures, MinePage, Now, Overview, PeoplePage, Progress,
    SavingPage, TreeAsked, TreeReport, TreesAsked, TreesReport, Trust, VersionsPage,
};
use app::backend::views::previews::{PreviewPage, RunTest};
use app::backend::views::proposals::{ForAuthors, ProposalCard, ProposalPage, SuggestPage};
use app::backend::views::reviews::NeedsEyes;
use app::backend::views::versions::VersionsOfTree;
use app::backend::views::walked_steps::WalkedSteps;
use app::backend::views::{Imported, Occasion, SessionPage, StartPage, TreeBudgets, TreeLibrary, TreePage, TreeQuery, Viewer, WalkPage};
use app::backend::walks::{Sessions, Starts, Walks};
use app::error::AppError;
use export::{Format, Options};
use resolutionflow::access::Role;
use resolutionflow::account::Settings;
use resolutionflow::budget::Budget;
use resolutionflow::hours::Hours;
use resolutionflow::id::{BaselineId, ClientId, CommandId, DraftId, LoginId, MeasurementId, SessionId, ShareId, UserId, ViewId};
use resolutionflow::insights::{BaselineEntry, DrawAnswer, HourlyRate, Share};
use resolutionflow::login::Ended;
use resolutionflow::session::{Action, Command, Facts, VersionRef};
use resolutionflow::share::{Expiry, Offer};
use resolutionflow::sync::{Answer, Batch};
use resolutionflow::text::{ClientName, Email, Name};
use resolutionflow::tree::{NodeId, Tree};

/// A place of a list at which no page begins.
pub const NOWHERE: &str = "nowhere";

/// Answers that were not given are [`AppError::NotFound`]. A page never changes anything, so changes are refused loudly.
pub struct Fake {
    /// Answers [`Trees::trees`].
    pub trees: Result<TreeLibrary, AppError>,
    /// Answers [`Trees::tree`].
    pub tree: Result<TreePage, AppError>,
    /// Answers `Drafts::drafts`; at first there are none.
    pub drafts: Result<DraftList, AppError>,
    /// Answers `Drafts::draft`.
    pub draft: Result<DraftPage, AppError>,
    /// Answers `Drafts::draft_import`.
    pub draft_import: Result<Option<DraftImport>, AppError>,
    /// Answers `Drafts::draft_changes`.
    pub draft_changes: Result<DraftChanges, AppError>,
    /// Answers `Gate::gate`.
    pub gate: Result<GatePage, AppError>,
    /// Answers `Reviews::needs_eyes`.
    pub needs_eyes: Result<NeedsEyes, AppError>,
    /// The last call of it.
    pub asked_mine: Mutex<Option<bool>>,
    /// Answers `Versions::versions_of`.
    pub versions_of: Result<VersionsOfTree, AppError>,
    /// Answers `Drafts::walked_steps`; at first there are none.
    pub walked_steps: WalkedSteps,
    /// Answers `Proposals::suggest_page`.
    pub suggest: Result<SuggestPage, AppError>,
    /// Answers `Proposals::proposal`.
    pub proposal: Result<ProposalPage, AppError>,
    /// Answers `Proposals::my_proposals`; at first there are none.
    pub my_proposals: Vec<ProposalCard>,
    /// Answers `Proposals::for_authors`; at first nothing waits.
    pub for_authors: ForAuthors,
    /// Answers `Previews::draft_preview`.
    pub draft_preview: Result<PreviewPage, AppError>,
    /// Answers `Previews::walk_tests`; at first there are none.
    pub walk_tests: Vec<RunTest>,
    /// Answers [`Starts::start_page`].
    pub start: Result<StartPage, AppError>,
    /// Answers [`Walks::walk`].
    pub walk: Result<WalkPage, AppError>,
    /// Answers [`Sessions::session`].
    pub session: Result<SessionPage, AppError>,
    /// Answers [`Exports::preview`].
    pub preview: Result<Preview, AppError>,
    /// The last call of [`Exports::preview`].
    pub asked_preview: Mutex<Option<(Format, Options)>>,
    /// Answers [`Shares::shares`]; at first there are none.
    pub shares: Result<SharesPage, AppError>,
    /// Answers [`Histories::history`].
    pub history: Result<HistoryPage, AppError>,
    /// Answers [`Insights::overview`].
    pub overview: Result<Progress<Overview>, AppError>,
    /// Answers [`Insights::trees_report`].
    pub trees_report: Result<Progress<TreesReport>, AppError>,
    /// Answers [`Insights::tree_report`].
    pub tree_report: Result<Progress<TreeReport>, AppError>,
    /// Answers [`Insights::map_figures`].
    pub map_figures: Result<Option<MapFigures>, AppError>,
    /// Answers [`Insights::saving`].
    pub saving: Result<Progress<SavingPage>, AppError>,
    /// Answers [`Insights::versions`].
    pub versions: Result<Progress<VersionsPage>, AppError>,
    /// Answers [`Insights::people`].
    pub people: Result<Progress<PeoplePage>, AppError>,
    /// Answers [`Insights::trust`].
    pub trust: Result<Progress<Trust>, AppError>,
    /// Answers [`Insights::budgets`].
    pub budgets: Result<Progress<BudgetsPage>, AppError>,
    /// Answers [`Insights::now`].
    pub now: Result<Now, AppError>,
    /// Answers [`Insights::clients_report`].
    pub clients_report: Result<Progress<ClientsReport>, AppError>,
    /// Answers [`Insights::client_report`].
    pub client_report: Result<Progress<ClientReport>, AppError>,
    /// Answers [`Insights::mine`].
    pub mine: Result<Progress<MinePage>, AppError>,
    /// The last question of Insights.
    pub asked_insights: Mutex<Option<Asked>>,
    /// Answers [`SignIn::signed_out`].
    pub signed_out: Option<Ended>,
    /// Answers [`Logins::my_logins`].
    pub my_logins: Result<Vec<LoginRow>, AppError>,
    /// Answers [`PasswordLinks::link`].
    pub link: Result<LinkPage, AppError>,
    /// Answers [`SetUp::set_up_link`].
    pub set_up_link: Result<(), AppError>,
    /// Answers [`People::users`].
    pub users: Result<Vec<UserRow>, AppError>,
    /// Answers [`People::same_addresses`].
    pub same_addresses: Vec<SameAddresses>,
    /// Answers [`People::user`].
    pub user: Result<UserPage, AppError>,
    /// Answers [`AccountSettings::settings`].
    pub settings: Result<Settings, AppError>,
    /// Answers [`BusinessHours::hours`].
    pub hours: Result<Hours, AppError>,
    /// Answers [`Budgets::tree_budgets`].
    pub tree_budgets: Result<TreeBudgets, AppError>,
    /// Answers [`Lists::categories`].
    pub categories: Result<Vec<CategoryRow>, AppError>,
    /// Answers [`Lists::clients`].
    pub clients: Result<ClientsPage, AppError>,
    /// Answers [`Lists::client`].
    pub client: Result<ClientPage, AppError>,
    /// Answers [`AuditTrail::audit`].
    pub audit: Result<AuditPage, AppError>,
    /// The last call of [`AuditTrail::audit`].
    pub asked_audit: Mutex<Option<AuditQuery>>,
    /// The last call of [`Trees::trees`].
    pub asked_trees: Mutex<Option<TreeQuery>>,
    /// The last call of [`Histories::history`].
    pub asked_history: Mutex<Option<HistoryQuery>>,
    /// Number of command ids given out.
    pub commands: AtomicU64,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            trees: Err(AppError::NotFound),
            tree: Err(AppError::NotFound),
            drafts: Ok(DraftList { open: Vec::new(), discarded: Vec::new() }),
            draft: Err(AppError::NotFound),
            draft_import: Ok(None),
            draft_changes: Err(AppError::NotFound),
            gate: Err(AppError::NotFound),
            needs_eyes: Err(AppError::NotFound),
            asked_mine: Mutex::default(),
            versions_of: Err(AppError::NotFound),
            suggest: Err(AppError::NotFound),
            proposal: Err(AppError::NotFound),
            my_proposals: Vec::new(),
            for_authors: ForAuthors::default(),
            draft_preview: Err(AppError::NotFound),
            walk_tests: Vec::new(),
            walked_steps: WalkedSteps::default(),
            start: Err(AppError::NotFound),
            walk: Err(AppError::NotFound),
            session: Err(AppError::NotFound),
            preview: Err(AppError::NotFound),
            asked_preview: Mutex::default(),
            shares: Ok(SharesPage::default()),
            history: Err(AppError::NotFound),
            overview: Err(AppError::NotFound),
            trees_report: Err(AppError::NotFound),
            tree_report: Err(AppError::NotFound),
            map_figures: Err(AppError::NotFound),
            saving: Err(AppError::NotFound),
            versions: Err(AppError::NotFound),
            people: Err(AppError::NotFound),
            trust: Err(AppError::NotFound),
            budgets: Err(AppError::NotFound),
            now: Err(AppError::NotFound),
            clients_report: Err(AppError::NotFound),
            client_report: Err(AppError::NotFound),
            mine: Err(AppError::NotFound),
            asked_insights: Mutex::default(),
            signed_out: None,
            my_logins: Err(AppError::NotFound),
            link: Err(AppError::NotFound),
            set_up_link: Err(AppError::NotFound),
            users: Err(AppError::NotFound),
            same_addresses: Vec::new(),
            user: Err(AppError::NotFound),
            settings: Err(AppError::NotFound),
            hours: Err(AppError::NotFound),
            tree_budgets: Err(AppError::NotFound),
            categories: Err(AppError::NotFound),
            clients: Err(AppError::NotFound),
            client: Err(AppError::NotFound),
            audit: Err(AppError::NotFound),
            asked_audit: Mutex::default(),
            asked_trees: Mutex::default(),
            asked_history: Mutex::default(),
            commands: AtomicU64::default(),
        }
    }
}

#[async_trait::async_trait]
impl Backend for Fake {
    fn new_command_id(&self) -> CommandId {
        let number = self.commands.fetch_add(1, Ordering::Relaxed) + 1;
        CommandId(uuid::Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0000_0000 + u128::from(number)))
    }

    async fn check_login(&self) -> Result<(), AppError> {
        Ok(())
    }

    async fn viewer(&self) -> Result<Viewer, AppError> {
        unreachable!("pages read the viewer from their context")
    }
}

#[async_trait::async_trait]
impl Trees for Fake {
    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError> {
        if query.after.as_deref() == Some(NOWHERE) {
            return Err(AppError::Malformed);
        }
        *self.asked_trees.lock().unwrap() = Some(query);
        self.trees.clone()
    }

    async fn tree(&self, _key: &str) -> Result<TreePage, AppError> {
        self.tree.clone()
    }

    async fn tree_document(&self, _key: &str) -> Result<Exported, AppError> {
        unreachable!("the file has an address of its own")
    }

    async fn archive_tree(&self, _key: &str, _archived: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn check_tree(&self, _document: &[u8]) -> Result<resolutionflow::tree::Problems, AppError> {
        Ok(Default::default())
    }

    async fn import_tree(&self, _document: &[u8]) -> Result<Imported, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn settle_report(&self, _id: CommandId) -> Result<String, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn tree_version(&self, _version: VersionRef) -> Result<Arc<Tree>, AppError> {
        unreachable!("a version has an address of its own")
    }
}

#[async_trait::async_trait]
impl Starts for Fake {
    async fn start_page(&self, _occasion: Occasion) -> Result<StartPage, AppError> {
        self.start.clone()
    }

    async fn start(&self, _id: CommandId, _tree: &str, _facts: Facts, _follows: Option<SessionId>) -> Result<SessionId, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn start_drawn(
        &self,
        _id: CommandId,
        _tree: &str,
        _facts: Facts,
        _follows: Option<SessionId>,
        _answer: DrawAnswer,
    ) -> Result<SessionId, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn switch_tree(&self, _session: SessionId, _command: Command, _tree: &str) -> Result<SessionId, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Walks for Fake {
    async fn walk(&self, _id: SessionId) -> Result<WalkPage, AppError> {
        self.walk.clone()
    }

    async fn command(&self, _session: SessionId, _command: Command) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn send(&self, _session: SessionId, _batch: Batch) -> Result<Answer, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Sessions for Fake {
    async fn session(&self, _id: SessionId) -> Result<SessionPage, AppError> {
        self.session.clone()
    }
}

#[async_trait::async_trait]
impl Histories for Fake {
    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError> {
        if query.cursor == Cursor::After(NOWHERE.to_owned()) {
            return Err(AppError::Malformed);
        }
        *self.asked_history.lock().unwrap() = Some(query);
        self.history.clone()
    }

    async fn history_rows(&self, _query: HistoryQuery) -> Result<(Vec<HistoryRow>, Option<String>), AppError> {
        self.history.clone().map(|page| (page.rows, None))
    }

    async fn export_sessions(&self, _address: &str, _format: &'static str) -> Result<(), AppError> {
        unreachable!("the file has an address of its own")
    }
}

#[async_trait::async_trait]
impl BulkChanges for Fake {
    async fn selected_rows(&self, ids: Vec<SessionId>) -> Result<Vec<HistoryRow>, AppError> {
        Ok(self.history.clone()?.rows.into_iter().filter(|row| ids.contains(&row.id)).collect())
    }

    async fn change_selected(&self, _id: CommandId, _selected: Vec<Selected>, _action: Action) -> Result<Vec<BulkResult>, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl SavedViews for Fake {
    async fn save_view(&self, _view: NewView) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn change_view(&self, _id: ViewId, _change: ViewChange) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn delete_view(&self, _id: ViewId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Exports for Fake {
    async fn preview(&self, _id: SessionId, format: Format, options: Options) -> Result<Preview, AppError> {
        *self.asked_preview.lock().unwrap() = Some((format, options));
        self.preview.clone()
    }

    async fn export(&self, _id: SessionId, _format: Format, _options: Options, _edited: Option<String>) -> Result<Exported, AppError> {
        unreachable!("the file has an address of its own")
    }
}

#[async_trait::async_trait]
impl SignIn for Fake {
    async fn sign_in(&self, _email: &str, _password: &str) -> Result<SetCookie, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn sign_out(&self) -> Result<SetCookie, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn signed_out(&self) -> Option<Ended> {
        self.signed_out
    }
}

#[async_trait::async_trait]
impl Logins for Fake {
    async fn stay(&self) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn my_logins(&self) -> Result<Vec<LoginRow>, AppError> {
        self.my_logins.clone()
    }

    async fn change_password(&self, _current: &str, _password: &str) -> Result<SetCookie, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn end_login(&self, _login: LoginId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn end_other_logins(&self) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl PasswordLinks for Fake {
    async fn invite(&self, _email: Email, _name: Name, _role: Role) -> Result<Linked, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn make_link(&self, _user: UserId) -> Result<Linked, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn revoke_link(&self, _user: UserId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn link(&self, _link: &str) -> Result<LinkPage, AppError> {
        self.link.clone()
    }

    async fn use_link(&self, _link: &str, _password: &str) -> Result<SetCookie, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl SetUp for Fake {
    async fn set_up_link(&self, _link: &str) -> Result<(), AppError> {
        self.set_up_link.clone()
    }

    async fn set_up(&self, _link: &str, _first: FirstAccount) -> Result<SetCookie, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Shares for Fake {
    async fn shares(&self, _session: SessionId) -> Result<SharesPage, AppError> {
        self.shares.clone()
    }

    async fn preview_share(&self, _session: SessionId, offer: Offer, output: bool) -> Result<Reading, AppError> {
        let text = format!("{} {output} [password]", offer.as_str());
        Reading::of(&text, offer.redacted().then(|| "1 password".to_owned())).map_err(|_| AppError::Unredactable)
    }

    async fn share(&self, _session: SessionId, _id: ShareId, _offer: Offer, _output: bool, _expiry: Expiry) -> Result<SetCookie, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn revoke_share(&self, _session: SessionId, _id: ShareId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn follow_share(&self, _link: &str, _counts: bool) -> Result<Shared, AppError> {
        unreachable!("a link has an address of its own")
    }
}

#[async_trait::async_trait]
impl People for Fake {
    async fn users(&self) -> Result<Vec<UserRow>, AppError> {
        self.users.clone()
    }

    async fn same_addresses(&self) -> Result<Vec<SameAddresses>, AppError> {
        Ok(self.same_addresses.clone())
    }

    async fn user(&self, _id: UserId) -> Result<UserPage, AppError> {
        self.user.clone()
    }

    async fn change_user(&self, _user: UserId, _name: Name, _role: Role) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn let_author(&self, _user: UserId, _may: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn set_active(&self, _user: UserId, _active: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn end_logins_of(&self, _user: UserId, _login: Option<LoginId>) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl AccountSettings for Fake {
    async fn settings(&self) -> Result<Settings, AppError> {
        self.settings.clone()
    }

    async fn save_settings(&self, _settings: Settings) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn show_people(&self, _shown: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Lists for Fake {
    async fn categories(&self) -> Result<Vec<CategoryRow>, AppError> {
        self.categories.clone()
    }

    async fn rename_category(&self, _from: Name, _to: Name) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn clients(&self, _query: ClientQuery) -> Result<ClientsPage, AppError> {
        self.clients.clone()
    }

    async fn client(&self, _id: ClientId) -> Result<ClientPage, AppError> {
        self.client.clone()
    }

    async fn rename_client(&self, _id: ClientId, _name: ClientName) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn merge_clients(&self, _from: ClientId, _into: ClientName) -> Result<ClientId, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl AuditTrail for Fake {
    async fn audit_export(&self) -> Result<(), AppError> {
        unreachable!("the file has an address of its own")
    }

    async fn audit(&self, query: AuditQuery) -> Result<AuditPage, AppError> {
        if query.after.as_deref() == Some(NOWHERE) {
            return Err(AppError::Malformed);
        }
        *self.asked_audit.lock().unwrap() = Some(query);
        self.audit.clone()
    }
}

#[async_trait::async_trait]
impl BusinessHours for Fake {
    async fn hours(&self) -> Result<Hours, AppError> {
        self.hours.clone()
    }

    async fn save_hours(&self, _hours: Hours) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Budgets for Fake {
    async fn tree_budgets(&self, _key: &str) -> Result<TreeBudgets, AppError> {
        self.tree_budgets.clone()
    }

    async fn set_budget(&self, _key: &str, _step: Option<NodeId>, _budget: Budget) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn remove_budget(&self, _key: &str, _step: Option<NodeId>) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Insights for Fake {
    async fn overview(&self, asked: Asked) -> Result<Progress<Overview>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.overview.clone()
    }

    async fn trees_report(&self, question: TreesAsked) -> Result<Progress<TreesReport>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(question.asked);
        self.trees_report.clone()
    }

    async fn tree_report(&self, question: TreeAsked) -> Result<Progress<TreeReport>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(question.asked);
        self.tree_report.clone()
    }

    async fn map_figures(&self, asked: Asked, _draft: Option<DraftId>) -> Result<Option<MapFigures>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.map_figures.clone()
    }

    async fn saving(&self, asked: Asked) -> Result<Progress<SavingPage>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.saving.clone()
    }

    async fn versions(&self, asked: Asked, _key: &str, _pair: Option<(u32, u32)>) -> Result<Progress<VersionsPage>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.versions.clone()
    }

    async fn budgets(&self, asked: Asked) -> Result<Progress<BudgetsPage>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.budgets.clone()
    }

    async fn now(&self) -> Result<Now, AppError> {
        self.now.clone()
    }

    async fn people(&self, asked: Asked, _look: Look) -> Result<Progress<PeoplePage>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.people.clone()
    }

    async fn clients_report(&self, question: ClientsAsked) -> Result<Progress<ClientsReport>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(question.asked);
        self.clients_report.clone()
    }

    async fn client_report(&self, asked: Asked, _client: ClientId) -> Result<Progress<ClientReport>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.client_report.clone()
    }

    async fn client_document(&self, _asked: Asked, _client: ClientId) -> Result<Exported, AppError> {
        unreachable!("a page writes no document")
    }

    async fn mine(&self, asked: Asked) -> Result<Progress<MinePage>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.mine.clone()
    }

    async fn trust(&self, asked: Asked) -> Result<Progress<Trust>, AppError> {
        *self.asked_insights.lock().unwrap() = Some(asked);
        self.trust.clone()
    }
}

#[async_trait::async_trait]
impl Baselines for Fake {
    async fn enter_baseline(&self, _id: CommandId, _about: About, _entry: BaselineEntry) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn remove_baseline(&self, _id: BaselineId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn set_hourly_rate(&self, _rate: Option<HourlyRate>) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn start_measurement(&self, _id: CommandId, _category: &str, _share: Share) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn stop_measurement(&self, _id: MeasurementId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}
