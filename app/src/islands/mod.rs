//! What needs the browser: hydrated from WebAssembly on the pages that ask for it. Everything here does without, too.

// wasm-bindgen's expansion contains unsafe blocks of its own.
#![allow(unsafe_code, reason = "wasm-bindgen's macro expands to it")]

mod outcome_dialog;
mod saved;

pub use outcome_dialog::OutcomeDialog;
pub use saved::Saved;
