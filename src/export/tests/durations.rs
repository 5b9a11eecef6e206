//! No format loses a second.

use super::*;
use crate::Format;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::timing::Totals;

/// Finished visits of as many seconds, each after a gap: parked, if there is one.
fn records(visits: &[(u64, u64)]) -> Vec<DecisionRecord> {
    let mut clock = at(0);
    let mut record = |(number, &(gap, duration)): (usize, &(u64, u64))| {
        let entered_at = if number == 0 { clock } else { clock.plus(gap.try_into().unwrap()) };
        clock = entered_at.plus(duration.try_into().unwrap());
        serde_json::from_value(json!({
            "id": Uuid::from_u128(number as u128), "node_id": format!("n{}", number % 3), "node_type": "action", "title": "Look",
            "entered_at": entered_at, "exited_at": clock, "duration_seconds": duration, "active_seconds": duration / 2,
            "left_by": if gap % 2 == 0 { "parked" } else { "continued" }, "technician_id": BOB.user_id, "superseded": gap % 5 == 0,
            "clock": "server",
        }))
        .unwrap()
    };
    visits.iter().enumerate().map(&mut record).collect()
}

/// The sum of the durations that stand behind a label: bare seconds, or what `Seconds::exact` prints.
fn said(text: &str, label: &str) -> u64 {
    let durations = text.split(label).skip(1).filter_map(|rest| rest.split([',', '<', '\n']).next());
    let seconds = durations.map(|said| said.trim().trim_end_matches(')').trim_end_matches(" s").rsplit([' ', '(']).next().unwrap());
    seconds.map(|seconds| seconds.parse::<u64>().unwrap()).sum()
}

proptest! {
    #[test]
    fn every_format_says_the_sums_of_the_records(visits in proptest::collection::vec((0u64..5_000, 0u64..100_000), 1..12), open in 0i64..9_000) {
        let mut walk = Walk::start(&BOB, Facts::default(), None);
        walk.session.records = records(&visits);
        let now = walk.session.last_exit().plus(open);
        let visit = walk.session.open_visit().unwrap().clone();
        let visit = resolutionflow::session::Visit { id: VisitId(Uuid::from_u128(999)), entered_at: walk.session.last_exit(), ..visit };
        walk.session.phase = resolutionflow::session::Phase::Running(visit);
        let report = Report::new(&walk.session, &tree(), &walk.names, berlin(), now);
        let sums = Totals::of(&walk.session.records);
        let total = sums.total.0 + u64::try_from(open).unwrap();

        let frames = [
            (Format::Note, "\nTotal: ", "\nParked: ", "  Duration: "),
            (Format::Markdown, "- **Total:** ", "- **Parked:** ", "- **Duration:** "),
            (Format::Text, "\nTotal:", "\nParked:", "   Duration:"),
            (Format::Html, "Total</th><td dir=\"auto\">", "Parked</th><td dir=\"auto\">", "<dt>Duration</dt><dd dir=\"auto\">"),
            (Format::Json, "\"total_seconds\": ", "\"parked_seconds\": ", "\n      \"duration_seconds\": "),
        ];
        for (format, total_label, parked_label, step_label) in frames {
            let text = report.text(format).unwrap();
            // The records as stored repeat the durations of finished visits.
            let text = text.split("\"decisions\"").next().unwrap();
            prop_assert_eq!((said(text, total_label), said(text, parked_label), said(text, step_label)), (total, sums.parked.0, total), "{}", text);
        }
        let json: serde_json::Value = serde_json::from_str(&report.text(Format::Json).unwrap()).unwrap();
        prop_assert_eq!(&json["decisions"], &serde_json::to_value(&walk.session.records).unwrap());
    }
}
