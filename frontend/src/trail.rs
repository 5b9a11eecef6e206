//! List of the trail. It stays while the walk goes on: a row that looks as before is kept, so that a step costs two rows, however long the
//! trail is.

use std::cell::RefCell;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use resolutionflow::time::Timestamp;
use walk_view::{Row, TrailRow};

use super::dom::move_into;

/// The list, and of each row its look and its hold on the page.
pub(super) struct TrailList {
    list: HtmlElement,
    /// Owner of all rows: whoever paints them changes with every step.
    owner: Owner,
    shown: RefCell<Vec<(u64, UnmountHandle<AnyViewState>)>>,
}

impl TrailList {
    /// An empty list; none if the browser cannot make it.
    pub(super) fn make() -> Option<Self> {
        let list: HtmlElement = document().create_element("ol").ok()?.dyn_into().ok()?;
        list.set_class_name("trail-list");
        Some(Self { list, owner: Owner::current().unwrap_or_default(), shown: RefCell::default() })
    }

    /// Shows the rows as of `now`: those from the first one on that looks otherwise than before are made anew.
    pub(super) fn show(&self, rows: &[Row], now: Timestamp) {
        let mut shown = self.shown.borrow_mut();
        let kept = rows.iter().zip(&*shown).take_while(|(row, (look, _))| row.look(now) == *look).count();
        shown.truncate(kept);
        for row in &rows[kept..] {
            let (row, list) = (row.clone(), self.list.clone());
            let look = row.look(now);
            let hold = self.owner.with(|| mount_to(list, move || view! { <TrailRow row now /> }.into_any()));
            shown.push((look, hold));
        }
    }

    /// Moves the list to its place in a step that was just painted.
    pub(super) fn place(&self, form: &HtmlElement) {
        move_into(form, "[data-trail]", &self.list);
    }
}
