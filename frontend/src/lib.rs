//! The entry into the islands in the browser.

// wasm-bindgen's expansion contains unsafe blocks of its own.
#![allow(unsafe_code, reason = "wasm-bindgen's macro expands to it")]

use wasm_bindgen::prelude::wasm_bindgen;

// The linker would drop the islands, which nothing here names.
use app as _;

/// Hydrates the islands of the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
