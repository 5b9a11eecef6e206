//! Sections of the site, as the bars of every page lead to them.

use leptos::prelude::*;
use resolutionflow::access::{Deed, Role};

use super::Icon;
use crate::backend::views::ToDo;

/// Item of the top bar that is marked as the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The tree library and what belongs to it.
    Trees,
    /// Sessions.
    Sessions,
    /// What all walks together say.
    Insights,
    /// Looking after the account.
    Admin,
}

impl Section {
    const ALL: [Section; 4] = [Self::Trees, Self::Sessions, Self::Insights, Self::Admin];

    fn is_for(self, role: Role) -> bool {
        match self {
            Self::Trees | Self::Sessions | Self::Insights => true,
            Self::Admin => role.may(Deed::KeepLists),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Trees => "Trees",
            Self::Sessions => "Sessions",
            Self::Insights => "Insights",
            Self::Admin => "Admin",
        }
    }

    fn href(self, role: Role) -> &'static str {
        match self {
            Self::Trees => "/trees",
            Self::Sessions => "/sessions",
            Self::Insights if role.may(Deed::OverseeSessions) => "/insights",
            // Technicians see the figures of trees.
            Self::Insights => "/insights/trees",
            Self::Admin => "/admin",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Trees => Icon::Tree,
            Self::Sessions => Icon::History,
            Self::Insights => Icon::Chart,
            Self::Admin => Icon::Shield,
        }
    }
}

/// Links of a bar to the sections that are for the role.
#[component]
pub(super) fn Sections(role: Role, to_do: ToDo, present: Option<Section>, class: &'static str) -> impl IntoView {
    Section::ALL
        .into_iter()
        .filter(move |section| section.is_for(role))
        .map(|section| {
            view! {
                <a class=class href=section.href(role) aria-current=(present == Some(section)).then_some("page")>
                    {section.icon().view()}
                    {section.word()}
                    {(section == Section::Trees).then(|| count(to_do))}
                </a>
            }
        })
        .collect_view()
}

/// Number of what waits for authors, in words for those who do not see it.
fn count(to_do: ToDo) -> Option<AnyView> {
    let count = to_do.count();
    (count > 0).then(|| {
        view! {
            <span class="nav-count" title="Suggestions, reported problems and approvals that wait for authors">
                {if count < 100 { count.to_string() } else { "99+".to_owned() }}
            </span>
            <span class="sr-only">{if count == 1 { " thing waits for authors" } else { " things wait for authors" }}</span>
        }
        .into_any()
    })
}
