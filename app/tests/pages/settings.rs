use crate::support::fixtures::{HOSTILE, admin};
use crate::support::{Fake, visit};
use app::api::admin::SaveSettings;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::account::{NotATicketLink, Reading, Settings, TicketLink};
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::login::{BadLifetimes, Lifetimes};
use resolutionflow::text::Name;
use resolutionflow::time::Seconds;

fn settings() -> Fake {
    let settings = Settings {
        name: Name::parse(HOSTILE).unwrap(),
        zone: "Europe/Berlin".parse().unwrap(),
        idle_threshold: Seconds(601),
        lifetimes: Lifetimes::default(),
        reading: Reading::Own,
        ticket_link: TicketLink::parse("https://psa.example/{ticket}").ok(),
        billing: Rule::new(6, 30, Rounding::Nearest, Per::Ticket).unwrap(),
    };
    Fake { settings: Ok(settings), ..Fake::default() }
}

#[tokio::test]
async fn settings_come_in_the_units_of_the_form() {
    let page = visit("/admin/settings?done=saved").by(admin()).over(settings()).answer().await;
    assert_eq!((page.status, page.html.count("<h1")), (200, 1));
    let value = |name: &str, value: &str| page.html.element("input", &[&format!("name=\"{name}\""), &format!("value=\"{value}\"")]);
    assert!(value("idle_minutes", "11").contains("max=\"1440\""));
    assert!(value("login_idle_hours", "72").contains("type=\"number\"") && value("login_days", "14").contains("max=\"90\""));
    assert!(value("reading", "own").contains("checked") && !value("reading", "all").contains("checked"));
    assert!(value("time_zone", "Europe/Berlin").contains("list=\"zones\""));
    assert!(value("ticket_link", "https://psa.example/{ticket}").contains("placeholder=\"https://psa.example.com/tickets/{ticket}\""));
    assert!(value("billing_increment", "6").contains("max=\"240\"") && value("billing_minimum", "30").contains("max=\"1440\""));
    assert!(page.html.element("select", &["name=\"billing_per\""]).contains("value=\"ticket\" selected"));
    assert!(page.html.says("Saved.") && !page.html.has("<script>alert"));
}

#[tokio::test]
async fn refused_settings_stay_typed_with_the_fault_beside() {
    let typed =
        [("name", "Northwind"), ("login_idle_hours", "100"), ("login_days", "2"), ("reading", "all"), ("ticket_link", "psa/{ticket}")];
    for (error, said) in [
        (
            AppError::invalid("login_idle_hours", BadLifetimes::IdleLonger),
            "does not fit: the time without input cannot be longer than the time in all.",
        ),
        (AppError::invalid("ticket_link", NotATicketLink), "Link to tickets should be an address that begins with https://"),
        (AppError::invalid("idle_minutes", Fault::OutOfRange { least: 1, most: 1_440 }), "must be a whole number from 1 to 1440."),
    ] {
        let page = visit("/admin/settings").by(admin()).over(settings()).refused(SaveSettings::url(), error, &typed).answer().await;
        assert!(page.html.says(said), "{said}");
        assert!(page.html.has("value=\"Northwind\"") && page.html.has("value=\"psa/{ticket}\"") && page.html.has("value=\"100\""));
        assert!(page.html.element("input", &["name=\"reading\"", "value=\"all\""]).contains("checked"));
    }
}
