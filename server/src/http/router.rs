use std::sync::Arc;

use app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use leptos_axum::generate_route_list;

use super::{Site, Web, assets, exports, forms, health, identify, layers, now, pages, problem, shared, walks};
use crate::service::Service;

/// Router of everything that is served: pages, documents, server functions, assets. People who are not signed in get no further than the
/// gate, but for the addresses that the route table opens to everyone; only assets and the two health checks are outside it.
///
/// # Errors
/// An error where the public URL is no origin that browsers send.
pub fn router(site: Site, service: Service) -> anyhow::Result<Router> {
    let web = Web { service, site: Arc::new(site) };
    let stylesheet = problem::Stylesheet::find(&web.site.options);

    let gate = from_fn_with_state(web.clone(), identify::gate);
    let mut pages = Router::new();
    for listing in generate_route_list(App) {
        pages = pages.route(listing.path(), get(pages::show));
    }
    let people = pages
        .merge(exports::routes())
        .merge(shared::routes())
        .merge(walks::routes())
        .merge(now::routes())
        .route("/api/{*function}", any(forms::answer))
        .layer(gate.clone());
    let lost = Router::new().fallback(pages::missing).layer(gate).with_state(web.clone());

    let router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(people)
        .with_state(web.clone())
        .fallback_service(assets::or_else(&web.site.options, lost));
    layers::around(router, &web.site, stylesheet)
}
