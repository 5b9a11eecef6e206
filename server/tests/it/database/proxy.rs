//! A network between server and database that loses what it is told to lose.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

use crate::app::TestApp;

/// What happens to what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// It arrives.
    Fair,
    /// Nothing arrives any longer, and nobody is told.
    Silent,
    /// The next COMMIT arrives; its answer is lost, and with it the connection.
    LosesTheAnswer,
    /// The next COMMIT is lost, and with it the connection.
    LosesTheCommit,
    /// The next COMMIT arrives; its answer does not, and nobody is told.
    HoldsTheAnswer,
}

use Weather::{Fair, HoldsTheAnswer, LosesTheAnswer, LosesTheCommit, Silent};

/// TCP in front of the socket of a cluster.
pub struct Proxy {
    port: u16,
    weather: Arc<AtomicU8>,
    database: String,
    _end: watch::Sender<()>,
}

impl Proxy {
    /// In front of the database of a test.
    pub async fn before(app: &TestApp) -> Self {
        let options = app.pool.connect_options();
        let socket = options.get_socket().unwrap().join(format!(".s.PGSQL.{}", options.get_port()));
        Self::to(socket, options.get_database().unwrap()).await
    }

    pub async fn to(socket: PathBuf, database: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (weather, (end, ended)) = (Arc::new(AtomicU8::new(Fair as u8)), watch::channel(()));
        let shared = weather.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(relay(client, socket.clone(), shared.clone(), ended.clone()));
            }
        });
        Self { port, weather, database: database.to_owned(), _end: end }
    }

    /// Options by which the server connects through it.
    pub fn options(&self) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port).ssl_mode(PgSslMode::Disable);
        options.username("resolutionflow_app").database(&self.database)
    }

    pub fn set(&self, weather: Weather) {
        self.weather.store(weather as u8, Ordering::SeqCst);
    }

    /// True once what was to be lost is lost.
    pub fn is_fair(&self) -> bool {
        self.weather.load(Ordering::SeqCst) == Fair as u8
    }
}

fn is(weather: &AtomicU8, wanted: Weather) -> bool {
    weather.load(Ordering::SeqCst) == wanted as u8
}

/// True for the first who asks while the weather is that one; it is fair afterwards.
fn takes(weather: &AtomicU8, wanted: Weather) -> bool {
    weather.compare_exchange(wanted as u8, Fair as u8, Ordering::SeqCst, Ordering::SeqCst).is_ok()
}

async fn relay(client: TcpStream, socket: PathBuf, weather: Arc<AtomicU8>, mut ended: watch::Receiver<()>) {
    let (to_client, from_client) = {
        let (read, write) = client.into_split();
        (write, read)
    };
    let (from_server, to_server) = UnixStream::connect(socket).await.unwrap().into_split();
    tokio::select! {
        () = carry(from_client, to_client, from_server, to_server, &weather) => {}
        // The end of the test.
        _ = ended.changed() => {}
    }
}

async fn carry(
    mut from_client: tokio::net::tcp::OwnedReadHalf,
    mut to_client: tokio::net::tcp::OwnedWriteHalf,
    mut from_server: OwnedReadHalf,
    mut to_server: OwnedWriteHalf,
    weather: &AtomicU8,
) {
    let (mut sent, mut answered) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        tokio::select! {
            read = from_client.read(&mut sent) => {
                let Ok(length @ 1..) = read else { return };
                let bytes = &sent[..length];
                let is_commit = bytes.windows(7).any(|word| word == b"COMMIT\0");
                if is(weather, Silent) {
                    return std::future::pending().await;
                }
                if is_commit && takes(weather, LosesTheCommit) {
                    return;
                }
                let loses = is_commit && takes(weather, LosesTheAnswer);
                let holds = is_commit && takes(weather, HoldsTheAnswer);
                to_server.write_all(bytes).await.unwrap();
                if loses || holds {
                    // It is carried out by the time that it answers.
                    _ = from_server.read(&mut answered).await;
                }
                if loses {
                    return;
                }
                if holds {
                    return std::future::pending().await;
                }
            }
            read = from_server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if is(weather, Silent) {
                    return std::future::pending().await;
                }
                if to_client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}
