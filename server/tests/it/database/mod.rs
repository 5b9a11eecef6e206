//! A database over a network: certificates, servers that vanish, answers that are lost, and another server that takes over.

mod certificates;
mod cluster;
mod commits;
mod fail_over;
pub mod proxy;
mod vanished;
