mod budgets;
mod named;
mod overview;
mod saving;
mod scope;
pub mod trees;
mod trust;
mod versions;
