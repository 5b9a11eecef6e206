//! Uploads in parts that are broken.

use proptest::prelude::*;

use super::json::spoilt;
use super::{Arena, Asked, made};
use crate::fixtures::tree;

/// Number of uploads made up.
const UPLOADS: u32 = 100;

fn part(headers: &str, body: &str) -> String {
    format!("--x\r\n{headers}\r\n\r\n{body}\r\n")
}

fn uploads() -> impl Strategy<Value = (usize, &'static str, Vec<u8>)> {
    let mut document = tree("uploaded");
    document["name"] = "By a form".into();
    let document = document.to_string();
    let headers = vec![
        "Content-Disposition: form-data; name=\"document\"; filename=\"t.json\"",
        "Content-Disposition: form-data; name=\"document\"",
        "Content-Disposition: form-data; name=document; filename*=UTF-8''%FF%00.json",
        "Content-Disposition: form-data; name=\"document\"; filename=\"../../x\0\"\r\nContent-Type: text/html; charset=utf-7",
        "Content-Disposition: form-data; name=\"\u{202e}document\"",
        "Content-Disposition: attachment",
        "Content-Type: application/json",
        "content-disposition:form-data;name=\"document\";name=\"other\"",
        "Content-Disposition: form-data; name=\"document\"\r\nContent-Transfer-Encoding: base64",
        "X: y",
        "",
    ];
    let part = (prop::sample::select(headers), prop_oneof![2 => Just(document.clone()), 1 => Just(String::new()), 1 => "[ -~]{0,40}"])
        .prop_map(|(headers, body)| part(headers, &body));
    // A form is taken only as a whole, so most have their end.
    let end = prop_oneof![8 => Just("--x--\r\n"), 1 => prop::sample::select(vec!["--x--", "--x", "--", "", "\r\n--y--\r\n"])];
    let body = (prop::collection::vec(part, 0..4), end).prop_map(|(parts, end)| (parts.concat() + end).into_bytes());
    let body = prop_oneof![3 => body.clone(), 2 => body.prop_flat_map(spoilt), 1 => prop::collection::vec(any::<u8>(), 0..200)];
    let kind = prop_oneof![
        6 => Just("multipart/form-data; boundary=x"),
        1 => prop::sample::select(vec![
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=\"x\"; charset=utf-16",
            "multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "MULTIPART/FORM-DATA; BOUNDARY=x", "application/json",
        ]),
    ];
    (0..3_usize, kind, body)
}

#[tokio::test]
async fn no_upload_is_our_fault_or_half_written() {
    let arena = &mut Arena::open().await;
    let mut before = arena.state().await;
    let mut answers = std::collections::BTreeMap::new();
    for (who, kind, body) in made(UPLOADS, uploads()) {
        let shown = String::from_utf8_lossy(&body).chars().take(2_000).collect::<String>();
        let asked = Asked { kind: kind.to_owned(), ..Asked::form("/api/upload_tree", who, body) };
        let status = arena.try_out(&mut before, &asked, &(kind, shown)).await.status.as_u16();
        *answers.entry(status).or_insert(0) += 1;
    }
    for status in [200, 400, 403, 422] {
        assert!(answers.contains_key(&status), "{answers:?}");
    }
}
