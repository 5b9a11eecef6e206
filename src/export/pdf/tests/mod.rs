//! Documents read back by poppler's tools, as a viewer would.

mod handout;
mod hostile;
mod layout;
mod meaning;
mod words;

use std::io::Write;
use std::process::{Command, Stdio};

use super::{Fonts, PdfError};
use crate::tests::report_with;
use crate::{Report, ReportStep};
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Seconds;
use resolutionflow::tree::NodeType;

/// A document in the program's own fonts.
fn write(report: &Report) -> Result<Vec<u8>, PdfError> {
    super::write(report, &Fonts::default())
}

/// Output of one of the tools about the document.
fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut command = Command::new(tool);
    let output =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().and_then(|mut child| {
            child.stdin.take().unwrap().write_all(pdf)?;
            child.wait_with_output()
        });
    String::from_utf8(output.expect("scripts/setup --test installs poppler-utils").stdout).unwrap()
}

/// Its text in the order in which it was written, without the feet of the pages.
fn text(pdf: &[u8]) -> String {
    poppler("pdftotext", &["-raw", "-nopgbrk", "-x", "0", "-y", "0", "-W", "596", "-H", "790", "-", "-"], pdf)
}

fn step(title: &str, answer: &str, notes: &str, output: &str, seconds: u64) -> ReportStep {
    let mut step = report_with("").steps.remove(0);
    step.step.title = title.to_owned();
    step.step.answer = Some(answer.to_owned());
    step.step.notes = notes.to_owned();
    (step.step.duration, step.step.active) = (Seconds(seconds), Seconds(seconds));
    step.step.superseded = false;
    step.full = None;
    step.output = output.to_owned();
    step
}

/// A completed session with those steps, numbered anew.
fn session(steps: Vec<ReportStep>) -> Report {
    let mut report = report_with("");
    let header = &mut report.header;
    header.tree_name = "VPN does not connect".to_owned();
    header.technicians = vec!["Ada Lovelace".to_owned(), "Bob Ng".to_owned()];
    header.ticket = "48213".to_owned();
    header.client = "Müller & Söhne".to_owned();
    header.outcome = Some(Outcome::Workaround);
    header.outcome_notes = "Old certificate expired.\n\n- new one is valid for 7 days only".to_owned();
    header.next_steps = "Order a certificate for a year.".to_owned();
    header.scratchpad = "Serial 4f:1c:9a\nSwitch port 14, VLAN 20".to_owned();
    header.totals.total = Seconds(steps.iter().map(|step| step.step.duration.0).sum());
    (header.totals.active, header.totals.parked) = (Seconds(630), Seconds(3600));
    report.steps = steps;
    report.steps.iter_mut().enumerate().for_each(|(position, step)| step.step.number = position + 1);
    report
}

/// The wrong branch, the right one, a step of one's own.
fn demo() -> Report {
    let service = "PS> Restart-Service RasMan\nWARNING: Waiting for service 'RasMan' to stop...\n\n  Status  Name\n  Running RasMan";
    let mut report = session(vec![
        step("Is it one user?", "Everyone at the site", "", "", 42),
        step("Restart the VPN service", "", "No change.\nAsked again: only *her* laptop.", service, 150),
        step("Is it one user?", "Only this one", "", "", 8),
        step(
            "Renew the client certificate",
            "",
            "# Waits for approval by the CA\nApproved.",
            "certutil: `approved`, see <https://ca.example.com>",
            4029,
        ),
        step("Check the clock of the laptop", "", "Right to the second → not the cause ✓", "", 30),
        step("The VPN connects again", "", "", "", 1),
    ]);
    report.steps[..2].iter_mut().for_each(|step| step.step.superseded = true);
    report.steps[3].step.active = Seconds(429);
    report.steps[4].step.node_type = NodeType::Custom;
    report.steps[5].step.node_type = NodeType::Solution;
    report
}

/// As many steps as in a long day.
fn long() -> Report {
    let titles = [
        "Is the link light of the switch port on?",
        "Can the PC reach the internet?",
        "Flush the resolver cache",
        "Restart the spooler and send a test page to the queue, then look whether it leaves the list of jobs",
    ];
    let notes = "Tried twice. After the second time the page came, but without the header that the customer wants on each of them.\n\nShe will call.";
    let output = "Reply from 10.0.0.1: bytes=32 time=1ms TTL=64\nReply from 10.0.0.1: bytes=32 time=1ms TTL=64\n\nPing statistics for 10.0.0.1:\n    Lost = 0";
    let of = |number: usize, text: &'static str, every: usize| if number.is_multiple_of(every) { text } else { "" };
    session(
        (0..200).map(|number| step(titles[number % 4], of(number, "Yes", 2), of(number, notes, 3), of(number, output, 4), 37)).collect(),
    )
}
