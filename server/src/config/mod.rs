//! Settings: one struct a concern. Every setting is a flag and an environment variable; the flag wins.

mod database;
mod documents;
mod listen;
mod log;
mod passed;
mod site;

use std::fmt;

pub use database::{DatabaseConfig, Where};
pub use documents::DocumentConfig;
pub use listen::{ListenConfig, PublicUrl};
pub use log::{LogConfig, LogFormat};
pub use passed::passed_listener;
pub use site::SiteConfig;

/// Setting that the program cannot start with: missing, malformed, or contradicting another one. The process ends with status 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// The environment variable that sets it.
    variable: &'static str,
    /// The problem, and what would be right. Without the value where that may hold a password.
    message: String,
}

impl ConfigError {
    fn new(variable: &'static str, message: impl Into<String>) -> Self {
        Self { variable, message: message.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.message)
    }
}
