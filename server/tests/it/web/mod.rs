//! Through the router, as a browser without JavaScript would.

mod browser;
mod forms;
mod matrix;
mod nasty;
mod refusals;
mod signing_in;
mod versions;
mod walking;
