//! Hostile tree files, as large as they may be: how long the server is busy with each, and whether it takes it.
//!
//! `cargo bench -p resolutionflow --features server --bench hostile` prints a line a file, with seconds of the processor, the slowest first; with
//! words behind `--` those files of which the name has one of them. Nothing fails for being slow: `tests/walks/markdown.rs` holds the work that a tree may make, in steps.

mod bodies;
mod files;

use std::hint::black_box;
use std::time::Duration;

use resolutionflow::tree::{Tree, TreeDocument, warnings};

/// The longest that any file may take.
const AIM: Duration = Duration::from_secs(2);

/// File with a name that says what it is full of.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// What became of a file, and the times of its parts.
#[derive(Default)]
struct Answer {
    verdict: String,
    parts: Vec<(&'static str, Duration)>,
}

impl Answer {
    fn timed<T>(&mut self, part: &'static str, work: impl FnOnce() -> T) -> T {
        let began = busy();
        let done = black_box(work());
        self.parts.push((part, busy() - began));
        done
    }

    fn total(&self) -> Duration {
        self.parts.iter().map(|(_, took)| *took).sum()
    }
}

/// Processor time of this thread so far, which does not count what else the machine does.
fn busy() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()).unwrap_or(0))
}

/// Does with a file what the server does when it is published: reads, checks and publishes it, makes the JSON of it that is stored, warns of
/// its commands, and reads it back as a step does.
fn answer(bytes: &[u8]) -> Answer {
    let mut answer = Answer::default();
    let document = match answer.timed("read", || TreeDocument::from_json(bytes)) {
        Ok(document) => document,
        Err(error) => {
            let words = error.to_string();
            answer.verdict = format!("no tree: {}", words.chars().take(60).collect::<String>());
            return answer;
        }
    };
    let tree = match answer.timed("publish", || Tree::publish(&document)) {
        Ok(tree) => tree,
        Err(problems) => {
            let first = problems.first.first().map(ToString::to_string).unwrap_or_default();
            answer.verdict = format!("{} problems: {}", problems.count, first.chars().take(60).collect::<String>());
            return answer;
        }
    };
    answer.timed("warn", || warnings(document.nodes.iter().map(|node| (&node.id, &node.kind))));
    let reading = answer.timed("store", || {
        black_box((serde_json::to_vec(&document).ok(), serde_json::to_vec(&tree.without_markup()).ok(), tree.search_text()));
        serde_json::to_vec(&tree).unwrap_or_default()
    });
    answer.verdict = format!("taken, kept in {:.1} MB", reading.len() as f64 / 1e6);
    let read = answer.timed("read back", || serde_json::from_slice::<Tree>(&reading).ok().map(Tree::with_places));
    answer.timed("read again", || read.map(|tree| tree.read_again(&document)));
    answer
}

#[allow(clippy::print_stdout, reason = "it is there to print")]
fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let files = bodies::files().chain(files::files());
    let mut answers: Vec<(String, usize, Answer)> = files
        .filter(|file| wanted.is_empty() || wanted.iter().any(|word| file.name.contains(word)))
        .map(|File { name, bytes }| (name, bytes.len(), answer(&bytes)))
        .collect();
    answers.sort_by_key(|(.., answer)| std::cmp::Reverse(answer.total()));
    for (name, bytes, answer) in &answers {
        let parts: Vec<String> = answer.parts.iter().map(|(part, took)| format!("{part} {:.2}", took.as_secs_f64())).collect();
        let (total, size) = (answer.total(), *bytes as f64 / 1e6);
        let mark = if total > AIM { " !" } else { "" };
        println!("{:6.2} s{mark}  {size:.1} MB  {name}: {} ({})", total.as_secs_f64(), answer.verdict, parts.join(", "));
    }
    let slow = answers.iter().filter(|(.., answer)| answer.total() > AIM).count();
    println!("{} files, {slow} of them above {} s", answers.len(), AIM.as_secs());
}
