//! The theme follows the system unless the person chose one; the choice is a cookie, so that the server's first byte is
//! already right and nothing flashes.

use serde::{Deserialize, Serialize};

/// A choice of theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    /// As sent and stored in the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// What the request's cookie says; the system's where it says nothing.
    pub fn of_request() -> Self {
        let stored = crate::respond::cookie(Self::COOKIE);
        Self::ALL.into_iter().find(|theme| stored.as_deref() == Some(theme.as_str())).unwrap_or_default()
    }
}

/// The value of `<html data-theme>`; none follows the system.
pub(crate) fn chosen() -> Option<&'static str> {
    Some(Theme::of_request()).filter(|theme| *theme != Theme::System).map(Theme::as_str)
}
