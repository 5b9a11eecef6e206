//! The server against a real Postgres, as the application role: one private cluster a run, a database a test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
// Tried by the tests of the domain, too.
#[path = "../../../tests/walks/actions.rs"]
mod actions;
mod app;
mod aside;
mod audit;
mod baselines;
mod batches;
mod billing;
mod budgets;
mod bulk;
mod catalogue;
mod claims;
mod clients;
mod cold_trees;
mod commands;
mod database;
mod demo;
mod documents;
mod drafts;
mod exports;
mod figures;
mod fixtures;
mod fuzz;
mod history;
mod history_plans;
mod hot_row;
mod hours;
// Read as the tests of pages read it.
#[path = "../../../app/tests/support/html.rs"]
mod html;
mod imports;
mod insights;
mod insights_budgets;
mod isolation;
mod library;
mod limits;
mod lists;
mod logins;
mod measurements;
mod migrations;
mod outputs;
mod pages;
mod people;
mod pool;
mod previews;
mod races;
mod readings;
mod receipts;
mod recurring;
mod reviews;
mod running;
mod same;
mod saving;
mod search;
mod search_beginnings;
mod search_made_anew;
mod search_narrowed;
mod seeded;
mod setting_up;
mod settings;
mod shares;
mod shown;
mod size;
mod starts;
mod stored;
mod supervised;
mod throttles;
mod tree_files;
mod untimed;
mod usual;
mod views;
mod web;
