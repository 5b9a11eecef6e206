//! The walk player: the walk page, instant. It carries out what the person does with the rules of the domain, in the browser,
//! paints the next step at once, and lets the server know. The only part of the product that runs as WebAssembly.
//!
//! The server sends the walk page as a plain form. Once the walk is loaded, the player stands in its place; where it cannot be
//! loaded, the form goes on working.

// wasm-bindgen's expansion contains unsafe blocks of its own.
#![allow(unsafe_code, reason = "wasm-bindgen's macro expands to it")]

mod asides;
mod away;
mod browser;
mod dom;
mod ending;
mod engine;
mod events;
mod form;
mod keys;
mod live;
mod not_saved;
mod outcome;
mod pace;
mod paint;
mod parts;
mod presence;
mod reading;
mod safety;
mod sending;
mod tabs;
mod trail;
mod unsent;
mod values;
mod verbs;
mod walk_state;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the player on the page, if the page has a place for it. The name is the one that leptos's script calls.
#[wasm_bindgen]
pub fn hydrate() {
    live::start();
}
