//! Figures for Prometheus, on a listener of their own.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use metrics::gauge;
use sqlx::PgPool;
use tokio::net::TcpListener;

use super::{Limits, connections, recorder};

/// Connections at a time that are there for the figures alone.
const READERS: u32 = 16;
/// The pause between two times that what was measured is folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts to count requests, and serves the figures at `/metrics`, for Prometheus, until `shutdown` is done. Whoever reaches the listener
/// may read them.
///
/// # Errors
/// An error where the process counts already.
pub async fn serve(listener: TcpListener, pool: PgPool, shutdown: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
    let handle = recorder::install()?;
    let upkeep = handle.clone();
    let render = move || {
        let connections = pool.size();
        gauge!("db_connections", "state" => "all").set(connections);
        gauge!("db_connections", "state" => "idle").set(u32::try_from(pool.num_idle()).unwrap_or(connections));
        let figures = handle.render();
        async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], figures) }
    };
    let router = Router::new().route("/metrics", get(render));
    let fold = async {
        let mut interval = tokio::time::interval(UPKEEP);
        loop {
            interval.tick().await;
            upkeep.run_upkeep();
        }
    };
    tokio::select! {
        () = connections::serve(listener, router, Limits { connections: READERS, ..Limits::default() }, shutdown) => Ok(()),
        () = fold => Ok(()),
    }
}
