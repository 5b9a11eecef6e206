//! A database over a network: certificates, servers that vanish, answers that are lost, another server that takes over, and one to read from;
//! backups, and moving.

mod backups;
mod certificates;
mod cluster;
mod commits;
mod fail_over;
mod moved;
mod pgbouncer;
mod pooler;
pub mod proxy;
mod replicas;
mod vanished;
