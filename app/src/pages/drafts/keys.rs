//! Keys of the editor, which the script presses while the outline has the focus: the one table for the script and for the list behind "?".

use leptos::prelude::*;
use resolutionflow::tree::{NodeId, NodeKind};

use crate::ui::kind_mark;

/// Keys of the editor that have one effect, and their line in the list.
struct Key {
    /// Keys by their names in browsers, with `Ctrl+` and `Alt+` in front, parted by spaces.
    names: &'static str,
    /// The keys as the list shows them.
    shown: &'static str,
    /// The effect in words.
    words: &'static str,
    effect: Effect,
}

/// Effect of a key on the step that has the focus. A text is a CSS selector.
#[derive(Clone, Copy)]
enum Effect {
    /// The script has a way of its own.
    Own,
    /// Opens the step with the focus in a field.
    Open(&'static str),
    /// Presses the button of its form with this value, with another type in the form.
    Press(&'static str, Option<&'static str>),
    /// Clicks something on the page.
    Click(&'static str),
}

const KEYS: [Key; 21] = [
    key("ArrowUp ArrowDown", "↑ ↓", "From step to step", Effect::Own),
    key("ArrowLeft ArrowRight", "← →", "Fold, unfold; to the decision above, to the step below", Effect::Own),
    key("Enter", "Enter", "Title", Effect::Open("#form-title")),
    key("e", "e", "Instructions", Effect::Open("#form-body")),
    key("a", "a", "New answer, or command", Effect::Open("fieldset:last-of-type input:not([type=hidden])")),
    key("n", "n", "New step below", Effect::Open("#form-below")),
    key("t", "t", "Where it leads to", Effect::Open("#step [list]")),
    key("Alt+ArrowUp", "Alt ↑", "Move up", Effect::Press("up", None)),
    key("Alt+ArrowDown", "Alt ↓", "Move down", Effect::Press("down", None)),
    key("Alt+1", "Alt 1", "Make it a decision", Effect::Press("save", Some("decision"))),
    key("Alt+2", "Alt 2", "Make it an action", Effect::Press("save", Some("action"))),
    key("Alt+3", "Alt 3", "Make it a solution", Effect::Press("save", Some("solution"))),
    key("Delete", "Delete", "Delete step", Effect::Press("remove", None)),
    key("Ctrl+c Ctrl+x", "Ctrl C, X, V", "Copy, cut and paste a branch", Effect::Own),
    key("Ctrl+z", "Ctrl Z", "Undo", Effect::Click("[value=undo]")),
    key("Ctrl+Z", "Ctrl Shift Z", "Redo", Effect::Click("[value=redo]")),
    key("/", "/", "Go to a step", Effect::Click("[for=step-name]")),
    key("F8", "F8", "Next problem", Effect::Own),
    key("v", "v", "Preview from here", Effect::Press("preview-here", None)),
    key("Ctrl+s", "Ctrl S", "Save now, in fields, too", Effect::Own),
    key("?", "?", "These keys", Effect::Click("[popovertarget=keys]")),
];

const fn key(names: &'static str, shown: &'static str, words: &'static str, effect: Effect) -> Key {
    Key { names, shown, words, effect }
}

/// Mark of a type, which the script also gives a step before the answer says so.
fn mark(kind: &str) -> AnyView {
    kind_mark(&match kind {
        "decision" => NodeKind::Decision { options: Vec::new() },
        "action" => NodeKind::Action { commands: Vec::new(), next_node_id: NodeId::default() },
        _ => NodeKind::Solution { suggested_outcome: None },
    })
}

/// The button with the list behind it, for browsers with scripts.
pub fn keys() -> AnyView {
    let rows = KEYS.map(|Key { names, shown, words, effect }| {
        let (mut goal, mut deed, mut kind, mut click) = (None, None, None, None);
        match effect {
            Effect::Own => {}
            Effect::Open(field) => goal = Some(field),
            Effect::Press(button, other) => (deed, kind) = (Some(button), other),
            Effect::Click(what) => click = Some(what),
        }
        view! {
            <dt data-keys=names data-goal=goal data-deed=deed data-kind=kind data-click=click>
                {shown}
            </dt>
            <dd>{kind.map(mark)} {words}</dd>
        }
        .into_any()
    });
    view! {
        <button class="button needs-script" type="button" popovertarget="keys">
            "Keys"
        </button>
        <div class="menu keys" id="keys" popover="auto" role="dialog" tabindex="0" aria-labelledby="keys-title">
            <h2 class="px-3 pt-2" id="keys-title">
                "Keys of the outline"
            </h2>
            <dl class="keys-list">{rows.collect_view()}</dl>
            <p class="hint px-3 pb-2">
                "They count while a step of the outline has the focus. Where your keyboard prints no Latin letters, the keys in their place count."
            </p>
            <p class="hint px-3 pb-2">
                "Steps are dragged, too, by their titles past others below the same decision, and answers by their headings."
            </p>
        </div>
    }
    .into_any()
}
