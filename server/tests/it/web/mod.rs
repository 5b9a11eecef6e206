//! Requests through the router, as of a browser without JavaScript, and as of attackers.

mod anything;
pub mod browser;
mod bulk;
mod connections;
mod crowded;
mod downloads;
mod editor;
mod forms;
mod headers;
mod history_files;
mod hung_up;
mod log;
mod matrix;
mod nasty;
mod other_sites;
mod player;
mod refusals;
mod shared;
mod signing_in;
pub mod stage;
mod versions;
mod walking;
pub mod wire;
