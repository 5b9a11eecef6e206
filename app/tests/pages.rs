//! Page states, rendered to HTML over a fake backend: what a person would miss, or stumble over.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod pages {
    mod account;
    mod admin;
    mod audit;
    mod budgets;
    mod categories;
    mod clients;
    mod complete;
    mod direction;
    mod drafts;
    mod frame;
    mod history;
    mod history_query;
    mod hours;
    mod insights;
    mod link;
    mod needs_eyes;
    mod problem;
    mod proposals;
    mod session;
    mod set_up;
    mod settings;
    mod share;
    mod sign_in;
    mod start;
    mod tree;
    mod trees;
    mod upload;
    mod users;
    mod versions;
    mod walk;
    mod wrong_tree;
}
