mod url;

use std::path::PathBuf;

use clap::Args;
use embedded_postgres::default_dir;
use sqlx::postgres::PgConnectOptions;

use super::ConfigError;

/// Settings that say which database to use: one that URLs name, or a private PostgreSQL in a folder.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseConfig {
    /// The database, as the application role (postgres://role:password@host/database). Another machine has to prove that it
    /// is that host (sslmode=verify-full; sslrootcert=FILE for an authority of your own). Unset: a private PostgreSQL in
    /// the data directory
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,

    /// The same database, as the role that owns it; only migrations use it
    #[arg(long, env = "DATABASE_OWNER_URL", value_name = "URL", hide_env_values = true)]
    database_owner_url: Option<String>,

    /// A standby of that database, as the application role, from which history, figures and previews are read while it is not behind what
    /// anybody has been told. Unset: they are read where everything is written
    #[arg(long, env = "READ_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    read_database_url: Option<String>,

    /// Folder of the private PostgreSQL's data [default: /var/lib/resolutionflow for root,
    /// otherwise ~/.local/share/resolutionflow]
    #[arg(long, env = "RESOLUTIONFLOW_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
}

/// The database to connect to, once the settings are read.
#[derive(Debug, Clone)]
pub enum Where {
    /// The private PostgreSQL in this data directory, which may not exist yet.
    Embedded(PathBuf),
    /// A database that the operator runs, named by URLs.
    Given {
        /// Options to connect to each of its hosts as the application role, which the server works as.
        app: Vec<PgConnectOptions>,
        /// The same as the role that owns the schema; none where migrations are somebody else's business.
        owner: Option<Vec<PgConnectOptions>>,
    },
}

impl DatabaseConfig {
    /// Settings that mean the private PostgreSQL in this data directory, for tests and benchmarks.
    pub fn embedded(data_dir: PathBuf) -> Self {
        Self { data_dir: Some(data_dir), ..Self::default() }
    }

    /// Settings that mean the database of a URL, for tests.
    pub fn given(url: &str) -> Self {
        Self { database_url: Some(url.to_owned()), ..Self::default() }
    }

    /// Options to connect to the replica to read from; none where there is none. Connects to nothing.
    ///
    /// # Errors
    /// [`ConfigError`] where its URL cannot be read or names several hosts, or where the database itself is the private one.
    pub fn replica(&self) -> Result<Option<PgConnectOptions>, ConfigError> {
        let Some(url) = given(&self.read_database_url) else { return Ok(None) };
        if given(&self.database_url).is_none() {
            return Err(ConfigError::new("READ_DATABASE_URL", "is set, but DATABASE_URL is not: a private PostgreSQL has no replica"));
        }
        match &url::read(&url, "READ_DATABASE_URL")?[..] {
            [one] => Ok(Some(one.clone())),
            _ => Err(ConfigError::new("READ_DATABASE_URL", "names several hosts; name one, or the address of a proxy before them")),
        }
    }

    /// The database that these settings mean. Connects to nothing. An empty URL counts as unset.
    ///
    /// # Errors
    /// [`ConfigError`] where a URL cannot be read, settings contradict each other, or there is no folder to put the private data in.
    pub fn resolve(&self) -> Result<Where, ConfigError> {
        let owner = given(&self.database_owner_url).map(|url| url::read(&url, "DATABASE_OWNER_URL")).transpose()?;
        match (given(&self.database_url), owner, &self.data_dir) {
            (Some(_), _, Some(_)) => Err(ConfigError::new(
                "RESOLUTIONFLOW_DATA_DIR",
                "(or --data-dir) names a folder for a private PostgreSQL, but DATABASE_URL names another one; set one of the two",
            )),
            (Some(url), owner, None) => Ok(Where::Given { app: url::read(&url, "DATABASE_URL")?, owner }),
            (None, Some(_), _) => Err(ConfigError::new(
                "DATABASE_URL",
                "is not set, but DATABASE_OWNER_URL is; set both, or neither for a private PostgreSQL",
            )),
            (None, None, Some(folder)) => Ok(Where::Embedded(folder.clone())),
            (None, None, None) => default_dir().map(Where::Embedded).ok_or_else(|| {
                ConfigError::new("RESOLUTIONFLOW_DATA_DIR", "is not set, and there is no HOME to put the data in; set it to a folder")
            }),
        }
    }
}

/// A URL that is set: an empty variable is how many tools leave one unset.
fn given(url: &Option<String>) -> Option<String> {
    url.as_deref().filter(|url| !url.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(app: Option<&str>, owner: Option<&str>, dir: Option<&str>) -> DatabaseConfig {
        DatabaseConfig {
            database_url: app.map(str::to_owned),
            database_owner_url: owner.map(str::to_owned),
            data_dir: dir.map(PathBuf::from),
            ..DatabaseConfig::default()
        }
    }

    #[test]
    fn a_wrong_setting_is_named_and_its_value_is_not() {
        for (given, variable) in [
            (config(Some("mysql://root:secret@db/x"), None, None), "DATABASE_URL "),
            (config(Some("postgres://a@db:port:secret/x"), None, None), "DATABASE_URL "),
            (config(Some("postgres://a@db/x"), Some("secret"), None), "DATABASE_OWNER_URL "),
            (config(None, Some("postgres://a:secret@db/x"), None), "DATABASE_URL "),
            (config(Some("postgres://a:secret@db/x"), None, Some("/data")), "RESOLUTIONFLOW_DATA_DIR "),
        ] {
            let error = given.resolve().unwrap_err().to_string();
            assert!(error.starts_with(variable), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_replica_is_one_host_beside_a_database_that_is_given() {
        let config = |read: &str, app: Option<&str>| DatabaseConfig { read_database_url: Some(read.to_owned()), ..config(app, None, None) };
        let database = Some("postgres://a@db/x");
        assert!(config("", None).replica().unwrap().is_none());
        assert_eq!(config("postgres://a@copy/x", database).replica().unwrap().unwrap().get_host(), "copy");
        for (read, app) in [("postgres://a:secret@copy/x", None), ("postgres://a:secret@copy,other/x", database), ("secret", database)] {
            let error = config(read, app).replica().unwrap_err().to_string();
            assert!(error.starts_with("READ_DATABASE_URL ") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_variable_that_is_set_to_nothing_is_not_set() {
        assert!(matches!(config(Some(""), Some(""), Some("/data")).resolve(), Ok(Where::Embedded(_))));
        assert!(matches!(config(Some("postgres://a@db/x"), Some(""), None).resolve(), Ok(Where::Given { owner: None, .. })));
    }
}
