//! The clients with most walks, or those of a name.

use leptos::prelude::*;
use resolutionflow::insights::figures::clients::WITHOUT_CLIENT;
use resolutionflow::insights::figures::overview::{RESOLUTION, WALKS};
use resolutionflow::insights::{count, percent, sessions};

use super::super::part::{Counted, Part};
use super::super::said::Said;
use super::super::table::FigureCell;
use super::super::{Place, Report, page, walked};
use crate::backend::views::insights::{Answer, Asked, ClientRow, ClientsAsked, ClientsReport, OF_CLIENTS};
use crate::respond;
use crate::ui::{Empty, Hidden, Icon, Query};

const PATH: &str = "/insights/clients";

/// Clients for whom sessions ended, those with most walks first, or those whose names hold what was typed.
#[component]
pub fn InsightsClients() -> impl IntoView {
    let query = Query::of_page();
    page(Place::Clients, |backend, asked| async move { backend.clients_report(ClientsAsked::read(asked, &query)).await }, show)
}

fn show(answer: Answer<ClientsReport>, query: Query) -> AnyView {
    let report = answer.page.clone();
    if let Some(id) = report.exact {
        // Whoever typed or chose a whole name wants that client.
        respond::redirect(&Asked::known(&query).href(&format!("{PATH}/{id}")));
    }
    let (asked, sentence) = (report.question.asked.clone(), sentence(&report));
    let body = match (report.clients.is_empty(), report.question.text.is_empty()) {
        (true, true) => view! { <Nothing query=query.clone() without=report.without /> }.into_any(),
        (true, false) => view! { <NotFound query=query.clone() /> }.into_any(),
        _ => view! { <Clients report=report.clone() query=query.clone() /> }.into_any(),
    };
    view! {
        <Report place=Place::Clients query=query.clone() asked answer sentence>
            {walked::cut(report.is_cut)}
            <Choose report query />
            {body}
        </Report>
    }
    .into_any()
}

/// For whom most was done, in a sentence.
fn sentence(report: &ClientsReport) -> AnyView {
    let named = report.walks - report.without;
    let most = report.clients.first().filter(|client| report.question.text.is_empty() && client.walks > 0);
    match most {
        Some(client) => {
            let rate = client.resolution.filter(|rate| rate.is_enough()).map(|rate| {
                view! {
                    ", and "
                    <Said figure=RESOLUTION text=percent(rate) />
                    " of those that were decided solved the problem"
                }
            });
            view! {
                "Most walks were for "
                <strong data-name="">
                    <bdi>{client.name.clone()}</bdi>
                </strong>
                ": "
                <Said figure=WALKS text=count(client.walks) strong=true />
                " of "
                <Said figure=WALKS text=count(named) />
                " that name a client"
                {rate}
                "."
            }
            .into_any()
        }
        None if report.question.text.is_empty() => "No walk for a client ended in these days.".into_any(),
        None => view! {
            "Clients whose names hold “"
            <bdi data-name="">{report.question.text.clone()}</bdi>
            "”."
        }
        .into_any(),
    }
}

/// The field by which a client is found.
#[component]
fn Choose(report: ClientsReport, query: Query) -> impl IntoView {
    let known = Asked::known(&query);
    let kept = known.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>();
    view! {
        <form class="filters mb-6 max-w-xl print:hidden" method="get" action=PATH role="search">
            {kept.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view()}
            <div class="search">
                {Icon::Search.view()}
                <label class="sr-only" for="client">
                    "Name of a client"
                </label>
                <input
                    class="control"
                    dir="auto"
                    id="client"
                    name="client"
                    type="search"
                    list="clients"
                    value=report.question.text
                    placeholder="Find a client"
                    autocomplete="off"
                />
            </div>
            <datalist id="clients">{report.suggested.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            <button class="button">"Show"<span class="sr-only">" client"</span></button>
        </form>
    }
}

#[component]
fn Clients(report: ClientsReport, query: Query) -> impl IntoView {
    let walks = report.walks;
    let without = (report.without > 0).then(|| {
        view! {
            " "
            <Said figure=WITHOUT_CLIENT text=count(report.without) />
            " of "
            <Said figure=WALKS text=count(walks) />
            {if walks == 1 { " walk" } else { " walks" }}
            " name no client."
        }
    });
    let more = (report.more > 0).then_some(if report.question.text.is_empty() {
        " Clients with fewer walks are not listed; find them by name."
    } else {
        " More names hold it than are listed; type more of it."
    });
    let finding = view! { "Each name leads to what was done for the client." {without} {more} };
    let counted = OF_CLIENTS
        .map(|(figure, _)| Counted { figure, values: String::new() })
        .into_iter()
        .chain([Counted { figure: WITHOUT_CLIENT, values: sessions(report.without) }])
        .collect();
    let hours = report.clients.iter().map(|client| (client.name.clone(), client.spent)).collect();
    let picture = walked::bars("Hours of work by client", hours);
    let table = report.table();
    let rows = view! { <Table report query=query.clone() /> };
    view! {
        <Part place=Place::Clients query id="clients-listed" title="By client" finding=finding.into_any() table counted shown=rows.into_any()>
            {picture}
        </Part>
    }
}

#[component]
fn Table(report: ClientsReport, query: Query) -> impl IntoView {
    let days = Asked::known(&query);
    let row = |client: &ClientRow| {
        let cells = report.figures(client).into_iter().zip(OF_CLIENTS).map(|(cell, (figure, _))| {
            view! {
                <td class="report-number" data-figure=figure.id>
                    <FigureCell cell />
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row" class="wrap-anywhere">
                    <a class="link" href=days.href(&format!("{PATH}/{}", client.id)) dir="auto">
                        {client.name.clone()}
                    </a>
                </th>
                {cells.collect_view()}
            </tr>
        }
    };
    let rows = report.clients.iter().map(row).collect_view();
    view! {
        <div class="report-table" role="region" tabindex="0" aria-label="Table: Clients">
            <table>
                <caption class="sr-only">"Clients"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Client"</th>
                        {OF_CLIENTS
                            .map(|(figure, _)| {
                                view! {
                                    <th scope="col" class="report-number">
                                        {figure.name}
                                    </th>
                                }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// State of a period without walks for a client.
#[component]
fn Nothing(query: Query, without: i64) -> impl IntoView {
    let year = Asked::known(&query).without("from").without("to").with("period", "year").href(PATH);
    let unnamed = (without > 0).then(|| {
        view! {
            <p>
                <span data-figure=WITHOUT_CLIENT.id>{sessions(without)}</span>
                " ended without naming a client. The name is typed at the start of a walk, or on the session’s page afterwards."
            </p>
        }
    });
    view! {
        <Empty icon=Icon::Client title="No walk for a client ended in these days">
            <p>"Once walks that name a client end, for whom most was done will be here, and a page for each client."</p>
            {unnamed}
            <a class="button" href=year>
                "Show this year"
            </a>
        </Empty>
    }
}

/// State of a name that no client has.
#[component]
fn NotFound(query: Query) -> impl IntoView {
    let all = Asked::known(&query).href(PATH);
    view! {
        <Empty icon=Icon::Search title="No client matches">
            <p>"Fewer letters find more. The search looks at names."</p>
            <a class="button" href=all>
                "Show all clients"
            </a>
        </Empty>
    }
}
