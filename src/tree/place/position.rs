//! Where commands begin: what stands there is run, and so no value may.

use super::names::{
    Call, Leads, is_assignment, is_code_option, is_interpreter, is_keyword, is_remote_shell, is_running_method, is_running_variable, leads,
    program, runs_in_containers, runs_input, writes,
};
use super::token::{GAP, Known, Line, Token, continues};
use crate::tree::Shell;

/// Placeholder as a line has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// True if what stands there is run, as far as can be told; doubt counts as true.
    pub(super) is_run: bool,
    /// True if a command is expected, and a quoted text would be no command: at the beginning of a statement of PowerShell.
    pub(super) is_text: bool,
    /// True if a variable keeps it.
    pub(super) is_assigned: bool,
    /// True if a pipe hands it on.
    pub(super) is_piped: bool,
}

/// What a line says about the placeholders in it, and about what it calls.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) spots: Vec<Spot>,
    pub(super) calls: Vec<Call>,
    /// True if it calls what a variable says, or runs what comes through a pipe.
    pub(super) calls_variable: bool,
    /// True if it writes to a file.
    pub(super) writes: bool,
    pub(super) calls_interpreter: bool,
}

/// A simple command, as far as it is read.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    leads: Leads,
    /// Words and options behind the command that leads; words of the simple command where none does.
    words: usize,
    options: usize,
    is_led: bool,
    /// True if words are values or names, and no commands: in the brackets of a method, before the `=` of a table.
    is_data: bool,
    /// True if the next word is a file, or the argument of an option.
    is_taken: bool,
    is_assigned: bool,
}

impl State {
    /// True if the next word is run, or may be: an option may take a word with it.
    fn expects(&self) -> bool {
        !self.is_data && self.words >= self.leads.after && self.words <= self.leads.after + self.leads.slack + self.options
    }
}

/// Reads a line. `nests` tells that the command hands code to another reader somewhere, so that quotes may hold commands.
pub(super) fn read(line: &Line<'_>, shell: Shell, nests: bool) -> Reading {
    let mut reader = Reader {
        shell,
        reading: Reading::default(),
        state: State::default(),
        outer: Vec::new(),
        quote: None,
        word: String::new(),
        is_quoted: false,
        last_word: String::new(),
        is_behind_pipe: false,
        piped: 0,
        run: 0,
    };
    match &line.read {
        Ok(tokens) if !nests => tokens.iter().for_each(|token| reader.token(*token)),
        _ => reader.raw(line.text, nests),
    }
    reader.end_word(false);
    reader.reading
}

struct Reader {
    shell: Shell,
    reading: Reading,
    state: State,
    /// States of the commands around the open brackets; true for the brackets of a table.
    outer: Vec<(State, bool)>,
    /// Quote that is open around nested commands.
    quote: Option<char>,
    word: String,
    /// True if the word begins with a quote.
    is_quoted: bool,
    last_word: String,
    /// True behind a pipe.
    is_behind_pipe: bool,
    /// Number of placeholders before the last pipe, and before the last one whose reader runs what it reads.
    piped: usize,
    run: usize,
}

impl Reader {
    fn token(&mut self, token: Token<'_>) {
        match token.kind {
            Known::Space => self.end_word(false),
            Known::LineEnd => self.begin(),
            Known::Operator if token.text.ends_with("&1") => self.end_word(false),
            Known::Operator if token.text.contains(['>', '<']) => self.redirect(token.text),
            Known::Operator if matches!(token.text, "|" | "|&") => self.pipe(),
            Known::Operator => self.begin(),
            Known::Group => self.bracket(token.text),
            Known::SingleQuoted | Known::DoubleQuoted => {
                self.is_quoted |= self.word.is_empty();
                self.word.push_str(&token.text[1..token.text.len() - 1]);
            }
            Known::Escape => self.word.push_str(&token.text[1..]),
            Known::Word | Known::Variable | Known::Placeholder => self.word.push_str(token.text),
        }
    }

