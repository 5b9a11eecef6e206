//! `/admin`: looking after the account. Managers look after categories and clients, admins after all of it.

mod audit;
mod categories;
mod client;
mod clients;
mod hours;
mod people;
mod role;
mod settings;
mod user;
mod users;

use leptos::prelude::*;
use resolutionflow::access::Deed;

use super::Problem;
use crate::backend::views::Viewer;
use crate::error::AppError;
use crate::respond;
use crate::ui::{Done, Frame, Icon, Section};

pub use audit::AuditTrail;
pub use categories::Categories;
pub use client::ClientPage;
pub use clients::Clients;
pub use hours::HoursPage;
pub use people::{PeopleSwitch, SWITCH};
pub use settings::SettingsPage;
pub use user::UserPage;
pub use users::Users;

/// Redirects to the first page of the administration that the viewer's role reaches.
#[component]
pub fn Admin() -> impl IntoView {
    only(Deed::KeepLists, || {
        respond::redirect(if may(Deed::KeepAccount) { Place::Users.href() } else { Place::Clients.href() });
        ().into_any()
    })
}

fn may(deed: Deed) -> bool {
    use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(deed))
}

/// The page, for those whose role reaches it.
fn only(deed: Deed, page: impl FnOnce() -> AnyView) -> AnyView {
    if may(deed) { page() } else { view! { <Problem error=AppError::Forbidden /> }.into_any() }
}

/// A page of the administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Users,
    Settings,
    Hours,
    Categories,
    Clients,
    Audit,
}

impl Place {
    const ALL: [Place; 6] = [Self::Users, Self::Settings, Self::Hours, Self::Categories, Self::Clients, Self::Audit];

    fn word(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Settings => "Settings",
            Self::Hours => "Business hours",
            Self::Categories => "Categories",
            Self::Clients => "Clients",
            Self::Audit => "Audit trail",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::Users => "/admin/users",
            Self::Settings => "/admin/settings",
            Self::Hours => "/admin/hours",
            Self::Categories => "/admin/categories",
            Self::Clients => "/admin/clients",
            Self::Audit => "/admin/audit",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Users => Icon::Users,
            Self::Settings => Icon::Settings,
            Self::Hours => Icon::Clock,
            Self::Categories => Icon::Folder,
            Self::Clients => Icon::Client,
            Self::Audit => Icon::History,
        }
    }

    fn deed(self) -> Deed {
        match self {
            Self::Users | Self::Settings | Self::Hours | Self::Audit => Deed::KeepAccount,
            Self::Categories | Self::Clients => Deed::KeepLists,
        }
    }
}

/// The frame with the way to the other pages of the administration, and what was just done.
#[component]
fn AdminFrame(
    /// The page's title, before the product's name.
    #[prop(into)]
    title: String,
    /// The page's entry in the administration's navigation.
    place: Place,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <Frame title section=Section::Admin>
            <nav class="tabs -mt-2 mb-6" aria-label="Administration">
                <ul>
                    {Place::ALL
                        .into_iter()
                        .filter(|place| may(place.deed()))
                        .map(|other| {
                            view! {
                                <li>
                                    <a href=other.href() aria-current=(other == place).then_some("page")>
                                        {other.icon().view()}
                                        {other.word()}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </nav>
            <Done />
            {children()}
        </Frame>
    }
}
