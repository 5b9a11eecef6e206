//! One request: what it came with, and the authority of whoever is behind it, as a value.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use app::backend::Backend;
use app::backend::views::Viewer;
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::CommandId;
use tokio::sync::OnceCell;
use tracing::field::display;
use tracing::{Span, instrument};
use uuid::Uuid;

use super::Service;
use super::authority::{Admin, Author, CausedBy, Manager, Technician};
use super::failure::{Failure, answer};
use crate::login::Token;
use crate::store::{self, Tx, end_read, for_reading};

/// A request as the network brought it; nothing of it is checked yet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Caller<'a> {
    /// The value of the login cookie, if the browser sent one.
    pub cookie: Option<&'a str>,
    /// The client's IP address, where known.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`; empty where it sent none.
    pub device: &'a str,
}

/// The use cases on behalf of one request: what it came with, and who was found to be behind it. It implements [`Backend`].
pub struct Request {
    pub(super) service: Service,
    pub(super) token: Option<Token>,
    pub(super) address: Option<IpAddr>,
    pub(super) device: String,
    /// The span of the request, in which those of its use cases stand: a page or a download may ask for more outside of it.
    pub(super) span: Span,
    technician: OnceCell<Arc<Technician>>,
    viewer: OnceCell<Viewer>,
    /// Transaction of [`Request::enter`], until a use case takes it.
    entered: Mutex<Option<Tx>>,
}

impl Request {
    pub(super) fn new(service: Service, caller: Caller<'_>) -> Self {
        Self {
            service,
            token: caller.cookie.and_then(Token::parse),
            address: caller.address,
            device: caller.device.to_owned(),
            span: Span::current(),
            technician: OnceCell::new(),
            viewer: OnceCell::new(),
            entered: Mutex::new(None),
        }
    }

    /// The user who asks by a press or input, which keeps their login alive, and a transaction that sees their account.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] where the request has no login, or it has ended.
    pub(super) async fn technician(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        self.identify(CausedBy::Input).await
    }

    /// As [`Request::technician`], with a transaction that only reads: on a replica, if there is one that is not behind.
    pub(super) async fn reader(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        let (tx, technician) = self.technician().await?;
        self.read_on(tx, technician).await
    }

    /// As [`Request::reader`], with login and role looked up again.
    pub(super) async fn reader_now(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        let (tx, technician) = self.technician_now().await?;
        self.read_on(tx, technician).await
    }

    async fn read_on(&self, tx: Tx, technician: Arc<Technician>) -> Result<(Tx, Arc<Technician>), Failure> {
        Ok((for_reading(self.service.pool(), tx, technician.account()).await?, technician))
    }

    /// As [`Request::technician`], where a page asks by itself, which does not keep the login alive.
    pub(super) async fn onlooker(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        self.identify(CausedBy::Page).await
    }

    /// The authority of the user who asks, who must be one who may write trees, and a transaction that sees their account.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`], and [`AppError::Forbidden`] for others.
    pub(super) async fn author(&self) -> Result<(Tx, Author), Failure> {
        let (tx, technician) = self.technician().await?;
        Ok((tx, technician.author()?))
    }

    /// The authority of the user who asks, who must be a manager or an admin, and a transaction that sees their account.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`], and [`AppError::Forbidden`] for technicians.
    pub(super) async fn manager(&self) -> Result<(Tx, Manager), Failure> {
        let (tx, technician) = self.technician().await?;
        Ok((tx, technician.manager()?))
    }

    /// The authority of the user who asks, who must be an admin, and a transaction that sees their account.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`], and [`AppError::Forbidden`] for other roles.
    pub(super) async fn admin(&self) -> Result<(Tx, Admin), Failure> {
        let (tx, technician) = self.technician().await?;
        Ok((tx, technician.admin()?))
    }

    /// The user who asks, looked up again: for what goes on long after the request began, such as the next page of a download. The
    /// login may have ended since, and the role may be another one.
    pub(super) async fn technician_now(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        let (mut tx, token) = self.begin().await?;
        let technician = self.look_up(&mut tx, token, CausedBy::Page).await?;
        Ok((tx, technician))
    }

    /// As [`Request::author`], with login and role looked up again.
    pub(super) async fn author_now(&self) -> Result<(Tx, Author), Failure> {
        let (tx, technician) = self.technician_now().await?;
        Ok((tx, technician.author()?))
    }

    /// As [`Request::manager`], with login and role looked up again.
    pub(super) async fn manager_now(&self) -> Result<(Tx, Manager), Failure> {
        let (tx, technician) = self.technician_now().await?;
        Ok((tx, technician.manager()?))
    }

