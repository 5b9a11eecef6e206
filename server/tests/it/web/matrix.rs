//! Who may call what: every row of the route table, for everybody who may come by.

use app::{App, Kind, ROUTES, Route, Who};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use resolutionflow::session::Action;
use resolutionflow::text::Reason;
use server::http::router;
use tokio::task::JoinSet;
use tower::ServiceExt;
use uuid::Uuid;

use super::browser::site;
use crate::app::{TestApp, value};
use crate::fixtures::{ADA, MARA, OMAR, PASSWORD, SVEN, TESS, Walker, facts, tree};

/// Somebody who comes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visitor {
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
const VISITORS: [Visitor; 7] =
    [Visitor::Nobody, Visitor::Expired, Visitor::Deactivated, Visitor::ForeignAdmin, Visitor::Technician, Visitor::Manager, Visitor::Admin];

impl Visitor {
    fn may_be(self) -> Who {
        match self {
            Self::Nobody | Self::Expired | Self::Deactivated => Who::Anyone,
            Self::Technician => Who::Technician,
            Self::Manager => Who::Manager,
            Self::Admin | Self::ForeignAdmin => Who::Admin,
        }
    }
}

/// What North has for others to reach for.
struct Stage {
    app: TestApp,
    router: Router,
    cookies: [Option<String>; 7],
    session: String,
    revision: String,
    visit: String,
    waiting: String,
    tree: String,
    user: String,
    login: String,
    client: String,
    other_client: String,
    report: String,
    link: String,
    set_up: String,
}

impl Stage {
    async fn set() -> Self {
        let app = TestApp::start().await;
        let expired = app.cookie_of(ADA).await;
        app.wait(15 * 24 * 3600);
        let mara = app.sign_in(MARA).await;
        let mut secret = tree("secret");
        secret["category"] = "Secret category".into();
        mara.import_tree(secret.to_string().as_bytes()).await.unwrap();

        let ada = app.sign_in(ADA).await;
        let (nils, name) = ("nils@north.example", resolutionflow::text::Name::parse("Nils").unwrap());
        let email = resolutionflow::text::Email::parse(nils).unwrap();
        let former = ada.invite(email, name, resolutionflow::access::Role::Admin).await.unwrap();
        let deactivated = app.nobody().use_link(value(&former.cookie), "a roof and four walls").await.unwrap();
        ada.set_active(former.user, false).await.unwrap();

        let reason = Some(Reason::parse("End of shift.").unwrap());
        let omar = Walker::start_for(app.sign_in(OMAR).await, "secret", facts("48213", "Secret client")).await;
        omar.does(Action::Park { reason, for_someone_else: true }).await;
        let tess = Walker::start_for(app.sign_in(TESS).await, "secret", facts("1", "Another client")).await;
        let session = tess.session().await;
        let visit = session.open_visit().unwrap().id;
        let problem = resolutionflow::text::Problem::parse("There is no desk.").unwrap();
        tess.does(Action::ReportProblem { visit_id: visit, problem }).await;
        let revision = tess.session().await.revision.to_string();
        let mut tx = app.superuser.acquire().await.unwrap();
        let one =
            async |sql: &'static str, conn: &mut sqlx::PgConnection| -> Uuid { sqlx::query_scalar(sql).fetch_one(conn).await.unwrap() };
        let report = one("select id from step_reports", &mut tx).await;
        let client = one("select id from clients where name = 'Secret client'", &mut tx).await;
        let other_client = one("select id from clients where name = 'Another client'", &mut tx).await;
        let tree_id = one("select id from trees where key = 'secret'", &mut tx).await;
        drop(tx);
        let user = app.user(OMAR).await;
        let link = ada.make_link(user).await.unwrap().cookie;
        app.cookie_of(OMAR).await;
        let login = ada.user(user).await.unwrap().logins[0].id;

        let cookies = [
            None,
            Some(expired),
            Some(value(&deactivated).to_owned()),
            Some(app.cookie_of(SVEN).await),
            Some(app.cookie_of(TESS).await),
            Some(app.cookie_of(MARA).await),
            Some(app.cookie_of(ADA).await),
        ];
        Self {
            router: router(site(), app.service.clone()).unwrap(),
            cookies,
            session: tess.id.to_string(),
            revision,
            visit: visit.to_string(),
            waiting: omar.id.to_string(),
            tree: tree_id.to_string(),
            user: user.to_string(),
            login: login.to_string(),
            client: client.to_string(),
            other_client: other_client.to_string(),
            report: report.to_string(),
            link: value(&link).to_owned(),
            set_up: "0".repeat(64),
            app,
        }
    }

