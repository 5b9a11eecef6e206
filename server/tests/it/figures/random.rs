//! Random commands of several people, with folds, other time zones and counting anew at random points.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::Selected;
use resolutionflow::account::Settings;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts, Session};
use resolutionflow::text::{Reason, Title};
use resolutionflow::time::Seconds;
use server::service::Pace;

use super::{Chance, assert_exact};
use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, choose, command, complete, facts, id};

impl Chance {
    fn action(&mut self, session: &Session, people: &[resolutionflow::id::UserId]) -> Action {
        let reason = || Reason::parse("Looked again.").unwrap();
        let about = session.records.last().map(|record| record.id).or(session.open_visit().map(|visit| visit.id)).unwrap();
        let outcome = *self.pick(&Outcome::ALL);
        match self.below(if session.completion().is_some() { 7 } else { 16 }) {
            0 => Action::UndoClose,
            1 | 2 => Action::CorrectOutcome { outcome: *self.pick(&Outcome::OF_A_WALK), reason: reason() },
            3 => Action::Reassign { holder: *self.pick(people) },
            4 => Action::EditFacts { facts: self.facts() },
            5 => Action::SetIdle { visit_id: about, idle_seconds: Seconds(self.below(40)), reason: Some(reason()) },
            6 => Action::close_as(outcome),
            7 => Action::Back,
            8 => Action::PARK,
            9 | 10 => Action::Resume,
            11 => Action::Detour { title: Title::parse("asked a colleague").unwrap() },
            12 => Action::EndDetour,
            13 => complete(*self.pick(&Outcome::OF_A_WALK)),
            14 => Action::Continue,
            _ => choose(self.pick(&["yes", "no", "done", "again"])),
        }
    }

    fn facts(&mut self) -> Facts {
        facts(self.pick(&["", "48213", "inc-7"]), self.pick(&["", "Fjord", "Alder"]))
    }
}

/// One random thing that somebody does. What is refused changes nothing.
async fn happens(app: &TestApp, chance: &mut Chance, crew: &[Arc<dyn Backend>], started: &mut Vec<SessionId>) {
    app.wait(chance.below(300) as i64);
    let backend = chance.pick(crew).clone();
    let people = [app.user(TESS).await, app.user(OMAR).await];
    if started.is_empty() || chance.below(8) == 0 {
        let follows = if started.is_empty() || chance.below(3) > 0 { None } else { Some(*chance.pick(started)) };
        let tree = *chance.pick(&["vpn", "printer"]);
        started.extend(backend.start(id(), tree, chance.facts(), follows).await);
        return;
    }
    let session = backend.walk(*chance.pick(started)).await.unwrap().session;
    if chance.below(12) == 0 {
        let others: Vec<SessionId> = (0..4).map(|_| *chance.pick(started)).collect();
        let mut selected = Vec::new();
        for other in others {
            selected.push(Selected { id: other, revision: backend.walk(other).await.unwrap().session.revision });
        }
        let _ = backend.change_selected(id(), selected, chance.action(&session, &people)).await;
        return;
    }
    let mut sent = command(&session, chance.action(&session, &people));
    if session.completion().is_none() {
        sent.at = Some(app.clock_time());
        app.wait(chance.below(90) as i64);
    }
    let _ = backend.command(session.id, sent).await;
}

#[tokio::test]
async fn whatever_is_done_in_whatever_order_figures_are_those_of_the_sessions() {
    let app = TestApp::start().await;
    let (mut chance, mut started, mut theirs) = (Chance(14), Vec::new(), Vec::new());
    for round in 0..40 {
        // Their logins end while the days go by.
        let crew = [app.sign_in(TESS).await, app.sign_in(OMAR).await, app.sign_in(MARA).await];
        let (ada, ben) = (app.sign_in(ADA).await, [app.sign_in(BEN).await]);
        for _ in 0..20 {
            happens(&app, &mut chance, &crew, &mut started).await;
            happens(&app, &mut chance, &ben, &mut theirs).await;
        }
        app.wait(chance.below(200_000) as i64);
        match chance.below(8) {
            0..4 => drop(app.service.fold(app.north).await.unwrap()),
            4 => drop(app.service.fold(app.south).await.unwrap()),
            5 => {
                let both = tokio::join!(app.service.fold(app.north), happens(&app, &mut chance, &crew, &mut started));
                both.0.unwrap();
            }
            6 => {
                let zone = chance.pick(&["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"]).parse().unwrap();
                let settings = ada.settings().await.unwrap();
                ada.save_settings(Settings { zone, ..settings }).await.unwrap();
                app.service.count_sessions(app.north, Pace::Full, |_| Ok(())).await.unwrap();
            }
            _ => {
                app.service.count_anew(app.south).await.unwrap();
                app.service.count_sessions(app.south, Pace::Full, |_| Ok(())).await.unwrap();
            }
        }
        if round % 8 == 7 {
            assert_exact(&app).await;
        }
    }
    assert!(app.count("walks where generation = 1").await > 20);
    for account in [app.north, app.south] {
        app.service.fold(account).await.unwrap();
    }
    assert_exact(&app).await;
}

#[tokio::test]
async fn nothing_that_another_account_does_changes_an_accounts_figures_nor_where_row_security_is_off() {
    let app = TestApp::start().await;
    let (crew, ben) = ([app.sign_in(TESS).await, app.sign_in(MARA).await], [app.sign_in(BEN).await]);
    let (mut chance, mut started, mut theirs) = (Chance(7), Vec::new(), Vec::new());
    for is_checked in [true, false] {
        if !is_checked {
            for table in
                ["sessions", "walks", "retractions", "flow_days", "flow_months", "figure_generations", "walks_due", "chains", "chain_days"]
            {
                let sql = format!("alter table {table} disable row level security");
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&app.superuser).await.unwrap();
            }
        }
        for _ in 0..60 {
            happens(&app, &mut chance, &crew, &mut started).await;
        }
        app.service.fold(app.north).await.unwrap();
        let stored = async || -> Vec<String> {
            let mut stored = Vec::new();
            for table in ["walks", "retractions", "flow_days", "flow_months", "figure_generations", "chains", "chain_days"] {
                let sql =
                    format!("select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {table} t where account_id = $1");
                let of = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(app.north.0);
                stored.push(of.fetch_one(&app.superuser).await.unwrap());
            }
            stored
        };
        let before = stored().await;
        for _ in 0..120 {
            happens(&app, &mut chance, &ben, &mut theirs).await;
        }
        app.service.fold(app.south).await.unwrap();
        app.service.count_anew(app.south).await.unwrap();
        app.service.count_sessions(app.south, Pace::Full, |_| Ok(())).await.unwrap();
        assert_eq!(stored().await, before);
        assert_exact(&app).await;
        // Its verification leaves its time.
    }
}
