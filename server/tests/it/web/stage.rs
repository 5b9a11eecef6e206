//! Two accounts with something at every address, and the forms that every server function takes.

use app::backend::drafts::DraftSource;
use app::backend::history::NewView;
use app::backend::views::insights::About;
use app::{Kind, Route, Who};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use resolutionflow::access::Role;
use resolutionflow::account::Settings;
use resolutionflow::id::{AccountId, CommandId, ProposalId, ShareId, ViewId};
use resolutionflow::insights::Share;
use resolutionflow::session::Action;
use resolutionflow::share::{Expiry, Offer};
use resolutionflow::text::{Email, Name, Problem, ProposalNote, Reason};
use resolutionflow::tree::StepWords;
use serde_json::json;
use server::http::router;
use tower::ServiceExt;
use uuid::Uuid;

use super::browser::site;
use crate::app::{TestApp, value};
use crate::fixtures::{ADA, BEN, MARA, OMAR, PASSWORD, SVEN, TESS, Walker, entry, facts, id, tree};

/// A visitor of another account's addresses, or of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    Nobody,
    /// Had a login that lasted as long as logins may.
    Expired,
    /// Was an admin.
    Deactivated,
    /// May do everything, elsewhere.
    ForeignAdmin,
    Technician,
    Manager,
    Admin,
}

/// From who may least to who may most, so that those who are refused meet things as they were.
pub const VISITORS: [Visitor; 7] =
    [Visitor::Nobody, Visitor::Expired, Visitor::Deactivated, Visitor::ForeignAdmin, Visitor::Technician, Visitor::Manager, Visitor::Admin];

impl Visitor {
    pub fn may_be(self) -> Who {
        match self {
            Self::Nobody | Self::Expired | Self::Deactivated => Who::Anyone,
            Self::Technician => Who::Technician,
            Self::Manager => Who::Manager,
            Self::Admin | Self::ForeignAdmin => Who::Admin,
        }
    }
}

/// Ids and secrets of an account.
#[derive(Debug, Clone)]
pub struct Things {
    /// Of its tree; begins every name of what others may not see.
    pub key: &'static str,
    /// Running, of the first technician.
    pub session: String,
    pub revision: String,
    /// The open one of that session.
    pub visit: String,
    /// The session in the hand-over queue.
    pub waiting: String,
    pub tree: String,
    /// The second technician.
    pub user: String,
    pub login: String,
    pub client: String,
    pub other_client: String,
    pub report: String,
    /// Of the first technician, the keeper and the admin, each for them alone.
    pub views: [String; 3],
    pub link: String,
    /// A public link to the running session, of its holder.
    pub share: String,
    /// Text of the session behind the link, which is nowhere else.
    pub shared: String,
    pub set_up: String,
    pub baseline: String,
    /// A draft of its tree, begun by the keeper.
    pub draft: String,
    /// Tests of the draft, for the first technician, the keeper and the admin in this order.
    pub tests: [String; 3],
    /// Suggestions of the first technician, the keeper and the admin in this order.
    pub proposals: [String; 3],
    /// A draft that the keeper made of another program's file.
    pub imported: String,
    pub measurement: String,
    pub category: String,
}

