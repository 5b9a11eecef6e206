//! Renders a page as the server would, over the backend trait's second implementation.
//!
//! `PAGES_OUT=/tmp/pages cargo test -p app` also writes every page as a file named after its test, to look at.

pub mod clients;
mod drafts;
mod fake;
pub mod figures;
pub mod fixtures;
mod html;
mod previews;
mod proposals;
pub mod walks;

use std::collections::HashMap;
use std::sync::Arc;

use app::backend::Backend;
use app::backend::views::Viewer;
use app::error::AppError;
use app::posted::Posted;
use app::respond::Origin;
use axum::body::Body;
use axum::http::{Request, header};
use leptos::prelude::*;

pub use fake::Fake;
pub use html::{Element, Html};

/// A request for a page.
pub struct Visit {
    path: String,
    viewer: Option<Viewer>,
    backend: Fake,
    posted: Option<Posted>,
    cookie: String,
}

/// The answer to it.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The page.
    pub html: Html,
    /// The backend, with what it was asked.
    pub backend: Arc<Fake>,
}

/// A technician who asks for a page of an account without anything in it.
pub fn visit(path: &str) -> Visit {
    Visit { path: path.to_owned(), viewer: Some(fixtures::technician()), backend: Fake::default(), posted: None, cookie: String::new() }
}

impl Visit {
    /// Sets the user who asks, or none.
    pub fn by(mut self, viewer: impl Into<Option<Viewer>>) -> Self {
        self.viewer = viewer.into();
        self
    }

    /// With these answers.
    pub fn over(mut self, backend: Fake) -> Self {
        self.backend = backend;
        self
    }

    /// With a cookie of the browser: `theme=dark`.
    pub fn with_cookie(mut self, cookie: &str) -> Self {
        self.cookie = cookie.to_owned();
        self
    }

    /// After a form of the page was refused.
    pub fn refused(mut self, action: &str, error: AppError, fields: &[(&str, &str)]) -> Self {
        let fields: HashMap<String, String> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.posted = Some(Posted { action: action.to_owned(), fields, error });
        self
    }

    /// Renders it.
    pub async fn answer(self) -> Answer {
        // The first test of the process sets it; the others find it set.
        _ = any_spawner::Executor::init_tokio();
        let options = LeptosOptions::builder().output_name("resolutionflow").build();
        let backend = Arc::new(self.backend);
        let (viewer, posted, asked) = (self.viewer, self.posted, Arc::clone(&backend));
        let context = {
            let options = options.clone();
            move || {
                provide_context(options.clone());
                provide_context(Origin("https://flow.example.com".to_owned()));
                provide_context::<Arc<dyn Backend>>(Arc::<Fake>::clone(&asked));
                if let Some(viewer) = viewer.clone() {
                    provide_context(viewer);
                }
                if let Some(posted) = posted.clone() {
                    provide_context(posted);
                }
            }
        };
        let handler = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()));
        let request = Request::builder().uri(&self.path).header(header::ACCEPT, "text/html").header(header::COOKIE, self.cookie);
        let response = handler(request.body(Body::empty()).unwrap()).await;
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let html = Html::parse(String::from_utf8(body.to_vec()).unwrap());
        keep(&html);
        Answer { status, location, html, backend }
    }
}

fn keep(html: &Html) {
    if let Some(folder) = std::env::var_os("PAGES_OUT") {
        let name = std::thread::current().name().unwrap_or("page").replace("::", "-");
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.html")), html.source()).unwrap();
    }
}
