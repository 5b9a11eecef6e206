//! Functions of the browser that `web-sys` does not offer, or not simply.

use leptos::leptos_dom::helpers::set_timeout;
use leptos::wasm_bindgen::prelude::*;
use leptos::web_sys::{AbortSignal, CustomEvent, CustomEventInit, Headers, RequestInit, Response};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use uuid::Uuid;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the page began, by the steady clock, which nobody can set.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(super) fn steady() -> f64;

    /// Milliseconds since 1970-01-01T00:00:00Z, by the computer's clock, which people can set.
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub(super) fn wall() -> f64;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_randomly(bytes: &mut [u8]);

    #[wasm_bindgen(js_namespace = document, js_name = execCommand)]
    fn command(name: &str, with_dialog: bool, text: &str) -> bool;

    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str, options: &RequestInit) -> js_sys::Promise;

    #[wasm_bindgen(static_method_of = AbortSignalTimeout, js_class = AbortSignal, js_name = timeout)]
    fn signal_after(milliseconds: u32) -> AbortSignal;
    type AbortSignalTimeout;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, held: &Closure<dyn FnMut(JsValue) -> js_sys::Promise>) -> Result<js_sys::Promise, JsValue>;
}

/// Longest time that a request may take.
const PATIENCE_MS: u32 = 20_000;

/// UUID of version 7 (RFC 9562): `milliseconds` since 1970-01-01T00:00:00Z, then random bits.
pub(super) fn new_id(milliseconds: u64) -> Uuid {
    let mut random = [0; 10];
    fill_randomly(&mut random);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}

/// Tells the page's script, by the event `ahead`, how many seconds the server's clock is ahead of this computer's.
pub(super) fn tell_clocks(ahead: f64) {
    let init = CustomEventInit::new();
    init.set_detail(&ahead.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict("ahead", &init) {
        _ = leptos::prelude::document().dispatch_event(&event);
    }
}

/// Tells the page's script, by the event `due`, that instants at which budgets are over were written anew.
pub(super) fn tell_due() {
    if let Ok(event) = CustomEvent::new("due") {
        _ = leptos::prelude::document().dispatch_event(&event);
    }
}

/// Shows words for three seconds in the line in which the page's script says that something was copied.
pub(super) fn say(words: &str) {
    let Ok(Some(said)) = leptos::prelude::document().query_selector(".said") else { return };
    said.set_text_content(Some(words));
    set_timeout(move || said.set_text_content(None), Duration::from_secs(3));
}

/// Types a text into the field that has the focus; false where the browser does not.
pub(super) fn type_text(text: &str) -> bool {
    command("insertText", false, text)
}

/// Keeps a text in the browser's local storage, before this returns; an empty one removes the entry.
pub(super) fn store(name: &str, text: &str) {
    if let Ok(Some(storage)) = leptos::prelude::window().local_storage() {
        _ = if text.is_empty() { storage.remove_item(name) } else { storage.set_item(name, text) };
    }
}

/// Text that [`store`] kept.
pub(super) fn stored(name: &str) -> Option<String> {
    leptos::prelude::window().local_storage().ok()??.get_item(name).ok()?
}

/// Reason why a request has no usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing came back, or something that says to try again.
    Network,
    /// The server takes no more for a while: much was saved lately (429).
    Later,
    /// The login has ended, or there never was one (401).
    SignedOut,
    /// The server does not take it, and will not when it is asked again.
    Refused,
}

/// Longest body that browsers send on after the page is gone, in bytes; all that are on their way count together.
const KEEPALIVE_BYTES: usize = 60_000;

/// Sends `body` as JSON by POST, also if the page is gone in a moment, and heeds no answer. What is too long for that is not sent.
pub(super) fn send_off(url: &str, body: &str) {
    let (Some(options), true) = (options(Some(body)), body.len() <= KEEPALIVE_BYTES) else { return };
    _ = js_sys::Reflect::set(&options, &"keepalive".into(), &true.into());
    let sent = fetch(url, &options);
    spawn_local(async move { _ = JsFuture::from(sent).await });
}

