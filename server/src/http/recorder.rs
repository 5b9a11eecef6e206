//! Counts of requests and connections. They are kept from [`install`] on.

use std::time::Duration;

use anyhow::Context;
use axum::http::Method;
use metrics::{counter, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Requests by route and status.
const REQUESTS: &str = "http_requests_total";
/// Durations of requests.
const SECONDS: &str = "http_request_duration_seconds";
/// Connections that found no place.
const SHED: &str = "http_connections_shed_total";
/// Upper bounds of the histogram, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Installs the recorder of the process: figures are counted from here on. The handle renders them for Prometheus.
///
/// # Errors
/// An error where the process counts already.
pub(super) fn install() -> anyhow::Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), &BUCKETS)?;
    builder.install_recorder().context("figures are counted already")
}

/// Counts a connection beyond the limit; `told` if its client was answered 503, otherwise it was cut off.
pub(super) fn count_shed(told: bool) {
    counter!(SHED, "told" => if told { "yes" } else { "no" }).increment(1);
}

/// Counts an answer and the time that it took. `route` is the router's pattern, not the address, so that there are few labels.
pub(super) fn count_answer(method: &Method, route: Option<&str>, status: u16, latency: Duration) {
    // Addresses that people make up must not become labels, and neither must methods.
    let labels = [
        ("method", if matches!(*method, Method::GET | Method::POST | Method::HEAD) { method.to_string() } else { "other".to_owned() }),
        ("route", route.unwrap_or("other").to_owned()),
        ("status", status.to_string()),
    ];
    counter!(REQUESTS, &labels).increment(1);
    histogram!(SECONDS, &labels).record(latency);
}
