//! A browser without JavaScript: it keeps cookies, says where it comes from, and sends forms as they stand on the page.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use leptos::config::LeptosOptions;
use server::config::PublicUrl;
use server::http::{Limits, Site, router};
use tower::ServiceExt;

use crate::app::TestApp;
use crate::html::Html;

/// The public URL.
pub const ORIGIN: &str = "http://flow.example.com";

/// A browser with one tab.
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Its present address: path and query.
    pub address: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

/// The site that the browsers are shown.
pub fn site() -> Site {
    let options = LeptosOptions::builder().output_name("resolutionflow").build();
    Site { options, public_url: PublicUrl::parse(ORIGIN).unwrap(), trusted_proxies: 0, limits: Limits::default() }
}

/// A form as it stands on a page.
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Browser {
    /// A browser without a login.
    pub fn open(app: &TestApp) -> Self {
        Self {
            router: router(site(), app.service.clone()).unwrap(),
            cookies: BTreeMap::new(),
            address: "/".to_owned(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            html: String::new(),
        }
    }

    /// A browser with a login of this user.
    pub async fn of(app: &TestApp, email: &str) -> Self {
        Self { cookies: BTreeMap::from([("login".to_owned(), app.cookie_of(email).await)]), ..Self::open(app) }
    }

    /// Another tab.
    pub fn another(&self) -> Self {
        let (router, cookies, address) = (self.router.clone(), self.cookies.clone(), self.address.clone());
        Self { router, cookies, address, status: self.status, headers: self.headers.clone(), html: self.html.clone() }
    }

    /// Goes to an address, and on to where it leads.
    pub async fn goes_to(&mut self, address: &str) -> &mut Self {
        self.fetches(address).await;
        self.follows_redirects().await;
        self
    }

    /// Asks for an address and stays with the answer.
    pub async fn fetches(&mut self, address: &str) -> &mut Self {
        let request = Request::get(address).body(Body::empty()).unwrap();
        self.sends(request).await;
        address.clone_into(&mut self.address);
        self
    }

    /// Sends a form of the page, and goes on to where that leads.
    pub async fn submits(&mut self, form: Form) -> &mut Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
        self.posts(&form.action, "application/x-www-form-urlencoded", body.into()).await
    }

    /// Sends a form as a script does that takes the page out of the answer.
    pub async fn asks(&mut self, form: Form) -> &mut Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
        let request = Request::post(&form.action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("{ORIGIN}{}", self.address))
            .header("prefer", "return=representation")
            .body(Body::from(body))
            .unwrap();
        self.sends(request).await;
        self
    }

    /// Sends a file as the field `name` of a form to `action`, and goes on to where that leads.
    pub async fn uploads(&mut self, action: &str, name: &str, file: &[u8]) -> &mut Self {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"file\"\r\n\r\n");
        let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
        self.posts(action, "multipart/form-data; boundary=x", body).await
    }

    async fn posts(&mut self, action: &str, kind: &str, body: Vec<u8>) -> &mut Self {
        let request = Request::post(action)
            .header(header::CONTENT_TYPE, kind)
            .header(header::ORIGIN, ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("{ORIGIN}{}", self.address))
            .body(Body::from(body))
            .unwrap();
        self.sends(request).await;
        self.follows_redirects().await;
        self
    }

    async fn follows_redirects(&mut self) {
        while self.status.is_redirection() {
            let location = self.headers[header::LOCATION].to_str().unwrap().trim_start_matches(ORIGIN).to_owned();
            self.fetches(&location).await;
        }
    }

    async fn sends(&mut self, mut request: Request<Body>) {
        let headers = request.headers_mut();
        headers.insert(header::HOST, "flow.example.com".parse().unwrap());
        headers.insert(header::ACCEPT, "text/html,application/xhtml+xml".parse().unwrap());
        for (name, value) in &self.cookies {
            headers.append(header::COOKIE, format!("{name}={value}").parse().unwrap());
        }
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for set in head.headers.get_all(header::SET_COOKIE) {
            let (cookie, _) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
            self.cookies.retain(|_, value| !value.is_empty());
        }
        self.status = head.status;
        self.headers = head.headers;
        self.html = String::from_utf8_lossy(&to_bytes(body, 10_000_000).await.unwrap()).into_owned();
    }

    /// The form of the page that goes to that action and has all of these words in it.
    pub fn form(&self, action: &str, words: &str) -> Form {
        let page = self.page();
        let form = page
            .elements("form", &[])
            .into_iter()
            // What follows `#` is not sent.
            .filter(|form| form.attr("action").and_then(|own| own.split('#').next()) == Some(action))
            .find(|form| form.mentions(words))
            .unwrap_or_else(|| panic!("no form to {action} with “{words}” on {}: {}", self.address, self.html));
        Form { action: action.to_owned(), fields: form.fields() }
    }

    /// The page, parsed.
    pub fn page(&self) -> Html {
        Html::parse(self.html.as_str())
    }

    /// The page as people read it: no tags, no entities.
    pub fn text(&self) -> String {
        self.page().text()
    }
}

impl Form {
    /// Types or chooses something, in place of what stood there.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// By a button that has an address of its own.
    pub fn to(mut self, action: &str) -> Self {
        action.clone_into(&mut self.action);
        self
    }

    /// The value that is sent under that name.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

impl Clone for Form {
    fn clone(&self) -> Self {
        Self { action: self.action.clone(), fields: self.fields.clone() }
    }
}
