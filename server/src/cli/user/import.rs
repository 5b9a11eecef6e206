use std::io::{Read, stdin};

use anyhow::{Context, ensure};
use clap::Args;
use resolutionflow::access::Role;
use resolutionflow::text::{Email, Name};
use serde::Deserialize;

use crate::cli::{AccountArg, database, say};
use crate::config::DatabaseConfig;
use crate::service::Newcomer;

/// Arguments of `resolutionflow user import`, which adds the users of a CSV on standard input, all or none.
#[derive(Debug, Args)]
#[command(after_help = "The first line names the columns, in any order:
  email,name,role,password
  bob@example.com,Bob Ross,technician,a happy little tree

Example:
  resolutionflow user import --account acme < people.csv

Either all of them are added or none.")]
pub(in crate::cli) struct Import {
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

/// A line as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    email: String,
    name: String,
    role: String,
    password: String,
}

/// A line as it is understood.
struct Person {
    email: Email,
    name: Name,
    role: Role,
    password: String,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let people = read(stdin().lock())?;
        let newcomers: Vec<Newcomer<'_>> =
            people.iter().map(|Person { email, name, role, password }| Newcomer { email, name, role: *role, password }).collect();
        database::with(&self.database, async |service| {
            let account = self.account.find(&service).await?;
            Ok(service.add_users(account, &newcomers).await?)
        })
        .await?;
        Ok(say(format_args!("{} can sign in.", if people.len() == 1 { "1 user".into() } else { format!("{} users", people.len()) }))?)
    }
}

fn read(mut input: impl Read) -> anyhow::Result<Vec<Person>> {
    let mut text = Vec::new();
    input.read_to_end(&mut text)?;
    let mut reader = csv::Reader::from_reader(text.as_slice());
    // The first line names the columns.
    reader.headers()?;
    let (mut lines, mut people) = (reader.into_deserialize(), Vec::new());
    loop {
        let position = lines.reader().position().byte();
        let Some(line) = lines.next() else { break };
        let person = line.map_err(anyhow::Error::from).and_then(Person::parse);
        people.push(person.with_context(|| format!("line {}", line_number(&text, position)))?);
    }
    ensure!(!people.is_empty(), "standard input names nobody");
    Ok(people)
}

/// The number of the line on which the record after a byte begins. Quoted texts may have several lines, and line ends before a
/// record belong to none.
fn line_number(text: &[u8], position: u64) -> usize {
    let position = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    let empty = text[position..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
    1 + text[..position + empty].iter().filter(|&&byte| byte == b'\n').count()
}

impl Person {
    fn parse(line: Line) -> anyhow::Result<Self> {
        Ok(Self {
            email: Email::parse(&line.email).context("email")?,
            name: Name::parse(&line.name).context("name")?,
            role: line.role.parse().context("role")?,
            password: line.password,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_any_order_and_what_is_wrong_is_said_with_its_line() {
        let people =
            read("role,email,password,name\nmanager,Ada@Example.com,a roof and four walls,\"Lovelace, Ada\"\n".as_bytes()).unwrap();
        let [Person { email, name, role: Role::Manager, password }] = people.as_slice() else { panic!("one manager") };
        assert_eq!((email.as_str(), name.as_str(), password.as_str()), ("ada@example.com", "Lovelace, Ada", "a roof and four walls"));

        let fault = |text: &str| format!("{:#}", read(text.as_bytes()).err().unwrap());
        let head = "email,name,role,password\n";
        assert!(fault(&format!("{head}ada@example.com,Ada,owner,a roof and four walls\n")).starts_with("line 2: role: "));
        assert!(fault(&format!("{head}ada@example.com,Ada,admin,x\nada,Ada,admin,x\n")).starts_with("line 3: email: "));
        assert!(fault("email,name,role\nada@example.com,Ada,admin\n").contains("missing field `password`"));
        assert_eq!(fault(head), "standard input names nobody");
    }
    #[test]
    fn a_text_of_two_lines_and_an_empty_line_count_as_lines() {
        let fault = |text: &str| format!("{:#}", read(text.as_bytes()).err().unwrap());
        let text = "email,name,role,password\nada@example.com,Ada,admin,\"x\ny\"\n\nbob,Bob,admin,x\n";
        for text in [text, &text.replace('\n', "\r\n"), text.trim_end()] {
            assert!(fault(text).starts_with("line 5: email: "), "{}", fault(text));
        }
        let short = "email,name,role,password\nada@example.com,Ada,admin,\"x\ny\"\nbob@example.com,Bob\n";
        assert!(fault(short).starts_with("line 4: "), "{}", fault(short));
    }
}
