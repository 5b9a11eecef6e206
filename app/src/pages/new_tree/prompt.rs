//! The prompt that makes a chat assistant write a tree.

use leptos::prelude::*;

use crate::ui::CopyButton;

/// Task, grammar, limits, style and an example, for any assistant.
pub const PROMPT: &str = include_str!("prompt.md");

/// The prompt, with a button that copies it.
pub fn prompt() -> AnyView {
    view! {
        <section class="card space-y-3 p-5" aria-labelledby="prompt-title">
            <h2 id="prompt-title">"A prompt to copy"</h2>
            <p class="text-muted">
                "Any chat assistant can write a first draft. Give it this text with the problem filled in, and paste its answer above, all of it. "
                "Leave out what no assistant may see: names, passwords, addresses of clients."
            </p>
            <details>
                <summary class="link inline-flex min-h-10 items-center">"Show the prompt"</summary>
                <figure class="command mt-2">
                    <figcaption>
                        <span>"Prompt"</span>
                        <span class="ml-auto">
                            <CopyButton from="prompt" what="the prompt" />
                        </span>
                    </figcaption>
                    <pre class="code max-h-96 overflow-auto" id="prompt" tabindex="0">
                        {PROMPT}
                    </pre>
                </figure>
            </details>
        </section>
    }
    .into_any()
}
