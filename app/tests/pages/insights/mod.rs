mod budgets;
mod named;
pub mod now;
mod overview;
mod saving;
mod scope;
pub mod trees;
mod trust;
mod versions;
