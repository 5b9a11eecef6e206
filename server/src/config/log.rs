use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::ConfigError;

/// Settings of the log: its filter and its format.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Log")]
pub struct LogConfig {
    /// Filter of the log, such as warn or info,sqlx=debug
    #[arg(long, global = true, env = "RESOLUTIONFLOW_LOG", value_name = "FILTER", default_value = "info")]
    log: String,

    /// Format of the log
    #[arg(long, global = true, env = "RESOLUTIONFLOW_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,
}

/// Format of the log's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines of text, for people; coloured on a terminal.
    Text,
    /// One JSON object per line, for programs.
    Json,
}

impl LogConfig {
    /// The format of the log's lines.
    pub fn format(&self) -> LogFormat {
        self.log_format
    }

    /// The filter of the log: levels, overall or by module, in the syntax of the crate `tracing-subscriber`.
    ///
    /// # Errors
    /// [`ConfigError`] where the filter cannot be read.
    pub fn filter(&self) -> Result<EnvFilter, ConfigError> {
        EnvFilter::try_new(&self.log).map_err(|error| {
            let message = format!("is “{}”, which is no filter ({error}); it should look like info or info,sqlx=debug", self.log);
            ConfigError::new("RESOLUTIONFLOW_LOG", message)
        })
    }
}
