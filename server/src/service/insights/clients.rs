//! Clients: for whom most was done, and what was done for one.

use std::cmp::Reverse;
use std::collections::HashMap;

use app::backend::views::insights::{Asked, ClientReport, ClientRow, ClientsAsked, ClientsReport, Progress, Whose};
use app::error::AppError;
use resolutionflow::id::ClientId;
use resolutionflow::text::ClientName;

use super::{Begun, Reading, days};
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::client_figures::{Sums, cut, names, present, sums};
use crate::store::clients;
use crate::store::figures::narrowed::Of;

/// Most clients of the list.
const LISTED: usize = 100;
/// Names that are suggested.
const SUGGESTED: i64 = 200;

pub(super) async fn report(request: &Request, mut question: ClientsAsked) -> Result<Progress<ClientsReport>, Failure> {
    let mut reading = match request.begin_reading(&question.asked).await? {
        Begun::Reading(reading) => reading,
        Begun::Counting { percent } => return Ok(Progress::Counting { percent }),
    };
    let period = question.asked.scope.period;
    let beyond = cut(&mut reading.tx, reading.account, &reading.counted, days(period.from(), period.to())).await?;
    question.asked.scope.period = beyond.map_or(period, |day| period.since(day + chrono::Days::new(1)));
    let all = reading.sums(&question.asked).await?;
    let walks = all.iter().map(|sums| sums.walks).sum();
    let without = all.iter().filter(|sums| sums.client.is_none()).map(|sums| sums.walks).sum();
    let (clients, more, exact) = if question.text.is_empty() {
        let (clients, more) = reading.most(all).await?;
        (clients, more, None)
    } else {
        reading.named(all, &question.text).await?
    };
    let suggested = clients::names(&mut reading.tx, reading.account, SUGGESTED).await?;
    let is_cut = question.asked.scope.period != period;
    let page = ClientsReport { question, clients, exact, walks, without, more, is_cut, suggested };
    Ok(reading.answer(page))
}

/// What was done for a client of the account.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such client, and as of [`Request::manager`].
pub(super) async fn of_one(request: &Request, asked: Asked, client: ClientId) -> Result<Progress<ClientReport>, Failure> {
    let mut reading = match request.begin_reading(&asked).await? {
        Begun::Reading(reading) => reading,
        Begun::Counting { percent } => return Ok(Progress::Counting { percent }),
    };
    let (id, name) = present(&mut reading.tx, reading.account, client).await?.ok_or(AppError::NotFound)?;
    let asked = Asked { whose: Whose::Client(name.clone()), ..asked };
    let found = reading.narrowed(asked, Of::Client(id)).await?;
    let trees = found.trees.into_iter().map(|(_, tree)| tree).collect();
    let page = ClientReport { id, name, overview: found.overview, trees, is_cut: found.is_cut };
    Ok(reading.answer(page))
}

impl Reading {
    async fn sums(&mut self, asked: &Asked) -> Result<Vec<Sums>, Failure> {
        let days = days(asked.scope.period.from(), asked.scope.period.to());
        Ok(sums(&mut self.tx, self.account, &self.counted, days, self.subject.ids(), self.now).await?)
    }

    /// Clients with most walks, and how many others have any.
    async fn most(&mut self, mut all: Vec<Sums>) -> Result<(Vec<ClientRow>, usize), Failure> {
        all.retain(|sums| sums.client.is_some());
        all.sort_by_key(|sums| (Reverse(sums.walks), Reverse(sums.spent), sums.client));
        let more = all.len().saturating_sub(LISTED);
        all.truncate(LISTED);
        let ids: Vec<ClientId> = all.iter().filter_map(|sums| sums.client).collect();
        let mut names: HashMap<ClientId, String> = names(&mut self.tx, self.account, &ids).await?.into_iter().collect();
        let rows = all.into_iter().filter_map(|sums| {
            let id = sums.client?;
            Some(sums.named(id, names.remove(&id)?))
        });
        Ok((rows.collect(), more))
    }

    /// Clients whose names hold a text, by name, how many more do at least, and the one that is called so.
    async fn named(&mut self, all: Vec<Sums>, text: &str) -> Result<(Vec<ClientRow>, usize, Option<ClientId>), Failure> {
        let exact = match ClientName::parse(text) {
            Ok(name) => clients::find(&mut self.tx, self.account, &name).await?,
            Err(_) => None,
        };
        let mut found = clients::rows(&mut self.tx, self.account, text, None, LISTED as i64 + 1).await?;
        let more = found.len().saturating_sub(LISTED);
        found.truncate(LISTED);
        let mut sums: HashMap<ClientId, Sums> = all.into_iter().filter_map(|sums| Some((sums.client?, sums))).collect();
        let rows = found.into_iter().map(|client| {
            let of_client = sums.remove(&client.id).unwrap_or_else(|| Sums::none(client.id));
            of_client.named(client.id, client.name)
        });
        Ok((rows.collect(), more, exact))
    }
}
