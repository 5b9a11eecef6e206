//! Figures per person: the switch, who is shown, what is written down, and that nothing else of Insights knows of people.

use ::app::backend::views::insights::{Look, PeopleFigures, PeoplePage};
use ::app::error::AppError;
use ::app::{Kind, ROUTES};
use resolutionflow::access::Role;
use resolutionflow::insights::people::{HeldBack, Narrowed};
use resolutionflow::outcome::Outcome;
use resolutionflow::text::{Email, Name};
use serde_json::Value;
use server::service::Newcomer;

use super::links::{links, listed};
use super::{asked, fetch, ready};
use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, PASSWORD, SVEN, TESS, Walker};

const NORA: &str = "nora@north.example";
const PIA: &str = "pia@north.example";

async fn people(app: &TestApp, query: &str) -> PeoplePage {
    ready(app.sign_in(MARA).await.people(asked(app, query).await, Look::Page).await.unwrap()).page
}

async fn trail(app: &TestApp, action: &str) -> Vec<Value> {
    sqlx::query_scalar("select coalesce(after, before) from audit where action = $1 order by id")
        .bind(action)
        .fetch_all(&app.superuser)
        .await
        .unwrap()
}

async fn walk(app: &TestApp, email: &str, tree: &str, outcomes: &[(Outcome, usize)]) {
    let backend = app.sign_in(email).await;
    for (outcome, times) in outcomes {
        for _ in 0..*times {
            let walker = Walker::start(backend.clone(), tree).await;
            app.wait(60);
            walker.finishes(*outcome).await;
        }
    }
}

/// Six people who walked one tree ten times each on one day, and five of them another one two days later.
async fn worked() -> TestApp {
    let app = TestApp::start().await;
    for (email, name) in [(NORA, "Nora Åberg"), (PIA, "Pia Zorn")] {
        let (email, name) = (Email::parse(email).unwrap(), Name::parse(name).unwrap());
        let newcomer = Newcomer { email: &email, name: &name, role: Role::Technician, password: PASSWORD };
        app.service.add_user(app.north, &newcomer).await.unwrap();
    }
    for email in [TESS, OMAR, MARA, ADA, NORA] {
        walk(&app, email, "vpn", &[(Outcome::Resolved, 8), (Outcome::Escalated, 2), (Outcome::ResolvedExternally, 0)]).await;
    }
    walk(&app, PIA, "vpn", &[(Outcome::Workaround, 4), (Outcome::Unresolved, 6)]).await;
    app.wait(2 * 86_400);
    for email in [TESS, OMAR, MARA, ADA, NORA] {
        walk(&app, email, "printer", &[(Outcome::Resolved, 10)]).await;
    }
    app
}

#[tokio::test]
async fn figures_per_person_are_off_until_an_admin_turns_them_on_and_each_look_is_written_down() {
    let app = TestApp::start().await;
    let off = people(&app, "").await;
    assert_eq!((off.figures.clone(), off.tables().len()), (PeopleFigures::Off, 0));
    assert_eq!(fetch(&app, MARA, "/insights/people.csv").await.0, 404);
    assert!(trail(&app, "read_people").await.is_empty(), "nothing was looked at");
    for (email, since) in [(TESS, None), (MARA, None), (ADA, Some(app.now()))] {
        let backend = app.sign_in(email).await;
        assert_eq!(backend.show_people(true).await.is_ok(), email == ADA, "{email}");
        assert_eq!(app.sign_in(TESS).await.viewer().await.unwrap().people_since, since, "{email}");
    }
    let since = app.now();
    app.wait(60);
    app.sign_in(ADA).await.show_people(true).await.unwrap();
    assert_eq!(app.sign_in(TESS).await.viewer().await.unwrap().people_since, Some(since), "they are on since they were turned on");
    assert_eq!(app.sign_in(SVEN).await.viewer().await.unwrap().people_since, None);
    assert_eq!(trail(&app, "show_people").await.len(), 1);

    assert_eq!(people(&app, "from=2026-02-01").await.figures, PeopleFigures::HeldBack(HeldBack::SmallGroup));
    let (status, _, file) = fetch(&app, MARA, "/insights/people.csv?tree=vpn").await;
    assert_eq!((status, file.lines().count()), (200, 1), "{file}");
    let looks = trail(&app, "read_people").await;
    assert_eq!(looks.len(), 2);
    assert_eq!((&looks[0]["as"], &looks[0]["from"], &looks[0]["to"]), (&"page".into(), &"2026-02-01".into(), &"2026-02-10".into()));
    assert_eq!((&looks[1]["as"], &looks[1]["tree"]), (&"csv".into(), &"vpn".into()));
    let question = asked(&app, "").await;
    assert_eq!(app.sign_in(TESS).await.people(question.clone(), Look::Page).await.err(), Some(AppError::Forbidden));
    assert_eq!(app.nobody().people(question, Look::Page).await.err(), Some(AppError::NotSignedIn));
    assert_eq!(fetch(&app, MARA, "/insights/people.csv?tree=their-own").await.0, 404);
    assert_eq!(trail(&app, "read_people").await.len(), 2, "what was refused was not looked at");

    app.sign_in(ADA).await.show_people(false).await.unwrap();
    assert_eq!(people(&app, "").await.figures, PeopleFigures::Off);
    assert_eq!((trail(&app, "hide_people").await.len(), trail(&app, "read_people").await.len()), (1, 2));
}

