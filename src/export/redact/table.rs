//! Passwords in tables: in the cell behind a name, or in the column under one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::fold::fold;
use super::{Unredactable, look, names};

/// A cell that is the name of a secret, and of a table's head what else names a column.
static NAMES: LazyLock<Result<[Regex; 2], Unredactable>> = LazyLock::new(|| {
    let expression = |text: &str| Regex::new(&fold(&names::filled(text)).0).map_err(|_| Unredactable);
    Ok([
        expression(r"(?i)^(?:[\w/-]+ ){0,2}[\w-]*?(?:{password}|{short}|{code}|{key}|token|schlüssel)(?:\(s\)|s)?$")?,
        expression(concat!(
            r"(?i)^(?:[\w/-]+ ){0,2}(?:users?|user-?names?|logins?|accounts?|names?|host(?:name)?s?|servers?|devices?|systems?|sites?",
            r"|urls?|services?|e-?mails?|roles?|notes?",
            r"|comments?|ip|address|ports?|types?|descriptions?|titles?|groups?|ssid|database|field|value|benutzer(?:name)?|konto|gerät",
            r"|dienst|bemerkung|utilisateur|nom|compte",
            r"|usuario|nombre|cuenta|utente|nome|gebruiker|naam|usuário|conta|id|#)$"
        ))?,
    ])
});

/// Lines that may be a head, or a name with its value.
static LINES: LazyLock<Result<Regex, Unredactable>> = LazyLock::new(|| {
    let expression = concat!(
        r#"(?im)(?:^|[|\t,;]|  )[ "'*`_]*(?:[\w/-]+ ){0,2}[\w-]*?(?:{password}|{short}|{code}|{key}|token|schlüssel)(?:\(s\)"#,
        r#"|s)?[ "'*`_:]*(?:$|[|\t,;]|  )"#
    );
    Regex::new(&fold(&names::filled(expression)).0).map_err(|_| Unredactable)
});

/// Places of the passwords in a text's tables, in order.
pub(super) fn find(text: &str) -> Result<Vec<Range<usize>>, Unredactable> {
    let [name, heading] = NAMES.as_ref().map_err(|error| *error)?;
    let lines = LINES.as_ref().map_err(|error| *error)?;
    let mut places = Vec::new();
    let mut position = 0;
    while let Some(found) = lines.find_at(text, position) {
        let start = text[..found.end()].trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        let line = line_at(text, start);
        let next = line_at(text, line.end + 1);
        let is_name = |cell: &Range<usize>| name.is_match(label(&text[cell.clone()]));
        position = (line.end + 1).min(text.len());
        if is_rule(&text[next.clone()]) && !text[line.clone()].contains(['|', '\t']) {
            position = under_rule(text, &line, &next, &is_name, &mut places);
        } else if let Some(separator) = separator(&text[line.clone()]) {
            let cells = cells(text, &line, separator);
            let named: Vec<_> = (0..cells.len()).filter(|cell| is_name(&cells[*cell])).collect();
            let is_first = text[..start].strip_suffix('\n').is_none_or(|before| {
                let before = before.rsplit('\n').next().unwrap_or_default();
                !before.contains(separator) || is_rule(before)
            });
            let heads = cells.iter().filter(|cell| heading.is_match(label(&text[(*cell).clone()]))).count();
            let is_head = is_first && (is_rule(&text[next.clone()]) || heads > 0);
            if named.is_empty() {
                continue;
            }
            if is_head {
                position = under(text, line.end + 1, separator, (cells.len(), &named), &mut places);
            } else if matches!(separator, "|" | "\t" | "  ") {
                let values = named.iter().filter_map(|cell| cells.get(cell + 1)).filter(|cell| !is_name(cell));
                places.extend(values.filter_map(|cell| value(text, cell)));
            }
        }
        if position >= text.len() {
            break;
        }
    }
    Ok(places)
}

