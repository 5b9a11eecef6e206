use crate::support::fixtures::{HOSTILE, manager, now, session, technician, user};
use crate::support::walks::{Walk, walk};
use crate::support::{Fake, Visit, visit};
use app::api::sessions::{CorrectOutcome, EditFacts, EditNotes, SetIdle, TakeOver};
use app::backend::exports::{Preview, Reading};
use app::backend::views::{LinkedSession, Person, SessionPage, SessionState, Viewer};
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::account::TicketLink;
use resolutionflow::id::VisitId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Deeds};
use resolutionflow::text::OutcomeNotes;
use resolutionflow::time::Seconds;

fn at(query: &str, page: SessionPage) -> Visit {
    let preview = Preview {
        file_name: "48213_vpn_2026-02-10.md".into(),
        text: Some(format!("# {HOSTILE}")),
        is_whole: true,
        reading: None,
        written_out: 0,
        steps: 4,
    };
    over(query, page, preview)
}

fn over(query: &str, page: SessionPage, preview: Preview) -> Visit {
    visit(&format!("/sessions/{}{query}", session(1))).over(Fake { session: Ok(page), preview: Ok(preview), ..Fake::default() })
}

fn resolved() -> Walk {
    let notes = OutcomeNotes::parse(HOSTILE).unwrap();
    walk()
        .act_noting("first thought", Action::Choose { option_id: "one".into() })
        .act(Action::Back)
        .choose("everywhere")
        .printing("TcpTestSucceeded : False")
        .act(Action::Complete { outcome: Outcome::Resolved, notes, next_steps: OutcomeNotes::default() })
}

#[tokio::test]
async fn a_completed_session_says_how_it_ended_and_what_was_done() {
    let page = at("?done=completed", resolved().session_page(Deeds { edit: Ok(()), correct: Ok(()), ..Deeds::NONE })).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("Session completed."));
    let card = page.html.element("section", &[("class", "outcome tint-resolved")]);
    assert!(card.says("Resolved") && card.says("4 min 00 s total") && card.says(HOSTILE) && !card.says("Next steps"));
    assert_eq!(page.html.text().matches("Superseded: left for another answer").count(), 2);
    let quarter = [("class", "share-part"), ("width", "250"), ("height", "1")];
    assert_eq!(page.html.count("rect", &quarter), 4, "each of the four took a quarter");
    assert!(page.html.says("Output, 1 line") && page.html.says("first thought"));
    assert_eq!(page.html.count("h1", &[]), 1);
    assert!(!page.html.has("<script>alert"));
}

/// The address with the forms of the step that this visit is of.
fn edit(page: &SessionPage, record: usize) -> String {
    format!("?edit={}", page.session.records[record].id)
}

#[tokio::test]
async fn forms_of_one_page_have_an_id_each() {
    let page = resolved().session_page(Deeds { edit: Ok(()), correct: Ok(()), ..Deeds { note: Ok(()), ..Deeds::NONE } });
    for query in ["?edit=facts".to_owned(), edit(&page, 1)] {
        let page = at(&query, page.clone()).answer().await;
        let ids = page.backend.commands.load(std::sync::atomic::Ordering::Relaxed);
        assert_eq!(u64::try_from(page.html.count("input", &[("name", "command_id")])).unwrap(), ids);
    }
    let facts = at("?edit=facts", page).answer().await;
    assert_eq!(facts.html.form(EditFacts::url()).value("ticket").as_deref(), Some("48213"));
}

#[tokio::test]
async fn a_steps_forms_come_when_they_are_asked_for_and_no_other_steps() {
    let page = resolved().session_page(Deeds { edit: Ok(()), note: Ok(()), ..Deeds::NONE });
    let visit = page.session.records[1].id;
    let place = format!("edit-{visit}");
    let folded = at("", page.clone()).answer().await;
    assert!(!folded.html.contains("input", &[("name", "visit")]));
    let link = folded.html.element("a", &[("id", &place)]);
    assert_eq!(link.text(), "Edit step 2");
    assert_eq!(link.attr("href"), Some(&*format!("/sessions/{}?edit={visit}#{place}", session(1))));

    let open = at(&edit(&page, 1), page.clone()).answer().await;
    let visits = open.html.elements("input", &[("name", "visit")]);
    assert!(visits.len() == 2 && visits.iter().all(|field| field.attr("value") == Some(&*visit.to_string())), "notes and active time");
    assert!(open.html.element("textarea", &[("id", &place), ("name", "notes")]).content().is_empty());
    assert_eq!(open.html.count("*", &[("id", &place)]), 1, "the link has made room");
    assert!(open.html.leads_to(&format!("/sessions/{}#{place}", session(1))), "the way back");

    let read = resolved().session_page(Deeds::NONE);
    assert!(!at(&edit(&page, 1), read).answer().await.html.contains("input", &[("name", "visit")]), "for whoever may");
}

