//! Reports for those who are not to see times.

use super::*;
use crate::options::tests::any_options;
use crate::{Format, Options};
use resolutionflow::time::Seconds;

/// Times of a report's steps and of the session as formats write them, but for the start.
fn times(report: &Report) -> Vec<String> {
    let header = &report.header;
    let instants = report.steps.iter().flat_map(|step| [step.step.entered_at, step.step.exited_at]).chain(header.completed_at);
    let instants =
        instants.filter(|at| ![header.started_at, header.as_of].contains(at)).flat_map(|at| [at.to_string(), report.zone.exact(at)]);
    let totals = [header.totals.total, header.totals.active, header.totals.parked];
    let durations = report.steps.iter().flat_map(|step| [step.step.duration, step.step.active]).chain(totals);
    let durations = durations.filter(|time| *time > Seconds(59)).flat_map(|time| [time.exact(), time.to_string(), format!(": {}", time.0)]);
    instants.chain(durations).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]
    #[test]
    fn no_format_says_a_time_that_is_hidden(options in any_options()) {
        for report in [golden::completed(), golden::in_progress()] {
            let times = times(&report);
            prop_assert!(times.len() > 6);
            let whole = report.clone().with(&Options::default()).unwrap();
            let bare = report.without_times().with(&options).unwrap();
            for format in Format::ALL.into_iter().filter(|format| *format != Format::Pdf) {
                let (whole, bare) = (whole.text(format).unwrap(), bare.text(format).unwrap());
                prop_assert!(times.iter().any(|time| whole.contains(time.as_str())), "{}", whole);
                for time in &times {
                    prop_assert!(!bare.contains(time.as_str()), "{} in {}", time, bare);
                }
                prop_assert!(!bare.contains("Duration") && !bare.contains("duration_seconds"), "{}", bare);
                prop_assert!(format == Format::Json || bare.contains("without times"), "{}", bare);
            }
        }
    }
}
