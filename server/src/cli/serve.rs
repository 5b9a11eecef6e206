use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use export::Fonts;
use sd_notify::NotifyState;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::database::Database;
use super::say;
use crate::config::{DatabaseConfig, DocumentConfig, ListenConfig, SiteConfig};
use crate::demo;
use crate::http::{Limits, Site, connections, metrics};
use crate::service::Service;

/// Time after which the searches of accounts in which that failed are made again.
const PAUSE: Duration = Duration::from_secs(60);
/// Time after which walks are folded again.
const FOLDED_EVERY: Duration = Duration::from_secs(10);

/// Arguments of `resolutionflow serve`, which runs the server until it is interrupted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow serve --demo                       on http://127.0.0.1:3000, with something to look at
  LISTEN=0.0.0.0:8080 PUBLIC_URL=https://flow.example.com DATABASE_URL=postgres://app@db/flow resolutionflow serve

Pending migrations are applied where the database's owner is known (DATABASE_OWNER_URL, or the private PostgreSQL);
otherwise the server refuses to start until they are.")]
pub(super) struct Serve {
    /// Load demo users, trees and sessions into an empty database
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    listen: ListenConfig,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    documents: DocumentConfig,
    #[command(flatten)]
    site: SiteConfig,
}

impl Serve {
    /// Serves until interrupted, on the socket that was passed to the program or else on one of its own.
    pub(super) async fn run(self, passed: Option<std::net::TcpListener>) -> anyhow::Result<()> {
        let options = self.site.options()?;
        let fonts = self.documents.fonts()?;
        let metrics_address = self.listen.metrics_listen()?;
        let listener = match passed {
            Some(socket) => adopt(socket)?,
            None => bind(self.listen.listen()?, "LISTEN").await?,
        };
        let site = Site {
            options,
            public_url: self.listen.public_url(listener.local_addr()?)?,
            trusted_proxies: self.listen.trusted_proxies(),
            limits: Limits::of(self.listen.max_connections()),
        };
        connections::make_room(site.limits.connections);
        let metrics_listener = match metrics_address {
            Some(address) => Some(bind(address, "METRICS_LISTEN").await?),
            None => None,
        };
        let stop = stop_signal()?;

        // An interrupt while the database starts counts once it has started: half a start cannot be stopped cleanly.
        let database = Database::of_server(&self.database).await?;
        let served = self.serve(&database, site, fonts, listener, metrics_listener, stop).await;
        let closed = database.close().await;
        served.and(closed)
    }

    async fn serve(
        &self,
        database: &Database,
        site: Site,
        fonts: Fonts,
        listener: TcpListener,
        metrics_listener: Option<TcpListener>,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<()> {
        let service = Service::new(database.connections(), site.public_url.is_secure()).with_fonts(fonts);
        tokio::select! {
            prepared = self.prepare(database, &service) => prepared?,
            () = stopped(stop.clone()) => return Ok(()),
        }
        if !site.public_url.is_secure() && !listener.local_addr()?.ip().is_loopback() {
            tracing::warn!("PUBLIC_URL is not https, so passwords and cookies cross the network in clear");
        }
        if let Some(listener) = metrics_listener {
            let figures = metrics::serve(listener, database.pool().clone(), stopped(stop.clone()));
            tokio::spawn(async move {
                if let Err(error) = figures.await {
                    tracing::error!(error = format!("{error:#}"), "figures cannot be served");
                }
            });
        }
        say(format_args!("ResolutionFlow is at {}", site.public_url.origin()))?;
        if let Some(secret) = service.print_set_up_link().await? {
            say("There is no account yet. Whoever opens this within a day makes the first one, and becomes its admin:")?;
            say(format_args!("  {}/set-up?link={secret}", site.public_url.origin()))?;
        }
        let (made_anew, end) = (service.clone(), stop.clone());
        // What is not made by the end is made after the next start.
        tokio::spawn(async move {
            tokio::select! {
                () = made_anew.make_all_searches(PAUSE) => {}
                () = stopped(end) => {}
            }
        });
        keep_figures(service.clone(), stop.clone());
        tell(NotifyState::Ready);
        crate::serve(site, listener, service, stopped(stop)).await
    }

    async fn prepare(&self, database: &Database, service: &Service) -> anyhow::Result<()> {
        database.bring_up_to_date().await?;
        if self.demo {
            let loaded = demo::load_into_empty(service, service.now()).await.context("the demo content could not be loaded")?;
            say(if loaded {
                "Demo content is loaded. Sign in as"
            } else {
                "The database is not empty. If the demo is what is in it, sign in as"
            })?;
            for login in demo::logins() {
                say(format_args!("  {:<28} {:<32} {}", login.what, login.email, login.password))?;
            }
        }
        Ok(())
    }
}

/// Keeps figures beside requests until the server stops, on a thread of its own: adding up takes a while at a time.
fn keep_figures(service: Service, end: watch::Receiver<bool>) {
    let runtime = Handle::current();
    spawn_blocking(move || {
        runtime.block_on(async {
            tokio::select! {
                () = service.keep_figures(FOLDED_EVERY) => {}
                () = stopped(end) => {}
            }
        });
    });
}

fn adopt(socket: std::net::TcpListener) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::from_std(socket)?;
    tracing::info!(address = %listener.local_addr()?, "serving on the socket that was passed (LISTEN_FDS); LISTEN is not used");
    Ok(listener)
}

async fn bind(address: SocketAddr, variable: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("{variable} is {address}, where the server cannot listen"))
}

/// Becomes true with the first interrupt or request to terminate.
fn stop_signal() -> std::io::Result<watch::Receiver<bool>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        tell(NotifyState::Stopping);
        sender.send_replace(true);
    });
    Ok(receiver)
}

/// Tells systemd, or whatever supervisor set `NOTIFY_SOCKET`, how far the program is. Does nothing without one.
fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the supervisor that NOTIFY_SOCKET names cannot be told how far the program is");
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that nobody is left to say it.
    let _ = stop.wait_for(|stop| *stop).await;
}
