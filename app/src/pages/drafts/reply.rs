//! What is wrong with a text, as a reply that somebody gives to the chat assistant that wrote it.

use leptos::prelude::*;

use crate::ui::CopyButton;

/// The reply, folded, with a button that copies it. `id` is that of its element, unique on the page.
pub fn reply(id: &'static str, problems: &[String]) -> AnyView {
    if problems.is_empty() {
        return ().into_any();
    }
    let text = text(problems);
    view! {
        <details>
            <summary class="link inline-flex min-h-10 items-center">"The problems as a reply for a chat assistant"</summary>
            <figure class="command mt-2">
                <figcaption>
                    <span>"Reply"</span>
                    <span class="ml-auto">
                        <CopyButton from=id what="the reply" />
                    </span>
                </figcaption>
                <pre class="code max-h-96 overflow-auto" id=id tabindex="0">
                    {text}
                </pre>
            </figure>
        </details>
    }
    .into_any()
}

fn text(problems: &[String]) -> String {
    let list: Vec<String> = problems.iter().map(|problem| format!("- {problem}")).collect();
    format!(
        "Your tree could not be used yet. Correct these problems, change nothing else, and answer with the whole tree again, in one block:\n\n{}\n",
        list.join("\n")
    )
}
