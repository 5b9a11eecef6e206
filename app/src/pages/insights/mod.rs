//! `/insights`: what all walks together say. A page has one question as its heading, the answer as a sentence, and for each part of it a
//! picture, the same data as a table, and how it is counted.

mod budgets;
mod clients;
mod counting;
mod frame;
mod mine;
pub mod now;
mod overview;
mod part;
mod people;
mod said;
mod saving;
mod scope;
mod table;
mod tree;
mod trees;
mod trust;
mod versions;
mod walked;

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_url;
use resolutionflow::access::{Deed, Role};

use super::Problem;
use crate::backend::Backend;
use crate::backend::views::Viewer;
use crate::backend::views::insights::{Answer, Asked, ClientsAsked, Progress, TreeAsked, TreesAsked};
use crate::error::AppError;
use crate::respond;
use crate::ui::{Query, load};

pub use budgets::BudgetsKept;
pub use clients::{InsightsClient, InsightsClients};
pub use mine::Mine;
pub use now::NowPage;
pub use overview::Overview;
pub use people::InsightsPeople;
pub use saving::Saving;
pub use tree::InsightsTree;
pub use trees::InsightsTrees;
pub use trust::Trust;
pub use versions::Versions;

use frame::{InsightsFrame, Report, Sessions};

/// A page of Insights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Overview,
    Trees,
    /// One tree, whose page is below that of all.
    Tree,
    /// Of one tree, which its page leads to.
    Versions,
    Saving,
    Budgets,
    /// Of this moment, whatever days the others are about.
    Now,
    /// Figures per person, which an account does without unless an admin turned them on.
    People,
    Clients,
    /// One client, whose page is below that of all.
    Client,
    Mine,
    Trust,
}

impl Place {
    /// The pages that have an address of their own.
    const ALL: [Place; 9] =
        [Self::Overview, Self::Now, Self::Trees, Self::Saving, Self::Budgets, Self::Clients, Self::People, Self::Mine, Self::Trust];

    fn word(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Trees | Self::Tree => "Trees",
            Self::Versions => "Versions",
            Self::Saving => "Time saved",
            Self::Budgets => "Time budgets",
            Self::Now => "Now",
            Self::People => "People",
            Self::Clients | Self::Client => "Clients",
            Self::Mine => "Mine",
            Self::Trust => "Trust",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::Overview => "/insights",
            Self::Trees | Self::Tree | Self::Versions => "/insights/trees",
            Self::Saving => "/insights/saving",
            Self::Budgets => "/insights/budgets",
            Self::Now => "/insights/now",
            Self::People => "/insights/people",
            Self::Clients | Self::Client => "/insights/clients",
            Self::Mine => "/insights/mine",
            Self::Trust => "/insights/trust",
        }
    }

    /// Path of the page that is shown, to which its forms lead back.
    fn path(self) -> String {
        match self {
            Self::Tree | Self::Client => use_url().with_untracked(|url| url.path().to_owned()),
            other => other.href().to_owned(),
        }
    }

    /// Address of its files; the table is a parameter.
    fn file(self) -> String {
        match self {
            Self::Overview => "/insights/overview.csv".to_owned(),
            Self::Trees | Self::Versions => "/insights/trees.csv".to_owned(),
            Self::Saving => "/insights/saving.csv".to_owned(),
            Self::Tree => format!("{}/tree.csv", self.path()),
            Self::Budgets => "/insights/budgets.csv".to_owned(),
            // Its lists are the history's.
            Self::Now => "/sessions.csv".to_owned(),
            Self::People => "/insights/people.csv".to_owned(),
            Self::Clients => "/insights/clients.csv".to_owned(),
            Self::Client => format!("{}/client.csv", self.path()),
            Self::Mine => "/insights/mine.csv".to_owned(),
            Self::Trust => "/insights/trust.csv".to_owned(),
        }
    }

    /// The known part of its address.
    fn known(self, query: &Query) -> Query {
        match self {
            Self::Overview | Self::Versions | Self::Saving | Self::Budgets | Self::Now | Self::People | Self::Trust => Asked::known(query),
            Self::Client | Self::Mine => Asked::known(query),
            Self::Clients => ClientsAsked::known(query),
            Self::Trees => TreesAsked::known(query),
            Self::Tree => TreeAsked::known(query),
        }
    }

    /// The question that it answers: its heading.
    fn question(self) -> &'static str {
        match self {
            Self::Overview => "Do walks solve the problem?",
            Self::Trees => "Which trees work, and which lose time?",
            Self::Tree => "Where do walks of this tree get stuck?",
            Self::Versions => "Is the new version better?",
            Self::Saving => "Does it save time?",
            Self::Budgets => "Are time budgets kept?",
            Self::Now => "What is going on right now?",
            Self::People => "Are results spread as one would expect?",
            Self::Clients => "For whom do we work, and does it help?",
            Self::Client => "What did we do for this client?",
            Self::Mine => "How do your own walks end?",
            Self::Trust => "How far can these figures be trusted?",
        }
    }

    fn is_for(self, role: Role) -> bool {
        match self {
            Self::Trees | Self::Tree | Self::Versions | Self::Mine => true,
            _ => role.may(Deed::OverseeSessions),
        }
    }
}

/// Page of a place: asks the backend what its address asks, and shows the answer, the part that is counted so far, or what is wrong with
/// the address.
fn page<T, F>(place: Place, ask: impl FnOnce(Arc<dyn Backend>, Asked) -> F, show: fn(Answer<T>, Query) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Progress<T>, AppError>> + Send + 'static,
{
    page_at(place, None, Query::of_page(), ask, show)
}

/// As [`page`], at the address of one tree, and with another question than the page's where that asks for none.
fn page_at<T, F>(
    place: Place,
    path: Option<String>,
    query: Query,
    ask: impl FnOnce(Arc<dyn Backend>, Asked) -> F,
    show: fn(Answer<T>, Query) -> AnyView,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Progress<T>, AppError>> + Send + 'static,
{
    let Some(viewer) = use_context::<Viewer>().filter(|viewer| place.is_for(viewer.role)) else {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    };
    match Asked::read(&query, &viewer) {
        Ok(asked) => load(
            |backend| ask(backend, asked),
            move |progress| match progress {
                Progress::Counting { percent } => {
                    let path = path.clone().unwrap_or_else(|| place.path());
                    view! { <counting::Counting place percent path /> }.into_any()
                }
                Progress::Ready(answer) => show(*answer, query.clone()),
            },
        )
        .into_any(),
        Err(fault) => {
            respond::status(AppError::Invalid(Vec::new()).status());
            // The form needs days to lead away from.
            let asked = Asked::usual(&query, &viewer);
            view! {
                <InsightsFrame place query=query.clone()>
                    <h1 class="mb-3">{place.question()}</h1>
                    <scope::ScopeForm place query asked trees=Vec::new() fault path />
                </InsightsFrame>
            }
            .into_any()
        }
    }
}
