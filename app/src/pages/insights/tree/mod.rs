//! `/insights/trees/:key`: where walks of a tree get stuck.

mod detours;
mod map;
mod node;
mod outline;
mod paths;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use resolutionflow::insights::figures::overview::{ACTIVE_MEDIAN, ACTIVE_P90, RESOLUTION, WALKS};
use resolutionflow::insights::figures::tree::{DROP_OFF, ENDS, HOURS, SESSIONS};
use resolutionflow::insights::figures::trees::{DROP_SHARE, LOST, SPENT};
use resolutionflow::insights::{Figure, count, percent};
use resolutionflow::stats::{NodeFigures, NodeKey, Rate};

use super::part::{Counted, Part};
use super::said::Said;
use super::table::reads_all;
use super::{Place, Report, page};
use crate::backend::views::insights::{Answer, SIGNS_OF_STUCK, Table, TreeAsked, TreeReport, seconds};
use crate::ui::{Empty, Icon, Query, Segment, Segments};
use detours::Detours;
use map::FlowMap;
use outline::FlowOutline;
use paths::FrequentPaths;

/// A tree's outline with what walks did at each step, and what says where they get stuck.
#[component]
pub fn InsightsTree() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    let query = Query::of_page();
    page(Place::Tree, |backend, asked| async move { backend.tree_report(TreeAsked::read(asked, &key, &query)).await }, show)
}

fn show(answer: Answer<TreeReport>, query: Query) -> AnyView {
    let report = answer.page.clone();
    let (asked, sentence) = (report.question.asked.clone(), said(&report));
    let walks = report.figures().walks();
    let parts = if walks == 0 { view! { <NoWalks report=report.clone() /> }.into_any() } else { parts(&report, &query) };
    let versions = report.by_version();
    view! {
        <Report place=Place::Tree query=query.clone() asked answer sentence>
            <Facts report=report.clone() query=query.clone() />
            <Plain
                query
                id="versions"
                title="By version"
                finding="A step may have changed its meaning from one version to the next, so steps are shown of one version at a time."
                table=versions
                figures=&[WALKS, RESOLUTION, DROP_SHARE, ACTIVE_MEDIAN, ACTIVE_P90, SPENT, LOST]
            />
            {parts}
        </Report>
    }
    .into_any()
}

/// What the page says of steps, where there are walks.
fn parts(report: &TreeReport, query: &Query) -> AnyView {
    let stuck: Vec<&'static Figure> = std::iter::once(SESSIONS).chain(SIGNS_OF_STUCK).collect();
    let known = TreeAsked::known(query);
    let path = format!("/insights/trees/{}", report.question.asked.tree);
    let is_map = query.get("view") == "map";
    let views = vec![
        Segment { word: "Outline", href: known.without("view").without("zoom").href(&path), present: !is_map },
        Segment { word: "Map", href: known.with("view", "map").href(&path), present: is_map },
    ];
    view! {
        <div class="mb-6 print:hidden">
            <Segments label="Steps as" views />
        </div>
        {if is_map {
            view! { <FlowMap report=report.clone() query=query.clone() /> }.into_any()
        } else {
            view! { <FlowOutline report=report.clone() query=query.clone() /> }.into_any()
        }}
        <Plain query=query.clone() id="exits" title="Where walks end" finding="The steps with most drops come first." table=report.exits() figures=&[ENDS] />
        <Plain
            query=query.clone()
            id="stuck"
            title="Signs of being stuck"
            finding="Each sign by itself, per 100 sessions that came to the step."
            table=report.stuck()
            figures=stuck
        />
        <FrequentPaths report=report.clone() query=query.clone() />
        {reads_all().then(|| view! { <Detours report=report.clone() query=query.clone() /> })}
    }
    .into_any()
}