    /// The address with North's own things in place of what varies.
    fn address(&self, route: &Route) -> String {
        let id = match route.path {
            path if path.starts_with("/admin/users/") => &self.user,
            path if path.starts_with("/admin/clients/") => &self.client,
            path if path.starts_with("/api/trees/") => &self.tree,
            _ => &self.session,
        };
        let path = route.path.replace(":id", id).replace(":key", "secret").replace(":number", "1");
        match route.path {
            "/start" => format!("{path}?tree=secret"),
            "/link" => format!("{path}?link={}", self.link),
            "/api/trees/:id/versions/:number/nodes" => format!("{path}?from=q1"),
            _ => path,
        }
    }

    /// What a form of North's own pages would send.
    fn form(&self, path: &str, visitor: Visitor) -> Vec<(&'static str, String)> {
        let text = |text: &str| text.to_owned();
        let about = |session: &str, revision: &str| {
            vec![("session", text(session)), ("command_id", Uuid::now_v7().to_string()), ("base_revision", text(revision))]
        };
        let own = || about(&self.session, &self.revision);
        let and = |mut form: Vec<(&'static str, String)>, more: &[(&'static str, &str)]| {
            form.extend(more.iter().map(|(name, value)| (*name, text(value))));
            form
        };
        match path.strip_prefix("/api/").unwrap() {
            "sign_in" => vec![("email", text(TESS)), ("password", text(PASSWORD))],
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
            // Somebody else's, even for who may everything: nobody ends it by this.
            "end_login" => vec![("login", text(&self.login))],
            "start_walk" => vec![("command_id", Uuid::now_v7().to_string()), ("tree", text("secret"))],
            "take_step" => and(own(), &[("visit", &self.visit), ("act", "save")]),
            "complete_walk" => and(own(), &[("outcome", "resolved")]),
            "leave_tree" => own(),
            "close_session" => and(own(), &[("outcome", "resolved")]),
            "undo_close" => own(),
            "edit_facts" => and(own(), &[("ticket", "1")]),
            "correct_outcome" => and(own(), &[("outcome", "resolved"), ("reason", "x")]),
            "edit_notes" => and(own(), &[("visit", &self.visit), ("notes", "x")]),
            "set_idle" => and(own(), &[("visit", &self.visit), ("minutes", "0")]),
            "take_over" => about(&self.waiting, "1"),
            "reassign_session" => and(own(), &[("holder", &self.user)]),
            "upload_tree" => vec![],
            "archive_tree" => vec![("key", text("secret")), ("archived", text("true"))],
            "settle_report" => vec![("report", text(&self.report)), ("key", text("secret"))],
            "rename_category" => vec![("from", text("Secret category")), ("name", text("Secret category"))],
            "rename_client" => vec![("client", text(&self.client)), ("name", format!("Name by {visitor:?}"))],
            // By then the manager has merged the first one.
            "merge_clients" if visitor == Visitor::Admin => vec![("client", text(&self.other_client)), ("into", text("Another client"))],
            "merge_clients" => vec![("client", text(&self.client)), ("into", text("Another client"))],
            "invite_user" => {
                let email = format!("{visitor:?}@new.example").to_lowercase();
                vec![("email", email), ("name", text("x")), ("role", text("technician"))]
            }
            "make_link" | "revoke_link" | "deactivate_user" | "reactivate_user" | "end_logins_of" => vec![("user", text(&self.user))],
            "change_user" => vec![("user", text(&self.user)), ("name", text("x")), ("role", text("manager"))],
            "save_settings" => vec![
                ("name", text("x")),
                ("time_zone", text("UTC")),
                ("idle_minutes", text("10")),
                ("login_idle_hours", text("72")),
                ("login_days", text("14")),
                ("reading", text("all")),
            ],
            other => panic!("say what a form to {other} sends"),
        }
    }

    async fn ask(&self, route: &Route, visitor: Visitor) -> (StatusCode, String) {
        let request = Request::builder().uri(self.address(route)).header(header::HOST, "flow.example.com");
        let request = match &self.cookies[VISITORS.iter().position(|other| *other == visitor).unwrap()] {
            Some(cookie) => request.header(header::COOKIE, format!("login={cookie}")),
            None => request,
        };
        let posts = |request: axum::http::request::Builder, kind: &str| {
            request.method("POST").header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, kind.to_owned())
        };
        let request = match (route.kind, route.path) {
            (Kind::Call, "/api/upload_tree") => {
                let mut document = tree("secret");
                document["name"] = format!("By {visitor:?}").into();
                let part =
                    format!("--x\r\nContent-Disposition: form-data; name=\"document\"; filename=\"t.json\"\r\n\r\n{document}\r\n--x--\r\n");
                posts(request, "multipart/form-data; boundary=x").body(Body::from(part))
            }
            (Kind::Call, path) => {
                let fields = self.form(path, visitor);
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

    /// Whether the request names something of North's.
    fn names_something(&self, route: &Route) -> bool {
        let own_account = ["/api/invite_user", "/api/save_settings", "/api/change_password", "/api/upload_tree", "/api/stay_signed_in"];
        let own_account = own_account.contains(&route.path) || route.path == "/api/end_other_logins";
        route.path.contains(':') || (route.kind == Kind::Call && !own_account)
    }

    async fn check(&self, route: &Route) {
        for visitor in VISITORS {
            let (status, answer) = self.ask(route, visitor).await;
            let said = format!("{visitor:?} at {}: {status} {}", route.path, answer.chars().take(300).collect::<String>());
            assert!(!status.is_server_error(), "{said}");
            if !matches!(visitor, Visitor::Technician | Visitor::Manager | Visitor::Admin) && route.who > Who::Anyone {
                for theirs in ["Secret c", "The secret tree", "Tess Tanaka", "48213"] {
                    assert!(!answer.contains(theirs), "{theirs} for {said}");
                }
            }
            if route.who == Who::Anyone {
                assert!(status != 401 && status != 403 && !answer.starts_with("/sign-in?"), "{said}");
            } else if visitor.may_be() == Who::Anyone {
                // Whoever reads is shown where to sign in; scripts and forms of scripts are told.
                let by_script = route.path.starts_with("/api/");
                let sent_away = status == 303 && answer.starts_with("/sign-in");
                assert!(if by_script { status == 401 } else { sent_away }, "{said}");
            } else if visitor.may_be() < route.who {
                assert_eq!(status, 403, "{said}");
            } else if visitor == Visitor::ForeignAdmin && self.names_something(route) {
                assert_eq!(status, 404, "{said}");
            } else if route.path == "/api/end_login" {
                assert_eq!(status, 404, "{said}");
            } else {
                assert!(![400, 401, 403, 404].contains(&status.as_u16()) && !answer.starts_with("/sign-in"), "{said}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_gets_further_at_any_address_than_the_table_says() {
    let mut rows = JoinSet::new();
    for route in ROUTES {
        rows.spawn(async move { Stage::set().await.check(route).await });
    }
    while let Some(row) = rows.join_next().await {
        row.unwrap();
    }
}

#[tokio::test]
async fn every_page_and_server_function_has_a_row_and_what_has_none_is_not_served() {
    let rows = |kind| ROUTES.iter().filter(move |route| route.kind == kind).map(|route| route.path.to_owned());
    let in_axum = |path: String| {
        let parts = path.split('/').map(|part| part.strip_prefix(':').map_or(part.to_owned(), |name| format!("{{{name}}}")));
        parts.collect::<Vec<_>>().join("/")
    };
    let mut pages: Vec<String> = rows(Kind::Page).map(in_axum).collect();
    let mut served: Vec<String> = leptos_axum::generate_route_list(App).iter().map(|listing| listing.path().to_owned()).collect();
    pages.sort();
    served.sort();
    assert_eq!(served, pages);

    let mut calls: Vec<String> = rows(Kind::Call).collect();
    let mut served: Vec<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    calls.sort();
    served.sort();
    served.dedup();
    assert_eq!(served, calls);

    let paths: std::collections::HashSet<&str> = ROUTES.iter().map(|route| route.path).collect();
    assert_eq!(paths.len(), ROUTES.len(), "a row each");
}

#[tokio::test]
async fn nothing_of_north_changed_for_all_that_others_tried() {
    let stage = Stage::set().await;
    let state = async || -> String {
        sqlx::query_scalar(
            "select jsonb_build_object(
                 'sessions', (select jsonb_agg(to_jsonb(s) order by id) from sessions s where account_id = $1),
                 'users', (select jsonb_agg(to_jsonb(u) order by id) from users u where account_id = $1),
                 'trees', (select jsonb_agg(to_jsonb(t) order by id) from trees t where account_id = $1),
                 'clients', (select jsonb_agg(to_jsonb(c) order by id) from clients c where account_id = $1),
                 'links', (select jsonb_agg(to_jsonb(l) order by id) from password_links l where account_id = $1),
                 'account', (select to_jsonb(a) from accounts a where account_id = $1),
                 'audit', (select count(*) from audit where account_id = $1)
             )::text",
        )
        .bind(stage.app.north.0)
        .fetch_one(&stage.app.superuser)
        .await
        .unwrap()
    };
    let before = state().await;
    for route in ROUTES.iter().filter(|route| route.who > Who::Anyone) {
        for visitor in [Visitor::Nobody, Visitor::Expired, Visitor::Deactivated, Visitor::ForeignAdmin] {
            stage.ask(route, visitor).await;
        }
    }
    assert_eq!(state().await, before);
}
