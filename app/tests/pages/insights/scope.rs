use crate::support::figures::{overview, ready};
use crate::support::fixtures::manager;
use crate::support::{Answer, Fake, visit};
use resolutionflow::insights::{Preset, Step};

async fn page(address: &str) -> Answer {
    let view = overview("", [420, 80, 60, 30, 10], [300, 80, 90, 20, 0]);
    visit(address).by(manager()).over(Fake { overview: Ok(ready(view)), ..Fake::default() }).answer().await
}

#[tokio::test]
async fn days_tree_and_steps_come_from_the_address() {
    let page = page("/insights?period=quarter&tree=vpn&category=Network&by=month&unknown=1").await;
    let asked = page.backend.asked_insights.lock().unwrap().clone().unwrap();
    assert_eq!((asked.scope.preset, asked.scope.step), (Some(Preset::Quarter), Step::Month));
    assert_eq!((asked.tree.as_str(), asked.category.as_str()), ("vpn", "Network"));
    let form = page.html.element("form", &[("class", "scope-narrow")]);
    assert_eq!((form.attr("action"), form.attr("method")), (Some("/insights"), Some("get")));
    assert_eq!(form.value("period").as_deref(), Some("quarter"), "the form keeps the days");
    let month = page.html.link("This month").attr("href");
    assert_eq!(month, Some("/insights?by=month&tree=vpn&category=Network&period=month"), "a preset keeps the rest");
    let trust = page.html.link("Trust").attr("href");
    assert_eq!(trust, Some("/insights/trust?period=quarter&by=month&tree=vpn&category=Network"), "so do the other pages");
}

#[tokio::test]
async fn days_of_ones_own_are_shown_in_their_fields() {
    let address = "from=2026-01-05&to=2026-01-20&tree=vpn";
    let view = overview(address, [42, 8, 6, 3, 1], [0; 5]);
    let fake = Fake { overview: Ok(ready(view)), ..Fake::default() };
    let page = visit(&format!("/insights?{address}")).by(manager()).over(fake).answer().await;
    let own = page.html.element("details", &[("id", "own-days")]);
    assert!(own.is("open"));
    let fields = own.fields();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(fields, [pair("tree", "vpn"), pair("from", "2026-01-05"), pair("to", "2026-01-20")]);
    assert!(page.html.says("5 to 20 Jan 2026 , against 20 Dec 2025 to 4 Jan 2026"));
}

#[tokio::test]
async fn days_that_are_no_period_are_said_beside_their_field_and_nothing_is_counted() {
    for (address, field, words) in [
        ("from=2026-02-02&to=2026-02-01", "to", "Last day ends before it begins: choose a last day that is not before the first."),
        ("from=2026-02-30", "from", "First day is not a day of the calendar such as 2026-02-10."),
        ("from=2026-02-11", "from", "First day has not begun yet: choose a first day up to today."),
        ("from=0001-01-01&to=0001-01-02", "from", "First day must be in the years 2000 to 2099."),
        ("from=2005-01-01", "from", "First day is longer than five years: choose fewer days."),
    ] {
        let page = page(&format!("/insights?{address}&by=month")).await;
        assert_eq!(page.status, 422, "{address}");
        let control = page.html.element("input", &[("name", field)]);
        assert_eq!(control.attr("aria-invalid"), Some("true"), "{address}");
        let described = control.attr("aria-describedby").unwrap();
        assert_eq!(page.html.element("p", &[("id", described)]).text(), words);
        assert!(page.backend.asked_insights.lock().unwrap().is_none() && !page.html.contains("svg", &[("role", "img")]));
        assert!(page.html.element("details", &[("id", "own-days")]).is("open"));
    }
}

#[tokio::test]
async fn each_table_has_a_file_of_the_same_question() {
    let page = page("/insights?period=year&tree=vpn").await;
    for table in ["outcomes", "trend", "times", "lasting"] {
        assert!(page.html.leads_to(&format!("/insights/overview.csv?period=year&tree=vpn&table={table}")), "{table}");
    }
}
