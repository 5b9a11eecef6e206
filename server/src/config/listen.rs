use std::net::{IpAddr, SocketAddr};

use clap::{Args, value_parser};

use super::ConfigError;

/// Settings of the network: addresses, connections, proxies.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Network")]
pub struct ListenConfig {
    /// The address and port to serve on
    #[arg(long, env = "LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    listen: String,

    /// A second address, on which Prometheus can read figures; off unless it is set
    #[arg(long, env = "METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    metrics_listen: Option<String>,

    /// Origin under which people reach the server.
    #[arg(
        long,
        env = "PUBLIC_URL",
        value_name = "URL",
        help = "What people type to get here, such as https://flow.example.com. With https, cookies are sent over https only [default: \
                http:// and LISTEN]"
    )]
    public_url: Option<String>,

    /// Connections served at a time, a quarter of them for one client; those beyond are told to try again
    #[arg(long, env = "MAX_CONNECTIONS", value_name = "NUMBER", default_value_t = 1024, value_parser = value_parser!(u32).range(1..=1_000_000))]
    max_connections: u32,

    /// Proxies that every request passes before it gets here; as many addresses in X-Forwarded-For are believed
    #[arg(long, env = "TRUSTED_PROXIES", value_name = "NUMBER", default_value_t = 0, value_parser = value_parser!(u8).range(0..=10))]
    trusted_proxies: u8,
}

impl ListenConfig {
    /// The address and port to serve on.
    ///
    /// # Errors
    /// [`ConfigError`] where the setting is no IP address with a port.
    pub fn listen(&self) -> Result<SocketAddr, ConfigError> {
        address(&self.listen, "LISTEN")
    }

    /// The address and port to serve figures for Prometheus on; none where they are off.
    ///
    /// # Errors
    /// [`ConfigError`] where it is no address, or the one that pages are served on.
    pub fn metrics_listen(&self) -> Result<Option<SocketAddr>, ConfigError> {
        let Some(text) = self.metrics_listen.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
        let metrics = address(text, "METRICS_LISTEN")?;
        if metrics == self.listen()? && metrics.port() != 0 {
            return Err(ConfigError::new("METRICS_LISTEN", "is the same as LISTEN; figures need an address of their own"));
        }
        Ok(Some(metrics))
    }

    /// The origin under which browsers reach the server; where the setting is unset, http:// and `listening`, the address that the server
    /// listens on.
    ///
    /// # Errors
    /// [`ConfigError`] where it is no http or https URL of a host alone, or http to another machine than this.
    pub fn public_url(&self, listening: SocketAddr) -> Result<PublicUrl, ConfigError> {
        match self.public_url.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => {
                let url = PublicUrl::parse(text)?;
                if url.is_secure() || url.is_local() {
                    Ok(url)
                } else {
                    let message = format!(
                        "is “{text}”, over which passwords and cookies would cross the network in clear; it should be https://, with a \
                         proxy in front that speaks it, or http://localhost"
                    );
                    Err(ConfigError::new("PUBLIC_URL", message))
                }
            }
            None => Ok(PublicUrl { origin: format!("http://{listening}") }),
        }
    }

    /// Number of connections served at the same time, 1 to 1,000,000.
    pub fn max_connections(&self) -> u32 {
        self.max_connections
    }

    /// Number of proxies that every request passes before it gets here, 0 to 10. As many addresses in `X-Forwarded-For` are believed.
    pub fn trusted_proxies(&self) -> u8 {
        self.trusted_proxies
    }
}

fn address(text: &str, variable: &'static str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| {
        ConfigError::new(
            variable,
            format!("is “{text}”, which is no address with a port; it should look like 127.0.0.1:3000 or [::1]:3000"),
        )
    })
}

/// The origin under which browsers know the server, scheme and host with an optional port, in lower case: `https://flow.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
}

