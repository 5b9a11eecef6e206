//! Server functions. Each parses what a form sent, calls one method of the backend and says where to go next. Their addresses
//! are stable: a tab may be open across a deployment.

pub mod account;
pub mod admin;
pub mod baselines;
pub mod budgets;
pub mod bulk;
mod deeds;
pub mod drafts;
pub mod gate;
pub mod previews;
pub mod proposals;
pub mod reviews;
pub mod sessions;
pub mod shares;
pub mod trees;
pub mod views;
pub mod walk;

mod support {
    use std::sync::Arc;

    use leptos::prelude::use_context;
    use leptos::server_fn::codec::MultipartData;
    use resolutionflow::text::{Email, TextError, Ticket};

    use crate::backend::Backend;
    use crate::error::{AppError, Fault};

    /// Backend of the present request, from its context.
    ///
    /// # Errors
    /// [`AppError::Unexpected`] where the server provided none.
    pub(super) fn backend() -> Result<Arc<dyn Backend>, AppError> {
        use_context::<Arc<dyn Backend>>().ok_or(AppError::Unexpected)
    }

    /// Part of a form with a file.
    pub(super) struct Part {
        /// Name of its field.
        pub name: String,
        /// Name of its file; empty where it is none.
        pub file_name: String,
        /// Its bytes.
        pub content: Vec<u8>,
    }

    /// Parts of a form with a file.
    ///
    /// # Errors
    /// [`AppError::TooLarge`] if a part has more bytes than `limit`, [`AppError::Malformed`].
    pub(super) async fn parts(form: MultipartData, limit: usize) -> Result<Vec<Part>, AppError> {
        let mut form = form.into_inner().ok_or(AppError::Malformed)?;
        let mut parts = Vec::new();
        while let Some(mut field) = form.next_field().await.map_err(|_| AppError::Malformed)? {
            let (name, file_name) = (field.name().unwrap_or_default().to_owned(), field.file_name().unwrap_or_default().to_owned());
            let mut content = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(|_| AppError::Malformed)? {
                if content.len() + chunk.len() > limit {
                    return Err(AppError::TooLarge);
                }
                content.extend_from_slice(&chunk);
            }
            parts.push(Part { name, file_name, content });
        }
        Ok(parts)
    }

    /// Parses the text of the form field `name`.
    ///
    /// # Errors
    /// [`AppError::Invalid`], which names the field.
    pub(super) fn field<T>(name: &str, text: &str, parse: impl FnOnce(&str) -> Result<T, TextError>) -> Result<T, AppError> {
        parse(text).map_err(|error| AppError::invalid(name, error))
    }

    /// Parses the text of the form field `ticket`: a number, or the ticket's address in the account's PSA, which stands for its number.
    ///
    /// # Errors
    /// [`AppError::Invalid`], which names the field.
    pub(super) async fn ticket(text: &str) -> Result<Ticket, AppError> {
        let pattern = if text.contains("://") { backend()?.viewer().await?.ticket_link } else { None };
        match pattern.and_then(|pattern| pattern.ticket_in(text)) {
            Some(ticket) => Ok(ticket),
            None => field("ticket", text, Ticket::parse),
        }
    }

    /// Parses the text of the form field `email`.
    ///
    /// # Errors
    /// [`AppError::Invalid`], which names the field.
    pub(super) fn email(text: &str) -> Result<Email, AppError> {
        Email::parse(text).map_err(|_| AppError::invalid("email", Fault::NotAnEmail))
    }

    /// Parses the text of the form field `name`, which may stay empty.
    ///
    /// # Errors
    /// [`AppError::Invalid`], which names the field.
    pub(super) fn optional<T>(name: &str, text: &str, parse: impl FnOnce(&str) -> Result<T, TextError>) -> Result<Option<T>, AppError> {
        if text.trim().is_empty() { Ok(None) } else { field(name, text, parse).map(Some) }
    }

    /// Parses a choice in the form field `name`.
    ///
    /// # Errors
    /// [`AppError::Invalid`], which names the field: nothing was chosen, or something unknown.
    pub(super) fn choice<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, AppError> {
        text.parse().map_err(|_| AppError::invalid(name, if text.is_empty() { Fault::NotChosen } else { Fault::Unknown }))
    }

    /// Parses a whole number of the form field `name`, from `least` to `most`.
    ///
    /// # Errors
    /// [`AppError::Invalid`], which names the field.
    pub(super) fn whole(name: &str, text: &str, (least, most): (u64, u64)) -> Result<u64, AppError> {
        let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| AppError::invalid(name, Fault::OutOfRange { least, most }))
    }

    /// Parses an id from a hidden field.
    ///
    /// # Errors
    /// [`AppError::Malformed`]: a broken id is a mangled form, not a typing mistake.
    pub(super) fn id<T: std::str::FromStr>(text: &str) -> Result<T, AppError> {
        text.parse().map_err(|_| AppError::Malformed)
    }
}
