//! Everything that touches the world: HTTP, Postgres, the command line.

pub mod cli;
pub mod config;
pub mod demo;
mod heavy;
pub mod http;
pub mod login;
pub mod seed;
pub mod service;
mod spool;
pub mod store;

use std::future::Future;

use tokio::net::TcpListener;

use crate::http::{Limits, Site};
use crate::service::Service;

/// A page is some thousand small values on the heap. Here, so that the benchmarks measure what the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Serves the site on the listener until `shutdown` is done, then finishes requests that were begun, for ten seconds at most.
///
/// # Errors
/// An error where the public URL is no origin that browsers send.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    // All connections of a server behind proxies are theirs: its layers count requests instead.
    let per_client = if site.trusted_proxies == 0 { site.limits.per_client } else { site.limits.connections };
    let limits = Limits { per_client, ..site.limits };
    http::connections::serve(listener, http::router(site, service)?, limits, shutdown).await;
    Ok(())
}
