//! Loading a page's data from the backend before it is shown.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;

use crate::backend::Backend;
use crate::error::AppError;
use crate::pages::Problem;

/// Asks the backend once and shows the answer, or the problem page with its status. The page's HTML waits for it.
///
/// No resource on purpose: it would send everything a second time, as JSON for a hydration that pages outside islands never
/// do; and no `<Suspense>`, which builds the view several times.
pub fn load<T, F, V>(ask: impl FnOnce(Arc<dyn Backend>) -> F, show: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Send + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
    V: IntoView + 'static,
{
    let asked = use_context::<Arc<dyn Backend>>().map(ask);
    Suspend::new(async move {
        let answer = match asked {
            Some(answer) => answer.await,
            None => Err(AppError::Unexpected),
        };
        match answer {
            Ok(found) => show(found).into_any(),
            Err(error) => view! { <Problem error /> }.into_any(),
        }
    })
}