/// Options of a request that posts JSON, or, without a body, that asks for it.
fn options(body: Option<&str>) -> Option<RequestInit> {
    let options = RequestInit::new();
    let headers = Headers::new().ok()?;
    _ = headers.set("accept", "application/json");
    if let Some(body) = body {
        options.set_method("POST");
        options.set_body(&body.into());
        _ = headers.set("content-type", "application/json");
    }
    options.set_headers(&headers);
    Some(options)
}

/// Sends `body` as JSON by POST, or asks by GET where there is none; returns the text of the answer, also where that is a refusal, whose
/// body says how things stand. Gives up after 20 seconds.
///
/// # Errors
/// [`Trouble`] for every status but 200, 403, 409 and 422, and where no answer came.
pub(super) async fn exchange(url: &str, body: Option<&str>) -> Result<String, Trouble> {
    let options = options(body).ok_or(Trouble::Network)?;
    options.set_signal(Some(&AbortSignalTimeout::signal_after(PATIENCE_MS)));
    let response = JsFuture::from(fetch(url, &options)).await.map_err(|_| Trouble::Network)?;
    let response: Response = response.dyn_into().map_err(|_| Trouble::Network)?;
    match response.status() {
        200 | 403 | 409 | 422 => {}
        401 => return Err(Trouble::SignedOut),
        429 => return Err(Trouble::Later),
        408 | 425 | 500.. => return Err(Trouble::Network),
        _ => return Err(Trouble::Refused),
    }
    let text = response.text().map_err(|_| Trouble::Network)?;
    JsFuture::from(text).await.ok().and_then(|text| text.as_string()).ok_or(Trouble::Network)
}

/// Pause that ends after a time or when [`Alarm::ring`] is called, whichever comes first.
#[derive(Default)]
pub(super) struct Alarm(Rc<RefCell<Option<js_sys::Function>>>);

impl Alarm {
    /// Waits for `length`, or until [`Alarm::ring`] is called.
    pub(super) async fn wait(&self, length: Duration) {
        let ring = Rc::clone(&self.0);
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            *self.0.borrow_mut() = Some(resolve);
            let ring = Rc::clone(&ring);
            set_timeout(move || call(&ring), length);
        });
        _ = JsFuture::from(promise).await;
    }

    /// Ends the pause at once, if one is going on.
    pub(super) fn ring(&self) {
        call(&self.0);
    }
}

fn call(ring: &RefCell<Option<js_sys::Function>>) {
    let resolve = ring.borrow_mut().take();
    if let Some(resolve) = resolve {
        _ = resolve.call0(&JsValue::NULL);
    }
}

/// Lock that one tab of the browser holds at a time (Web Locks API). Dropping it lets the next tab have it.
pub(super) struct Lock(Option<js_sys::Function>);

impl Lock {
    /// Waits for the lock called `name`. In a browser without locks, which are kept from pages that are not secure, it returns at once.
    pub(super) async fn of(name: &str) -> Self {
        let (mut held, mut granted) = (None, None);
        let mine = js_sys::Promise::new(&mut |resolve, _| granted = Some(resolve));
        let grant = granted.unwrap_or_else(|| js_sys::Function::new_no_args(""));
        let on_held = Closure::once(move |_: JsValue| {
            let mut release = None;
            let until = js_sys::Promise::new(&mut |resolve, _| release = Some(resolve));
            _ = grant.call1(&JsValue::NULL, &release.map_or(JsValue::NULL, Into::into));
            until
        });
        if has_locks() && request_lock(name, &on_held).is_ok() {
            held = JsFuture::from(mine).await.ok().and_then(|release| release.dyn_into().ok());
        }
        Self(held)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            _ = release.call0(&JsValue::NULL);
        }
    }
}

fn has_locks() -> bool {
    let navigator = leptos::prelude::window().navigator();
    js_sys::Reflect::get(&navigator, &"locks".into()).is_ok_and(|locks| !locks.is_undefined())
}
