use crate::insights::{count, interval, percent, points, sessions};
use crate::stats::Rate;

#[test]
fn numbers_read_as_people_write_them() {
    assert_eq!([0, 7, 999, 1_000, 1_234_567, -1_204].map(count), ["0", "7", "999", "1,000", "1,234,567", "−1,204"]);
    assert_eq!([1, 2, 1_204].map(sessions), ["1 session", "2 sessions", "1,204 sessions"]);
    assert_eq!([0.0, 0.004, 0.01, -0.042].map(points), ["less than a point", "less than a point", "1 point", "4 points"]);
}

#[test]
fn a_rate_that_is_not_all_and_not_none_never_reads_so() {
    let shown = |part, whole| percent(Rate::new(part, whole).unwrap());
    assert_eq!([shown(0, 10), shown(1, 1_000), shown(1, 200), shown(3, 4)], ["0 %", "< 1 %", "1 %", "75 %"]);
    assert_eq!([shown(999, 1_000), shown(199, 200), shown(10, 10)], ["> 99 %", "> 99 %", "100 %"]);
    assert_eq!(interval(Rate::new(74, 100).unwrap().interval()), "65 to 82 %");
}
