//! Figures for Prometheus, on a listener of their own.

use std::future::Future;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::http::{Method, header};
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use sqlx::PgPool;
use tokio::net::TcpListener;

use super::{Limits, connections};

/// Requests by route and status.
const REQUESTS: &str = "http_requests_total";
/// How long they took.
const SECONDS: &str = "http_request_duration_seconds";
/// Connections that found no place.
const SHED: &str = "http_connections_shed_total";
/// Upper bounds of the histogram, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// Connections at a time that are there for the figures alone.
const READERS: u32 = 16;
/// How often what was measured is folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts to count, and serves the figures until `shutdown` is done.
///
/// # Errors
/// Where the process counts already.
pub async fn serve(listener: TcpListener, pool: PgPool, shutdown: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), &BUCKETS)?;
    let handle = builder.install_recorder().context("figures are counted already")?;
    let upkeep = handle.clone();
    let render = move || {
        let connections = pool.size();
        ::metrics::gauge!("db_connections", "state" => "all").set(connections);
        ::metrics::gauge!("db_connections", "state" => "idle").set(u32::try_from(pool.num_idle()).unwrap_or(connections));
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

/// Counts a connection beyond the limit, and whether its client was told.
pub(super) fn count_shed(told: bool) {
    ::metrics::counter!(SHED, "told" => if told { "yes" } else { "no" }).increment(1);
}

/// Counts an answer. Without [`serve`] this does nothing.
pub(super) fn count(method: &Method, route: Option<&str>, status: u16, latency: Duration) {
    // Addresses that people make up must not become labels, and neither must methods.
    let labels = [
        ("method", if matches!(*method, Method::GET | Method::POST | Method::HEAD) { method.to_string() } else { "other".to_owned() }),
        ("route", route.unwrap_or("other").to_owned()),
        ("status", status.to_string()),
    ];
    ::metrics::counter!(REQUESTS, &labels).increment(1);
    ::metrics::histogram!(SECONDS, &labels).record(latency);
}