impl PublicUrl {
    /// Parses an origin as people write it; slashes at the end are passed over, and letters become lower case.
    ///
    /// # Errors
    /// [`ConfigError`] where it is no http or https URL of a host alone.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let wrong = || {
            let message =
                format!("is “{text}”; it should be http:// or https:// and a host, without a path, such as https://flow.example.com");
            ConfigError::new("PUBLIC_URL", message)
        };
        let origin = text.trim_end_matches('/').to_lowercase();
        let url: http::Uri = origin.parse().map_err(|_| wrong())?;
        let plain = url.path() == "/" && url.query().is_none() && url.authority().is_some_and(|host| !host.as_str().contains('@'));
        if plain && matches!(url.scheme_str(), Some("http" | "https")) { Ok(Self { origin }) } else { Err(wrong()) }
    }

    /// Scheme, host and port, as browsers send them in `Origin`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// True if it leads to this machine alone: `localhost` or a loopback address.
    fn is_local(&self) -> bool {
        let host = self.origin.parse::<http::Uri>().ok().and_then(|url| url.host().map(str::to_owned)).unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// True if the scheme is https, so that cookies can be kept to https, too.
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(listen: &str, metrics: &str, public_url: Option<String>) -> ListenConfig {
        ListenConfig {
            listen: listen.to_owned(),
            metrics_listen: Some(metrics.to_owned()),
            public_url,
            max_connections: 1,
            trusted_proxies: 0,
        }
    }

    #[test]
    fn a_public_url_is_scheme_and_host_alone() {
        for (text, origin, secure) in [
            ("https://flow.example.com", "https://flow.example.com", true),
            ("HTTPS://Flow.example.com/", "https://flow.example.com", true),
            ("http://10.0.0.7:8080", "http://10.0.0.7:8080", false),
        ] {
            let url = PublicUrl::parse(text).unwrap();
            assert_eq!((url.origin(), url.is_secure()), (origin, secure));
        }
        for wrong in ["flow.example.com", "https://", "https://a/b", "https://a?b", "ftp://a", "https://user:pass@a", "https://a b"] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_within_reason() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            listen: ListenConfig,
        }
        let parse = |flag: &str, value: &str| <Line as clap::Parser>::try_parse_from(["serve", flag, value]).map(|line| line.listen);
        assert_eq!(parse("--max-connections", "2000").unwrap().max_connections(), 2000);
        assert_eq!(parse("--trusted-proxies", "10").unwrap().trusted_proxies(), 10);
        let wrong = [("--max-connections", "0"), ("--max-connections", "many"), ("--trusted-proxies", "11"), ("--trusted-proxies", "-1")];
        for (flag, wrong) in wrong {
            assert!(parse(flag, wrong).is_err(), "{flag} {wrong}");
        }
    }

    #[test]
    fn addresses_are_told_apart() {
        let config = |listen: &str, metrics: &str| config(listen, metrics, None);
        assert!(config("127.0.0.1:3000", "127.0.0.1:9000").metrics_listen().unwrap().is_some());
        assert!(config("127.0.0.1:3000", "").metrics_listen().unwrap().is_none());
        assert!(config("127.0.0.1:3000", "127.0.0.1:3000").metrics_listen().unwrap_err().to_string().starts_with("METRICS_LISTEN is"));
        assert!(config("localhost", "").listen().unwrap_err().to_string().starts_with("LISTEN is “localhost”"));
        assert_eq!(config("[::1]:3000", "").public_url("[::1]:3000".parse().unwrap()).unwrap().origin(), "http://[::1]:3000");
    }

    #[test]
    fn logins_cross_the_network_by_https_alone() {
        let url = |public_url: &str| config("0.0.0.0:3000", "", Some(public_url.to_owned())).public_url("0.0.0.0:3000".parse().unwrap());
        for fine in ["https://flow.example.com", "http://localhost:3000", "http://127.0.0.1", "http://[::1]:8080"] {
            assert!(url(fine).is_ok(), "{fine}");
        }
        for open in ["http://flow.example.com", "http://10.0.0.7:8080", "http://localhost.example.com"] {
            assert!(url(open).unwrap_err().to_string().contains("in clear"), "{open}");
        }
    }
}
