//! Tables as XLSX. Each cell has the type of what it says, so that no text is a formula, no ticket a number, and durations add up.

use std::io::{BufWriter, Error, IntoInnerError};
use std::pin::pin;

use app::backend::exports::Content;
use axum::body::Body;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;

use super::super::content;
use crate::heavy::Place;
use crate::spool::Spool;

/// Value of `Content-Type`.
pub(super) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The most rows of a sheet, its heads among them; further ones go on the next sheet.
const ROWS: u32 = 1_048_576;
/// The most characters of a cell, as Excel counts them: units of UTF-16.
const CELL: usize = 32_767;
/// Days from 1899-12-30, from which spreadsheets count, to 1970-01-01.
const DAYS_TO_1970: f64 = 25_569.0;
const DAY: f64 = 86_400.0;

/// Head of a column, and the column's width in characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Head(pub(super) &'static str, pub(super) f64);

/// Content of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A text, whatever it looks like.
    Text(String),
    /// A number, to reckon with.
    Number(f64),
    /// A duration, shown as `26:05:31`.
    Duration(Seconds),
    /// Date and time in days since 1899-12-30.
    Date(f64),
    /// Nothing.
    Empty,
}

impl Cell {
    /// An instant as clocks of the zone show it: a date, or a text before 1900, where spreadsheets have none.
    pub(super) fn instant(zone: Zone, at: Timestamp) -> Self {
        let days = zone.wall_clock(at) as f64 / DAY + DAYS_TO_1970;
        // Spreadsheets count a 29 February 1900.
        if days >= 61.0 { Self::Date(days) } else { Self::Text(zone.exact(at)) }
    }
}

/// Body of a file with those heads, and a row for each that `rows` makes of a page. It is sent once the whole file is written; an error
/// before breaks the transfer off. A few pages are in memory at a time; sheets in the making and long files are on disk.
pub(super) fn body<Page: Send + 'static>(
    place: Place,
    title: &'static str,
    heads: Vec<Head>,
    pages: impl Stream<Item = Result<Page, Error>> + Send + 'static,
    rows: impl Fn(Page) -> Vec<Vec<Cell>> + Send + 'static,
) -> Body {
    let written = async move {
        let (send, receive) = mpsc::channel(1);
        let read = async move {
            let mut pages = pin!(pages);
            while let Some(page) = pages.next().await {
                // A writer that gave up says why itself.
                if send.send(Some(rows(page?))).await.is_err() {
                    break;
                }
            }
            let _ = send.send(None).await;
            Ok::<_, Error>(())
        };
        let (read, written) = tokio::join!(read, place.work(move || write(title, heads, receive)));
        read?;
        written.map_err(Error::other)?
    };
    let content = stream::once(written).map_ok(|content| content::of(content).into_body().into_data_stream().map_err(Error::other));
    Body::from_stream(content.try_flatten())
}

/// Writes the rows that come until none comes any more.
fn write(title: &'static str, heads: Vec<Head>, mut rows: mpsc::Receiver<Option<Vec<Vec<Cell>>>>) -> Result<Content, Error> {
    let mut book = Book::begin(title, heads).map_err(Error::other)?;
    loop {
        match rows.blocking_recv() {
            Some(Some(rows)) => rows.into_iter().try_for_each(|row| book.push(row)).map_err(Error::other)?,
            Some(None) => return book.finish(),
            None => return Err(Error::other("nobody waits for this file any longer")),
        }
    }
}

/// Workbook in the making: rows are in memory until the next begins.
struct Book {
    workbook: Workbook,
    title: &'static str,
    heads: Vec<Head>,
    looks: Looks,
    /// Row to be written next, on the last sheet.
    row: u32,
    /// The most rows of a sheet.
    rows: u32,
}

/// How cells look, by what they say.
struct Looks {
    head: Format,
    text: Format,
    number: Format,
    duration: Format,
    date: Format,
}

impl Book {
    fn begin(title: &'static str, heads: Vec<Head>) -> Result<Self, XlsxError> {
        let top = Format::new().set_align(FormatAlign::Top);
        let looks = Looks {
            head: top.clone().set_bold().set_background_color(Color::RGB(0xE8_EA_F6)).set_border_bottom(FormatBorder::Thin),
            // A text that is edited stays one: 0048213.
            text: top.clone().set_num_format("@"),
            number: top.clone(),
            duration: top.clone().set_num_format("[h]:mm:ss"),
            date: top.set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        let mut book = Self { workbook: Workbook::new(), title, heads, looks, row: 0, rows: ROWS };
        book.add_sheet()?;
        Ok(book)
    }

    /// Adds a sheet with the heads, which stay in sight and are on every page that is printed.
    fn add_sheet(&mut self) -> Result<(), XlsxError> {
        let number = self.workbook.worksheets_mut().len() + 1;
        let name = if number == 1 { self.title.to_owned() } else { format!("{} {number}", self.title) };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_landscape();
        for (Head(head, width), column) in self.heads.iter().zip(0..) {
            sheet.set_column_width(column, *width)?.write_string_with_format(0, column, *head, &self.looks.head)?;
        }
        self.row = 1;
        Ok(())
    }

    fn push(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        if self.row == self.rows {
            self.close_sheet()?;
            self.add_sheet()?;
        }
        let (row, sheet, looks) = (self.row, last_sheet(&mut self.workbook)?, &self.looks);
        for (cell, column) in cells.into_iter().zip(0..) {
            let written = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => sheet.write_string_with_format(row, column, printable(&text), &looks.text),
                Cell::Number(number) => sheet.write_number_with_format(row, column, number, &looks.number),
                Cell::Duration(time) => sheet.write_number_with_format(row, column, time.0 as f64 / DAY, &looks.duration),
                Cell::Date(days) => sheet.write_number_with_format(row, column, days, &looks.date),
            };
            written?;
        }
        self.row += 1;
        Ok(())
    }

