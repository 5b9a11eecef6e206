//! Page states, rendered to HTML over a fake backend: what a person would miss, or stumble over.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod pages {
    mod complete;
    mod frame;
    mod history;
    mod problem;
    mod session;
    mod sign_in;
    mod start;
    mod tree;
    mod trees;
    mod upload;
    mod walk;
    mod wrong_tree;
}
