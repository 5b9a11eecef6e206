//! Logins: what a browser holds to prove who signed in, and how passwords are kept.

pub mod cookie;
pub mod device;
pub mod password;
pub mod throttle;
pub mod token;

pub use password::Passwords;
pub use token::{Secret, Token};
