//! Requests made up at random: never a panic, never a 500, never half a write, and never anything of another account.
//!
//! `PROPTEST_CASES` asks for more of them. What a fuzzer finds in the domain alone is in `fuzz/`.

mod commands;
mod documents;
mod forms;
mod found;
mod json;
mod mass_assignment;
mod other_accounts;
mod queries;
mod uploads;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use resolutionflow::id::AccountId;
use sqlx::AssertSqlSafe;

use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, OMAR, TESS};
use crate::web::browser::ORIGIN;
use crate::web::stage::{NORTH, SOUTH, Things};
use crate::web::wire::{Answer, ask, routes};

/// So many made-up values; more in proportion where `PROPTEST_CASES` asks for more than the usual 256.
fn made<T>(count: u32, strategy: impl Strategy<Value = T>) -> impl Iterator<Item = T> {
    let mut runner = TestRunner::default();
    let count = runner.config().cases * count / 256;
    (0..count.max(1)).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}

/// Two accounts over one database: North's people ask, South must not notice.
struct Arena {
    app: TestApp,
    router: Router,
    north: Things,
    south: Things,
    /// Of a technician, a manager and an admin of North.
    cookies: [String; 3],
    /// Every table that holds what accounts have, with what counts in it.
    tables: Vec<(String, &'static str)>,
}

impl Arena {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let south = Things::laid_out(&app, app.south, SOUTH, "southern").await;
        let north = Things::laid_out(&app, app.north, NORTH, "secret").await;
        let tables: Vec<String> = sqlx::query_scalar(
            "select table_name::text from information_schema.columns
             where table_schema = 'public' and column_name = 'account_id' and table_name not in ('logins', 'draft_readers', 'draft_texts')
             order by 1",
        )
        .fetch_all(&app.superuser)
        .await
        .unwrap();
        assert!(tables.len() >= 12, "{tables:?}");
        // Failed sign-ins are kept on purpose, and so is when a login was used last, who has a draft open, and text of one that is no tree.
        let counts = |table: &str| {
            if table == "audit" { "action not in ('sign_in_failed', 'change_password_failed', 'invite_refused')" } else { "true" }
        };
        let tables = tables.into_iter().map(|table| (counts(&table), table)).map(|(counts, table)| (table, counts)).collect();
        let mut arena = Self { router: routes(&app), north, south, cookies: Default::default(), tables, app };
        arena.tidy_up().await;
        arena
    }

    /// Puts back what was changed, so that the next request finds something to change.
    async fn tidy_up(&mut self) {
        sqlx::raw_sql(
            // The number of views of a user is limited.
            "delete from throttles;
             delete from saved_views where owner_id in (select id from users where email like '%@north.example');
             delete from proposals where proposed_by in (select id from users where email like '%@north.example');
             delete from walk_tests where kept_by in (select id from users where email like '%@north.example');
             update trees set archived_at = null;
             update accounts set reading = 'all', login_idle_seconds = 259200, login_absolute_seconds = 1209600;
             update users set deactivated_at = null, may_author = false, role = case split_part(email, '@', 1)
                 when 'mara' then 'manager' when 'ben' then 'manager' when 'ada' then 'admin' when 'sven' then 'admin' else 'technician' end",
        )
        .execute(&self.app.superuser)
        .await
        .unwrap();
        self.north = Things::laid_out(&self.app, self.app.north, NORTH, "secret").await;
        for (cookie, email) in self.cookies.iter_mut().zip([TESS, MARA, ADA]) {
            *cookie = self.app.cookie_of(email).await;
        }
        // The walker has a running session, which deactivating another user must not disturb.
        assert!(self.app.sign_in(OMAR).await.viewer().await.is_ok());
    }

    /// Of every table, how many rows the account has and a hash of them.
    async fn rows(&self, account: AccountId) -> Vec<(String, i64, String)> {
        let each = self.tables.iter().map(|(table, counts)| {
            format!(
                "select '{table}', count(*), md5(coalesce(string_agg(t::text, '\n' order by t::text), ''))
                 from {table} t where account_id = $1 and {counts}"
            )
        });
        let sql = each.collect::<Vec<_>>().join(" union all ");
        sqlx::query_as(AssertSqlSafe(sql)).bind(account.0).fetch_all(&self.app.superuser).await.unwrap()
    }

    /// Everything of both accounts.
    async fn state(&self) -> State {
        State { north: self.rows(self.app.north).await, south: self.rows(self.app.south).await }
    }

    /// Sends a request as one of North's people, and holds what came of it against what always has to be so. Whether it was
    /// carried out.
    async fn try_out(&mut self, before: &mut State, asked: &Asked, case: &impl std::fmt::Debug) -> Answer {
        self.app.wait(1);
        let answer = ask(&self.router, asked.request(&self.cookies[asked.who])).await;
        let status = answer.status.as_u16();
        let said = || format!("{status} to {case:?}\n{}", answer.body.chars().take(300).collect::<String>());
        assert!(status < 500, "{}", said());
        assert_eq!(answer.of_south(), None, "{}", said());
        let after = self.state().await;
        assert_eq!(after.south, before.south, "{}", said());
        // A batch is carried out up to the command that is refused.
        if status >= 400 && !answer.is_of_batch() {
            assert_eq!(after.north, before.north, "half a write: {}", said());
        } else {
            *before = after;
        }
        answer
    }
}

