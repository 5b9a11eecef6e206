//! Permission to write trees.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::access::Deed;

use crate::api::admin::LetAuthor;
use crate::backend::admin::UserRow;
use crate::ui::{Hidden, Icon};

/// Card that lets a technician write trees, or no longer; of others it says that they may.
#[component]
pub(super) fn MayAuthor(user: UserRow) -> impl IntoView {
    let content = if user.role.may(Deed::KeepTrees) {
        view! { <p class="text-muted">"Managers and admins write drafts of trees and publish them."</p> }.into_any()
    } else {
        let (said, word, may) = if user.may_author {
            ("They write drafts of trees and publish them.", "Let them write no longer", "false")
        } else {
            ("They walk trees, and write none.", "Let them write trees", "true")
        };
        view! {
            <p class="text-muted">{said}</p>
            <form method="post" action=LetAuthor::url()>
                <Hidden name="user" value=user.id.to_string() />
                <Hidden name="may" value=may />
                <button class="button">{Icon::Pencil.view()} {word}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="author">
            <h2 class="mb-3" id="author">
                "Trees"
            </h2>
            <div class="card space-y-3 p-5">{content}</div>
        </section>
    }
}
