use crate::support::fixtures::{HOSTILE, full_history, history, longest, manager, now, row, session, technician, user};
use crate::support::{Element, Fake, visit};
use app::api::bulk::{CloseSessions, ReassignSessions, UndoCloses};
use app::api::sessions::{CloseSession, UndoClose};
use app::api::views::SaveView;
use app::backend::history::{Beginnings, Count, HistoryPage, HistoryQuery, HistoryRow, Order, SavedView, StateFilter, Technician};
use app::backend::views::{SessionState, Viewer};
use app::error::{AppError, Fault};
use leptos::server_fn::ServerFn;
use resolutionflow::account::Reading;
use resolutionflow::id::ViewId;
use resolutionflow::outcome::Outcome;
use resolutionflow::search::Piece;
use resolutionflow::text::TextError;
use resolutionflow::time::Seconds;

fn with(page: HistoryPage) -> Fake {
    Fake { history: Ok(page), ..Fake::default() }
}

#[tokio::test]
async fn every_outcome_has_its_badge_with_icon_and_word() {
    let page = visit("/sessions").over(with(full_history())).answer().await;
    assert_eq!(page.status, 200);
    let table = page.html.element("table", &[]);
    for outcome in Outcome::ALL {
        assert!(table.says(outcome.word()), "{}", outcome.word());
    }
    assert!(table.says("In progress") && table.says("Parked"));
    assert!(page.html.says("48213 · Acme Dental") && page.html.says("4 days ago") && page.html.says("54 min 04 s"));
    assert!(page.html.leads_to(&format!("/sessions/{}", session(4))));
    assert!(page.html.mentions("Started 2026-02-06 10:15:00 +01:00"), "the exact start with its offset");
}

#[tokio::test]
async fn ones_own_are_listed_unless_everyones_are_asked_for() {
    let mine = visit("/sessions").over(with(full_history())).answer().await;
    assert_eq!(mine.backend.asked_history.lock().unwrap().clone(), Some(HistoryQuery::default()));
    assert!(mine.html.leads_to("/sessions?technician=anyone"));
    let all = visit("/sessions?technician=anyone").by(manager()).over(with(full_history())).answer().await;
    assert_eq!(all.backend.asked_history.lock().unwrap().clone().unwrap().filter.technician, Technician::Anyone);
}

#[tokio::test]
async fn filters_come_from_the_address_are_seen_and_can_be_taken_away() {
    let address = format!("/sessions?state=untouched&tree=vpn-does-not-connect&technician={}&q=acme&after=zz", user(2));
    let page = visit(&address).over(with(full_history())).answer().await;
    let asked = page.backend.asked_history.lock().unwrap().clone().unwrap();
    assert_eq!(asked.filter.state, Some(StateFilter::Untouched));
    assert_eq!((asked.filter.technician, asked.filter.text.as_str()), (Technician::User(user(2)), "acme"));
    assert!(page.html.says("Tree: VPN does not connect") && page.html.says("Technician: Marek Lind"));
    assert!(page.html.contains("option", &[("value", "vpn-does-not-connect"), ("selected", "")]));
    assert!(page.html.contains("input", &[("name", "state"), ("value", "untouched")]), "the form keeps the tab");
    let without = format!("/sessions?state=untouched&tree=vpn-does-not-connect&technician={}", user(2));
    let chip = page.html.element("a", &[("href", &without), ("class", "chip")]);
    assert!(chip.says("acme"), "taking the words away keeps the rest and begins at the newest");
    assert!(page.html.says("Newest sessions"));
}

#[tokio::test]
async fn garbage_in_the_address_is_ignored() {
    let page = visit("/sessions?state=lost&outcome=won&technician=%00%FF&x=%zz&after=nowhere").over(with(full_history())).answer().await;
    assert_eq!(page.status, 200);
    assert_eq!(page.backend.asked_history.lock().unwrap().clone(), Some(HistoryQuery::default()));
}

#[tokio::test]
async fn older_sessions_are_a_link_that_keeps_the_filters() {
    let paged = HistoryPage { next: Some("c|1".into()), ..full_history() };
    let page = visit("/sessions?outcome=resolved&technician=anyone").over(with(paged)).answer().await;
    assert!(page.html.leads_to("/sessions?outcome=resolved&technician=anyone&after=c%7C1"));
}