    /// As [`Request::admin`], with login and role looked up again.
    pub(super) async fn admin_now(&self) -> Result<(Tx, Admin), Failure> {
        let (tx, technician) = self.technician_now().await?;
        Ok((tx, technician.admin()?))
    }

    /// The login is looked up once a request.
    async fn identify(&self, caused_by: CausedBy) -> Result<(Tx, Arc<Technician>), Failure> {
        let (mut tx, token) = self.begin().await?;
        if let Some(technician) = self.technician.get() {
            return Ok((tx, technician.clone()));
        }
        let technician = self.look_up(&mut tx, token, caused_by).await?;
        self.keep(tx, technician).await
    }

    /// Keeps the user for what else the request asks. A user that is kept already is the same one.
    async fn keep(&self, mut tx: Tx, technician: Arc<Technician>) -> Result<(Tx, Arc<Technician>), Failure> {
        _ = self.technician.set(technician.clone());
        if technician.is_touched() {
            // The login's row is locked until then, and its other requests wait for it.
            tx.commit_aside().await.map_err(sqlx::Error::from)?;
            tx = store::begin(self.service.pool(), technician.account()).await?;
        }
        Ok((tx, technician))
    }

    /// The transaction of [`Request::enter`], the first time; a new one later.
    async fn begin(&self) -> Result<(Tx, &Token), Failure> {
        let token = self.token.as_ref().ok_or(AppError::NotSignedIn)?;
        let entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner).take();
        let tx = match entered {
            Some(tx) => tx,
            None => store::begin(self.service.pool(), token.account).await?,
        };
        Ok((tx, token))
    }

    /// Looks up the viewer at the beginning of a page or a download. The transaction stays open: the first use case goes on in it, so
    /// that a page takes one. [`Request::leave`] has to end it where there was none.
    ///
    /// # Errors
    /// As of [`Backend::viewer`].
    #[instrument(skip_all, parent = &self.span)]
    pub async fn enter(&self) -> Result<(), AppError> {
        answer(async {
            let (tx, viewer) = self.look_at_viewer().await?;
            // A viewer that is set already is the same one.
            _ = self.viewer.set(viewer);
            *self.entered.lock().unwrap_or_else(PoisonError::into_inner) = Some(tx);
            Ok(())
        })
        .await
    }

    /// Ends the transaction of [`Request::enter`] where no use case did.
    pub fn leave(&self) {
        let entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(tx) = entered {
            end_read(tx);
        }
    }

    async fn look_at_viewer(&self) -> Result<(Tx, Viewer), Failure> {
        let (mut tx, token) = self.begin().await?;
        let now = self.service.now();
        let (technician, top_bar) = Technician::identify_with_top_bar(&mut tx, token, self.address, now).await??;
        let (tx, technician) = self.keep(tx, self.named(technician)).await?;
        let actor = technician.actor();
        let settings = technician.settings();
        let viewer = Viewer {
            user_id: actor.user_id,
            name: technician.name().to_owned(),
            role: actor.role,
            may_author: technician.may_author(),
            account: settings.name.to_string(),
            zone: settings.zone,
            week: settings.week,
            idle_threshold: settings.idle_threshold,
            waiting: top_bar.waiting,
            now,
            running: top_bar.running,
            ends: technician.ends(),
            reading: settings.reading,
            ticket_link: settings.ticket_link.clone(),
            hides_times: settings.hide_times(&actor),
            people_since: technician.people_since(),
            may_propose: technician.proposer().is_ok(),
            to_do: top_bar.to_do,
        };
        Ok((tx, viewer))
    }

    async fn look_up(&self, tx: &mut Tx, token: &Token, caused_by: CausedBy) -> Result<Arc<Technician>, Failure> {
        Ok(self.named(Technician::identify(tx, token, caused_by, self.address, self.service.now()).await??))
    }

    /// Names the user who was found in the span of the request.
    fn named(&self, technician: Technician) -> Arc<Technician> {
        self.span.record("account", display(technician.account())).record("user", display(technician.actor().user_id));
        Arc::new(technician)
    }
}

#[async_trait]
impl Backend for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn check_login(&self) -> Result<(), AppError> {
        answer(async {
            let (tx, _) = self.technician_now().await?;
            end_read(tx);
            Ok(())
        })
        .await
    }

    fn new_command_id(&self) -> CommandId {
        CommandId(Uuid::now_v7())
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn viewer(&self) -> Result<Viewer, AppError> {
        let look = async || {
            let (tx, viewer) = self.look_at_viewer().await?;
            end_read(tx);
            Ok::<_, Failure>(viewer)
        };
        answer(async { Ok(self.viewer.get_or_try_init(look).await?.clone()) }).await
    }
}
