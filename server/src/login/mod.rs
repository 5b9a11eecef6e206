//! Logins: what a browser holds to prove who signed in, and how passwords are kept.

pub mod cookie;
pub mod lifetime;
pub mod password;
pub mod token;

pub use password::Passwords;
pub use token::Token;
