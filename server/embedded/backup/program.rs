use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::Error;
use crate::binaries::Binaries;
use crate::identity::Identity;

/// Compares a copy of a cluster with the manifest that was written with it, file by file.
///
/// # Errors
/// [`Error::Program`] with the first difference.
pub(super) async fn check_copy(binaries: &Binaries, copy: &Path, identity: Identity) -> Result<(), Error> {
    let mut command = Command::new(binaries.tool("pg_verifybackup")?);
    command.arg("--quiet").arg(copy);
    run("pg_verifybackup", command, identity).await
}

/// Runs a program to its end as the user that Postgres runs as, and ends it where nobody waits for it any longer.
///
/// # Errors
/// [`Error::Program`] with the cause that it printed.
pub(super) async fn run(program: &'static str, mut command: Command, identity: Identity) -> Result<(), Error> {
    let failed = |message: String| Error::Program { program, message };
    identity.assume(&mut command);
    command.current_dir(Path::new("/")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let output = command.spawn().map_err(|error| failed(error.to_string()))?.wait_with_output().await;
    let output = output.map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = cause(&String::from_utf8_lossy(&output.stderr));
    Err(failed(if said.is_empty() { output.status.to_string() } else { said }))
}

/// The first line that tells of an error, or else the last: what follows from it is told after it.
fn cause(said: &str) -> String {
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let told = lines.clone().find(|line| line.contains("error"));
    told.or_else(|| lines.next_back()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_told_and_not_what_follows_from_it() {
        let said =
            "pg_basebackup: error: could not write to file \"x\": No space left on device\npg_basebackup: removing data directory \"y\"\n";
        assert_eq!(cause(said), "pg_basebackup: error: could not write to file \"x\": No space left on device");
        assert_eq!(cause("first\nkilled\n\n"), "killed");
        assert_eq!(cause(""), "");
    }
}
