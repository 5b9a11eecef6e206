//! Cursors of lists: the instant and the id of the last row of a page.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use app::error::AppError;
use resolutionflow::time::Timestamp;

/// The instants that a cursor or filter may hold, in seconds since 1970: the years 1 to 9999. Postgres knows no instant that chrono knows
/// long before them.
pub(super) const INSTANTS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Cursor of a row as addresses carry it: seconds since 1970, a hyphen, the id, which must have no hyphen.
pub(super) fn write(at: Timestamp, id: impl Display) -> String {
    format!("{}-{id}", at.unix())
}

/// Parses what [`write()`] wrote; none where there is no cursor.
///
/// # Errors
/// [`AppError::Malformed`] for anything else.
pub(super) fn read<Id: FromStr>(cursor: Option<&str>) -> Result<Option<(Timestamp, Id)>, AppError> {
    cursor.map(|cursor| parse(cursor).ok_or(AppError::Malformed)).transpose()
}

fn parse<Id: FromStr>(cursor: &str) -> Option<(Timestamp, Id)> {
    let (at, id) = cursor.rsplit_once('-')?;
    let at = at.parse().ok().filter(|at| INSTANTS.contains(at))?;
    Some((Timestamp::from_unix(at), id.parse().ok()?))
}

/// Cuts rows to a page of `size` and returns the cursor of the next page, if there is one. `rows` must hold one more than fits in that
/// case; `position` gives time and id of a row.
pub(super) fn page<Row, Id: Display>(
    mut rows: Vec<Row>,
    size: usize,
    position: impl Fn(&Row) -> (Timestamp, Id),
) -> (Vec<Row>, Option<String>) {
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|last| {
        let (at, id) = position(last);
        write(at, id)
    });
    (rows, next)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let at = (Timestamp::from_unix(-5), Uuid::from_u128(7));
        assert_eq!(read(Some(&write(at.0, at.1.simple()))), Ok(Some(at)));
        assert_eq!(read::<Uuid>(None), Ok(None));
        for garbage in ["", "-", "1-2", "x-00000000000000000000000000000007", "-210866803201-00000000000000000000000000000007"] {
            assert_eq!(read::<Uuid>(Some(garbage)), Err(AppError::Malformed), "{garbage}");
        }
    }

    #[test]
    fn a_full_page_has_a_next_one_only_if_a_row_is_left() {
        let position = |row: &i64| (Timestamp::from_unix(*row), Uuid::nil().simple());
        assert_eq!(page(vec![3, 2], 2, position), (vec![3, 2], None));
        assert_eq!(page(vec![3, 2, 1], 2, position), (vec![3, 2], Some(write(Timestamp::from_unix(2), Uuid::nil().simple()))));
    }
}