#[tokio::test]
async fn a_session_in_progress_is_closed_in_place_with_one_of_six_outcomes() {
    let page = visit("/sessions").over(with(history(vec![HistoryRow { can_close: true, ..row(5, SessionState::Parked) }]))).answer().await;
    let form = page.html.form(CloseSession::url());
    assert_eq!((form.value("session"), form.value("base_revision")), (Some(session(5).to_string()), Some("7".into())));
    assert!(form.value("command_id").is_some_and(|id| id.starts_with("0192f0c1")));
    for outcome in Outcome::ALL {
        assert!(form.contains("*", &[("name", "outcome"), ("value", outcome.as_str())]));
    }
}

#[tokio::test]
async fn a_session_that_may_not_be_closed_offers_nothing_and_a_closed_one_offers_undo() {
    let locked = visit("/sessions").over(with(history(vec![row(5, SessionState::Running)]))).answer().await;
    assert!(!locked.html.says("Close session as") && !locked.html.has(UndoClose::url()));
    let closed = HistoryRow { can_undo_close: true, ..row(5, SessionState::Completed(Outcome::Cancelled)) };
    let page = visit("/sessions").over(with(history(vec![closed]))).answer().await;
    assert!(page.html.form(UndoClose::url()).says("Undo close"));
}

#[tokio::test]
async fn a_close_that_came_too_late_says_so_above_the_list() {
    let page = visit("/sessions").over(with(full_history())).refused(CloseSession::url(), AppError::Stale, &[]).answer().await;
    assert!(page.html.element("div", &[("class", "notice-fault")]).says("Nothing was changed"));
}

#[tokio::test]
async fn what_was_done_before_is_not_said_beside_what_was_refused_now() {
    let page = visit("/sessions?done=closed").over(with(full_history())).refused(CloseSession::url(), AppError::Stale, &[]).answer().await;
    assert!(!page.html.says("Session closed."));
}

#[tokio::test]
async fn a_session_in_progress_that_nobody_touched_for_a_day_says_so() {
    let page = visit("/sessions?state=active").over(with(history(vec![row(5, SessionState::Parked)]))).answer().await;
    assert!(page.html.element("td", &[("class", "history-started")]).says("untouched for 2 days"));
    let ended = visit("/sessions").over(with(history(vec![row(5, SessionState::Completed(Outcome::Resolved))]))).answer().await;
    assert!(!ended.html.says("untouched"));
}

#[tokio::test]
async fn an_empty_history_says_what_will_be_here_and_an_empty_search_how_to_go_on() {
    let none = visit("/sessions").over(with(history(vec![]))).answer().await;
    assert!(none.html.says("No sessions of yours yet") && none.html.says("Choose a tree to walk") && none.html.says("Look at everyone’s"));
    let search = visit("/sessions?q=fax").over(with(history(vec![]))).answer().await;
    assert!(search.html.says("No session matches") && search.html.leads_to("/sessions?q=fax&technician=anyone"));
    assert!(!search.html.says("No sessions of yours yet"));
}

#[tokio::test]
async fn the_clock_of_a_running_session_is_seen_running() {
    let page = visit("/sessions").over(with(full_history())).answer().await;
    assert!(page.html.element("*", &[("data-since", "1770714158"), ("data-now", "1770714900")]).says("12:22"));
}

#[tokio::test]
async fn hostile_and_endless_texts_are_shown_as_text() {
    let long = HistoryRow {
        tree: longest(),
        ticket: "T".repeat(64),
        client: format!("{HOSTILE}{}", "C".repeat(160)),
        total: Seconds(400_000),
        steps: 2_000,
        can_close: true,
        ..row(5, SessionState::Parked)
    };
    let page = visit("/sessions").over(with(history(vec![long, row(6, SessionState::Running)]))).answer().await;
    assert!(!page.html.has("<script>alert") && page.html.says(HOSTILE));
}

#[tokio::test]
async fn what_was_looked_for_is_marked_and_stays_text() {
    let excerpt = vec![Piece { text: "say ".into(), found: false }, Piece { text: "<b>gyro".into(), found: true }];
    let found = HistoryRow { excerpt, ticket: "GYRO-7".into(), ..row(5, SessionState::Parked) };
    let page = visit("/sessions?q=gyro").over(with(history(vec![found]))).answer().await;
    let marked: Vec<String> = page.html.elements("mark", &[]).into_iter().map(Element::text).collect();
    assert_eq!(marked, ["<b>gyro", "GYRO-7"], "in the excerpt and in the ticket, which begins so in one piece");
}

