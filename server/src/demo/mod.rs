//! Demo content.

use resolutionflow::time::Timestamp;

use crate::service::Service;

/// Somebody who can sign in to the demo.
#[derive(Debug, Clone, Copy)]
pub struct DemoLogin {
    /// Role and account.
    pub what: &'static str,
    /// The address.
    pub email: &'static str,
    /// The password.
    pub password: &'static str,
}

/// Who can sign in.
pub fn logins() -> &'static [DemoLogin] {
    &[]
}

/// Loads the demo.
pub async fn load_into_empty(_service: &Service, _now: Timestamp) -> anyhow::Result<bool> {
    Ok(false)
}
