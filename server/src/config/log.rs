use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::ConfigError;

/// What is logged, and how it is written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Log")]
pub struct LogConfig {
    /// What to log, such as warn or info,sqlx=debug
    #[arg(long, global = true, env = "RESOLUTIONFLOW_LOG", value_name = "FILTER", default_value = "info")]
    log: String,

    /// How to write it
    #[arg(long, global = true, env = "RESOLUTIONFLOW_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs, an object a line.
    Json,
}

impl LogConfig {
    /// How to write it.
    pub fn format(&self) -> LogFormat {
        self.log_format
    }

    /// What to log.
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
