//! HTTP: which address leads where, and what every request passes on its way.

mod access;
mod assets;
pub(crate) mod client_address;
mod clients;
pub mod connections;
mod content;
mod exports;
mod forms;
mod headers;
mod health;
mod identify;
mod layers;
mod limits;
pub mod metrics;
mod now;
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

/// Settings of the site that is served.
#[derive(Debug, Clone)]
pub struct Site {
    /// Options of leptos, such as the folder of the built styles and scripts.
    pub options: LeptosOptions,
    /// The origin under which browsers reach the server, such as `https://flow.example.com`.
    pub public_url: PublicUrl,
    /// Number of proxies that every request has passed before it gets here.
    pub trusted_proxies: u8,
    /// Limits of connections, sizes and times.
    pub limits: Limits,
}

/// The beginning of the addresses of links to sessions. The rest of them is secret.
const SHARED: &str = "/shared/";

/// State that handlers share.
#[derive(Clone)]
struct Web {
    service: Service,
    site: Arc<Site>,
}
