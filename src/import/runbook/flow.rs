//! Items as steps and links: each step leads to the next, answers lead where they say, and the last step asks whether it is solved.

use std::collections::HashMap;

use resolutionflow::outcome::Outcome;

use super::answer::{Answer, answer, is_end, is_handed_over};
use super::body::{commands, instructions};
use super::goto::{Goto, goto};
use super::items::{Item, Items};
use super::numbered::leading_number;
use super::plain;
use crate::Refusal;
use crate::draft::fenced;
use crate::report::Fate;
use crate::sketch::{Kind, Sketch, Step, Target, paragraph};

/// What an item is.
#[derive(Debug, Clone, Default, PartialEq)]
enum Role {
    /// Instructions of the step above it.
    #[default]
    Body,
    Step,
    Answer(Answer),
}

/// Items with what they are.
struct Flow<'i> {
    items: &'i [Item],
    roles: Vec<Role>,
    /// The step that an item has become.
    steps: Vec<Option<usize>>,
    /// The item that comes after an item, once that has no exit of its own.
    next: Vec<Option<usize>>,
    /// Items of answers, by the item that asks.
    asked: Vec<Vec<usize>>,
    /// Where a step leads by its own words.
    leads: Vec<Option<Goto>>,
    numbers: HashMap<(usize, u64), usize>,
    first_numbers: HashMap<u64, usize>,
    /// The question behind the last step, once it is needed.
    last: Option<usize>,
}

/// Writes the steps of a runbook.
///
/// # Errors
/// [`Refusal`] beyond the limits.
pub(super) fn write(items: &Items, sketch: &mut Sketch) -> Result<(), Refusal> {
    let count = items.all.len();
    let mut flow = Flow {
        items: &items.all,
        roles: vec![Role::Body; count],
        steps: vec![None; count],
        next: vec![None; count],
        asked: vec![Vec::new(); count],
        leads: vec![None; count],
        numbers: HashMap::new(),
        first_numbers: HashMap::new(),
        last: None,
    };
    flow.row(&items.top, None);
    // Items stand behind those that they are below of.
    for at in 0..count {
        match flow.roles[at].clone() {
            Role::Step => flow.begin(at, plain(&items.all[at].text), sketch)?,
            Role::Answer(answer) => flow.begin_answer(at, &answer, sketch)?,
            Role::Body => {}
        }
    }
    for at in items.top.iter().filter(|at| items.all[**at].number.is_some()) {
        let (item, step) = (&items.all[*at], flow.steps[*at]);
        let (Some(number), Some(step)) = (item.number, step) else { continue };
        flow.numbers.entry((item.section, number)).or_insert(step);
        flow.first_numbers.entry(number).or_insert(step);
    }
    for at in 0..count {
        if let Some(step) = flow.steps[at] {
            flow.exits(at, step, sketch)?;
        }
    }
    Ok(())
}