#[tokio::test]
async fn a_search_says_that_beginnings_of_words_count_and_what_was_not_searched() {
    let of = |since| HistoryPage { beginnings: Some(Beginnings { since }), ..full_history() };
    let newest = visit("/sessions?q=vp+conn&after=x").over(with(of(Some(now())))).answer().await;
    assert!(newest.html.says("they count as the beginnings of words") && newest.html.says("Older sessions not searched"));
    assert!(newest.html.leads_to("/sessions?q=vp+conn&older=yes"));
    assert!(newest.html.element("mark", &[]).says("connect"), "a beginning is marked");
    let older = visit("/sessions?q=vp+conn&older=yes").over(with(of(Some(now())))).answer().await;
    assert!(older.backend.asked_history.lock().unwrap().clone().unwrap().filter.older);
    assert!(older.html.says("it would take too long") && !older.html.says("Search older sessions, too"));
    assert!(older.html.element("a", &[("href", "/sessions?q=vp+conn"), ("class", "chip")]).says("Older sessions, too"));
    let all = visit("/sessions?q=vp+conn").over(with(of(None))).answer().await;
    assert!(all.html.says("they count as the beginnings of words") && !all.html.says("not searched"));
    let whole = visit("/sessions?q=vpn").over(with(full_history())).answer().await;
    assert!(!whole.html.says("beginnings"));
}

#[tokio::test]
async fn a_row_with_nothing_marked_says_where_it_was_found() {
    let found = row(5, SessionState::Parked);
    let short = found.id.short();
    let page = visit(&format!("/sessions?q={short}")).over(with(history(vec![found.clone()]))).answer().await;
    assert!(page.html.says("Session") && page.html.element("mark", &[]).says(&short));
    let page = visit("/sessions?q=former").over(with(history(vec![found.clone()]))).answer().await;
    assert!(page.html.says("Found by words that are not in it any more"));
    let unmade = HistoryPage { is_search_made: false, ..history(vec![found]) };
    let page = visit("/sessions?q=former").over(with(unmade)).answer().await;
    assert!(!page.html.says("not in it any more"));
}

#[tokio::test]
async fn more_filters_are_asked_for_and_each_can_be_taken_away() {
    let address = "/sessions?outcome=resolved&outcome=escalated&ticket=INC&total_min=30&parked=yes&from=2026-02-01&sort=longest";
    let page = visit(address).over(with(full_history())).answer().await;
    let asked = page.backend.asked_history.lock().unwrap().clone().unwrap();
    assert_eq!((asked.filter.outcomes.len(), asked.filter.ticket.as_str(), asked.order), (2, "INC", Order::Longest));
    assert!(page.html.element("details", &[("class", "toolbar-filters")]).is("open"), "unfolded while one is on");
    for chip in ["Resolved", "Escalated", "Ticket: INC…", "Total at least 30 min", "Was parked", "From 2026-02-01"] {
        assert!(page.html.says(chip), "{chip}");
    }
    let rest = "ticket=INC&total_min=30&parked=yes&from=2026-02-01";
    assert!(page.html.leads_to(&format!("/sessions?outcome=escalated&{rest}&sort=longest")), "one outcome of two");
    let reverse = format!("/sessions?outcome=resolved&outcome=escalated&{rest}&sort=shortest");
    assert!(page.html.element("th", &[("aria-sort", "descending")]).leads_to(&reverse));
    assert!(page.html.leads_to(&format!("/sessions.csv?outcome=resolved&outcome=escalated&{rest}&sort=longest")));
}

#[tokio::test]
async fn columns_are_chosen_and_counts_promise_no_more_than_was_counted() {
    let mut full = full_history();
    full.next = Some("n".into());
    full.counts.outcomes[0] = Count { number: 1_000, or_more: true };
    full.rows[3].next_steps = "Call on Monday.".into();
    let page = visit("/sessions?columns=next-steps").over(with(full)).answer().await;
    let table = page.html.element("table", &[]);
    assert!(table.says("Call on Monday.") && !table.contains("*", &[("class", "history-steps")]));
    assert!(page.html.says("1,000+ sessions"));
}

