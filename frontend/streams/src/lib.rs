//! Stand-in for the crate of this name. Leptos links it into everything for the browser, for server functions that stream. It exports
//! its functions to JavaScript, so no linker takes them out again, and they would be 5 KB of what a walk loads; the player calls no
//! server function. The API is the part of the crate that leptos needs to compile.

use futures_util::Stream;
use futures_util::stream::Empty;
use wasm_bindgen::JsValue;

/// Stream of the browser, which nothing here makes or reads.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Stream of the browser as one of this crate.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Stream of the browser that gives the items of a Rust one.
    ///
    /// # Panics
    /// Always: the player streams nothing.
    pub fn from_stream<S: Stream<Item = Result<JsValue, JsValue>> + 'static>(_stream: S) -> Self {
        unreachable!("the player streams nothing")
    }

    /// The browser's own stream.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Rust stream of the items.
    ///
    /// # Panics
    /// Always: the player streams nothing.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        unreachable!("the player streams nothing")
    }
}
