//! Previews of drafts: walked once for a command, by their user alone, and nothing else changes; and walk tests.

mod keeping;
mod tests;
mod walking;

use ::app::api::previews::{CreateStep, KeepTest};
use ::app::backend::views::previews::{PreviewPage, PreviewWalk, RunTest};
use ::app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::id::CommandId;
use resolutionflow::session::{Action, Command};
use resolutionflow::text::Name;

use crate::app::TestApp;
use crate::drafts::Author;
use crate::fixtures::{MARA, id};

impl Author {
    pub async fn begins_preview(&self, start: Option<&str>) {
        self.backend.begin_preview(self.id, id(), start.map(Into::into)).await.unwrap();
    }

    pub async fn preview(&self) -> PreviewPage {
        self.backend.draft_preview(self.id).await.unwrap()
    }

    pub async fn walk(&self) -> PreviewWalk {
        self.preview().await.walk.unwrap()
    }

    /// The command of a step of the preview as it stands.
    pub async fn step(&self, action: Action) -> Command {
        Command { id: id(), base_revision: self.walk().await.session.revision, at: None, draft: None, action }
    }

    pub async fn steps(&self, action: Action) -> Result<(), AppError> {
        let command = self.step(action).await;
        self.backend.step_preview(self.id, command).await
    }

    /// Takes steps of the preview: answers by their ids, and an empty one to continue.
    pub async fn takes(&self, steps: &[&str]) {
        for step in steps {
            let action = if step.is_empty() { Action::Continue } else { Action::Choose { option_id: (*step).to_owned() } };
            self.steps(action).await.unwrap();
        }
    }

    pub async fn keeps(&self, command: CommandId, name: &str) -> Result<(), AppError> {
        let revision = self.walk().await.session.revision;
        self.backend.keep_test(self.id, command, revision, Name::parse(name).unwrap()).await
    }

    pub async fn tests(&self) -> Vec<RunTest> {
        self.backend.walk_tests(self.id).await.unwrap()
    }
}

#[tokio::test]
async fn forms_of_previews_are_where_the_route_table_has_them() {
    assert_eq!((CreateStep::url(), KeepTest::url()), ("/api/create_step", "/api/keep_test"));
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    assert_eq!(mara.preview().await.walk, None);
}