/// The line that begins at a place, without its end; empty at the end of the text.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let start = start.min(text.len());
    start..text[start..].find('\n').map_or(text.len(), |length| start + length)
}

/// Separator of the cells of a line.
fn separator(line: &str) -> Option<&'static str> {
    ["|", "\t", ";", ",", "  "].into_iter().find(|separator| line.trim().contains(separator))
}

/// `|---|---|`, `+----+`, `---- ----`
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '-' | '|' | '+' | ':' | '=' | ' ' | '\t'))
}

fn cells(text: &str, line: &Range<usize>, separator: &str) -> Vec<Range<usize>> {
    let mut start = line.start;
    let mut cells = Vec::new();
    for part in text[line.clone()].split(separator) {
        cells.push(start..start + part.len());
        start += part.len() + separator.len();
    }
    // Columns that spaces align have many empty cells between them.
    if separator == "  " { cells.into_iter().filter(|cell| !text[cell.clone()].trim().is_empty()).collect() } else { cells }
}

/// A cell as a name, without what marks or ends it.
fn label(cell: &str) -> &str {
    cell.trim_matches([' ', '\t', '"', '\'', '*', '`', '_', ':'])
}

/// The place of a cell's value, unless it says that there is none, or what became of it.
fn value(text: &str, cell: &Range<usize>) -> Option<Range<usize>> {
    let content = text[cell.clone()].trim_start_matches([' ', '\t', ':', '=']).trim_matches([' ', '\t', '"', '\'', '`']);
    let start = cell.start + text[cell.clone()].find(content)?;
    let words: Vec<_> = content.split(' ').collect();
    let said = words.iter().filter(|word| look::said(word) || look::describes(word)).count();
    let says_none = said * 2 >= words.len() && !words.iter().any(|word| look::secret(word));
    (!says_none && !is_rule(content)).then(|| start..start + content.len())
}

/// Takes the cells of the columns from a line on to the end of the table, which it returns. Of commas and semicolons, which sentences have
/// too, each line of a table has as many.
fn under(text: &str, start: usize, separator: &str, (count, columns): (usize, &[usize]), places: &mut Vec<Range<usize>>) -> usize {
    let mut line = line_at(text, start);
    while line.start < text.len() && (text[line.clone()].contains(separator) || is_rule(&text[line.clone()])) {
        if !is_rule(&text[line.clone()]) {
            let cells = cells(text, &line, separator);
            if matches!(separator, "," | ";") && cells.len() != count {
                break;
            }
            places.extend(columns.iter().filter_map(|column| value(text, cells.get(*column)?)));
        }
        line = line_at(text, line.end + 1);
    }
    line.start
}

/// Takes what stands under a name, where a rule under the head shows where each column begins.
fn under_rule(
    text: &str,
    head: &Range<usize>,
    rule: &Range<usize>,
    is_name: &dyn Fn(&Range<usize>) -> bool,
    places: &mut Vec<Range<usize>>,
) -> usize {
    let dashes = &text[rule.clone()];
    let starts: Vec<_> =
        (0..dashes.len()).filter(|at| !dashes[*at..].starts_with(' ') && (*at == 0 || dashes[..*at].ends_with(' '))).collect();
    let column = |line: &Range<usize>, at: usize| {
        let end = starts.get(at + 1).map_or(line.len(), |end| (*end).min(line.len()));
        text.get(line.start + starts[at].min(end)..line.start + end)
            .map(|cell| line.start + starts[at].min(end)..line.start + starts[at].min(end) + cell.len())
    };
    let named: Vec<_> = (0..starts.len()).filter(|at| column(head, *at).is_some_and(|cell| is_name(&cell))).collect();
    let mut line = line_at(text, rule.end + 1);
    while !named.is_empty() && line.start < text.len() && !text[line.clone()].trim().is_empty() {
        places.extend(named.iter().filter_map(|at| value(text, &column(&line, *at)?)));
        line = line_at(text, line.end + 1);
    }
    line.start
}
