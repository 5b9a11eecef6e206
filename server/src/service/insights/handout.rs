//! A client's figures as a document to hand over, in words for people who do not know the product, and without a name of anybody at work.

use app::backend::exports::{Content, Exported};
use app::backend::views::insights::{Answer, Asked, ClientReport, Headline, NOT_ENOUGH, Overview, Progress, Time, Value};
use app::error::AppError;
use export::{Format, Handout, HandoutBar, HandoutCell, HandoutTable};
use resolutionflow::id::ClientId;
use resolutionflow::insights::{SOLVED, Step, count, interval, percent};
use resolutionflow::stats::{COUNTED, Quantile, Rate};
use resolutionflow::time::Seconds;

use super::clients;
use crate::service::exports::place;
use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::end_read;

/// Most rows of a table: the pages are to be read.
const ROWS: usize = 60;

/// The document of a client, written in a place of heavy work.
///
/// # Errors
/// [`AppError::Busy`] where no place is free for long, or while sessions are being counted; otherwise as of [`clients::of_one`].
pub(super) async fn document(request: &Request, asked: Asked, client: ClientId) -> Result<Exported, Failure> {
    // Nobody waits for a place who gets nothing.
    let (tx, technician) = request.technician().await?;
    end_read(tx);
    technician.manager()?;
    let account = technician.settings().name.to_string();
    let place = place(Format::Pdf).await?;
    let Progress::Ready(answer) = clients::of_one(request, asked, client).await? else { return Err(AppError::Busy.into()) };
    let (handout, fonts) = (handout(&answer, &account), request.service.fonts.clone());
    let written = move || Ok::<_, Failure>(Exported { file_name: handout.file_name(), content: Content::Short(handout.pdf(&fonts)?) });
    place.work(written).await?
}

/// What stands in the document.
pub(super) fn handout(answer: &Answer<ClientReport>, account: &str) -> Handout {
    let ClientReport { id, name, overview, .. } = &answer.page;
    let scope = &overview.asked.scope;
    let bar = |headline: &Headline, days: String| HandoutBar {
        label: format!("{days}: {}", sessions(headline.walks())),
        sessions: COUNTED.map(|outcome| headline.figures.walks(&[outcome])),
    };
    let narrowed: Vec<String> =
        [&overview.asked.tree, &overview.asked.category].into_iter().filter(|text| !text.is_empty()).cloned().collect();
    let only = if narrowed.is_empty() { String::new() } else { format!(" Only {}.", narrowed.join(", ")) };
    Handout {
        client: name.clone(),
        id: format!("{id} {} {} {}", scope.period.from(), scope.period.to(), narrowed.join(" ")),
        subtitle: vec![
            format!("Support by {account}"),
            format!("{}, compared with {}.{only}", scope.period.words(), scope.before.words()),
            format!("As of {}", answer.zone.exact(answer.as_of)),
        ],
        as_of: answer.as_of,
        date: answer.zone.date(answer.as_of).trim_start_matches('+').to_owned(),
        answer: sentence(overview),
        numbers: numbers(overview),
        bars: vec![bar(&overview.now, scope.period.words()), bar(&overview.before, scope.before.words())],
        tables: vec![outcomes(overview), times(overview), lasting(overview), trend(overview), about(&answer.page)],
        counted: COUNTED_SO.map(|(word, meaning)| (word.to_owned(), meaning.to_owned())).to_vec(),
    }
}

/// How it is counted, for people who do not know the product.
const COUNTED_SO: [(&str, &str); 7] = [
    (
        "Session",
        "one piece of work on one problem, from its first step to its last. It counts for the day on which its last step ended, by our \
         local time. Cancelled ones are left out.",
    ),
    ("Solved", "the problem was resolved or worked around, of all sessions but those that were resolved elsewhere."),
    ("First contact", "solved in one session, and nobody came back within 7 days; of sessions that ended at least 7 days ago."),
    ("Came back", "the same problem was worked on again within 30 days; of sessions that began at least 30 days ago."),
    (
        "Times",
        "of sessions that solved the problem. Elapsed is all the time on its steps, worked what of it was work. Half took at most \
         the one, nine in ten at most the other.",
    ),
    ("Hours worked", "the work in all sessions, whatever came of them."),
    (
        "Ranges",
        "the small ranges hold the true value in 95 of 100 cases. Under 10 sessions there is not enough data for a share or a time.",
    ),
];

fn sessions(number: i64) -> String {
    resolutionflow::insights::sessions(number)
}

fn spent(headline: &Headline) -> String {
    Seconds(u64::try_from(headline.figures.active(&COUNTED).sum()).unwrap_or(0)).to_string()
}

fn sentence(overview: &Overview) -> String {
    let walks = overview.now.walks();
    let solved = match overview.resolution() {
        Some(found) => {
            let decided = i64::try_from(found.now.whole()).unwrap_or(i64::MAX);
            format!("{} of {} solved the problem.", percent(found.now), sessions(decided))
        }
        None if walks == 1 => "One session ended in these days.".to_owned(),
        None => format!("{} ended in these days: too few to say a share.", sessions(walks)),
    };
    match overview.open.sessions {
        0 => format!("{solved} None is open at present."),
        1 => format!("{solved} 1 session is open at present."),
        open => format!("{solved} {} are open at present.", sessions(open)),
    }
}

