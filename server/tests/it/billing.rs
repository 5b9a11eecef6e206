//! Charges for a session's time.

use ::app::backend::views::Bill;
use resolutionflow::account::{Reading, Settings};
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Seconds;

use crate::app::TestApp;
use crate::fixtures::{ADA, OMAR, TESS, Walker, facts};

async fn charge(app: &TestApp, rule: Rule, reading: Reading) {
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(Settings { billing: rule, reading, ..settings }).await.unwrap();
}

async fn bill(app: &TestApp, email: &str, walker: &Walker) -> Bill {
    app.sign_in(email).await.session(walker.id).await.unwrap().bill
}

/// A walk for a ticket that took so many seconds.
async fn walk(app: &TestApp, email: &str, ticket: &str, seconds: i64) -> Walker {
    let walker = Walker::start_for(app.sign_in(email).await, "vpn", facts(ticket, "Fjord")).await;
    app.wait(seconds);
    walker.finishes(Outcome::Resolved).await;
    walker
}

#[tokio::test]
async fn the_accounts_rule_rounds_a_session_or_a_ticket_and_the_parts_add_up() {
    let app = TestApp::start().await;
    let first = walk(&app, TESS, "T-1", 400).await;
    let second = walk(&app, OMAR, "t-1", 500).await;
    let alone = walk(&app, TESS, "", 60).await;
    let Bill { rule, billed, parts, .. } = bill(&app, TESS, &first).await;
    assert_eq!((rule, billed, parts.len()), (Rule::default(), Seconds(900), 0), "a begun quarter of an hour, by itself");

    let per_ticket = Rule::new(15, 0, Rounding::Up, Per::Ticket).unwrap();
    charge(&app, per_ticket, Reading::All).await;
    let of_first = bill(&app, TESS, &first).await;
    let active: Vec<_> = of_first.parts.iter().map(|part| part.active).collect();
    assert!(active[0].0 >= 400 && active[1].0 >= 500, "{active:?}");
    let total: Seconds = of_first.parts.iter().map(|part| part.billed).sum();
    assert_eq!(total, per_ticket.billed(active.iter().copied().sum()));
    assert_eq!(of_first.billed, of_first.parts[0].billed);
    assert_eq!(bill(&app, OMAR, &second).await.billed, of_first.parts[1].billed, "the same ticket in other letters");
    assert_eq!(bill(&app, TESS, &alone).await.billed, Seconds(900), "no ticket is no ticket to share");

    charge(&app, per_ticket, Reading::Own).await;
    let narrowed = bill(&app, TESS, &first).await;
    assert_eq!(narrowed.billed, of_first.billed, "what others may not be read counts nevertheless");
    assert!(narrowed.parts[0].session.is_some() && narrowed.parts[1].session.is_none());
}
