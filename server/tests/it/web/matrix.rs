//! The route table against every visitor: no visitor gets further than it says.

use app::{App, Kind, ROUTES, Route, Who};
use leptos::server_fn::axum::server_fn_paths;
use tokio::task::JoinSet;

use super::stage::{Stage, VISITORS, Visitor};

impl Stage {
    /// True if the request names a thing of North's.
    fn names_something(&self, route: &Route) -> bool {
        let own_account = [
            "/api/invite_user",
            "/api/save_settings",
            "/api/save_hours",
            "/api/show_people",
            "/api/change_password",
            "/api/upload_tree",
            "/api/begin_draft_with_file",
            "/api/stay_signed_in",
        ];
        let own_account = own_account.contains(&route.path) || route.path == "/api/end_other_logins" || route.path == "/api/save_view";
        let own_account = own_account || route.path == "/api/set_hourly_rate";
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
                // Pages redirect to the sign-in page; scripts and forms of scripts get the status.
                let by_script = route.path.starts_with("/api/");
                let sent_away = status == 303 && answer.starts_with("/sign-in");
                assert!(if by_script { status == 401 } else { sent_away }, "{said}");
            } else if visitor.may_be() < route.who {
                assert_eq!(status, 403, "{said}");
            } else if (visitor == Visitor::ForeignAdmin && self.names_something(route)) || route.path == "/api/end_login" {
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
                 'budgets', (select jsonb_agg(to_jsonb(b) order by tree_id, node_id) from time_budgets b where account_id = $1),
                 'hours', (select jsonb_agg(to_jsonb(o) order by weekday, opens) from opening_times o where account_id = $1),
                 'holidays', (select jsonb_agg(to_jsonb(h) order by day) from holidays h where account_id = $1),
                 'shares', (select jsonb_agg(to_jsonb(s) order by id) from shares s where account_id = $1),
                 'proposals', (select jsonb_agg(to_jsonb(p) order by id) from proposals p where account_id = $1),
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
