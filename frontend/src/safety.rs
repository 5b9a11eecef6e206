//! Safety of what was done: the status beside the timer, and the page to go to once everything is saved.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use resolutionflow::sync::Status;

use super::browser;
use super::paint::{Change, set_off};

/// State of saving, of which the status beside the timer is made. [`Status`] has a table of its conditions.
pub(super) struct Safety {
    /// Name under which pages without the player find how many steps wait.
    name: String,
    status: Cell<Status>,
    /// True if a text is typed that is no command yet.
    is_typed: Cell<bool>,
    /// Number of writes to the disk that have not ended.
    writing: Cell<usize>,
    /// True if the disk has what waits.
    is_kept: Cell<bool>,
    /// Status of what waits, where the last request came to nothing.
    hindered: Cell<Option<fn(usize) -> Status>>,
    going_to: RefCell<Option<String>>,
    /// Set off when status or disk change.
    pub(super) changed: Change,
}

impl Safety {
    /// Safety of a page that has just been opened, with `waiting` commands of an earlier page to be sent. Pages without the player find
    /// that number under `name`.
    pub(super) fn new(name: String, is_kept: bool, waiting: usize) -> Self {
        let safety = Self {
            name,
            status: Cell::new(Status::Saved),
            is_typed: Cell::new(false),
            writing: Cell::new(0),
            is_kept: Cell::new(is_kept),
            hindered: Cell::new(None),
            going_to: RefCell::new(None),
            changed: RwSignal::new(0),
        };
        safety.status.set(safety.at_rest(waiting));
        safety
    }

    /// Status beside the timer, as it is shown.
    pub(super) fn status(&self) -> Status {
        self.status.get()
    }

    /// True if the commands that wait are on this computer's disk.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept.get()
    }

    /// Shows a status, keeps the number of `waiting` commands for other pages, and leaves for the next page if that is due.
    pub(super) fn say(&self, status: Status, waiting: usize) {
        browser::mark_unsent(&self.name, waiting);
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
    pub(super) fn set_hindered(&self, by: Option<fn(usize) -> Status>) {
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

    /// Goes to another page, once nothing waits and the status is [`Status::Saved`].
    pub(super) fn go_to(&self, address: String, waiting: usize) {
        *self.going_to.borrow_mut() = Some(address);
        self.go(waiting);
    }

    /// Stays on the page after all: the user did something else there.
    pub(super) fn stay(&self) {
        self.going_to.take();
    }

    fn go(&self, waiting: usize) {
        if self.status.get() == Status::Saved
            && waiting == 0
            && let Some(address) = self.going_to.take()
        {
            _ = window().location().assign(&address);
        }
    }
}
