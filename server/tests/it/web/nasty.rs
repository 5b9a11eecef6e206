//! Text that wants to be more than text, in every field, through every page and export.

use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts};
use resolutionflow::text::{ClientName, OutcomeNotes, Ticket};
use serde_json::json;

use super::browser::Browser;
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, tree};

const NASTY: &str = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>|\"' & [x](javascript:alert(3))";

/// Scripts are ours, and no tag or attribute is there that only the text asks for.
fn assert_harmless(browser: &Browser) {
    for element in browser.page().elements("*", &[]) {
        let tag = element.name.as_str();
        assert!(tag != "script" || element.is("nonce") || element.is("src"), "a foreign script on {}", browser.address);
        assert!(!["b", "i", "em", "marquee"].contains(&tag) && element.attr("src") != Some("x"), "{tag} on {}", browser.address);
        for (name, value) in &element.attributes {
            assert!(!name.starts_with("on") && !value.to_lowercase().starts_with("javascript:"), "{name} on {}", browser.address);
        }
    }
}

#[tokio::test]
async fn nothing_that_was_typed_becomes_markup() {
    let app = TestApp::start().await;
    let mut document = tree("nasty");
    for field in ["name", "description"] {
        document[field] = json!(format!("{NASTY} {field}"));
    }
    document["category"] = json!("<b>|</b>");
    document["nodes"][0]["title"] = json!(NASTY);
    document["nodes"][0]["body"] = json!(format!("{NASTY}\n\n<script>alert(4)</script>\n\n[y](javascript:alert(5)) <a href=\"x\">"));
    document["nodes"][0]["options"][0]["label"] = json!(NASTY);
    document["nodes"][1]["commands"][0]["label"] = json!(NASTY);
    document["nodes"][1]["commands"][0]["text"] = json!(NASTY);
    app.service.import_tree(app.north, document.to_string().as_bytes()).await.unwrap();
    let facts = Facts { ticket: Ticket::parse("<i>&\"'|").unwrap(), client: ClientName::parse(NASTY).unwrap(), ..Facts::default() };
    let walker = Walker::start_for(app.sign_in(TESS).await, "nasty", facts).await;
    walker.writes(NASTY, NASTY, choose("yes")).await;
    let mut browser = Browser::of(&app, MARA).await;
    let session = format!("/sessions/{}", walker.id);
    let mut pages: Vec<String> =
        ["", "/walk", "/export.html", "/export.html?inline=1"].iter().map(|end| format!("{session}{end}")).collect();
    pages.extend(["/trees", "/trees?q=script", "/trees/nasty", "/start?tree=nasty", "/", "/sessions?technician=anyone"].map(str::to_owned));
    pages.push(format!("/start?tree=nasty&ticket={0}&client={0}", "%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C/script%3E%22"));
    pages.push("/sessions?text=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned());
    for at_the_end in [false, true] {
        if at_the_end {
            let notes = OutcomeNotes::parse(NASTY).unwrap();
            walker.does(Action::Complete { outcome: Outcome::Resolved, notes: notes.clone(), next_steps: notes }).await;
        }
        for page in &pages {
            for who in [MARA, TESS] {
                let mut browser = Browser::of(&app, who).await;
                browser.goes_to(page).await;
                assert!(browser.status.is_success(), "{page}: {}", browser.status);
                assert_harmless(&browser);
            }
        }
    }
    browser.goes_to(&session).await;
    assert!(browser.text().contains("alert(1)"), "it is still there to read");
}

#[tokio::test]
async fn the_name_of_a_tree_cannot_end_the_title_of_a_page() {
    let app = TestApp::start().await;
    let mut document = tree("nasty");
    document["name"] = json!("</title><marquee>");
    app.service.import_tree(app.north, document.to_string().as_bytes()).await.unwrap();
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/trees/nasty").await;
    assert_harmless(&browser);
}
