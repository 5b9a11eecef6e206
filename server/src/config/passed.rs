use std::net::TcpListener;

use listenfd::ListenFd;

use super::ConfigError;

/// Takes the socket that systemd, or another supervisor, listens on for the program and passes to it as `LISTEN_FDS` says; none where it
/// passes none. It stays open while the program starts anew, so that nobody is refused meanwhile.
///
/// Takes the variables out of the environment, which is safe before the process has other threads; call it then. PostgreSQL, and whatever
/// else the program starts, must not take them for its own.
///
/// # Errors
/// [`ConfigError`] where there are several sockets, or it is none of TCP.
pub fn passed_listener() -> Result<Option<TcpListener>, ConfigError> {
    let wrong = |message: String| ConfigError::new("LISTEN_FDS", message);
    let mut passed = ListenFd::from_env();
    let count = passed.len();
    if count > 1 {
        return Err(wrong(format!("passes {count} sockets, but pages are served on one; name one ListenStream= in the socket unit")));
    }
    let listener = passed.take_tcp_listener(0).map_err(|error| wrong(format!("passes something else than a TCP socket: {error}")))?;
    if let Some(listener) = &listener {
        listener.set_nonblocking(true).map_err(|error| wrong(format!("passes a socket that cannot be used: {error}")))?;
    }
    Ok(listener)
}
