//! URLs of databases: one host or several, and what makes a connection to another machine safe.

use std::net::IpAddr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::config::ConfigError;

/// Parameters that are handed on; those of hosts and of TLS stand in [`Url`].
const PARAMETERS: [&str; 11] = [
    "user",
    "password",
    "dbname",
    "application_name",
    "options",
    "statement-cache-capacity",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "hostaddr",
];
const ROOTS: [&str; 3] = ["sslrootcert", "ssl-root-cert", "ssl-ca"];
const MODES: [&str; 2] = ["sslmode", "ssl-mode"];

/// Options to connect to each host that a URL names, at least one, in its order. Connects to nothing.
///
/// # Errors
/// [`ConfigError`], which never holds the URL, where it cannot be read, or where it asks for a connection to another machine that anybody
/// between could read or answer.
pub(super) fn read(url: &str, variable: &'static str) -> Result<Vec<PgConnectOptions>, ConfigError> {
    let wrong = || {
        ConfigError::new(
            variable,
            "is not a database URL; it should look like postgres://role:password@host:5432/database, or name several hosts with commas: \
             host-1:5432,host-2:5432",
        )
    };
    let url = Url::parse(url, variable).ok_or_else(wrong)?;
    let hosts = url.options().ok_or_else(wrong)?;
    hosts.into_iter().map(|host| secured(host, url.has_mode, variable)).collect()
}

/// Parts of a database URL.
struct Url {
    /// Scheme, role and password: all before the hosts.
    start: String,
    /// Hosts before the path, each with its port, if it has one.
    hosts: Vec<String>,
    /// Path and parameters, less those of hosts.
    end: String,
    /// Hosts and ports among the parameters, which come before the others.
    named: Vec<(String, Option<u16>)>,
    /// True if the URL, or the environment, says how TLS is to be used.
    has_mode: bool,
}

impl Url {
    fn parse(url: &str, variable: &'static str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| ["postgres", "postgresql"].contains(scheme))?;
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (credentials, hosts) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        let mut parsed = Self {
            start: format!("{scheme}://{credentials}"),
            hosts: hosts.split(',').map(str::to_owned).collect(),
            end: String::new(),
            named: Vec::new(),
            has_mode: std::env::var_os("PGSSLMODE").is_some(),
        };
        let mut kept = form_urlencoded::Serializer::new(String::new());
        let (mut names, mut ports) = (Vec::new(), Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "host" => names = value.split(',').map(str::to_owned).collect(),
                "port" => ports = value.split(',').map(str::parse).collect::<Result<Vec<u16>, _>>().ok()?,
                // The roots of the system count in any case.
                name if ROOTS.contains(&name) && value == "system" => {}
                // Of several hosts the one that takes writes is used, whatever the URL says.
                "target_session_attrs" if matches!(&*value, "primary" | "read-write") => {}
                name if MODES.contains(&name) || ROOTS.contains(&name) || PARAMETERS.contains(&name) || name.starts_with("options[") => {
                    parsed.has_mode |= MODES.contains(&name);
                    kept.append_pair(name, &value);
                }
                // Without the value, which may be a password under a name that was mistyped.
                name => tracing::warn!(variable, name, "a parameter of the database's URL is not known here, and changes nothing"),
            }
        }
        if let (true, [port]) = (names.is_empty(), &*ports) {
            kept.append_pair("port", &port.to_string());
            ports.clear();
        }
        parsed.named = together(names, &ports)?;
        parsed.end = format!("{path}?{}", kept.finish());
        Some(parsed)
    }

    /// Options for each host; none where one of them cannot be read.
    fn options(&self) -> Option<Vec<PgConnectOptions>> {
        let read = |host: &str| -> Option<PgConnectOptions> {
            let options: PgConnectOptions = format!("{}{host}{}", self.start, self.end).parse().ok()?;
            // Poolers refuse this setting at the start of a connection, and nothing needs it since PostgreSQL 12.
            let options = options.extra_float_digits(None);
            // A name in brackets would be looked up with them.
            let bare = options.get_host().strip_prefix('[').and_then(|host| host.strip_suffix(']')).map(str::to_owned);
            Some(bare.map_or(options.clone(), |host| options.host(&host)))
        };
        if self.hosts.len() > 1 && self.hosts.iter().any(String::is_empty) {
            return None;
        }
        if self.named.is_empty() {
            return self.hosts.iter().map(|host| read(host)).collect();
        }
        let base = read(&self.hosts[0]).filter(|_| self.hosts.len() == 1)?;
        let named = |(name, port): &(String, Option<u16>)| {
            let options = base.clone();
            let options = if name.starts_with('/') { options.socket(name) } else { options.host(name) };
            port.map_or(options.clone(), |port| options.port(port))
        };
        Some(self.named.iter().map(named).collect())
    }
}

