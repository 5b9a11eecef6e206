use crate::support::fixtures::{HOSTILE, admin};
use crate::support::{Fake, visit};
use app::api::admin::SaveSettings;
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::account::{NotATicketLink, Reading, Settings, TicketLink};
use resolutionflow::billing::{Per, Rounding, Rule};
use resolutionflow::insights::WeekBegins;
use resolutionflow::login::{BadLifetimes, Lifetimes};
use resolutionflow::text::Name;
use resolutionflow::time::Seconds;

fn settings() -> Fake {
    let settings = Settings {
        name: Name::parse(HOSTILE).unwrap(),
        zone: "Europe/Berlin".parse().unwrap(),
        week: WeekBegins::Sunday,
        idle_threshold: Seconds(601),
        lifetimes: Lifetimes::default(),
        reading: Reading::Own,
        ticket_link: TicketLink::parse("https://psa.example/{ticket}").ok(),
        billing: Rule::new(6, 30, Rounding::Nearest, Per::Ticket).unwrap(),
        shows_usual: false,
    };
    Fake { settings: Ok(settings), ..Fake::default() }
}

#[tokio::test]
async fn settings_come_in_the_units_of_the_form() {
    let page = visit("/admin/settings?done=saved").by(admin()).over(settings()).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    let value = |name: &str, value: &str| page.html.element("input", &[("name", name), ("value", value)]);
    for (name, shown, attribute, expected) in [
        ("idle_minutes", "11", "max", "1440"),
        ("login_idle_hours", "72", "type", "number"),
        ("login_days", "14", "max", "90"),
        ("time_zone", "Europe/Berlin", "list", "zones"),
        ("ticket_link", "https://psa.example/{ticket}", "placeholder", "https://psa.example.com/tickets/{ticket}"),
        ("billing_increment", "6", "max", "240"),
        ("billing_minimum", "30", "max", "1440"),
    ] {
        assert_eq!(value(name, shown).attr(attribute), Some(expected), "{name}");
    }
    assert!(value("reading", "own").is("checked") && !value("reading", "all").is("checked"));
    assert!(page.html.element("select", &[("name", "billing_per")]).contains("option", &[("value", "ticket"), ("selected", "")]));
    assert!(page.html.element("select", &[("name", "week_begins")]).contains("option", &[("value", "sunday"), ("selected", "")]));
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
        let form = page.html.form(SaveSettings::url());
        for (name, value) in typed {
            assert_eq!(form.value(name).as_deref(), Some(value), "{name}");
        }
    }
}
