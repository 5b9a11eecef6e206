//! Every number of a page is a figure that `docs/insights.md` names.

use crate::support::clients::{client, clients, mine};
use crate::support::figures::{budgets, overview, people, ready, saving, trust, versions};
use crate::support::fixtures::manager;
use crate::support::{Element, Fake, Html, visit};
use resolutionflow::insights::figures::{PAGES, find};

const MANY: [u64; 5] = [420, 80, 60, 30, 10];
const BEFORE: [u64; 5] = [300, 80, 90, 20, 0];

/// Pages of Insights with many walks and with few.
async fn pages() -> Vec<(&'static str, Html)> {
    let mut pages = Vec::new();
    for (now, before) in [(MANY, BEFORE), ([3, 1, 0, 0, 0], [0; 5])] {
        let fake = || Fake {
            overview: Ok(ready(overview("period=year", now, before))),
            trust: Ok(ready(trust("period=year", now, before))),
            people: Ok(ready(people("period=year", if now == MANY { 12 } else { 6 }, 5))),
            saving: Ok(ready(saving("period=year", now))),
            versions: Ok(ready(versions("period=year", now, before))),
            now: Ok(super::now::now(now[0].min(3), now[0].min(4))),
            budgets: Ok(ready(budgets("period=year", now))),
            trees_report: Ok(ready(super::trees::trees("period=year"))),
            clients_report: Ok(ready(clients("period=year", now[0].cast_signed()))),
            client_report: Ok(ready(client("period=year", now, before))),
            mine: Ok(ready(mine("period=year", now, before))),
            tree_report: Ok(ready(super::trees::tree("period=year", now[0].cast_signed()))),
            ..Fake::default()
        };
        let paths = [
            "/insights",
            "/insights/trees",
            "/insights/trees/vpn",
            "/insights/trees/vpn/versions",
            "/insights/budgets",
            "/insights/trust",
            "/insights/now",
            "/insights/people",
            "/insights/saving",
            "/insights/clients",
            "/insights/clients/00000000-0000-0000-0000-000000000002",
            "/insights/mine",
        ];
        for path in paths {
            pages.push((path, visit(&format!("{path}?period=year")).by(manager()).over(fake()).answer().await.html));
        }
    }
    pages
}

fn digits(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Text of an element without that of the elements inside it that name a figure, or are days or names.
fn unnamed(element: &Element) -> String {
    let mut text = element.text();
    let named = element.elements("*", &[]).into_iter().filter(|inner| {
        let names = ["data-figure", "data-days", "data-name", "data-version"];
        names.iter().any(|name| inner.is(name)) || inner.name == "time"
    });
    for inner in named {
        text = text.replacen(&inner.text(), "", 1);
    }
    text
}

#[tokio::test]
async fn a_page_shows_no_figure_without_its_name() {
    for (path, page) in pages().await {
        let report = page.element("article", &[("class", "report")]);
        for cell in report.elements("td", &[]).into_iter().filter(|cell| digits(&cell.text()) && !cell.is("data-name")) {
            assert!(cell.is("data-figure"), "{path}: the cell “{}” names no figure", cell.text());
        }
        for class in ["report-answer", "report-finding"] {
            for sentence in report.elements("p", &[("class", class)]) {
                let rest = unnamed(sentence).replace("within 30 days", "").replace("p90", "").replace("per 100 sessions", "");
                assert!(!digits(&rest), "{path}: “{rest}” has a number that names no figure");
            }
        }
        for named in report.elements("*", &[]).into_iter().filter_map(|element| element.attr("data-figure")) {
            assert!(find(named).is_some(), "{path}: {named} is no figure");
        }
    }
}

#[test]
fn every_figure_is_in_the_document_in_the_same_words() {
    let document = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/insights.md")).unwrap();
    for (page, figures) in PAGES {
        let section = document.split(&format!("\n### {page}\n")).nth(1).unwrap_or_else(|| panic!("no section {page}"));
        let section = section.split("\n#").next().unwrap();
        for figure in *figures {
            let row = format!("| {} | {} |", figure.name, figure.formula);
            assert!(section.lines().any(|line| line == row), "{page}: no row {row}");
        }
        let rows = section.lines().filter(|line| line.starts_with("| ")).count() - 1;
        assert_eq!(rows, figures.len(), "{page}: a row that is no figure of the page");
    }
}

#[test]
fn no_two_figures_share_an_id() {
    let mut ids: Vec<&str> = PAGES.iter().flat_map(|(_, figures)| figures.iter().map(|figure| figure.id)).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}
