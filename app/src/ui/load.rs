//! What a page needs from the backend before it can be shown.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::Backend;
use crate::error::AppError;
use crate::pages::Problem;

/// Asks the backend once and shows the answer, or the problem page with its status. The page's HTML waits for it.
pub fn load<T, F, V>(ask: impl FnOnce(Arc<dyn Backend>) -> F, show: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
    V: IntoView + 'static,
{
    let asked = use_context::<Arc<dyn Backend>>().map(ask);
    let answer = OnceResource::new_blocking(async move {
        match asked {
            Some(answer) => answer.await,
            None => Err(AppError::Unexpected),
        }
    });
    let show = Arc::new(show);
    view! {
        <Suspense>
            {move || {
                let show = Arc::clone(&show);
                Suspend::new(async move {
                    match answer.await {
                        Ok(found) => show(found).into_any(),
                        Err(error) => view! { <Problem error /> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}
