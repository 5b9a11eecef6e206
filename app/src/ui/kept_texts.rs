//! Texts of a refused form, shown to be copied.

use leptos::prelude::*;

use super::CopyButton;

/// Notice with texts to be copied, each with its label; empty where there are none.
#[component]
pub fn KeptTexts(
    /// The field's name, its label and the text.
    texts: Vec<(&'static str, &'static str, String)>,
    /// Fate of the texts, and the next step.
    why: &'static str,
) -> impl IntoView {
    (!texts.is_empty()).then(|| {
        view! {
            <section class="notice mb-4 text-left" aria-label="What you typed">
                <p class="font-medium">{why}</p>
                {texts
                    .into_iter()
                    .map(|(name, label, text)| {
                        let id = format!("kept-{name}");
                        view! {
                            <div class="mt-3">
                                <p class="flex items-center justify-between gap-2">{label} <CopyButton from=id.clone() /></p>
                                <p class="typed max-h-40 overflow-y-auto" id=id tabindex="0" dir="auto">
                                    {text}
                                </p>
                            </div>
                        }
                    })
                    .collect_view()}
            </section>
        }
    })
}