#[tokio::test]
async fn views_are_opened_and_ones_own_are_changed() {
    let view = |number: u128, name: &str, mine: bool| SavedView {
        id: ViewId(uuid::Uuid::from_u128(number)),
        name: name.into(),
        query: "sort=longest".into(),
        shared: true,
        mine,
        owner: "Marek Lind".into(),
    };
    let saved = HistoryPage { views: vec![view(1, "Long ones", true), view(2, "Theirs", false)], ..full_history() };
    let page = visit("/sessions?sort=longest&after=x").over(with(saved.clone())).answer().await;
    let views = page.html.element("nav", &[("aria-label", "Saved views")]);
    assert!(views.contains("a", &[("href", "/sessions?sort=longest"), ("aria-current", "true")]) && views.says("Marek Lind"));
    assert!(page.html.says("Delete the view “Long ones”?") && !page.html.says("Delete the view “Theirs”?"));
    let page = visit("/sessions").by(manager()).over(with(saved.clone())).answer().await;
    assert!(page.html.says("Delete the view “Theirs”?"), "a manager takes away what is shared");
    let taken = AppError::invalid("name", Fault::Taken);
    let page = visit("/sessions").over(with(saved)).refused(SaveView::url(), taken, &[("name", "Long ones")]).answer().await;
    assert!(page.html.says("Name of the view is taken already."));
    assert_eq!(page.html.form(SaveView::url()).value("name").as_deref(), Some("Long ones"));
}

#[tokio::test]
async fn everyones_sessions_are_not_offered_where_the_account_keeps_them() {
    let own = Viewer { reading: Reading::Own, ..technician() };
    for path in ["/sessions", "/sessions?state=waiting&technician=anyone"] {
        let page = visit(path).by(own.clone()).over(with(full_history())).answer().await;
        assert!(!page.html.says("Everyone’s") && !page.html.contains("select", &[("id", "technician")]), "{path}");
    }
    let page = visit("/sessions?state=waiting&technician=anyone").by(own.clone()).over(with(full_history())).answer().await;
    assert!(page.html.contains("input", &[("type", "hidden"), ("name", "technician"), ("value", "anyone")]), "a search stays in the queue");
    let page = visit("/sessions").by(own).over(with(history(Vec::new()))).answer().await;
    assert!(!page.html.says("Look at everyone’s"));
    let page = visit("/sessions").by(Viewer { reading: Reading::Own, ..manager() }).over(with(full_history())).answer().await;
    assert!(page.html.says("Everyone’s"));
}

#[tokio::test]
async fn sessions_are_selected_in_a_form_that_no_row_is_in_the_way_of() {
    let page = visit("/sessions?technician=anyone&columns=steps").by(manager()).over(with(full_history())).answer().await;
    let form = page.html.element("form", &[("id", "bulk"), ("action", CloseSessions::url())]);
    assert_eq!(form.value("query").as_deref(), Some("technician=anyone&columns=steps"));
    assert!(form.value("command_id").is_some() && form.value("reason").is_some());
    assert!(form.offers(ReassignSessions::url()) && form.contains("option", &[("value", &user(2).to_string())]) && form.says("Marek Lind"));
    for format in ["csv", "xlsx", "jsonl"] {
        assert!(form.contains("*", &[("value", format)]), "{format}");
    }
    let rows = full_history().rows.len();
    let ticks = page.html.elements("input", &[("form", "bulk"), ("type", "checkbox")]);
    assert_eq!(ticks.iter().filter(|tick| tick.is("data-one")).count(), rows, "each, for each can be taken away as a file");
    assert_eq!(page.html.count("*", &[("form", "bulk")]), rows);
    let tick = page.html.element("input", &[("value", &format!("{}.7", session(1))), ("name", "sessions[0]")]);
    assert!(tick.attr("aria-label").unwrap().starts_with("Select VPN does not connect, 48213, started ") && !tick.is("checked"));
    let own = visit("/sessions").over(with(full_history())).answer().await;
    assert!(!own.html.has(ReassignSessions::url()), "technicians give nobody anything");
    assert!(!visit("/sessions").over(with(history(Vec::new()))).answer().await.html.contains("*", &[("id", "bulk")]));
}