#[tokio::test]
async fn a_step_that_was_parked_prints_its_note_and_output_once_and_has_forms_for_each_part() {
    let park = || Action::PARK;
    let walked =
        walk().act_noting("no light", park()).act(Action::Resume).act_noting("no light", Action::Choose { option_id: "one".into() });
    let page = walked.printing("Reply from 10.0.0.1").session_page(Deeds { edit: Ok(()), note: Ok(()), ..Deeds::NONE });
    let folded = at("", page.clone()).answer().await;
    assert_eq!(folded.html.source().matches("no light").count(), 1);
    assert_eq!(folded.html.source().matches("Reply from 10.0.0.1").count(), 1);
    let open = at(&edit(&page, 1), page).answer().await;
    assert_eq!(open.html.count("textarea", &[("name", "notes")]), 2);
    assert!(open.html.says("Part 1") && open.html.says("Part 2"));
}

#[tokio::test]
async fn a_running_session_leads_back_to_the_walk_for_its_holder_alone() {
    let mine = at("", walk().choose("one").session_page(Deeds { walk: Ok(()), edit: Ok(()), ..Deeds::NONE })).answer().await;
    assert!(mine.html.says("You are walking this session At: Does the user have working internet?"));
    assert!(mine.html.leads_to(&format!("/sessions/{}/walk", session(1))) && mine.html.says("In progress"));
    let theirs = at("", walk().act(Action::PARK).session_page(Deeds::NONE)).by(manager()).answer().await;
    assert!(theirs.html.says("Tess Okafor holds this session. It is parked") && !theirs.html.says("Go on"));
    assert!(!theirs.html.has(EditNotes::url()), "notes are their author's");
}

#[tokio::test]
async fn the_times_of_a_session_that_goes_on_tick_together_or_say_up_to_when() {
    let timer = [("role", "timer")];
    let walked = walk().choose("one");
    let visit_id = walked.visit().parse().unwrap();
    let away = Action::SetIdle { visit_id, idle_seconds: Seconds(30), reason: None };
    let running = at("", walked.act(away).session_page(Deeds::NONE)).answer().await;
    let head = running.html.element("p", &[("class", "head-times")]);
    assert_eq!((head.text(), head.count("*", &timer)), ("15:00 total 14:30 active".to_owned(), 2));
    let step = running.html.element("li", &[("id", "step-2")]);
    assert!(step.says("14:00 13:30 active") && step.count("*", &timer) == 2);
    assert!(running.html.element("section", &[("aria-labelledby", "billable")]).says("As of 2026-02-10 10:15:00 +01:00; it goes on"));

    let parked = at("", walk().choose("one").act(Action::PARK).session_page(Deeds::NONE)).answer().await;
    let head = parked.html.element("p", &[("class", "head-times")]);
    assert_eq!((head.text(), head.count("*", &timer)), ("2 min 00 s total 13:00 parked".to_owned(), 1));
    let completed = at("", resolved().session_page(Deeds::NONE)).answer().await;
    assert_eq!(completed.html.element("main", &[]).count("*", &timer), 0);
}

#[tokio::test]
async fn a_manager_closes_reassigns_and_takes_a_close_back() {
    let may = Deeds { close: Ok(()), reassign: Ok(()), ..Deeds::NONE };
    let colleagues = vec![Person { id: user(3), name: "Ines <Roth>".into() }];
    let page = at("", SessionPage { colleagues, ..walk().session_page(may) }).by(manager()).answer().await;
    assert_eq!(page.html.count("*", &[("name", "outcome")]), 6);
    assert!(page.html.element("select", &[("name", "holder")]).says("Ines <Roth>"));
    let closed = walk().act(Action::close_as(Outcome::Cancelled));
    let may = Deeds { undo_close: Ok(now().plus(125)), ..Deeds::NONE };
    let page = at("?done=closed", closed.session_page(may)).by(manager()).answer().await;
    assert!(page.html.says("Undo close possible for another 2 min 05 s"));
    assert!(page.html.says("Closed by Marek Lind") && page.html.says("10 Feb 2026, 10:01"));
}

#[tokio::test]
async fn an_export_is_previewed_edited_copied_and_downloaded() {
    let page = at("?export=markdown&notes=0", resolved().session_page(Deeds::NONE)).answer().await;
    let file = format!("/sessions/{}/export.md", session(1));
    let form = page.html.element("form", &[("method", "post"), ("action", &file)]);
    assert_eq!(form.element("textarea", &[]).content(), format!("# {HOSTILE}"));
    assert!(form.value("notes").as_deref() == Some("0") && form.says("Download"));
    assert!(form.contains("*", &[("data-copy-export", &file)]));
    assert!(page.html.says("48213_vpn_2026-02-10.md"));
    let toolbar = page.html.element("section", &[("aria-label", "Exports")]);
    assert!(toolbar.contains("*", &[("data-copy-export", &format!("/sessions/{}/export.note.txt", session(1)))]));
    let without = at("?export=nonsense", resolved().session_page(Deeds::NONE)).answer().await;
    assert!(!without.html.contains("*", &[("id", "preview")]));
}

