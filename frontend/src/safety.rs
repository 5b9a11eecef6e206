//! Safety of what was done: the status beside the timer, and the page to go to once the step that leads there is accepted.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use resolutionflow::id::CommandId;
use resolutionflow::sync::{Status, steps};

use super::browser;
use super::paint::{Change, set_off};

/// Status of so many steps that wait.
type Waiting = fn(usize) -> Status;

/// Way out of the page, open once the server has accepted the command that leads there.
pub(super) struct WayOut {
    /// The command that has to be accepted.
    pub(super) command: CommandId,
    /// Address of the next page.
    pub(super) to: String,
    /// True if the command completes the walk, with what was answered to the question at its end.
    pub(super) completes: bool,
}

/// Name of the copy of the commands whose number is kept under `name`.
pub(super) fn copy_of(name: &str) -> String {
    ["copy of ", name].concat()
}

/// State of saving, of which the status beside the timer is made. [`Status`] has a table of its conditions.
pub(super) struct Safety {
    /// Name under which pages without the player find how many steps wait.
    name: String,
    /// Name of the copy of what waits, written when the page may be about to go.
    copy: String,
    status: Cell<Status>,
    /// True if a text is typed that is no command yet.
    is_typed: Cell<bool>,
    /// Number of writes to the disk that have not ended.
    writing: Cell<usize>,
    /// True if the disk has what waits.
    is_kept: Cell<bool>,
    /// Status of what waits, where the last request came to nothing.
    hindered: Cell<Option<Waiting>>,
    /// Number of commands that will not be saved, until somebody discards them.
    lost: Cell<usize>,
    going_to: RefCell<Option<WayOut>>,
    /// Set off when status or disk change.
    pub(super) changed: Change,
}

impl Safety {
    /// Safety of a page that has just been opened, with `waiting` commands of an earlier page to be sent, and `lost` that will not be saved.
    /// Pages without the player find their number under `name`.
    pub(super) fn new(name: String, is_kept: bool, waiting: usize, lost: usize) -> Self {
        let safety = Self {
            copy: copy_of(&name),
            name,
            status: Cell::new(Status::Saved),
            is_typed: Cell::new(false),
            writing: Cell::new(0),
            is_kept: Cell::new(is_kept),
            hindered: Cell::new(None),
            lost: Cell::new(lost),
            going_to: RefCell::new(None),
            changed: RwSignal::new(0),
        };
        safety.rest(waiting);
        safety
    }

    /// Keeps a copy of what waits, as JSON, at once: a write to the disk may not end before the page is gone.
    pub(super) fn keep_copy(&self, json: &str) {
        browser::store(&self.copy, json);
    }

    /// Status beside the timer, as it is shown.
    pub(super) fn status(&self) -> Status {
        self.status.get()
    }

    /// Words of the status. They agree with the notice of what will not be saved.
    pub(super) fn words(&self) -> String {
        match (self.status.get(), self.lost.get()) {
            (Status::Saved, lost) if lost > 0 => format!("Saved but for {}", steps(lost)),
            (status, _) => status.words(self.is_kept.get()),
        }
    }

    /// Notes the number of commands that will not be saved. The status shows it when it is next set.
    pub(super) fn set_lost(&self, lost: usize) {
        self.lost.set(lost);
    }

    /// Shows a status, keeps the number of commands that are not saved for other pages, `waiting` and lost, and leaves for the next page
    /// if that is due.
    pub(super) fn say(&self, status: Status, waiting: usize) {
        let unsaved = waiting + self.lost.get();
        browser::store(&self.name, &if unsaved > 0 { unsaved.to_string() } else { String::new() });
        if waiting == 0 {
            browser::store(&self.copy, "");
        }
        self.status.set(status);
        set_off(self.changed);
        self.go(waiting);
    }

    /// Shows the status of a walk in which nothing is wrong, with `waiting` commands to be sent.
    pub(super) fn rest(&self, waiting: usize) {
        self.say(self.at_rest(waiting), waiting);
    }

    fn at_rest(&self, waiting: usize) -> Status {
        if self.writing.get() > 0 {
            return Status::Keeping;
        }
        match waiting {
            0 if self.is_typed.get() => Status::Typed,
            0 => Status::Saved,
            waiting => self.hindered.get().map_or(Status::Saving, |status| status(waiting)),
        }
    }

    /// Notes if a text is being typed that no command saves yet.
    pub(super) fn set_typed(&self, is_typed: bool, waiting: usize) {
        if self.is_typed.replace(is_typed) != is_typed {
            self.rest(waiting);
        }
    }

    /// Notes if the last request came to nothing, and the status of what waits for that. It shows when it is next set.
    pub(super) fn set_hindered(&self, by: Option<Waiting>) {
        self.hindered.set(by);
    }

    /// Notes that a write to the disk has begun.
    pub(super) fn begin_write(&self) {
        self.writing.set(self.writing.get() + 1);
    }

    /// Notes that a write to the disk has ended, with success if `is_kept`; true if it was the last one and the status has to say so.
    pub(super) fn end_write(&self, is_kept: bool) -> bool {
        self.is_kept.set(is_kept);
        self.writing.set(self.writing.get() - 1);
        self.writing.get() == 0 && matches!(self.status.get(), Status::Keeping | Status::Offline(_) | Status::Later(_))
    }

    /// Goes to another page, once nothing waits and the status is [`Status::Saved`]. Whoever learns of a refusal calls [`Self::stay`]
    /// before, so that its command was accepted then.
    pub(super) fn go_to(&self, way: WayOut, waiting: usize) {
        *self.going_to.borrow_mut() = Some(way);
        self.go(waiting);
    }

    /// Stays on the page after all: the user did something else there, or the command was refused. Returns the way that is given up.
    pub(super) fn stay(&self) -> Option<WayOut> {
        self.going_to.take()
    }

    fn go(&self, waiting: usize) {
        if self.status.get() == Status::Saved
            && waiting == 0
            && let Some(way) = self.going_to.take()
        {
            _ = window().location().assign(&way.to);
        }
    }
}
