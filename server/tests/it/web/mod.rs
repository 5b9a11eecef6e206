//! Through the router, as a browser without JavaScript would, and as nobody should.

mod anything;
mod browser;
mod connections;
mod forms;
mod headers;
mod matrix;
mod nasty;
mod other_sites;
mod refusals;
mod signing_in;
mod versions;
mod walking;
mod wire;