#[tokio::test]
async fn what_an_export_shows_is_chosen_in_the_address() {
    let preview = Preview {
        file_name: "48213_vpn_2026-02-10.json".into(),
        text: Some("{".into()),
        is_whole: false,
        reading: Some(Reading::of("pw [password] of <ann>", Some("2 passwords".into())).unwrap()),
        written_out: 0,
        steps: 4,
    };
    let page = over("?export=json&redact=1&steps=2", resolved().session_page(Deeds::NONE), preview).answer().await;
    let options = page.html.element("form", &[("class", "export-options")]);
    assert!(options.contains("input", &[("name", "steps"), ("max", "4"), ("value", "2")]));
    assert!(options.contains("input", &[("name", "redact"), ("value", "0")]));
    assert!(options.contains("input", &[("name", "redact"), ("value", "1"), ("checked", "")]));
    assert!(page.html.says("What its readers will see") && page.html.says("pw [password] of <ann>"));
    assert_eq!(page.html.element("mark", &[]).content(), "[password]");
    assert!(page.html.says("Redacted: 2 passwords") && page.html.says("The download has all of it."));
    assert!(page.html.element("a", &[("href", &format!("/sessions/{}/export.json?steps=2&redact=1", session(1)))]).is("download"));

    let lost = at("?export=json&redact=please", resolved().session_page(Deeds::NONE)).answer().await;
    assert!(lost.html.says("asks for redact as no export has it") && !lost.html.contains("*", &[("id", "preview")]));
}

#[tokio::test]
async fn what_a_ticket_note_writes_out_is_told() {
    for (written_out, said) in [(1, "1 character is written out"), (12, "12 characters are written out")] {
        let file_name = "48213_vpn_2026-02-10_note.txt".into();
        let preview =
            Preview { file_name, text: Some("Rebooted [thumbs up]".into()), is_whole: true, reading: None, written_out, steps: 4 };
        let page = over("?export=note", resolved().session_page(Deeds::NONE), preview).answer().await;
        assert!(page.html.says(said), "{said}");
    }
    assert!(!at("?export=note", resolved().session_page(Deeds::NONE)).answer().await.html.says("written out"));
}

#[tokio::test]
async fn a_document_that_is_no_text_is_opened_or_downloaded() {
    let file_name = "48213_vpn_2026-02-10.pdf".into();
    let preview = Preview { file_name, text: None, is_whole: true, reading: None, written_out: 0, steps: 4 };
    let page = over("?export=pdf", resolved().session_page(Deeds::NONE), preview).answer().await;
    assert!(page.html.element("a", &[("href", &format!("/sessions/{}/export.pdf?inline=1", session(1)))]).says("Open"));
    assert!(page.html.element("a", &[("href", &format!("/sessions/{}/export.pdf", session(1)))]).is("download"));
}

#[tokio::test]
async fn a_refused_correction_is_open_and_says_what_is_missing() {
    let may = Deeds { correct: Ok(()), ..Deeds::NONE };
    let error = AppError::invalid("outcome", Fault::NotChosen);
    let page = at("", resolved().session_page(may)).refused(CorrectOutcome::url(), error, &[("reason", "misread")]).answer().await;
    assert!(page.html.says("An outcome must be chosen.") && page.html.contains("input", &[("value", "misread")]));
    assert!(page.html.element("details", &[("class", "outcome-correct")]).is("open"));
}

#[tokio::test]
async fn a_refused_form_is_shown_again_at_its_own_step_and_has_the_focus() {
    let walked = resolved().session_page(Deeds { note: Ok(()), edit: Ok(()), ..Deeds::NONE });
    let visit = walked.session.records[2].id.to_string();
    let place = format!("edit-{visit}");
    let fields = [("visit", visit.as_str()), ("notes", "typed again")];
    let page = at("", walked.clone()).refused(EditNotes::url(), AppError::Stale, &fields).answer().await;
    assert_eq!(page.html.source().matches("typed again").count(), 1);
    assert!(page.html.element("textarea", &[("id", &place)]).says("typed again"));
    assert!(page.html.contains("form", &[("action", &format!("{}#{place}", EditNotes::url()))]));

    let fields = [("visit", visit.as_str()), ("minutes", "soon"), ("reason", "Lunch")];
    let error = AppError::invalid("minutes", Fault::Unknown);
    let page = at("", walked).refused(SetIdle::url(), error, &fields).answer().await;
    assert_eq!(page.html.element("input", &[("id", &place)]).attr("value"), Some("soon"));
    assert!(page.html.contains("input", &[("name", "reason"), ("value", "Lunch")]));
}