    /// Reads a line that is not known: wherever a command may begin, one does.
    fn raw(&mut self, text: &str, nests: bool) {
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            match c {
                '\n' if continues(&text[..at], self.shell) => self.end_word(false),
                '&' if self.shell == Shell::Powershell => {
                    self.begin();
                    self.state.is_led = true;
                }
                '|' if next != Some('|') => self.pipe(),
                '\n' | '|' | '&' | ';' => self.begin(),
                '`' if self.shell == Shell::Bash => self.begin(),
                '\\' if self.shell == Shell::Bash => {}
                '^' if self.shell == Shell::Cmd => {}
                '$' if next == Some('{') && self.shell != Shell::Cmd => {
                    self.word.push(c);
                    while chars.next_if(|(_, c)| !matches!(*c, '}' | GAP | '\n')).is_some() {}
                    _ = chars.next_if(|(_, c)| *c == '}');
                }
                '(' | ')' | '{' | '}' => self.bracket(c.encode_utf8(&mut [0; 4])),
                // What an interpreter reads is code.
                '<' if nests => self.begin(),
                '<' | '>' => self.redirect(c.encode_utf8(&mut [0; 4])),
                '\'' | '"' if nests && self.quote.is_none_or(|quote| quote == c) => self.nest(c),
                '`' => {}
                '\'' | '"' | '\u{2018}'..='\u{201f}' => self.is_quoted |= self.word.is_empty(),
                c if c.is_whitespace() => self.end_word(false),
                c => self.word.push(c),
            }
        }
    }

    /// A command begins, or in a table a name.
    fn begin(&mut self) {
        self.end_word(false);
        self.state = State { is_data: self.outer.last().is_some_and(|(_, is_table)| *is_table), ..State::default() };
    }

    /// What came before goes to a command, which begins.
    fn pipe(&mut self) {
        self.begin();
        self.is_behind_pipe = true;
        self.reading.spots[self.piped..].iter_mut().for_each(|spot| spot.is_piped = true);
        self.piped = self.reading.spots.len();
    }

    fn redirect(&mut self, operator: &str) {
        self.end_word(false);
        self.state.is_taken = true;
        self.reading.writes |= operator.contains('>');
    }

    fn bracket(&mut self, bracket: &str) {
        if matches!(bracket, ")" | "}") {
            self.end_word(false);
            let is_function = self.shell == Shell::Bash && bracket == ")" && self.state.words == 0;
            match self.outer.pop() {
                // What stands in the brackets was a word, or in PowerShell the beginning of one.
                Some((outer, is_table)) if (bracket == ")" && !is_function) || is_table => {
                    self.state = outer;
                    if self.shell == Shell::Powershell {
                        self.word.push(')');
                    }
                }
                _ => self.state = State::default(),
            }
            return;
        }
        let is_table = bracket == "@{" || (bracket == "{" && self.word == "@");
        let is_member = bracket == "(" && self.shell == Shell::Powershell && self.word.starts_with(['$', '[', ')']);
        let method = self.word.rsplit_once(['.', ':']).filter(|_| is_member).map(|(_, name)| is_running_method(name));
        if self.word == "@" {
            self.word.clear();
        }
        self.end_word(bracket == "(");
        self.outer.push((self.state, is_table));
        self.state = State { is_data: method == Some(false) || is_table, is_led: method == Some(true), ..State::default() };
    }

    /// A quoted text begins or ends, whose content another interpreter reads.
    fn nest(&mut self, quote: char) {
        if self.shell == Shell::Powershell && self.quote.is_none() && !self.state.is_led && self.state.expects() {
            self.is_quoted |= self.word.is_empty();
            return;
        }
        self.end_word(false);
        if self.quote.take().is_none() {
            self.quote = Some(quote);
            self.outer.push((self.state, false));
            self.state = State::default();
        } else {
            self.state = self.outer.pop().unwrap_or_default().0;
            self.state.words += 1;
        }
    }

    /// Takes the word that was read. `is_called` tells that a bracket follows at once: it is the name of something that runs.
    fn end_word(&mut self, is_called: bool) {
        let word = std::mem::take(&mut self.word);
        let is_quoted = std::mem::take(&mut self.is_quoted);
        if word.is_empty() {
            return;
        }
        let is_option = word.starts_with('-') || (self.shell == Shell::Cmd && word.starts_with('/'));
        let is_taken = std::mem::take(&mut self.state.is_taken);
        let takes_code = self.state.leads.takes_code;
        let is_statement = self.shell == Shell::Powershell && !self.state.is_led && !is_option && self.quote.is_none();
        let name = program(&word, self.shell);
        let calls = self.reading.calls.last().map_or("", |call| &*call.name).to_owned();
        for (at, _) in word.match_indices(GAP) {
            let before = &word[..at];
            let assigns = match self.shell {
                Shell::Bash => is_assignment(before) && self.state.expects(),
                Shell::Cmd => before.contains('=') && calls == "set",
                Shell::Powershell => false,
            };
            let is_type = self.shell == Shell::Powershell && before.starts_with('[') && !before.contains(']');
            let is_text = is_statement && is_quoted && !is_called && !is_type;
            let stands_for_command =
                if is_option { is_code_option(before, takes_code) } else { !is_taken && !assigns && self.state.expects() };
            self.reading.spots.push(Spot {
                is_run: is_called || is_type || is_running_variable(before) || stands_for_command,
                is_text,
                is_assigned: assigns || self.state.is_assigned,
                is_piped: false,
            });
        }
        match &*word {
            _ if is_taken => {}
            "=" | "+=" | "in" if self.shell == Shell::Powershell => {
                let is_led = is_running_variable(&format!("{}=", self.last_word));
                self.state = State { is_assigned: true, is_led, ..State::default() };
            }
            _ if is_code_option(&word, takes_code) => self.state = State { is_led: true, ..State::default() },
            "exec" | "run" if runs_in_containers(&calls) => {
                self.state = State { is_led: true, leads: Leads { after: 1, ..Leads::default() }, ..State::default() };
            }
            "-p" | "-P" | "-i" | "-l" | "-J" | "-pw" if is_remote_shell(&calls) => self.state.is_taken = true,
            // Those of the Command Prompt take no word with them.
            _ if is_option => self.state.options += usize::from(self.state.is_led && word.starts_with('-')),
            _ if self.state.expects() => self.command(&word, name, is_quoted),
            _ => self.state.words += 1,
        }
        self.last_word = word;
    }

    /// Takes a word that stands where a command may begin.
    fn command(&mut self, word: &str, name: String, is_quoted: bool) {
        let is_powershell = self.shell == Shell::Powershell;
        if (self.shell == Shell::Bash && is_assignment(word)) || is_keyword(&name, self.shell) {
            return;
        }
        if is_powershell && !self.state.is_led && (is_quoted || word.starts_with(')')) {
            self.state.words += 1;
            return;
        }
        let is_variable = word.starts_with(['$', '%']);
        // Behind a pipe `foreach` runs a member by its name; elsewhere it is a loop.
        let member = (self.is_behind_pipe && name == "foreach").then(Leads::default);
        let leads = member.or_else(|| leads(&name, self.shell));
        let call = Call { name, is_exe: word.to_lowercase().ends_with(".exe") };
        let runs_input = self.is_behind_pipe && runs_input(&call, leads);
        if runs_input {
            self.reading.spots[self.run..self.piped].iter_mut().for_each(|spot| spot.is_run = true);
            self.run = self.piped;
        }
        self.reading.calls_interpreter |= is_interpreter(&call.name);
        self.reading.calls_variable |= runs_input || (is_variable && (self.state.is_led || !is_powershell));
        self.reading.writes |= writes(&call.name);
        match leads {
            Some(leads) => self.state = State { leads, is_led: true, ..State::default() },
            // A variable may name what leads another command.
            None if is_variable && !is_powershell => {}
            None => self.state.words += 1,
        }
        self.reading.calls.push(call);
    }
}
