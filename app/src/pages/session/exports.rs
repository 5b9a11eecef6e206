//! The documentation that the walk wrote, ready to be taken away.

mod options;
mod preview;

use export::{Format, NotAnOption, Options};
use leptos::prelude::*;
use resolutionflow::id::SessionId;

use crate::ui::{Icon, Query};
pub(super) use preview::PreviewCard;

/// Export whose preview the address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) format: Format,
    /// An unknown option is refused: a mistake in its name must not show what should be left out.
    pub(super) options: Result<Options, NotAnOption>,
}

impl Asked {
    /// Reads the address: none, unless it asks for a format that there is.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let format = query.get("export").parse().ok()?;
        Some(Self { format, options: Options::read(query.pairs()) })
    }
}

/// Buttons of the exports: "Copy for ticket", and the formats to look at.
#[component]
pub(super) fn Exports(
    id: SessionId,
    asked: Option<Asked>,
    /// True where nothing else on the page is more likely to be pressed.
    first: bool,
) -> impl IntoView {
    let present = asked.map(|asked| asked.format);
    view! {
        <section class="exports" aria-label="Exports">
            // Without JavaScript the link leads to the note, where it can be selected.
            <a
                class=if first { "button button-primary" } else { "button" }
                href=preview_of(id, Format::Note, &Options::default())
                data-copy-export=address(id, Format::Note)
            >
                {Icon::Copy.view()}
                "Copy for ticket"
            </a>
            <ul class="export-formats">
                {Format::ALL
                    .into_iter()
                    .map(|format| {
                        view! {
                            <li>
                                <a href=preview_of(id, format, &Options::default()) aria-current=(present == Some(format)).then_some("true")>
                                    {format.word()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

fn preview_of(id: SessionId, format: Format, options: &Options) -> String {
    let options: String = options.pairs().into_iter().map(|(name, value)| format!("&{name}={value}")).collect();
    format!("/sessions/{id}?export={}{options}#export", format.as_str())
}

/// Address at which a document is downloaded.
fn address(id: SessionId, format: Format) -> String {
    format!("/sessions/{id}/export.{}", format.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_a_format_and_what_is_left_out_of_it() {
        let asked = |query: &str| Asked::of(&Query::parse(query));
        assert_eq!(asked(""), None);
        assert_eq!(asked("export=word"), None);
        assert_eq!(asked("export=note&edit=facts"), Some(Asked { format: Format::Note, options: Ok(Options::default()) }));
        let redacted = Options { redacted: true, notes: false, ..Options::default() };
        assert_eq!(asked("export=pdf&notes=0&redact=1").unwrap().options, Ok(redacted));
        assert_eq!(asked("export=pdf&redact=please").unwrap().options, Err(NotAnOption("redact")));
    }
}
