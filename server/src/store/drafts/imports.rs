//! What drafts were made of that came from files of other programs.

use import::{Fields, Report};
use resolutionflow::id::{AccountId, DraftId};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;

/// File of another program, as it is kept with its draft.
pub(crate) struct Import {
    /// Name of the file; empty for a text that was pasted.
    pub file_name: String,
    pub report: Report,
    /// JSON, with what its fields were taken for.
    pub source: Option<(String, Fields)>,
}

impl Import {
    /// Bytes that are stored.
    ///
    /// # Errors
    /// Never: a report of strings always serialises.
    pub(crate) fn bytes(&self) -> Result<usize, serde_json::Error> {
        let source = self.source.as_ref().map_or(0, |(text, _)| text.len());
        Ok(self.file_name.len() + source + serde_json::to_string(&self.report)?.len())
    }
}

/// Keeps what a draft was made of, or what it was read anew as.
pub(crate) async fn keep(conn: &mut PgConnection, account: AccountId, id: DraftId, import: &Import) -> Result<(), sqlx::Error> {
    let (source, fields) = import.source.as_ref().map(|(source, fields)| (source.as_str(), fields)).unzip();
    sqlx::query!(
        "insert into draft_imports (account_id, draft_id, file_name, report, source, fields) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint draft_imports_pkey do update set report = excluded.report, fields = excluded.fields",
        account.0,
        id.0,
        import.file_name,
        json(&import.report)?,
        source,
        fields.map(json).transpose()?
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn json(value: &impl Serialize) -> Result<serde_json::Value, sqlx::Error> {
    serde_json::to_value(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Finds what a draft was made of; none where it came from no such file. `with_source` reads the file itself, too.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    id: DraftId,
    with_source: bool,
) -> Result<Option<Import>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select file_name, report as "report: Json<Report>", case when $3 then source else '' end as source, fields as "fields: Json<Fields>"
           from draft_imports where account_id = $1 and draft_id = $2"#,
        account.0,
        id.0,
        with_source
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Import {
        file_name: row.file_name,
        report: row.report.0,
        source: row.source.zip(row.fields.map(|Json(fields)| fields)),
    }))
}
