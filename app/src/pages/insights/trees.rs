//! `/insights/trees`: how effective each tree is, and which of their steps nobody takes.

use leptos::prelude::*;
use resolutionflow::insights::figures::overview::WALKS;
use resolutionflow::insights::figures::trees::{LOST, SPENT, UNUSED};
use resolutionflow::insights::{USED_WITHIN, count, day_words, sessions};
use resolutionflow::time::Seconds;

use super::part::{Counted, Part};
use super::said::Said;
use super::table::FigureCell;
use super::{Place, Report, page};
use crate::backend::views::insights::{Answer, COLUMNS, Kind, TreeRow, TreesAsked, TreesReport, UnusedOfTree, UnusedSteps};
use crate::ui::chart::{HoursBar, HoursBars};
use crate::ui::{Empty, Icon, Query, Segment, Segments};

/// Most trees of the picture; the table has all of them.
const DRAWN: usize = 12;
const PATH: &str = "/insights/trees";

/// Trees with their effectiveness, those that lost most hours first, or the steps that nobody takes.
#[component]
pub fn InsightsTrees() -> impl IntoView {
    let query = Query::of_page();
    page(Place::Trees, |backend, asked| async move { backend.trees_report(TreesAsked::read(asked, &query)).await }, show)
}

fn show(answer: Answer<TreesReport>, query: Query) -> AnyView {
    let report = answer.page.clone();
    let known = TreesAsked::known(&query);
    let views = vec![
        Segment { word: "Effectiveness", href: known.without("show").href(PATH), present: !report.question.unused },
        Segment { word: "Unused steps", href: known.with("show", "unused").href(PATH), present: report.question.unused },
    ];
    let asked = report.question.asked.clone();
    let (sentence, part) = match report.unused.clone() {
        Some(unused) => (said_of_unused(&unused), view! { <Unused unused query=query.clone() /> }.into_any()),
        None => (said(&report), view! { <Effectiveness report known query=query.clone() /> }.into_any()),
    };
    view! {
        <Report place=Place::Trees query asked answer sentence>
            <div class="print:hidden">
                <Segments label="What of the trees" views />
            </div>
            {part}
        </Report>
    }
    .into_any()
}

/// The tree that lost most hours, in a sentence.
fn said(report: &TreesReport) -> AnyView {
    let walks: i64 = report.trees.iter().map(|tree| tree.figures.walks()).sum();
    let enough = report.trees.iter().filter(|tree| tree.figures.is_enough());
    let worst = enough.clone().max_by_key(|tree| tree.figures.lost()).filter(|tree| tree.figures.lost() > 0);
    match worst {
        _ if walks == 0 => "No walk ended in these days.".into_any(),
        None if enough.count() == 0 => {
            let said = view! { <Said figure=WALKS text=format!("{} walks", count(walks)) strong=true /> };
            view! { "There were only " {said} ", and no tree has enough of them to say how effective it is." }.into_any()
        }
        None => "No walk of any tree with enough walks was given up.".into_any(),
        Some(tree) => {
            let (lost, spent) = (tree.figures.lost(), tree.figures.spent());
            view! {
                <strong data-name="">
                    <bdi>{tree.name.clone()}</bdi>
                </strong>
                " lost most time: "
                <Said figure=LOST text=hours(lost) strong=true />
                " of "
                <Said figure=SPENT text=hours(spent) />
                " went into walks that were escalated or left unresolved."
            }
            .into_any()
        }
    }
}

fn hours(seconds: i64) -> String {
    Seconds(u64::try_from(seconds).unwrap_or(0)).to_string()
}

#[component]
fn Effectiveness(report: TreesReport, known: Query, query: Query) -> impl IntoView {
    if report.trees.is_empty() {
        return view! {
            <Empty icon=Icon::Tree title="No trees here">
                <p>"Trees and how effective they are will be here, once a tree is in the library or was walked in these days."</p>
                <a class="button" href="/trees">
                    "Go to the library"
                </a>
            </Empty>
        }
        .into_any();
    }
    let mut drawn: Vec<&TreeRow> = report.trees.iter().filter(|tree| tree.figures.is_enough()).collect();
    drawn.sort_by_key(|tree| std::cmp::Reverse((tree.figures.lost(), tree.figures.spent())));
    let bars = drawn.iter().take(DRAWN).map(|tree| HoursBar {
        label: tree.name.clone(),
        spent: tree.figures.spent(),
        lost: tree.figures.lost(),
        says: format!("{} of {} lost", hours(tree.figures.lost()), hours(tree.figures.spent())),
    });
    let bars: Vec<HoursBar> = bars.collect();
    let finding = if bars.is_empty() {
        "No tree has enough walks in these days to say more than how many they are."
    } else {
        "Hours that technicians spent in each tree, and the part that was lost: in walks that were given up at a step that is no solution."
    };
    let lost: i64 = drawn.iter().map(|tree| tree.figures.lost()).sum();
    let spent: i64 = drawn.iter().map(|tree| tree.figures.spent()).sum();
    let sentence = format!("Of {} spent, {} were lost.", hours(spent), hours(lost));
    let formulas = COLUMNS.map(|(figure, ..)| Counted { figure, values: String::new() }).to_vec();
    let table = report.effectiveness();
    let drawing = (!bars.is_empty()).then(|| view! { <HoursBars finding=sentence bars /> });
    let rows = view! { <TreesTable report known /> };
    view! {
        <Part
            place=Place::Trees
            query
            id="effectiveness"
            title="Hours spent and lost"
            finding=finding.into_any()
            table
            counted=formulas
            shown=rows.into_any()
        >
            {drawing}
        </Part>
    }
    .into_any()
}