#[tokio::test]
async fn a_selection_that_was_refused_is_still_there_with_what_was_typed() {
    let nothing = AppError::invalid("sessions", Fault::NotChosen);
    let page = visit("/sessions").over(with(full_history())).refused(CloseSessions::url(), nothing, &[("reason", "Old.")]).answer().await;
    let form = page.html.element("form", &[("id", "bulk")]);
    assert!(page.html.says("At least one session must be chosen.") && form.value("reason").as_deref() == Some("Old."));
    assert!(page.html.element("details", &[("open", ""), ("class", "more-filters")]).says("Close selected"));
    let empty = AppError::invalid("reason", TextError::Empty);
    let value = format!("{}.7", session(2));
    let page =
        visit("/sessions").over(with(full_history())).refused(CloseSessions::url(), empty, &[("sessions[0]", &value)]).answer().await;
    assert!(page.html.element("input", &[("value", &format!("{}.7", session(2)))]).is("checked"));
    assert!(!page.html.element("input", &[("value", &format!("{}.7", session(1)))]).is("checked"));
}

#[tokio::test]
async fn what_became_of_each_is_said_and_taken_back_with_one_press() {
    let (one, other, gone) = (session(4), session(1), session(77));
    let address =
        format!("/sessions?state=active&done=closed-each&changed={one}.8&unchanged={other}.moved&unchanged={gone}.gone&unchanged=x.y");
    let page = visit(&address).over(with(full_history())).answer().await;
    let text = page.html.text();
    assert!(text.contains("1 session closed. You can take this back for ten minutes.") && text.contains("2 were not changed:"), "{text}");
    assert!(page.html.says("VPN does not connect, 48213 had moved on since the page was loaded"), "{text}");
    assert!(page.html.says("A session is not there"), "{text}");
    let undo = page.html.form(UndoCloses::url());
    assert_eq!((undo.value("sessions[0]"), undo.value("query").as_deref()), (Some(format!("{one}.8")), Some("state=active")));
    let other = visit("/sessions?done=reassigned-each&changed=x").over(with(full_history())).answer().await;
    assert!(other.html.says("0 sessions reassigned.") && !other.html.has(UndoCloses::url()));
}

#[tokio::test]
async fn a_redacted_file_is_read_before_it_is_made() {
    let noted = HistoryRow {
        outcome_notes: "The admin password is Hunter22!x for <Ann>.".into(),
        ..row(5, SessionState::Completed(Outcome::Resolved))
    };
    let page = visit("/sessions/redacted?outcome=resolved").over(with(history(vec![noted]))).answer().await;
    assert_eq!(page.status, 200);
    assert!(page.html.says("What its readers will see"), "{}", page.html.text());
    assert!(page.html.says("The admin password is [password] for <Ann>."), "{}", page.html.text());
    assert_eq!(page.html.element("mark", &[]).content(), "[password]");
    for file in ["/sessions.csv?outcome=resolved&redact=1", "/sessions.xlsx?outcome=resolved&redact=1"] {
        assert!(page.html.leads_to(file) && !page.html.has("Hunter22"), "{file}");
    }
    let menu = visit("/sessions?outcome=resolved").over(with(history(Vec::new()))).answer().await;
    assert!(menu.html.leads_to("/sessions/redacted?outcome=resolved"));
}

#[tokio::test]
async fn a_row_without_times_says_that_they_are_hidden_and_by_times_ones_own_are_listed() {
    let rows = vec![row(5, SessionState::Completed(Outcome::Resolved)).without_times(), row(6, SessionState::Parked).without_times()];
    let viewer = Viewer { hides_times: true, ..technician() };
    let page = visit("/sessions?technician=anyone&columns=all&sort=longest").by(viewer).over(with(history(rows))).answer().await;
    let table = page.html.element("table", &[("class", "history")]);
    assert_eq!(table.text().matches("hidden").count(), 8);
    assert!(!table.says("untouched for") && !table.text().contains("0 s"));
    assert!(page.html.says("Times of colleagues are hidden, so by times only your own sessions are listed."));
    let page = visit("/sessions?technician=anyone").by(technician()).over(with(full_history())).answer().await;
    assert!(!page.html.says("are hidden"));
}
