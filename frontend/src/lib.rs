//! The entry into the walk player in the browser.

// wasm-bindgen's expansion contains unsafe blocks of its own.
#![allow(unsafe_code, reason = "wasm-bindgen's macro expands to it")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the player on the page, if the page has a place for it. The name is the one that leptos's script calls.
#[wasm_bindgen]
pub fn hydrate() {
    app::player::start();
}
