//! A database over a network: certificates, servers that vanish, answers that are lost, another server that takes over, and one to read from.

mod certificates;
mod cluster;
mod commits;
mod fail_over;
pub mod proxy;
mod replicas;
mod vanished;
