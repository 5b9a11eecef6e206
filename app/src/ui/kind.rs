use leptos::prelude::*;
use resolutionflow::outcome::Outcome;
use resolutionflow::tree::NodeKind;
use walk_view::Icon;

/// Icon of a step's type, the type in a word, and the outcome that a solution suggests.
pub fn kind_of(kind: &NodeKind) -> (Icon, &'static str, Option<Outcome>) {
    match kind {
        NodeKind::Decision { .. } => (Icon::Route, "Decision", None),
        NodeKind::Action { .. } => (Icon::Terminal, "Action", None),
        NodeKind::Solution { suggested_outcome } => (Icon::Flag, "Solution", *suggested_outcome),
    }
}

/// Icon of a step's type, with its word for those who do not see it.
pub fn kind_mark(kind: &NodeKind) -> AnyView {
    let (icon, word, _) = kind_of(kind);
    view! {
        <span class="kind" title=word>
            {icon.view()}
            <span class="sr-only">{word} ": "</span>
        </span>
    }
    .into_any()
}