/// E-mail addresses of the users: two who walk, one who keeps trees, and one admin.
pub type Cast = [&'static str; 4];
pub const NORTH: Cast = [TESS, OMAR, MARA, ADA];
pub const SOUTH: Cast = [BEN, SVEN, BEN, SVEN];

impl Things {
    /// In an account that may have some already.
    pub async fn laid_out(app: &TestApp, account: AccountId, [first, second, keeper, admin]: Cast, key: &'static str) -> Self {
        let capital = key[..1].to_uppercase() + &key[1..];
        let mut document = tree(key);
        // One of its own each time: what a test did to the last one stays.
        let before: i64 = sqlx::query_scalar("select count(*) from measurements where account_id = $1")
            .bind(account.0)
            .fetch_one(&app.superuser)
            .await
            .unwrap();
        let category = format!("{capital} category {before}");
        document["category"] = category.as_str().into();
        // Two versions, which can be compared.
        for description in ["As it was at first.", "As it is now."] {
            document["description"] = description.into();
            app.sign_in(keeper).await.import_tree(document.to_string().as_bytes()).await.unwrap();
        }
        let reason = Some(Reason::parse("End of shift.").unwrap());
        let client = format!("{capital} client");
        let waiting = Walker::start_for(app.sign_in(second).await, key, facts("48213", &client)).await;
        waiting.does(Action::Park { reason, for_someone_else: true }).await;
        let running = Walker::start_for(app.sign_in(first).await, key, facts("1", "Another client")).await;
        let visit = running.session().await.open_visit().unwrap().id;
        let problem = Problem::parse("There is no desk.").unwrap();
        let reported = running.does(Action::ReportProblem { visit_id: visit, problem }).await;
        let share = ShareId(Uuid::now_v7());
        let shared = running.backend.share(running.id, share, Offer::Public, true, Expiry::Week).await.unwrap();
        let ada = app.sign_in(admin).await;
        let user = app.user(second).await;
        let link = ada.make_link(user).await.unwrap().cookie;
        app.cookie_of(second).await;
        let views = [first, keeper, admin].map(|owner| (owner, ViewId(Uuid::now_v7())));
        for (owner, id) in &views {
            let name = Name::parse(&format!("{capital} view {id}")).unwrap();
            let saved = NewView { id: *id, name, query: "sort=longest".to_owned(), shared: false };
            app.sign_in(owner).await.save_view(saved).await.unwrap();
        }
        let (baseline, measurement) = (id(), id());
        let boss = app.sign_in(keeper).await;
        boss.enter_baseline(baseline, About::Tree(key.to_owned()), entry(20, 30)).await.unwrap();
        // Stopped again, so that no start of a test is drawn.
        boss.start_measurement(measurement, &category, Share::try_from(50).unwrap()).await.unwrap();
        boss.stop_measurement(measurement.0.into()).await.unwrap();
        let draft = boss.begin_draft(id(), DraftSource::Tree { key: key.to_owned() }).await.unwrap();
        boss.begin_preview(draft, id(), None).await.unwrap();
        // Not by way of previews: a test may have written the draft anew.
        let tests = [id(), id(), id()];
        for test in tests {
            let walk = json!({"answers": [], "end": {"step": {"id": "s1", "title": "It works"}, "outcome": "resolved"}});
            sqlx::query(
                "insert into walk_tests (account_id, id, fingerprint, draft_id, name, walk, kept_at, kept_by)
                 select account_id, $2, sha256(''), id, $3, $4, now(), begun_by from tree_drafts where id = $1",
            )
            .bind(draft.0)
            .bind(test.0)
            .bind(format!("{capital} test"))
            .bind(walk)
            .execute(&app.superuser)
            .await
            .unwrap();
        }
        let settings = Settings { takes_proposals: true, ..ada.settings().await.unwrap() };
        ada.save_settings(settings).await.unwrap();
        let mut proposals = Vec::new();
        for proposer in [first, keeper, admin] {
            let (id, words) = (ProposalId(Uuid::now_v7()), StepWords { title: format!("{capital} title"), ..StepWords::default() });
            let note = ProposalNote::parse(&format!("{capital} note")).unwrap();
            app.sign_in(proposer).await.propose(id, running.id, "s1".into(), words, note).await.unwrap();
            proposals.push(id.to_string());
        }
        let json = format!(r#"[{{"id": 1, "title": "{capital} step", "next": 2}}, {{"id": 2, "title": "Done"}}]"#);
        // Laid out again it is the same one: an account has two hundred drafts at most.
        let form = CommandId(Uuid::from_u128(account.0.as_u128() ^ 1));
        let imported = boss.begin_draft(form, DraftSource::File(json.into_bytes())).await.unwrap();
        let one = async |sql: &'static str, name: &str| -> String {
            let id: Uuid = sqlx::query_scalar(sql).bind(account.0).bind(name).fetch_one(&app.superuser).await.unwrap();
            id.to_string()
        };
        Self {
            key,
            category,
            session: running.id.to_string(),
            revision: reported.revision.to_string(),
            visit: visit.to_string(),
            waiting: waiting.id.to_string(),
            tree: one("select id from trees where account_id = $1 and key = $2", key).await,
            user: user.to_string(),
            login: ada.user(user).await.unwrap().logins[0].id.to_string(),
            client: one("select id from clients where account_id = $1 and name = $2", &client).await,
            other_client: one("select id from clients where account_id = $1 and name = $2", "Another client").await,
            report: one("select id from step_reports where account_id = $1 and session_id::text = $2", &running.id.to_string()).await,
            views: views.map(|(_, id)| id.to_string()),
            link: value(&link).to_owned(),
            share: share.to_string(),
            shared: value(&shared).to_owned(),
            set_up: "0".repeat(64),
            baseline: baseline.to_string(),
            draft: draft.to_string(),
            tests: tests.map(|test| test.to_string()),
            proposals: proposals.try_into().unwrap(),
            imported: imported.to_string(),
            measurement: measurement.to_string(),
        }
    }

    /// The address with the account's own things in place of what varies.
    pub fn address(&self, route: &Route) -> String {
        let id = match route.path {
            path if path.starts_with("/admin/users/") => &self.user,
            path if path.starts_with("/admin/clients/") || path.starts_with("/insights/clients/") => &self.client,
            path if path.starts_with("/api/trees/") => &self.tree,
            _ => &self.session,
        };
        let path = route
            .path
            .replace(":id", id)
            .replace(":key", self.key)
            .replace(":draft", if route.path.ends_with("/import") { &self.imported } else { &self.draft })
            .replace(":proposal", &self.proposals[0])
            .replace(":number", "1")
            .replace(":link", &self.shared);
        match route.path {
            "/start" => format!("{path}?tree={}", self.key),
            "/link" => format!("{path}?link={}", self.link),
            "/api/trees/:id/readings/:number/nodes" => format!("{path}?from=q1"),
            _ => path,
        }
    }

    /// The fields that a form of the account's own pages would send, with a name that no other one has.
    pub fn form(&self, path: &str, visitor: Visitor) -> Vec<(&'static str, String)> {
        let text = |text: &str| text.to_owned();
        let about = |session: &str, revision: &str| {
            vec![("session", text(session)), ("command_id", Uuid::now_v7().to_string()), ("base_revision", text(revision))]
        };
        let selected = || {
            let session = format!("{}.{}", self.session, self.revision);
            vec![("sessions[0]", session), ("command_id", Uuid::now_v7().to_string()), ("query", text("sort=longest"))]
        };
        let draft = || vec![("draft", text(&self.draft)), ("command_id", Uuid::now_v7().to_string()), ("base_revision", text("0"))];
        let own = || about(&self.session, &self.revision);
        let and = |mut form: Vec<(&'static str, String)>, more: &[(&'static str, &str)]| {
            form.extend(more.iter().map(|(name, value)| (*name, text(value))));
            form
        };
        match path.strip_prefix("/api/").unwrap() {
            "sign_in" => vec![("email", text(TESS)), ("password", text(PASSWORD)), ("next", text("/trees"))],
            "sign_out" | "stay_signed_in" | "end_other_logins" => vec![],
            "set_theme" => vec![("theme", text("dark"))],
            "use_link" => vec![("link", text(&self.link)), ("password", text("four walls and a roof"))],
            "set_up" => vec![
                ("link", text(&self.set_up)),
                ("account", text("x")),
                ("time_zone", text("UTC")),
                ("name", text("x")),
                ("email", text("x@y.example")),
                ("password", text("four walls and a roof")),
            ],
            "change_password" => vec![("current_password", text("wrong")), ("password", text("four walls and a roof"))],
            // A login of another user, which no visitor ends by this form, whatever their role.
            "end_login" => vec![("login", text(&self.login))],
            "start_walk" => vec![
                ("command_id", Uuid::now_v7().to_string()),
                ("tree", text(self.key)),
                ("ticket", text("1")),
                ("client", text("x")),
                ("follows", String::new()),
                ("answer", String::new()),
            ],
            "take_step" => and(
                own(),
                &[
                    ("visit", &self.visit),
                    ("act", "save"),
                    ("notes", "x"),
                    ("output", "x"),
                    ("scratchpad", "x"),
                    ("values[gateway]", "x"),
                    ("detour", "x"),
                    ("problem", "x"),
                    ("parked_reason", "x"),
                    ("for_someone_else", "on"),
                ],
            ),
            "complete_walk" => and(
                own(),
                &[
                    ("visit", &self.visit),
                    ("notes", "x"),
                    ("output", "x"),
                    ("outcome", "resolved"),
                    ("outcome_notes", "x"),
                    ("next_steps", "x"),
                ],
            ),
            "leave_tree" => and(own(), &[("visit", &self.visit), ("notes", "x"), ("tree", "")]),
            "close_session" => and(own(), &[("outcome", "resolved")]),
            "undo_close" => own(),
            "close_sessions" => and(selected(), &[("reason", "x")]),
            "undo_closes" => selected(),
            "reassign_sessions" => and(selected(), &[("holder", &self.user)]),
            "download_sessions" => and(selected(), &[("format", "csv")]),
            "edit_facts" => and(
                own(),
                &[("ticket", "1"), ("client", "x"), ("outcome_notes", "x"), ("next_steps", "x"), ("scratchpad", "x"), ("from", "")],
            ),
            "correct_outcome" => and(own(), &[("outcome", "resolved"), ("reason", "x")]),
            "edit_notes" => and(own(), &[("visit", &self.visit), ("notes", "x"), ("reason", "x")]),
            "set_idle" => and(own(), &[("visit", &self.visit), ("minutes", "0"), ("seconds", "0"), ("reason", "x")]),
            "share_session" => vec![
                ("session", text(&self.session)),
                ("command_id", Uuid::now_v7().to_string()),
                ("offer", text("account")),
                ("expiry", text("7")),
            ],
            "revoke_share" => vec![("session", text(&self.session)), ("share", text(&self.share))],
            "take_over" => about(&self.waiting, "1"),
            "reassign_session" => and(own(), &[("holder", &self.user)]),
            "save_view" => vec![
                ("view", Uuid::now_v7().to_string()),
                ("query", text("sort=longest")),
                ("name", format!("View by {visitor:?}")),
                ("shared", String::new()),
            ],
            "change_view" | "delete_view" => {
                let own = match visitor {
                    Visitor::Manager => 1,
                    Visitor::Admin => 2,
                    _ => 0,
                };
                vec![("view", text(&self.views[own])), ("query", text("sort=longest")), ("name", text("x"))]
            }
            "upload_tree" => vec![],
            "begin_draft" => vec![("command_id", Uuid::now_v7().to_string()), ("from", text("tree")), ("tree", text(self.key))],
            "begin_draft_with_file" => vec![],
            "save_step" => and(
                draft(),
                &[
                    ("step", "q1"),
                    ("deed", "save"),
                    ("form[title]", "x"),
                    ("form[body]", "x"),
                    ("form[kind]", "decision"),
                    ("form[was]", "decision"),
                    ("form[answers][0][id]", ""),
                    ("form[answers][0][label]", "x"),
                    ("form[answers][0][to]", "q1"),
                ],
            ),
            "save_head" => and(draft(), &[("deed", "save"), ("form[name]", "x"), ("form[key]", self.key)]),
            "save_draft_text" => and(draft(), &[("text", "## [end] End\n=>\n")]),
            // There may be nothing to undo: that is an answer, too.
            "map_import" => vec![
                ("draft", text(&self.imported)),
                ("command_id", Uuid::now_v7().to_string()),
                ("base_revision", text("0")),
                ("fields[question]", text("title")),
                ("fields[target]", text("next")),
                ("fields[id]", text("id")),
            ],
            "undo_draft" => vec![("draft", text(&self.draft)), ("command_id", Uuid::now_v7().to_string()), ("redo", text("false"))],
            "begin_preview" => vec![("draft", text(&self.draft)), ("command_id", Uuid::now_v7().to_string()), ("from", text("q1"))],
            // Whoever has no preview, or another one, is told that theirs is over: that is an answer, too.
            "step_preview" => and(draft(), &[("visit", &self.visit), ("act", "choose:yes"), ("values[x]", "x")]),
            "create_step" => {
                let link = [("from", text("q1")), ("option", text("yes")), ("title", text("x"))];
                [("draft", text(&self.draft)), ("command_id", Uuid::now_v7().to_string())].into_iter().chain(link).collect()
            }
            "keep_test" => and(draft(), &[("name", "x")]),
            "rename_test" | "delete_test" => {
                let own = match visitor {
                    Visitor::Manager => 1,
                    Visitor::Admin => 2,
                    _ => 0,
                };
                vec![("draft", text(&self.draft)), ("test", self.tests[own].clone()), ("name", text("x"))]
            }
            "discard_draft" => vec![("draft", text(&self.draft)), ("discarded", text("false"))],
            // A revision that it never has: published it would be gone.
            "publish_draft" => vec![
                ("draft", text(&self.draft)),
                ("command_id", Uuid::now_v7().to_string()),
                ("revision", text("999")),
                ("looked", text("1")),
            ],
            "archive_tree" => vec![("key", text(self.key)), ("archived", text("true"))],
            "set_session_budget" => {
                vec![("key", text(self.key)), ("minutes", text("30")), ("clock", text("business")), ("target", text("90"))]
            }
            "set_step_budget" => {
                let time = [("minutes", text("5")), ("clock", text("active")), ("target", text("90"))];
                [("key", text(self.key)), ("step", text("q1"))].into_iter().chain(time).collect()
            }
            "remove_budget" => vec![("key", text(self.key)), ("step", text("q1"))],
            "show_people" => vec![("shown", text("yes"))],
            "save_hours" => vec![("monday", text("09:00-17:00")), ("holidays", text("2026-12-25 Christmas Day"))],
            "replace_in_draft" => and(draft(), &[("form[find]", "plugged"), ("form[with]", "put"), ("form[hits][h0]", "1")]),
            "set_care" => vec![("command_id", Uuid::now_v7().to_string()), ("key", text(self.key)), ("due", text("2026-03-01"))],
            "review_tree" => {
                vec![("command_id", Uuid::now_v7().to_string()), ("key", text(self.key)), ("note", text("x")), ("due", text(""))]
            }
            "propose_change" => vec![
                ("session", text(&self.session)),
                ("command_id", Uuid::now_v7().to_string()),
                ("step", text("s1")),
                ("form[title]", text("x")),
                ("form[body]", text("x")),
                ("why", text("x")),
            ],
            "withdraw_proposal" => {
                let own = match visitor {
                    Visitor::Manager => 1,
                    Visitor::Admin => 2,
                    _ => 0,
                };
                vec![("proposal", self.proposals[own].clone())]
            }
            "take_proposal" => vec![("proposal", self.proposals[0].clone()), ("command_id", Uuid::now_v7().to_string())],
            "decline_proposal" => vec![("proposal", self.proposals[0].clone()), ("reason", text("x"))],
            "settle_report" => vec![("report", text(&self.report))],
            "rename_category" => vec![("from", self.category.clone()), ("name", self.category.clone())],
            "rename_client" => vec![("client", text(&self.client)), ("name", format!("Name by {visitor:?}"))],
            // By then the manager has merged the first one.
            "merge_clients" if visitor == Visitor::Admin => vec![("client", text(&self.other_client)), ("into", text("Another client"))],
            "merge_clients" => vec![("client", text(&self.client)), ("into", text("Another client"))],
            "enter_baseline" => vec![
                ("command_id", Uuid::now_v7().to_string()),
                ("about", format!("tree:{}", self.key)),
                ("low", text("20")),
                ("high", text("30")),
                ("source", text("x")),
                ("measured_from", text("2026-01-01")),
                ("measured_to", text("2026-01-31")),
            ],
            "remove_baseline" => vec![("baseline", text(&self.baseline))],
            "set_hourly_rate" => vec![("amount", text("85")), ("currency", text("EUR"))],
            "start_measurement" => {
                vec![("command_id", Uuid::now_v7().to_string()), ("measured", self.category.clone()), ("share", text("20"))]
            }
            "stop_measurement" => vec![("measurement", text(&self.measurement))],
            "invite_user" => {
                let email = format!("{visitor:?}@new.example").to_lowercase();
                vec![("email", email), ("name", text("x")), ("role", text("technician"))]
            }
            "make_link" | "revoke_link" | "deactivate_user" | "reactivate_user" => vec![("user", text(&self.user))],
            "let_author" => vec![("user", text(&self.user)), ("may", text("true"))],
            "end_logins_of" => vec![("user", text(&self.user)), ("login", text(&self.login))],
            "change_user" => vec![("user", text(&self.user)), ("name", text("x")), ("role", text("manager"))],
            "save_settings" => vec![
                ("name", text("x")),
                ("time_zone", text("UTC")),
                ("week_begins", text("monday")),
                ("idle_minutes", text("10")),
                ("login_idle_hours", text("72")),
                ("login_days", text("14")),
                ("reading", text("all")),
                ("ticket_link", text("https://tickets.example/{ticket}")),
                ("billing_increment", text("15")),
                ("billing_minimum", text("0")),
                ("billing_rounding", text("up")),
                ("billing_per", text("session")),
                ("proposals", text("taken")),
            ],
            other => panic!("say what a form to {other} sends"),
        }
    }
}