#[tokio::test]
async fn linked_sessions_and_the_way_to_the_next_are_there() {
    let linked = LinkedSession { id: session(2), tree: "Wi-Fi drops".into(), started_at: now(), state: SessionState::Parked };
    let page = at("", SessionPage { follows: Some(linked), ..resolved().session_page(Deeds::NONE) }).answer().await;
    assert!(page.html.says("Follow-up of Wi-Fi drops") && page.html.leads_to(&format!("/sessions/{}", session(2))));
    let form = page.html.form("/start");
    assert!(form.value("follows").is_some() && form.value("client").as_deref() == Some("Acme Dental"));
    assert!(form.says("The client called back"));
}

#[tokio::test]
async fn a_session_that_waits_for_someone_can_be_taken_over_by_others() {
    let park = Action::Park { reason: Some("End of shift".to_owned().try_into().unwrap()), for_someone_else: true };
    let waiting = || walk().choose("one").act(park.clone());
    let page = at("", waiting().session_page(Deeds { take_over: Ok(()), ..Deeds::NONE })).answer().await;
    assert!(page.html.says("Tess Okafor parked this session for someone else") && page.html.says("Because: End of shift"));
    assert!(page.html.form(TakeOver::url()).says("Take over"));
    let own = at("", waiting().session_page(Deeds { walk: Ok(()), ..Deeds::NONE })).answer().await;
    assert!(own.html.says("This session waits for someone to take it over") && !own.html.has(TakeOver::url()));
}

#[tokio::test]
async fn active_time_is_corrected_step_by_step_with_a_reason_once_it_may_have_been_read() {
    let may = Deeds { edit: Ok(()), ..Deeds::NONE };
    let running = walk().choose("one").session_page(may);
    let open = running.session.open_visit().unwrap().id;
    let page = at(&format!("?edit={open}"), running).answer().await;
    assert!(page.html.says("Minutes away") && !page.html.contains("input", &[("name", "reason"), ("required", "")]), "the open step, too");
    let done = resolved().session_page(may);
    let page = at(&edit(&done, 0), done).answer().await;
    assert!(page.html.contains("input", &[("name", "reason"), ("required", "")]));
    assert!(!page.html.contains("textarea", &[("name", "notes")]), "notes are their author's");
    let away = walk().choose("one").act(Action::SetIdle { visit_id: VisitId(session(1).0), idle_seconds: Seconds(10), reason: None });
    let away = away.session_page(may);
    let page = at(&edit(&away, 0), away).answer().await;
    for (name, value) in [("minutes", "0"), ("seconds", "10")] {
        assert!(page.html.contains("input", &[("name", name), ("value", value)]), "what is shown is what is saved");
    }
}

#[tokio::test]
async fn what_somebody_else_recorded_is_changed_with_a_reason() {
    let mut page = walk().choose("everywhere").act(Action::Continue).session_page(Deeds { edit: Ok(()), note: Ok(()), ..Deeds::NONE });
    page.session.records[0].technician_id = user(2);
    let (others, own) = (page.session.records[0].id, page.session.records[1].id);
    for (visit, asks) in [(others, true), (own, false)] {
        let page = at(&format!("?edit={visit}"), page.clone()).answer().await;
        for form in [EditNotes::url(), SetIdle::url()] {
            let form = page.html.form(&format!("{form}#edit-{visit}"));
            assert_eq!(form.contains("*", &[("name", "reason"), ("required", "")]), asks, "{visit}");
        }
    }
}

#[tokio::test]
async fn an_escalation_is_taken_up_where_it_stands() {
    let end = Action::Complete { outcome: Outcome::Escalated, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() };
    let page = at("", walk().choose("one").act(end).session_page(Deeds::NONE)).answer().await;
    assert!(page.html.form("/start").says("Take up this escalation"));
}

#[tokio::test]
async fn a_ticket_is_a_link_where_the_account_says_where_tickets_are() {
    let viewer = Viewer { ticket_link: TicketLink::parse("https://psa.example/{ticket}").ok(), ..technician() };
    let page = at("", resolved().session_page(Deeds::NONE)).by(viewer).answer().await;
    let link = [("href", "https://psa.example/48213"), ("target", "_blank"), ("rel", "noopener noreferrer")];
    assert_eq!(page.html.count("a", &link), 2);
    let plain = at("", resolved().session_page(Deeds::NONE)).answer().await;
    assert!(!plain.html.has("psa.example") && plain.html.says("Ticket 48213"));
}
