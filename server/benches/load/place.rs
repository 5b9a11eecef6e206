//! Set-up of the measurements: a private Postgres as careful as in production, the demo in it, technicians, and the server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use app::backend::Backend;
use embedded_postgres::{Durability, Embedded};
use leptos::config::LeptosOptions;
use resolutionflow::access::Role;
use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::session::{Action, Command, Draft, Facts, Session};
use resolutionflow::text::{ClientName, Email, Name, Note, Ticket};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeKind;
use server::config::PublicUrl;
use server::http::{Limits, Site};
use server::login::Token;
use server::service::{Caller, Newcomer, Service};
use server::{demo, store};
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The tree that is walked.
const TREE: &str = "vpn-does-not-connect";
/// Notes beside every step.
pub(crate) const NOTES: &str = "The client says it has been like this since Monday morning.";

/// Service, account and address of the server, the channel that stops it, and its task.
type Open = (Service, AccountId, SocketAddr, oneshot::Sender<()>, JoinHandle<anyhow::Result<()>>);

/// Everything that runs.
pub(crate) struct Place {
    pub(crate) embedded: Embedded,
    pub(crate) service: Service,
    pub(crate) account: AccountId,
    pub(crate) address: SocketAddr,
    /// Folder in which it is all kept.
    pub(crate) folder: PathBuf,
    stop: oneshot::Sender<()>,
    server: JoinHandle<anyhow::Result<()>>,
}

impl Place {
    /// Sets it all up in a folder that is removed again by [`Place::clear`].
    pub(crate) async fn set_up() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("resolutionflow-bench-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        let embedded = Embedded::start(&folder, Durability::Safe).await?;
        match Self::open(&embedded).await {
            Ok((service, account, address, stop, server)) => Ok(Self { embedded, service, account, address, folder, stop, server }),
            Err(error) => {
                embedded.stop().await?;
                std::fs::remove_dir_all(&folder)?;
                Err(error)
            }
        }
    }

    async fn open(embedded: &Embedded) -> anyhow::Result<Open> {
        let owner = PgPoolOptions::new().max_connections(1).connect_with(embedded.owner()).await?;
        store::migrate(&owner).await?;
        owner.close().await;
        let pool = store::pool().connect_lazy_with(embedded.app());
        let service = Service::new(pool, false);
        demo::load_into_empty(&service, now()).await?;
        let account = service.account("northwind-it").await?;

        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let public_url = PublicUrl::parse(&format!("http://{address}"))?;
        let options = LeptosOptions::builder().output_name("resolutionflow").build();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            // An error means the same: nobody is left to say it.
            let _ = stopped.await;
        };
        let site = Site { options, public_url, trusted_proxies: 0, limits: Limits::default() };
        let server = tokio::spawn(server::serve(site, listener, service.clone(), stopped));
        Ok((service, account, address, stop, server))
    }

    /// Stops it all and removes the folder.
    pub(crate) async fn clear(self) -> anyhow::Result<()> {
        // A server that ended early already has no ear for it.
        let _ = self.stop.send(());
        self.server.await??;
        self.embedded.stop().await?;
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }

    /// Service of the server.
    pub(crate) fn service(&self) -> &Service {
        &self.service
    }

    /// Hires a technician and signs them in.
    pub(crate) async fn technician(&self, number: usize) -> anyhow::Result<Technician> {
        const PASSWORD: &str = "walks-one-tree-after-another";
        let (email, name) = (format!("technician-{number}@bench.example"), format!("Technician {number}"));
        let (email, name) = (Email::parse(&email)?, Name::parse(&name)?);
        let user = Newcomer { email: &email, name: &name, role: Role::Technician, password: PASSWORD };
        self.service.add_user(self.account, &user).await?;
        let cookie = self.service.backend(Caller::default()).sign_in(email.as_str(), PASSWORD).await?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let token = cookie.split_once('=').and_then(|(_, value)| Token::parse(value)).context("no login cookie")?;
        Ok(Technician { service: self.service.clone(), cookie, token })
    }

    /// Starts measuring from the same state of the database, whatever was measured before.
    pub(crate) async fn tidy(&self) -> anyhow::Result<()> {
        let superuser = self.embedded.superuser("resolutionflow");
        let pool = PgPoolOptions::new().max_connections(1).connect_with(superuser).await?;
        sqlx::raw_sql("vacuum analyze").execute(&pool).await?;
        sqlx::raw_sql("checkpoint").execute(&pool).await?;
        pool.close().await;
        // A pause in which what the checkpoint wrote settles.
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(())
    }
}

fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix(i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX))
}

/// A technician who is signed in.
#[derive(Clone)]
pub(crate) struct Technician {
    service: Service,
    /// As the header `Cookie` carries it.
    pub(crate) cookie: String,
    pub(crate) token: Token,
}

impl Technician {
    fn backend(&self) -> Arc<dyn Backend> {
        self.service.backend(Caller { cookie: Some(&self.token.reveal()), ..Caller::default() })
    }

    /// Starts a session, which parks the one before.
    pub(crate) async fn start(&self) -> anyhow::Result<SessionId> {
        let backend = self.backend();
        let facts = Facts { ticket: Ticket::parse("48213")?, client: ClientName::parse("Alder Dental Group")?, ..Facts::default() };
        Ok(backend.start(backend.new_command_id(), TREE, facts, None).await?)
    }

    /// Starts a session and walks on until it has so many records; at an end, back to the last question.
    pub(crate) async fn walk(&self, records: usize) -> anyhow::Result<Session> {
        let id = self.start().await?;
        loop {
            let backend = self.backend();
            let page = backend.walk(id).await?;
            if page.session.records.len() >= records {
                return Ok(page.session);
            }
            let action = match &page.node.kind {
                NodeKind::Decision { options } => {
                    let option = options.get(page.session.records.len() % options.len().max(1)).context("a decision without options")?;
                    Action::Choose { option_id: option.id.clone() }
                }
                NodeKind::Action { .. } => Action::Continue,
                NodeKind::Solution { .. } => Action::Back,
            };
            let draft = Some(Draft { visit_id: None, notes: Note::parse(NOTES)?, ..Draft::default() });
            let command = Command { id: backend.new_command_id(), base_revision: page.session.revision, at: None, draft, action };
            backend.command(id, command).await?;
        }
    }
}