impl Flow<'_> {
    /// Steps that follow each other, and then another one.
    fn row(&mut self, items: &[usize], after: Option<usize>) {
        for (at, item) in items.iter().enumerate() {
            self.roles[*item] = Role::Step;
            self.next[*item] = items.get(at + 1).copied().or(after);
        }
    }

    /// Makes a step of an item: its words, and what stands below it and is no answer.
    fn begin(&mut self, at: usize, text: String, sketch: &mut Sketch) -> Result<(), Refusal> {
        let item = &self.items[at];
        let asks = text.ends_with('?');
        let mut body = item.body.clone();
        for child in &item.children {
            let of_child = &self.items[*child];
            let words = plain(&of_child.text);
            let is_choice = asks && (of_child.is_bullet || !of_child.children.is_empty());
            let found = answer(&words).or_else(|| is_choice.then(|| choice(&words)));
            match found.filter(|found| !found.label.is_empty()) {
                Some(mut found) => {
                    self.words_below(*child, &mut found, &mut body);
                    self.roles[*child] = Role::Answer(found);
                    self.next[*child] = self.next[at];
                    self.asked[at].push(*child);
                }
                None => instructions(self.items, *child, &mut body),
            }
        }
        let (lead, title) = match goto(&text).filter(|_| self.asked[at].is_empty()) {
            Some((lead, rest)) if !rest.is_empty() => (Some(lead), rest),
            _ => (None, text),
        };
        self.leads[at] = lead.or_else(|| self.asked[at].is_empty().then(|| last_lead(&mut body)).flatten());
        if item.text.contains("](") || item.text.contains("://") && !title.contains("://") {
            // A title has no room for addresses.
            body = format!("{}\n\n{body}", item.text).trim_end().to_owned();
        }
        let title = leading_number(&title).and_then(|(_, rest)| rest.strip_prefix(['.', ')', ':', ' '])).map_or(title.clone(), |rest| {
            let rest = rest.trim_start_matches([' ', '-', '–', ':']);
            if rest.is_empty() { title.clone() } else { rest.to_owned() }
        });
        let commands = commands(item, &title, &mut body);
        let kind = self.kind(at, &title);
        self.steps[at] = Some(sketch.step(Step { title, body, commands, kind, place: item.place.clone() })?);
        Ok(())
    }

    /// What stands below an answer and is no step of its own: what is to be done then, or instructions of the question.
    fn words_below(&self, child: usize, found: &mut Answer, body: &mut String) {
        let item = &self.items[child];
        if !found.rest.is_empty() {
            return;
        }
        if found.goto.is_some() && !item.children.is_empty() {
            instructions(self.items, child, body);
        } else if item.children.is_empty() && found.goto.is_none() && !item.body.is_empty() {
            found.rest = plain(&item.body);
        } else if !item.body.is_empty() {
            paragraph(body, &format!("{}: {}", found.label, item.body));
        }
        if found.rest.is_empty() {
            for (word, code) in &item.code {
                paragraph(body, &fenced(word, code));
            }
        }
    }

    /// An end, where the words say so and nothing is asked. Of steps in a row only the last one is an end.
    fn kind(&self, at: usize, title: &str) -> Kind {
        if !self.asked[at].is_empty() || self.leads[at].is_some() {
            return Kind::Any;
        }
        let is_answer = matches!(self.roles[at], Role::Answer(_));
        let is_last = is_answer || self.next[at].is_none_or(|next| self.items[next].section != self.items[at].section);
        match (is_handed_over(title), is_end(title)) {
            (true, _) if is_last => Kind::End(Some(Outcome::Escalated)),
            (_, true) => Kind::End(Some(Outcome::Resolved)),
            _ => Kind::Any,
        }
    }

    fn begin_answer(&mut self, at: usize, answer: &Answer, sketch: &mut Sketch) -> Result<(), Refusal> {
        if !answer.rest.is_empty() {
            self.begin(at, answer.rest.clone(), sketch)?;
            if answer.goto.is_some() {
                self.leads[at].clone_from(&answer.goto);
            }
            return Ok(());
        }
        let after = self.next[at];
        let children = self.items[at].children.clone();
        if !children.is_empty() && answer.goto.is_none() {
            self.row(&children, after);
            // What follows the answer is its first step.
            self.next[at] = children.first().copied();
        }
        Ok(())
    }

    /// Links of a step.
    fn exits(&mut self, at: usize, step: usize, sketch: &mut Sketch) -> Result<(), Refusal> {
        let place = self.items[at].place.clone();
        let follows = self.next[at];
        if matches!(sketch.steps[step].kind, Kind::End(_)) {
            return Ok(());
        }
        if self.asked[at].is_empty() {
            let lead = self.leads[at].clone();
            if lead.is_none() && follows.is_none() {
                return self.ends(step, &place, sketch);
            }
            let to = self.target(at, lead.as_ref(), follows, sketch)?;
            return sketch.link(step, to, "", &place);
        }
        let asked = self.asked[at].clone();
        for answer in &asked {
            let Role::Answer(found) = self.roles[*answer].clone() else { continue };
            let to = match (self.steps[*answer], found.goto.as_ref()) {
                (Some(own), _) => Target::Step(own),
                (None, goto) => self.target(*answer, goto, self.next[*answer], sketch)?,
            };
            sketch.link(step, to, &found.label, &self.items[*answer].place.clone())?;
        }
        if let [only] = asked.as_slice()
            && let Role::Answer(found) = self.roles[*only].clone()
        {
            let other = match found.label.to_ascii_lowercase().as_str() {
                "yes" | "if yes" | "if so" => "No",
                "no" | "if no" | "if not" => "Yes",
                _ => "Otherwise",
            };
            let why = "Only one answer stands there: this one goes on with the step that follows.";
            sketch.report.changed(&place, other, why);
            let to = self.target(at, None, follows, sketch)?;
            sketch.link(step, to, other, &place)?;
        }
        Ok(())
    }

    /// Where words lead, or without any where a step goes on.
    fn target(&mut self, at: usize, lead: Option<&Goto>, follows: Option<usize>, sketch: &mut Sketch) -> Result<Target, Refusal> {
        match lead {
            Some(Goto::Number(number)) => {
                let in_section = self.numbers.get(&(self.items[at].section, *number));
                let found = in_section.or_else(|| self.first_numbers.get(number));
                return Ok(found.map_or_else(|| Target::Missing(format!("Step {number}")), |step| Target::Step(*step)));
            }
            Some(Goto::First) => return Ok(Target::Step(0)),
            Some(Goto::Next) | None => {}
        }
        match follows.map(|next| self.steps[next]) {
            Some(Some(step)) => Ok(Target::Step(step)),
            Some(None) => Ok(Target::Nowhere),
            None => Ok(Target::Step(self.last(sketch)?)),
        }
    }

    /// The end of a runbook whose last step does not say how it ends.
    fn ends(&mut self, step: usize, place: &str, sketch: &mut Sketch) -> Result<(), Refusal> {
        if sketch.steps[step].title.ends_with('?') {
            let (solved, escalate) = ends(sketch)?;
            sketch.report.changed(place, &sketch.steps[step].title.clone(), "It is the last question: yes ends the walk, no escalates.");
            sketch.link(step, Target::Step(solved), "Yes", place)?;
            return sketch.link(step, Target::Step(escalate), "No", place);
        }
        let last = self.last(sketch)?;
        sketch.link(step, Target::Step(last), "", place)
    }

    fn last(&mut self, sketch: &mut Sketch) -> Result<usize, Refusal> {
        if let Some(last) = self.last {
            return Ok(last);
        }
        let title = "Is it solved?".to_owned();
        sketch.report.add(Fate::Changed, "", &title, "The runbook ends without an end: the tree asks whether it is solved.", None);
        let last = sketch.step(Step { title, ..Step::default() })?;
        self.last = Some(last);
        let (solved, escalate) = ends(sketch)?;
        sketch.link(last, Target::Step(solved), "Yes", "")?;
        sketch.link(last, Target::Step(escalate), "No", "")?;
        Ok(last)
    }
}

/// A choice in its own words, which may say where it leads: `Only Outlook (go to 7)`.
fn choice(words: &str) -> Answer {
    match goto(words) {
        Some((to, label)) if !label.is_empty() => Answer {
            label: label.trim_matches(|c: char| c.is_whitespace() || "():,".contains(c)).to_owned(),
            rest: String::new(),
            goto: Some(to),
        },
        _ => Answer { label: words.trim_end_matches(':').to_owned(), rest: String::new(), goto: None },
    }
}

/// Where the last line of instructions leads, if it says nothing else; it is taken from them.
fn last_lead(body: &mut String) -> Option<Goto> {
    let at = body.trim_end().rfind('\n').map_or(0, |at| at + 1);
    let (lead, _) = goto(&plain(&body[at..])).filter(|(_, rest)| rest.is_empty())?;
    body.truncate(body[..at].trim_end().len());
    Some(lead)
}

fn ends(sketch: &mut Sketch) -> Result<(usize, usize), Refusal> {
    let mut end = |title: &str, outcome| sketch.step(Step { title: title.to_owned(), kind: Kind::End(Some(outcome)), ..Step::default() });
    Ok((end("Solved", Outcome::Resolved)?, end("Escalate", Outcome::Escalated)?))
}