/// Where walks get stuck, in a sentence.
fn said(report: &TreeReport) -> AnyView {
    let figures = report.figures();
    let walks = figures.walks();
    let version = report.version;
    if walks == 0 {
        return view! { "No walk of " <Version version /> " ended in these days." }.into_any();
    }
    if !figures.is_enough() {
        let said = view! { <Said figure=WALKS text=count(walks) strong=true /> };
        return view! {
            "Only "
            {said}
            {if walks == 1 { " walk" } else { " walks" }}
            " of "
            <Version version />
            " ended in these days: not enough data to say where walks get stuck."
        }
        .into_any();
    }
    let nodes = report.tree.nodes().iter().map(|node| (node.title.clone(), report.node(NodeKey::of(&node.id))));
    let nodes: Vec<(String, NodeFigures)> = nodes.collect();
    let drops = nodes.iter().filter(|(_, node)| node.drop_off().is_some_and(Rate::is_enough));
    let most = drops.max_by_key(|(_, node)| node.exits.drop).filter(|(_, node)| node.exits.drop > 0);
    let slowest = nodes.iter().max_by_key(|(_, node)| seconds(node));
    match (most, slowest) {
        (Some((title, node)), _) => {
            let dropped = format!("{} of {}", count(node.exits.drop), resolutionflow::insights::sessions(node.sessions));
            view! {
                "Most walks are given up at "
                <strong data-name="">
                    <bdi>{format!("“{title}”")}</bdi>
                </strong>
                ": "
                <Said figure=DROP_OFF text=dropped strong=true />
                " that came there."
            }
            .into_any()
        }
        (None, Some((title, node))) => {
            let share = Rate::new(seconds(node), report.seconds()).map(percent).unwrap_or_default();
            view! {
                "Walks are not given up at any step with enough of them. Most time goes into "
                <strong data-name="">
                    <bdi>{format!("“{title}”")}</bdi>
                </strong>
                ": "
                <Said figure=HOURS text=share strong=true />
                " of the hours."
            }
            .into_any()
        }
        (None, None) => "Nothing can be said of these walks.".into_any(),
    }
}

/// A version in a sentence.
#[component]
fn Version(version: u32) -> impl IntoView {
    view! { <span data-name="">{format!("version {version}")}</span> }
}

/// The tree's name and version, and the way to other versions.
#[component]
fn Facts(report: TreeReport, query: Query) -> impl IntoView {
    let known = TreeAsked::known(&query);
    let path = format!("/insights/trees/{}", report.question.asked.tree);
    let versions = report.versions.iter().map(|version| {
        let href = known.with("version", &version.number.to_string()).href(&path);
        let present = version.number == report.version;
        let walks = version.figures.walks();
        view! {
            <li>
                <a href=href aria-current=present.then_some("true")>
                    {format!("Version {}", version.number)}
                    " "
                    <span class="hint tabular-nums" data-figure=WALKS.id>{count(walks)}</span>
                </a>
            </li>
        }
    });
    let days = (report.days != report.question.asked.scope.period).then(|| {
        view! {
            <p class="notice mt-4">
                {format!("The broken months of these days have too many walks to read each. Steps are counted of {}.", report.days.words())}
            </p>
        }
    });
    view! {
        <div class="flow-facts">
            <p class="text-lg">
                <a class="link" href=format!("/trees/{}", report.question.asked.tree) dir="auto">
                    {report.name.clone()}
                </a>
                {report.archived.then(|| view! { <span class="badge ml-2">{Icon::Archive.view()} "Archived"</span> })}
            </p>
            <nav class="tabs mt-1 print:hidden" aria-label="Version">
                <ul>{versions.collect_view()}</ul>
            </nav>
            {(report.versions.len() > 1)
                .then(|| {
                    view! {
                        <p class="mt-2 print:hidden">
                            <a class="link" href=known.without("version").href(&format!("{path}/versions"))>
                                "Is the new version better?"
                            </a>
                        </p>
                    }
                })}
            {days}
        </div>
    }
}

#[component]
fn NoWalks(report: TreeReport) -> impl IntoView {
    let version = report.version;
    view! {
        <Empty icon=Icon::Tree title="No walks in these days">
            <p>{format!("Where walks of version {version} go, how long they stay and where they end will be here. Choose other days or another version.")}</p>
            {(!report.archived)
                .then(|| {
                    view! {
                        <a class="button" href=Query::default().with("tree", &report.question.asked.tree).href("/start")>
                            {Icon::Play.view()}
                            "Start walk"
                        </a>
                    }
                })}
        </Empty>
    }
}

/// Part without a picture: its table says it all.
#[component]
fn Plain(
    query: Query,
    id: &'static str,
    title: &'static str,
    finding: &'static str,
    table: Table,
    #[prop(into)] figures: Vec<&'static Figure>,
) -> impl IntoView {
    let counted = formulas(&figures);
    view! {
        <Part place=Place::Tree query id title finding=finding.into_any() table counted>
            ""
        </Part>
    }
}

/// Formulas of some figures, without values.
fn formulas(figures: &[&'static Figure]) -> Vec<Counted> {
    figures.iter().map(|figure| Counted { figure, values: String::new() }).collect()
}