/// Table of trees, whose heads sort it.
#[component]
fn TreesTable(report: TreesReport, known: Query) -> impl IntoView {
    let heads = std::iter::once(("Tree", false, resolutionflow::insights::TreeOrder::Name))
        .chain(COLUMNS.map(|(figure, _, order)| (figure.name, true, order)));
    let (order, is_turned) = (report.question.order, report.question.is_turned);
    let heads = heads.map(|(name, is_number, column)| {
        let present = column == order;
        let turned = if present && !is_turned { "yes" } else { "" };
        let sort = if column == Default::default() { "" } else { column.as_str() };
        let href = known.with("sort", sort).with("turned", turned).href(PATH);
        let rises = column.rises() != is_turned;
        let sorted = present.then_some(if rises { "ascending" } else { "descending" });
        let arrow = present.then_some(if rises { "↑" } else { "↓" });
        view! {
            <th scope="col" class=is_number.then_some("report-number") aria-sort=sorted>
                <a class="history-sort" href=href>
                    {name}
                    {arrow.map(|arrow| view! { <span aria-hidden="true">{arrow}</span> })}
                </a>
            </th>
        }
    });
    let heads = heads.collect_view();
    let days = ["period", "from", "to"].iter().fold(Query::default(), |days, name| days.with(name, known.get(name)));
    let rows = report.trees.iter().map(|tree| {
        let cells = report.figures(tree).into_iter().zip(COLUMNS).map(|(cell, (figure, kind, _))| {
            view! {
                <td class=(kind != Kind::Text).then_some("report-number") data-figure=figure.id>
                    <FigureCell cell />
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row">
                    <a class="link" href=days.href(&format!("{PATH}/{}", tree.key)) dir="auto">
                        {tree.name.clone()}
                    </a>
                    <span class="report-beside">
                        <bdi>{tree.category.clone()}</bdi>
                        {tree.archived.then_some(", archived")}
                    </span>
                </th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <div class="report-table" role="region" tabindex="0" aria-label="Table: Effectiveness of trees">
            <table>
                <caption class="sr-only">"Effectiveness of trees"</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn said_of_unused(unused: &UnusedSteps) -> AnyView {
    let (steps, trees) = (unused.trees.iter().map(|tree| tree.unused.len()).sum::<usize>(), unused.trees.len());
    match (steps, trees) {
        (_, 0) => view! { "Every step and answer of every tree was taken in " <Window /> "." }.into_any(),
        (0, _) => {
            view! { "Some trees were not walked at all in " <Window /> ". In all others every step and answer was taken." }.into_any()
        }
        _ => {
            let words =
                format!("{} of {}", if steps == 1 { "1 step or answer".to_owned() } else { format!("{steps} steps and answers") }, {
                    let walked = unused.trees.iter().filter(|tree| !tree.unused.is_empty()).count();
                    if walked == 1 { "one tree".to_owned() } else { format!("{walked} trees") }
                });
            view! {
                "Nobody took "
                <Said figure=UNUSED text=words strong=true />
                " in "
                <Window />
                "."
            }
            .into_any()
        }
    }
}

/// The days in which a step counts as used.
#[component]
fn Window() -> impl IntoView {
    view! { <span data-days="">{format!("the last {USED_WITHIN} days")}</span> }
}

#[component]
fn Unused(unused: UnusedSteps, query: Query) -> impl IntoView {
    let table = unused.table();
    let cut = (unused.looked_at < unused.all).then(|| {
        view! {
            <p class="notice mb-4">
                {format!("The first {} of {} trees by name were looked at. Choose a category to see others.", unused.looked_at, unused.all)}
            </p>
        }
    });
    let formulas = vec![Counted { figure: UNUSED, values: String::new() }];
    let finding = view! { "Steps of each tree’s latest version in " <Window /> ", whatever days are chosen above." };
    let trees = unused.trees.into_iter().map(|tree| view! { <UnusedTree tree /> }).collect_view();
    view! {
        <Part place=Place::Trees query id="unused" title="Steps that nobody takes" finding=finding.into_any() table counted=formulas shown=().into_any()>
            {cut}
            <ul class="card divide-y divide-line">{trees}</ul>
        </Part>
    }
}

#[component]
fn UnusedTree(tree: UnusedOfTree) -> impl IntoView {
    let UnusedOfTree { key, name, version, since, walks, unused } = tree;
    let of = format!("Version {version}, since {}, {}", day_words(since), sessions(walks));
    view! {
        <li class="px-4 py-3 wrap-anywhere">
            <h3 class="font-medium">
                <a class="link" href=format!("{PATH}/{key}") dir="auto">
                    {name}
                </a>
            </h3>
            <p class="hint" data-figure=WALKS.id>{of}</p>
            {if unused.is_empty() {
                view! { <p class="mt-1">"It was not walked."</p> }.into_any()
            } else {
                view! {
                    <ul class="mt-1 list-disc pl-5" data-figure=UNUSED.id>
                        {unused
                            .into_iter()
                            .map(|unused| {
                                let answer = unused.answer.map(|answer| view! { ": the answer " <bdi>{format!("“{answer}”")}</bdi> });
                                view! { <li><bdi>{unused.step}</bdi>{answer}</li> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </li>
    }
}
