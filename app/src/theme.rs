//! The theme follows the system unless the person chose one; the choice is a cookie, so that the server's first byte is
//! already right and nothing flashes.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Choice of the page's theme, made by whoever uses the browser.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The cookie's name.
    pub const COOKIE: &'static str = "theme";

    /// Every choice.
    pub const ALL: [Theme; 3] = [Self::System, Self::Light, Self::Dark];

    /// Name as sent and stored in the cookie.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Name as people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme in the request's cookie; the system's if there is none.
    pub fn of_request() -> Self {
        crate::respond::cookie(Self::COOKIE).and_then(|stored| stored.parse().ok()).unwrap_or_default()
    }
}

/// Value of `<html data-theme>`; none if the theme follows the system.
pub(crate) fn chosen() -> Option<&'static str> {
    Some(Theme::of_request()).filter(|theme| *theme != Theme::System).map(Theme::as_str)
}
