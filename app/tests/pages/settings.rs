use crate::support::fixtures::{HOSTILE, admin, manager, now, technician};
use crate::support::{Fake, visit};
use app::api::admin::{SaveSettings, ShowPeople};
use app::backend::views::Viewer;
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
        hides_times: true,
        needs_approval: true,
        takes_proposals: true,
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

#[tokio::test]
async fn the_settings_say_whether_there_are_figures_per_person_and_lead_to_the_switch() {
    let off = visit("/admin/settings").by(admin()).over(settings()).answer().await;
    assert!(off.html.says("Off: no page and no file of Insights has figures of a person."));
    assert!(off.html.leads_to("/admin/settings/people") && !off.html.offers(ShowPeople::url()), "not without reading what it means");
    assert!(
        off.html
            .element("select", &[("name", "times")])
            .element("option", &[("value", "hidden"), ("selected", "")])
            .says("Hidden from technicians")
    );
    let on = Viewer { people_since: Some(now()), ..admin() };
    let on = visit("/admin/settings").by(on).over(settings()).answer().await;
    assert!(on.html.says("On since 10 Feb 2026: managers can see figures per person."));
}

#[tokio::test]
async fn the_switch_says_what_figures_per_person_mean_before_it_turns_them() {
    let page = visit("/admin/settings/people").by(admin()).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    for said in ["§ 87 (1) no. 6 BetrVG", "GDPR art. 6", "art. 88", "data protection impact assessment", "audit trail", "own figures"] {
        assert!(page.html.says(said), "{said}");
    }
    let form = page.html.form(ShowPeople::url());
    assert_eq!(form.value("shown").as_deref(), Some("yes"));
    assert!(form.says("Turn figures per person on") && form.leads_to("/admin/settings"));
    let on = visit("/admin/settings/people").by(Viewer { people_since: Some(now()), ..admin() }).answer().await;
    assert_eq!(on.html.form(ShowPeople::url()).value("shown").as_deref(), Some("no"));
    assert!(on.html.says("On since 10 Feb 2026."));
    for viewer in [manager(), technician()] {
        assert_eq!(visit("/admin/settings/people").by(viewer).answer().await.status, 403);
    }
}

#[tokio::test]
async fn everybody_reads_on_their_own_page_that_managers_see_figures_per_person() {
    let logins = || Fake { my_logins: Ok(Vec::new()), ..Fake::default() };
    let on = Viewer { people_since: Some(now()), ..technician() };
    let page = visit("/account").by(on).over(logins()).answer().await;
    assert!(page.html.says("Managers can see figures per person since 10 Feb 2026."));
    assert!(!visit("/account").by(technician()).over(logins()).answer().await.html.says("figures per person"));
}