/// Hosts with their ports, of which there is one for all or one for each; none where they are as many as neither.
fn together(names: Vec<String>, ports: &[u16]) -> Option<Vec<(String, Option<u16>)>> {
    if names.iter().any(String::is_empty) || ports.len() > 1 && ports.len() != names.len() {
        return None;
    }
    let port = |place: usize| ports.get(if ports.len() == 1 { 0 } else { place }).copied();
    Some(names.into_iter().enumerate().map(|(place, name)| (name, port(place))).collect())
}

/// Lets a connection to another machine begin only once that has proven, by a certificate, that it is the host that the URL names. On this
/// machine TLS is used where the URL asks for it.
fn secured(options: PgConnectOptions, has_mode: bool, variable: &'static str) -> Result<PgConnectOptions, ConfigError> {
    match (is_local(&options), has_mode, options.get_ssl_mode()) {
        (true, true, _) | (false, true, PgSslMode::VerifyFull) => Ok(options),
        (true, false, _) => Ok(options.ssl_mode(PgSslMode::Disable)),
        (false, false, _) => Ok(options.ssl_mode(PgSslMode::VerifyFull)),
        (false, true, mode) => Err(ConfigError::new(
            variable,
            format!(
                "names {}, which is another machine, with sslmode={}, by which anybody on the way could read along or answer in its place; \
                 leave sslmode out or write sslmode=verify-full, and sslrootcert=/path/to/ca.pem if an authority of your own signed its \
                 certificate",
                options.get_host(),
                name(mode)
            ),
        )),
    }
}

fn name(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

/// True if nothing of a connection leaves this machine.
fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(url: &str) -> Vec<(String, u16, PgSslMode)> {
        let of = |options: &PgConnectOptions| {
            let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
            (host, options.get_port(), options.get_ssl_mode())
        };
        read(url, "DATABASE_URL").unwrap().iter().map(of).collect()
    }

    #[test]
    fn another_machine_has_to_prove_itself_and_this_one_need_not() {
        for (url, mode) in [
            ("postgres://a:b@db.example.com/x", PgSslMode::VerifyFull),
            ("postgres://a@10.0.0.7:6432/x?sslmode=verify-full", PgSslMode::VerifyFull),
            ("postgresql://a@[2001:db8::7]/x", PgSslMode::VerifyFull),
            ("postgres://a@localhost.example.com/x", PgSslMode::VerifyFull),
            ("postgres:///x?host=db", PgSslMode::VerifyFull),
            ("postgres://a@localhost/x", PgSslMode::Disable),
            ("postgres://a@127.8.0.1/x", PgSslMode::Disable),
            ("postgres://a@[::1]/x", PgSslMode::Disable),
            ("postgres:///x?host=/run/postgresql&user=a", PgSslMode::Disable),
            ("postgres://a@%2Frun%2Fpostgresql/x", PgSslMode::Disable),
            ("postgres://a@localhost/x?sslmode=require", PgSslMode::Require),
        ] {
            assert_eq!(hosts(url).iter().map(|(_, _, found)| name(*found)).collect::<Vec<_>>(), [name(mode)], "{url}");
        }
    }

    #[test]
    fn a_weaker_check_of_another_machine_is_refused_in_words_without_the_password() {
        for mode in ["disable", "allow", "prefer", "require", "verify-ca"] {
            let error = read(&format!("postgres://a:secret@db-1,localhost/x?sslmode={mode}"), "DATABASE_URL").unwrap_err().to_string();
            assert!(error.starts_with("DATABASE_URL names db-1"), "{error}");
            assert!(error.contains(&format!("sslmode={mode},")) && error.contains("sslmode=verify-full"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn several_hosts_stand_before_the_path_or_among_the_parameters() {
        let place = |url: &str| hosts(url).into_iter().map(|(host, port, _)| format!("{host} {port}")).collect::<Vec<_>>();
        assert_eq!(place("postgres://a:p%40w@one:5433,two,[::1]:7/x"), ["one 5433", "two 5432", "::1 7"]);
        assert_eq!(place("postgres:///x?host=one,/run/pg&port=1,2&target_session_attrs=read-write"), ["one 1", "/run/pg 2"]);
        assert_eq!(place("postgres:///x?host=one,two&port=7"), ["one 7", "two 7"]);
        for url in
            ["postgres://a@one,,two/x", "postgres://a@one,two:port/x", "postgres:///x?host=a,b&port=1,2,3", "postgres://a@b,c/x?host=d"]
        {
            assert!(read(url, "DATABASE_URL").is_err(), "{url}");
        }
    }

    #[test]
    fn role_password_and_database_are_the_same_for_every_host() {
        for options in read("postgres://ro%20le:p%2Cw@one,two/flow?sslrootcert=system", "DATABASE_URL").unwrap() {
            assert_eq!((options.get_username(), options.get_database()), ("ro le", Some("flow")));
        }
    }
}
