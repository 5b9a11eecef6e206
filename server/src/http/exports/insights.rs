//! Tables of Insights as CSV: numbers in full, times in seconds, rates with their parts and intervals.

use app::backend::Backend;
use app::backend::views::Viewer;
use app::backend::views::insights::{
    Asked, BudgetsPage, ClientReport, ClientsAsked, ClientsReport, Look, MinePage, Overview, PeoplePage, Progress, SavingPage, Table,
    TreeAsked, TreeReport, TreesAsked, TreesReport, Trust, VersionsPage,
};
use app::error::AppError;
use app::query::Query;
use axum::extract::{Extension, Path, RawQuery};
use axum::response::Response;
use export::Format;
use resolutionflow::id::ClientId;

use super::super::identify::Asker;
use super::super::problem;
use super::{csv, document, streaming};

/// Question of a file's address.
pub(super) struct Wanted {
    /// Who asks.
    viewer: Viewer,
    /// Days, trees and steps.
    pub(super) asked: Asked,
    /// The address.
    query: Query,
    /// Name of the table; empty for the first one of its page.
    table: String,
}

impl Wanted {
    /// Reads an address. A file must not be about other days than were asked for: what is wrong with them is refused as malformed.
    pub(super) async fn read(backend: &dyn Backend, query: Option<&str>) -> Result<Self, AppError> {
        let query = Query::parse(query.unwrap_or_default());
        let viewer = backend.viewer().await?;
        let asked = Asked::read(&query, &viewer).map_err(|_| AppError::Malformed)?;
        Ok(Self { viewer, asked, table: query.get("table").to_owned(), query })
    }

    /// The file of a page's table. While sessions are being counted there is none.
    pub(super) fn file<T>(&self, page: &str, progress: Progress<T>, tables: fn(&T) -> Vec<Table>) -> Result<Response, AppError> {
        let Progress::Ready(answer) = progress else { return Err(AppError::Busy) };
        let tables = tables(&answer.page);
        let wanted = tables.into_iter().find(|table| self.table.is_empty() || table.name == self.table);
        let table = wanted.ok_or(AppError::NotFound)?;
        let bytes = [csv::heading(table.heading()), csv::rows(table.records())].into_iter().collect::<Result<Vec<_>, _>>();
        let bytes = bytes.map_err(|_| AppError::Unexpected)?.concat();
        let name = format!("insights-{page}-{}-{}.csv", table.name, self.viewer.zone.date(self.viewer.now));
        Ok(streaming::file(&name, csv::MEDIA_TYPE, bytes.into()))
    }
}

/// A table of Overview: `?table=outcomes`.
pub(super) async fn overview(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("overview", backend.overview(wanted.asked.clone()).await?, Overview::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of Trees: `?table=trees`, or `?table=unused&show=unused`.
pub(super) async fn trees(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        let question = TreesAsked::read(wanted.asked.clone(), &wanted.query);
        wanted.file("trees", backend.trees_report(question).await?, TreesReport::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of what is saved: `?table=saved`.
pub(super) async fn saving(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("saving", backend.saving(wanted.asked.clone()).await?, SavingPage::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of A tree: `?table=steps`.
pub(super) async fn tree(Extension(Asker { backend }): Extension<Asker>, Path(key): Path<String>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        let question = TreeAsked::read(wanted.asked.clone(), &key, &wanted.query);
        wanted.file("tree", backend.tree_report(question).await?, TreeReport::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of two versions of a tree: `?before=3&after=4&table=rates`.
pub(super) async fn versions(
    Extension(Asker { backend }): Extension<Asker>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        let query = Query::parse(query.as_deref().unwrap_or_default());
        let number = |name: &str| query.get(name).parse::<u32>().ok();
        let pair = number("before").zip(number("after"));
        wanted.file("versions", backend.versions(wanted.asked.clone(), &key, pair).await?, VersionsPage::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of Time budgets: `?table=sessions`.
pub(super) async fn budgets(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("budgets", backend.budgets(wanted.asked.clone()).await?, BudgetsPage::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// The table of People, which the audit trail records; none while the account has no figures per person.
pub(super) async fn people(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("people", backend.people(wanted.asked.clone(), Look::File).await?, PeoplePage::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// The table of Clients.
pub(super) async fn clients(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        let question = ClientsAsked::read(wanted.asked.clone(), &wanted.query);
        wanted.file("clients", backend.clients_report(question).await?, ClientsReport::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of a client: `?table=outcomes`.
pub(super) async fn client(Extension(Asker { backend }): Extension<Asker>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let id = id.parse::<ClientId>().map_err(|_| AppError::NotFound)?;
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("client", backend.client_report(wanted.asked.clone(), id).await?, ClientReport::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// The figures of a client as a document to hand over.
pub(super) async fn client_document(
    Extension(Asker { backend }): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let file = async {
        let id = id.parse::<ClientId>().map_err(|_| AppError::NotFound)?;
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        backend.client_document(wanted.asked, id).await
    };
    match file.await {
        Ok(exported) => document(exported, Format::Pdf.media_type(), "attachment"),
        Err(error) => problem::bare(&error),
    }
}

/// A table of Mine: `?table=trees`.
pub(super) async fn mine(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("mine", backend.mine(wanted.asked.clone()).await?, MinePage::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}

/// A table of Trust: `?table=signs`.
pub(super) async fn trust(Extension(Asker { backend }): Extension<Asker>, RawQuery(query): RawQuery) -> Response {
    let file = async {
        let wanted = Wanted::read(&*backend, query.as_deref()).await?;
        wanted.file("trust", backend.trust(wanted.asked.clone()).await?, Trust::tables)
    };
    file.await.unwrap_or_else(|error| problem::bare(&error))
}
