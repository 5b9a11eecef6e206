//! Reading a password from whoever runs the command.

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{bail, ensure};

/// The fewest characters of a password.
const SHORTEST: usize = 12;

/// Reads a password from the person who runs the command: asked for twice on the terminal, without showing it, or the first line of
/// standard input.
///
/// # Errors
/// An error where it is shorter than 12 characters, the two differ, or there is no terminal.
pub(super) fn read(from_stdin: bool) -> anyhow::Result<String> {
    let password = if from_stdin { first_line()? } else { ask()? };
    ensure!(password.chars().count() >= SHORTEST, "the password must be at least {SHORTEST} characters long");
    Ok(password)
}

fn first_line() -> anyhow::Result<String> {
    let mut line = String::new();
    stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn ask() -> anyhow::Result<String> {
    if !stdin().is_terminal() {
        bail!("there is no terminal to ask for the password on; pass it on standard input, with --password-stdin");
    }
    let password = rpassword::prompt_password("Password: ")?;
    ensure!(password == rpassword::prompt_password("The same again: ")?, "the two passwords differ");
    Ok(password)
}
