//! Every form, with its fields filled, left out, repeated, nested and made up.

use ::app::{Kind, ROUTES};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{Arena, Asked, hostile, made};
use crate::web::stage::Visitor;

/// Number of forms made up.
const FORMS: u32 = 160;

/// Change to a form that would have been taken.
#[derive(Debug, Clone)]
enum Change {
    /// Something else in a field.
    Set(Index, Text),
    /// No such field.
    Leave(Index),
    /// The field twice.
    Repeat(Index, Text),
    /// The field under a name with brackets or dots in it.
    Nest(Index, &'static str),
    /// A field that the form does not have.
    Add(&'static str, Text),
    /// Anything at the end, as bytes.
    Raw(&'static str),
    /// Only the beginning.
    Cut(Index),
}

/// Text of a field.
#[derive(Debug, Clone)]
enum Text {
    Typed(String),
    /// Percent-encoded already.
    Encoded(&'static str),
    Own(Index),
    Foreign(Index),
}

#[derive(Debug, Clone)]
struct Case {
    route: Index,
    who: usize,
    changes: Vec<Change>,
    kind: &'static str,
    accept: &'static str,
    page: Option<&'static str>,
}

/// Bytes that no text encodes to: lone surrogates, overlong and broken sequences, percent signs that stand for themselves.
const ENCODED: &[&str] =
    &["%ED%A0%80", "%FF%FE", "%C0%80", "%F0%9F", "%", "%zz", "%u0041", "%00", "+", "%2500", "a%0d%0ab", "%e2%80%ae", "=", "%26a%3db"];
const NAMES: &[&str] = &[
    "account_id",
    "account",
    "role",
    "user_id",
    "user",
    "holder",
    "is_admin",
    "revision",
    "outcome",
    "id",
    "tree_id",
    "password",
    "values[a]",
    "values[a\0]",
    "values",
    "a[b][c]",
    "a[b",
    "]",
    "[]",
    "form[session]",
    "form",
    "session",
    "command_id",
    "__proto__",
    "constructor",
    "",
];
const KINDS: &[&str] = &[
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/json",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "application/cbor",
    "*/*",
    "x",
];
const PAGES: &[&str] = &[
    "/start?tree=secret",
    "/sessions",
    "/",
    "/admin/users",
    "/admin/settings",
    "/account",
    "/sign-in",
    "/nowhere",
    "//evil.example",
    "/sessions?q=%00",
];

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![
        5 => hostile().prop_map(Text::Typed),
        2 => prop::sample::select(ENCODED).prop_map(Text::Encoded),
        1 => any::<Index>().prop_map(Text::Own),
        1 => any::<Index>().prop_map(Text::Foreign),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        8 => (any::<Index>(), text()).prop_map(|(field, text)| Change::Set(field, text)),
        2 => any::<Index>().prop_map(Change::Leave),
        2 => (any::<Index>(), text()).prop_map(|(field, text)| Change::Repeat(field, text)),
        1 => (any::<Index>(), prop::sample::select(vec!["[]", "[a]", "[a][b]", "[0]", ".a", "[", "]"])).prop_map(|(field, end)| Change::Nest(field, end)),
        3 => (prop::sample::select(NAMES), text()).prop_map(|(name, text)| Change::Add(name, text)),
        1 => prop::sample::select(vec!["&&&", "&=", "&%", "&a", "&\u{0}=\u{0}", "&a[[[[[[[[[[[[[[[[[[[[=b", "\r\n\r\n"]).prop_map(Change::Raw),
        1 => any::<Index>().prop_map(Change::Cut),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    let kind = prop_oneof![9 => Just(KINDS[0]), 1 => prop::sample::select(KINDS)];
    let accept = prop::sample::select(vec!["application/json", "text/html", "*/*"]);
    let changes = prop::collection::vec(change(), 1..4);
    (any::<Index>(), 0..3_usize, changes, kind, accept, prop::option::of(prop::sample::select(PAGES)))
        .prop_map(|(route, who, changes, kind, accept, page)| Case { route, who, changes, kind, accept, page })
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

impl Case {
    fn asked(&self, arena: &Arena) -> Asked {
        let calls: Vec<_> = ROUTES.iter().filter(|route| route.kind == Kind::Call && route.path != "/api/upload_tree").collect();
        let path = self.route.get(&calls).path;
        let visitor = [Visitor::Technician, Visitor::Manager, Visitor::Admin][self.who];
        let form = arena.north.form(path, visitor);
        let mut fields: Vec<(String, String)> = form.iter().map(|(name, value)| (encoded(name), encoded(value))).collect();
        let (own, foreign) = (arena.north.ids(), arena.south.ids());
        let write = |text: &Text| match text {
            Text::Typed(text) => encoded(text),
            Text::Encoded(text) => (*text).to_owned(),
            Text::Own(index) => encoded(index.get(&own)),
            Text::Foreign(index) => encoded(index.get(&foreign)),
        };
        let mut end = String::new();
        let mut keep = None;
        for change in &self.changes {
            match change {
                Change::Add(name, text) => fields.push((encoded(name), write(text))),
                Change::Raw(raw) => end.push_str(raw),
                Change::Cut(index) => keep = Some(*index),
                _ if fields.is_empty() => {}
                Change::Set(index, text) => index.get_mut(&mut fields).1 = write(text),
                Change::Leave(index) => {
                    fields.remove(index.index(fields.len()));
                }
                Change::Repeat(index, text) => fields.push((index.get(&fields).0.clone(), write(text))),
                Change::Nest(index, end) => index.get_mut(&mut fields).0.push_str(end),
            }
        }
        let mut body = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&") + &end;
        if let Some(keep) = keep.filter(|_| !body.is_empty()) {
            body.truncate(keep.index(body.len()));
        }
        let page = self.page.map(str::to_owned);
        Asked { kind: self.kind.to_owned(), accept: self.accept, page, ..Asked::form(path, self.who, body) }
    }
}

#[tokio::test]
async fn no_form_is_our_fault_or_half_written() {
    let mut arena = Arena::open().await;
    let mut before = arena.state().await;
    let mut answers = std::collections::BTreeMap::new();
    for case in made(FORMS, cases()) {
        let asked = case.asked(&arena);
        let shown = (&asked.path, &case, String::from_utf8_lossy(&asked.body).chars().take(600).collect::<String>());
        let status = arena.try_out(&mut before, &asked, &shown).await.status.as_u16();
        *answers.entry(status).or_insert(0) += 1;
        if status < 400 {
            arena.tidy_up().await;
            before = arena.state().await;
        }
    }
    // Else the forms would be too strange to get anywhere.
    for status in [200, 303, 400, 403, 404, 422] {
        assert!(answers.contains_key(&status), "{answers:?}");
    }
}
