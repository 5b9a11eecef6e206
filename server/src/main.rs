//! The program `resolutionflow`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