    /// Filters over every row; and no mark of Excel's at tickets that look like numbers.
    fn close_sheet(&mut self) -> Result<(), XlsxError> {
        let (row, column) = (self.row - 1, u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u16::MAX));
        let sheet = last_sheet(&mut self.workbook)?;
        sheet.autofilter(0, 0, row, column)?.ignore_error_range(0, 0, row, column, IgnoreError::NumberStoredAsText)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Content, Error> {
        self.close_sheet().map_err(Error::other)?;
        let mut spool = BufWriter::new(Spool::default());
        self.workbook.save_to_writer(&mut spool).map_err(Error::other)?;
        spool.into_inner().map_err(IntoInnerError::into_error)?.finish()
    }
}

fn last_sheet(workbook: &mut Workbook) -> Result<&mut Worksheet, XlsxError> {
    workbook.worksheets_mut().last_mut().ok_or_else(|| XlsxError::UnknownWorksheetNameOrIndex("the last".to_owned()))
}

/// Text as a cell can hold it: without what XML cannot hold, and cut where Excel would call the file broken.
fn printable(text: &str) -> String {
    let mut room = CELL;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))) {
        let Some(left) = room.checked_sub(c.len_utf16()) else { break };
        room = left;
        kept.push(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    const HEADS: [Head; 3] = [Head("Ticket", 20.0), Head("Total", 12.0), Head("Started", 20.0)];

    /// The sheets of a file with those rows, with so many rows to a sheet at most: name and rows of each.
    fn sheets(rows: Vec<Vec<Cell>>, most: u32) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book = Book { rows: most, ..Book::begin("Sessions", HEADS.to_vec()).unwrap() };
        rows.into_iter().for_each(|row| book.push(row).unwrap());
        let mut bytes = Vec::new();
        book.finish().unwrap().copy_to(&mut bytes).unwrap();
        let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        read.worksheets().into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn texts_stay_texts_whatever_they_look_like() {
        let long = "語".repeat(CELL + 1);
        let typed =
            ["2024011510000123", "0048213", "=1+1", "+49 30 1234", "_x0041_", "<b>&amp;", "a\nb", "red \u{1b}[31m\u{ffff}", &long, "🦀"];
        let read = sheets(typed.map(|typed| vec![text(typed)]).to_vec(), ROWS);
        let shown: Vec<_> = read[0].1[1..].iter().map(|row| row[0].clone()).collect();
        let expected = typed.map(|typed| Data::String(typed.replace(['\u{1b}', '\u{ffff}'], "").chars().take(CELL).collect()));
        assert_eq!(shown, expected);
    }

    #[test]
    fn durations_add_up_and_dates_are_dates() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let rows = [("2026-02-10T09:15:00Z", 3_931), ("2026-10-25T00:30:00Z", 86_400), ("2026-10-25T01:30:00Z", 59)];
        let rows = rows.map(|(at, seconds)| vec![text("1"), Cell::Duration(Seconds(seconds)), Cell::instant(zone, at.parse().unwrap())]);
        let read = sheets(rows.to_vec(), ROWS);
        let column = |column: usize| read[0].1[1..].iter().map(move |row| row[column].clone());
        let total: f64 = column(1).map(|cell| if let Data::DateTime(time) = cell { time.as_f64() * DAY } else { panic!("{cell:?}") }).sum();
        assert_eq!(total.round() as u64, 3_931 + 86_400 + 59);
        assert!(column(1).all(|cell| matches!(cell, Data::DateTime(time) if time.is_duration())));
        let dates: Vec<_> = column(2)
            .map(|cell| match cell {
                Data::DateTime(date) if date.is_datetime() => date.as_f64(),
                other => panic!("{other:?}"),
            })
            .collect();
        // 2026-02-10 is day 46063 of spreadsheets.
        assert!((dates[0] - (46_063.0 + 10.25 / 24.0)).abs() < 1e-6, "{dates:?}");
        assert_eq!(dates[1], dates[2], "the same time of clocks, which is why its offset stands beside it");
        let early = Cell::instant(zone, "1899-12-31T12:00:00Z".parse().unwrap());
        assert!(matches!(early, Cell::Text(text) if text.starts_with("1899-12-31 ")));
    }

    #[test]
    fn rows_beyond_a_sheet_go_on_the_next_below_the_heads() {
        let read = sheets((0..5).map(|number| vec![text(&number.to_string())]).collect(), 3);
        let names: Vec<_> = read.iter().map(|(name, rows)| (name.as_str(), rows.len())).collect();
        assert_eq!(names, [("Sessions", 3), ("Sessions 2", 3), ("Sessions 3", 2)]);
        assert!(read.iter().all(|(_, rows)| rows[0][0] == Data::String("Ticket".to_owned())));
        assert_eq!(read[2].1[1][0], Data::String("4".to_owned()));
        assert_eq!(sheets(Vec::new(), ROWS)[0].1.len(), 1, "heads alone");
    }

    #[tokio::test]
    async fn a_file_whose_rows_cannot_all_be_read_is_broken_off() {
        let broken = [Ok(1), Err(Error::other("gone"))];
        for (pages, is_whole) in [(vec![Ok(1), Ok(2)], true), (broken.into(), false)] {
            let place = Place::take_for_workbook().await.unwrap();
            let body = body(place, "Sessions", HEADS.to_vec(), stream::iter(pages), |page| vec![vec![Cell::Number(page.into())]]);
            assert_eq!(axum::body::to_bytes(body, usize::MAX).await.is_ok(), is_whole);
        }
    }
}
