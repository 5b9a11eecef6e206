//! Backups of real clusters, restored.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cluster;
mod faults;
mod moments;
mod proofs;
mod retention;