fn numbers(overview: &Overview) -> Vec<(String, String)> {
    let solved = overview.resolution().map_or(NOT_ENOUGH.to_owned(), |found| percent(found.now));
    let number = |label: &str, number: String| (label.to_owned(), number);
    vec![
        number("Sessions", count(overview.now.walks())),
        number("Solved", solved),
        number("Hours worked", spent(&overview.now)),
        number("Open at present", count(overview.open.sessions)),
    ]
}

fn table(title: &str, heads: &[&str], rows: impl IntoIterator<Item = Vec<HandoutCell>>) -> HandoutTable {
    HandoutTable { title: title.to_owned(), heads: heads.iter().map(|head| (*head).to_owned()).collect(), rows: rows.into_iter().collect() }
}

/// A cell as pages show it, but that nothing stands below what there is not enough of.
fn cell(value: Value) -> HandoutCell {
    let text = value.shown();
    let beside = if text == NOT_ENOUGH { String::new() } else { value.beside() };
    HandoutCell { text, beside }
}

fn text(text: &str) -> HandoutCell {
    cell(Value::Text(text.to_owned()))
}

fn share(rate: Option<Rate>) -> HandoutCell {
    let beside = rate.filter(|rate| rate.is_enough()).map_or(String::new(), |rate| interval(rate.interval()));
    HandoutCell { text: Value::Share(rate).shown(), beside }
}

fn outcomes(overview: &Overview) -> HandoutTable {
    let rows = COUNTED.map(|outcome| {
        let of = |headline: &Headline| {
            let number = headline.figures.walks(&[outcome]);
            [cell(Value::Count(number)), share(Rate::new(number, headline.walks()))]
        };
        std::iter::once(text(outcome.word())).chain(of(&overview.now)).chain(of(&overview.before)).collect()
    });
    table("How sessions ended", &["Outcome", "Sessions", "Share", "Sessions before", "Share before"], rows)
}

fn times(overview: &Overview) -> HandoutTable {
    let row = |words: &str, is_active: bool, quantile: Quantile| {
        let of = |headline: &Headline| {
            let times = if is_active { headline.figures.active(&SOLVED) } else { headline.figures.elapsed(&SOLVED) };
            cell(Value::Time(Time::of(&times, quantile)))
        };
        vec![text(words), of(&overview.now), of(&overview.before)]
    };
    let rows = [
        row("Elapsed: half took at most", false, Quantile::MEDIAN),
        row("Elapsed: nine in ten at most", false, Quantile::P90),
        row("Worked: half took at most", true, Quantile::MEDIAN),
        row("Worked: nine in ten at most", true, Quantile::P90),
    ];
    let hours = vec![text("Hours worked"), text(&spent(&overview.now)), text(&spent(&overview.before))];
    table("How long it took", &["Time", "Now", "Before"], rows.into_iter().chain([hours]))
}

fn lasting(overview: &Overview) -> HandoutTable {
    let row = |words: &str, rate: fn(&Headline) -> Option<Rate>| {
        vec![text(words), cell(Value::Share(rate(&overview.now))), cell(Value::Share(rate(&overview.before)))]
    };
    let rows = [
        row("Solved", |headline| headline.figures.resolution()),
        row("Solved at first contact", |headline| headline.first_contact),
        row("Came back within 30 days", |headline| headline.came_back),
    ];
    table("Did it last?", &["Share", "Now", "Before"], rows)
}

fn trend(overview: &Overview) -> HandoutTable {
    let rows = overview.trend.iter().take(ROWS).map(|(bucket, headline)| {
        let named = bucket.remark().map_or(bucket.words(), |remark| format!("{}, {remark}", bucket.words()));
        let worked = cell(Value::Time(Time::of(&headline.figures.active(&SOLVED), Quantile::MEDIAN)));
        vec![text(&named), cell(Value::Count(headline.walks())), share(headline.figures.resolution()), worked, text(&spent(headline))]
    });
    let title = if overview.asked.scope.step == Step::Month { "By month" } else { "By week" };
    table(title, &["When", "Sessions", "Solved", "Worked: half took at most", "Hours worked"], rows)
}

fn about(report: &ClientReport) -> HandoutTable {
    let rows = report.trees.iter().filter(|tree| tree.figures.walks() > 0).take(ROWS).map(|tree| {
        let figures = &tree.figures;
        let spent = Seconds(u64::try_from(figures.spent()).unwrap_or(0)).to_string();
        let solved = share(figures.sessions.resolution());
        vec![text(&tree.name), cell(Value::Count(figures.walks())), solved, text(&spent), cell(Value::Count(tree.before))]
    });
    table("What it was about", &["Problem", "Sessions", "Solved", "Hours worked", "Sessions before"], rows)
}