impl Answer {
    /// True if it tells a session's state after a batch of commands.
    fn is_of_batch(&self) -> bool {
        serde_json::from_str::<resolutionflow::sync::Answer>(&self.body).is_ok()
    }

    /// A secret of South that the answer contains, if any.
    fn of_south(&self) -> Option<&'static str> {
        ["Southern c", "The southern tree", "Ben Carver", "Sven Olsen"].into_iter().find(|theirs| self.body.contains(theirs))
    }
}

/// The data of two accounts.
struct State {
    north: Vec<(String, i64, String)>,
    south: Vec<(String, i64, String)>,
}

/// A request that is made up.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    kind: String,
    accept: &'static str,
    /// The page that it says it comes from.
    page: Option<String>,
    body: Vec<u8>,
    /// Technician, manager or admin.
    who: usize,
}

impl Asked {
    fn form(path: &str, who: usize, body: impl Into<Vec<u8>>) -> Self {
        let kind = "application/x-www-form-urlencoded".to_owned();
        Self { path: path.to_owned(), kind, accept: "application/json", page: None, body: body.into(), who }
    }

    fn request(&self, cookie: &str) -> Request<Body> {
        let request = Request::post(&self.path)
            .header(header::HOST, "flow.example.com")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, &self.kind)
            .header(header::ACCEPT, self.accept)
            .header(header::COOKIE, format!("login={cookie}"));
        let request = match &self.page {
            Some(page) => request.header(header::REFERER, format!("{ORIGIN}{page}")),
            None => request,
        };
        request.body(Body::from(self.body.clone())).unwrap()
    }
}

/// Texts that want to be something else, as they are.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "\0",
    "a\0b",
    "\r\n",
    "a\r\nSet-Cookie: login=x",
    "\u{202e}txt.exe",
    "\u{feff}",
    "\u{2028}",
    "\u{ffff}",
    "é\u{301}\u{301}\u{301}",
    "İ",
    "ẞ",
    "ﷺ",
    "🦀",
    "-1",
    "0",
    "1",
    "60",
    "4294967294",
    "4294967295",
    "4294967296",
    "2147483647",
    "2147483648",
    "18446744073709551615",
    "307445734561825861",
    "9223372036854775808",
    "1e999",
    "NaN",
    "null",
    "true",
    "false",
    "[]",
    "{}",
    "%00",
    "%",
    "\\",
    "'; drop table users; --",
    "../../etc/passwd",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/{ticket}",
    "javascript:alert(1)",
    "</textarea><script>alert(1)</script>",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{0192f0c1-2345-7abc-8def-0123456789ab}",
    "urn:uuid:0192f0c1-2345-7abc-8def-0123456789ab",
    "0192f0c123457abc8def0123456789ab",
    "resolved",
    "cancelled",
    "admin",
    "technician",
    "own",
    "all",
    "UTC",
    "Europe/Berlin",
    "GMT+25",
    "walk",
    "secret",
    "vpn",
    "printer",
    "nowhere",
    "Network",
    "Another client",
    "ben@south.example",
    "a@b",
    "x@y.example",
    "choose:yes",
    "choose:",
    "choose:\0",
    "continue",
    "back",
    "jump:",
    "jump:00000000-0000-0000-0000-000000000000",
    "park",
    "resume",
    "detour",
    "end-detour",
    "report",
    "finish",
    "leave",
    "enter",
    "save",
    "dark",
    "account",
    "public",
    "public_whole",
    "7",
];

/// At a limit, or beyond it: ticket, label, client, reason, outcome notes, notes, scratchpad, output, and all of a form.
const LENGTHS: &[usize] =
    &[64, 65, 120, 121, 200, 201, 254, 255, 500, 501, 1024, 4_000, 4_001, 8_000, 8_001, 20_000, 20_001, 65_536, 65_537, 400_000];

/// A text that was not expected.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => (prop::sample::select(LENGTHS), prop::sample::select(vec!["x", "é", "\n", "🦀", "<", " "]))
            .prop_map(|(length, character)| character.repeat(length)),
        1 => "\\PC{0,12}",
        1 => prop::collection::vec(any::<char>(), 0..8).prop_map(|chars| chars.into_iter().collect()),
    ]
}

impl Things {
    /// Every id that there is.
    fn ids(&self) -> Vec<String> {
        let ids = [
            &self.session,
            &self.waiting,
            &self.visit,
            &self.tree,
            &self.user,
            &self.login,
            &self.client,
            &self.other_client,
            &self.report,
            &self.link,
            &self.share,
            &self.shared,
            &self.tests[0],
            &self.proposals[0],
        ];
        ids.into_iter().cloned().chain([self.key.to_owned()]).collect()
    }
}
