use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::Error;
use crate::identity::Identity;

/// Runs a program to its end as the user that Postgres runs as, and ends it where nobody waits for it any longer.
///
/// # Errors
/// [`Error::Program`] with the last that it printed.
pub(super) async fn run(program: &'static str, mut command: Command, identity: Identity) -> Result<(), Error> {
    let failed = |message: String| Error::Program { program, message };
    identity.assume(&mut command);
    command.current_dir(Path::new("/")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let output = command.spawn().map_err(|error| failed(error.to_string()))?.wait_with_output().await;
    let output = output.map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(failed(if said.trim().is_empty() { output.status.to_string() } else { last_lines(&said) }))
}

/// The last lines of what a program said, in one.
fn last_lines(said: &str) -> String {
    /// The cause stands at the end, after what was said about every file.
    const LINES: usize = 3;
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LINES)..].join("; ")
}
