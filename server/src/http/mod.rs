//! HTTP: which address leads where, and what every request passes on its way.

mod access;
mod assets;
pub(crate) mod client_address;
pub mod connections;
mod exports;
mod forms;
mod headers;
mod health;
mod identify;
mod layers;
mod limits;
pub mod metrics;
mod pages;
mod problem;
mod recorder;
mod referer;
mod router;
mod shared;
mod timeouts;
mod trace;
mod walks;

use std::sync::Arc;

use leptos::config::LeptosOptions;

use crate::config::PublicUrl;
use crate::service::Service;

pub use limits::Limits;
pub use router::router;

/// What is served, and under which name.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where the built styles and scripts are.
    pub options: LeptosOptions,
    /// What people type to get here.
    pub public_url: PublicUrl,
    /// How many proxies every request has passed before it gets here.
    pub trusted_proxies: u8,
    /// What is granted each client.
    pub limits: Limits,
}

/// What the addresses of links to sessions begin with. What follows is secret.
const SHARED: &str = "/shared/";

/// What handlers share.
#[derive(Clone)]
struct Web {
    service: Service,
    site: Arc<Site>,
}