#[tokio::test]
async fn people_stand_by_name_against_what_is_expected_of_their_trees_and_lead_to_exactly_their_sessions() {
    let app = worked().await;
    app.sign_in(ADA).await.show_people(true).await.unwrap();
    let page = people(&app, "").await;
    let names: Vec<_> = page.people().iter().map(|(person, _)| person.name.as_str()).collect();
    assert_eq!(names, ["Ada Okafor", "Mara Lindqvist", "Nora Åberg", "Omar Haddad", "Pia Zorn", "Tess Tanaka"]);
    let (pia, tess) = (page.people()[4].1, page.people()[5].1);
    assert_eq!((pia.walks.walks, pia.walks.solved, tess.walks.walks, tess.walks.solved), (10, 4, 20, 18));
    // 44 of 60 walks of one tree were solved, and all of the other.
    assert!((pia.solved.expected - 44.0 / 6.0).abs() < 1e-9 && (tess.solved.expected - 44.0 / 6.0 - 10.0).abs() < 1e-9, "{pia:?} {tess:?}");
    assert!((tess.active.expected - tess.active.observed).abs() < 1e-6 && tess.walks.active == 20 * 60, "a minute a walk, as everybody");

    let mara = app.sign_in(MARA).await;
    let links = links(&page.tables());
    assert_eq!(links.len(), 12);
    for (href, number, words) in links {
        assert_eq!(listed(&mara, &href).await, number, "{words}");
    }
    let (_, _, file) = fetch(&app, MARA, "/insights/people.csv").await;
    let column = |line: &str| line.split(',').next().unwrap().trim_matches('\u{feff}').to_owned();
    assert_eq!(file.lines().map(column).collect::<Vec<_>>(), [&["Person"], &names[..]].concat());
    assert!(file.contains("Pia Zorn,10,10,4,7.333333,"), "{file}");

    // Somebody who left is still named.
    let pia = app.user(PIA).await;
    app.sign_in(ADA).await.set_active(pia, false).await.unwrap();
    assert_eq!(people(&app, "").await.people().len(), 6);

    // Another account's walks change nothing.
    let before = people(&app, "period=year").await;
    walk(&app, BEN, "vpn", &[(Outcome::Unresolved, 12)]).await;
    assert_eq!(people(&app, "period=year").await.figures, before.figures);
    app.sign_in(SVEN).await.show_people(true).await.unwrap();
    let theirs = app.sign_in(BEN).await;
    let question = asked(&app, "").await;
    assert_eq!(ready(theirs.people(question, Look::Page).await.unwrap()).page.figures, PeopleFigures::HeldBack(HeldBack::SmallGroup));
}

#[tokio::test]
async fn what_is_left_of_the_whole_is_never_that_of_few_people() {
    let app = worked().await;
    app.sign_in(ADA).await.show_people(true).await.unwrap();
    assert_eq!(people(&app, "tree=vpn").await.people().len(), 6, "the rest is that of five");
    let remainder = |narrowed| PeopleFigures::HeldBack(HeldBack::Remainder(narrowed));
    assert_eq!(people(&app, "tree=printer").await.figures, remainder(Narrowed::Trees), "all less this tree is Pia's");
    assert_eq!(people(&app, "from=2026-02-11").await.figures, remainder(Narrowed::Days), "all less these days is Pia's");
    assert_eq!(people(&app, "from=2026-02-10&to=2026-02-10").await.people().len(), 6);
    let (_, _, file) = fetch(&app, MARA, "/insights/people.csv?tree=printer").await;
    assert_eq!(file.lines().count(), 1, "{file}");
    // One more walk of a day: the days but that one would be a single walk's difference.
    app.wait(86_400);
    walk(&app, TESS, "printer", &[(Outcome::Unresolved, 1)]).await;
    assert_eq!(people(&app, "").await.people().len(), 6);
    assert_eq!(people(&app, "from=2026-02-10&to=2026-02-12").await.figures, remainder(Narrowed::Days));
}

#[tokio::test]
async fn no_other_page_or_file_of_insights_names_or_asks_for_a_technician() {
    let app = worked().await;
    let (tess, mut seen) = (app.user(TESS).await, 0);
    for shown in [false, true] {
        app.sign_in(ADA).await.show_people(shown).await.unwrap();
        for route in ROUTES.iter().filter(|route| route.path.starts_with("/insights") && route.kind != Kind::Call) {
            // The page of figures per person is what it is about; one's own page is about its reader alone.
            if shown && route.path.starts_with("/insights/people") {
                continue;
            }
            let path = route.path.replace(":key", "vpn");
            let plain = fetch(&app, MARA, &path).await;
            let asked = fetch(&app, MARA, &format!("{path}?technician={tess}&holder={tess}&person={tess}")).await;
            assert_eq!(plain.0, asked.0, "{path}");
            for (_, _, body) in [&plain, &asked] {
                for name in ["Tess Tanaka", "Omar Haddad", "Nora Åberg", "Pia Zorn"] {
                    assert!(!body.contains(name), "{name} at {path}");
                }
            }
            // What asks for a person is in no link: it was not understood.
            let id = tess.to_string();
            assert!(!plain.2.contains(&id) && !asked.2.contains(&format!("technician={id}")), "{path}");
            seen += 1;
        }
    }
    assert!(seen >= 24, "{seen}");
}