/// North with everybody who may come by.
pub struct Stage {
    pub app: TestApp,
    pub router: Router,
    pub cookies: [Option<String>; 7],
    pub north: Things,
}

impl Stage {
    pub async fn set() -> Self {
        let app = TestApp::start().await;
        let expired = app.cookie_of(ADA).await;
        app.wait(15 * 24 * 3600);
        let ada = app.sign_in(ADA).await;
        let nils = (Email::parse("nils@north.example").unwrap(), Name::parse("Nils").unwrap());
        // With it off the page says so and the file is not there; with it on both are read.
        ada.show_people(true).await.unwrap();
        app.sign_in(SVEN).await.show_people(true).await.unwrap();
        let former = ada.invite(nils.0, nils.1, Role::Admin).await.unwrap();
        let deactivated = app.nobody().use_link(value(&former.cookie), "a roof and four walls").await.unwrap();
        ada.set_active(former.user, false).await.unwrap();
        let north = Things::laid_out(&app, app.north, NORTH, "secret").await;
        let cookies = [
            None,
            Some(expired),
            Some(value(&deactivated).to_owned()),
            Some(app.cookie_of(SVEN).await),
            Some(app.cookie_of(TESS).await),
            Some(app.cookie_of(MARA).await),
            Some(app.cookie_of(ADA).await),
        ];
        Self { router: router(site(), app.service.clone()).unwrap(), cookies, north, app }
    }

    /// Status of the visitor's request, with the redirect's target or the page's text.
    pub async fn ask(&self, route: &Route, visitor: Visitor) -> (StatusCode, String) {
        let request = Request::builder().uri(self.north.address(route)).header(header::HOST, "flow.example.com");
        let request = match &self.cookies[VISITORS.iter().position(|other| *other == visitor).unwrap()] {
            Some(cookie) => request.header(header::COOKIE, format!("login={cookie}")),
            None => request,
        };
        let posts = |request: axum::http::request::Builder, kind: &str| {
            request.method("POST").header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, kind.to_owned())
        };
        let request = match (route.kind, route.path) {
            (Kind::Call, "/api/upload_tree" | "/api/begin_draft_with_file") => {
                let mut document = tree(self.north.key);
                document["name"] = format!("By {visitor:?}").into();
                let command = format!("--x\r\nContent-Disposition: form-data; name=\"command_id\"\r\n\r\n{}\r\n", Uuid::now_v7());
                let file = "Content-Disposition: form-data; name=\"document\"; filename=\"t.json\"";
                let part = format!("{command}--x\r\n{file}\r\n\r\n{document}\r\n--x--\r\n");
                posts(request, "multipart/form-data; boundary=x").body(Body::from(part))
            }
            (Kind::Call, path) => {
                let fields = self.north.form(path, visitor);
                let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
                posts(request, "application/x-www-form-urlencoded").header(header::ACCEPT, "application/json").body(Body::from(body))
            }
            (Kind::Document, "/api/sessions/:id/commands") => {
                posts(request, "application/json").body(Body::from("{\"known_revision\":0,\"commands\":[]}"))
            }
            _ => request.header(header::ACCEPT, "text/html").body(Body::empty()),
        };
        let (head, body) = self.router.clone().oneshot(request.unwrap()).await.unwrap().into_parts();
        let location = head.headers.get(header::LOCATION).map(|location| location.to_str().unwrap().to_owned());
        let body = String::from_utf8_lossy(&to_bytes(body, 10_000_000).await.unwrap()).into_owned();
        (head.status, location.unwrap_or(body))
    }
}
