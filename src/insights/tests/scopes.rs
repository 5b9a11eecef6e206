use super::{at, period};
use crate::insights::{NotAPeriod, NotAScope, Preset, Scope, Step, WeekBegins};

fn read(address: &[(&str, &str)]) -> Result<Scope, NotAScope> {
    let get = |name: &str| address.iter().find(|(own, _)| *own == name).map_or(String::new(), |(_, value)| (*value).to_owned());
    Scope::read(get, at("2026-11-29"), WeekBegins::Monday)
}

#[test]
fn an_address_without_days_is_about_the_last_thirty() {
    let scope = read(&[]).unwrap();
    assert_eq!((scope.preset, scope.step), (Some(Preset::Days30), Step::Week));
    assert_eq!((scope.period, scope.before), (period("2026-10-31", "2026-11-29"), period("2026-10-01", "2026-10-30")));
    assert_eq!(read(&[("period", "decade"), ("by", "hour")]), Ok(scope), "unknown words count as missing");
    assert_eq!(read(&[("period", "year")]).unwrap().step, Step::Month);
    assert!(scope.is_unfinished());
}

#[test]
fn days_of_the_address_come_before_a_preset_and_one_may_be_missing() {
    let own = read(&[("period", "year"), ("from", "2026-03-01"), ("to", "2026-03-31"), ("by", "month")]).unwrap();
    assert_eq!((own.preset, own.period, own.step), (None, period("2026-03-01", "2026-03-31"), Step::Month));
    assert_eq!(own.before, period("2026-02-01", "2026-02-28"));
    assert!(!own.is_unfinished());
    assert_eq!(read(&[("from", "2026-11-01")]).unwrap().period, period("2026-11-01", "2026-11-29"));
    assert_eq!(read(&[("to", "2026-03-31")]).unwrap().period, period("2026-03-02", "2026-03-31"));
    assert_eq!(read(&[("from", "2026-11-20"), ("to", "2026-12-05")]).unwrap().buckets().len(), 2);
}

#[test]
fn long_periods_are_shown_by_month() {
    let years = read(&[("from", "2023-01-01"), ("to", "2026-11-29"), ("by", "week")]).unwrap();
    assert_eq!((years.step, years.buckets().len()), (Step::Month, 47));
}

#[test]
fn days_that_make_no_period_say_which_field_is_wrong() {
    let fault = |address: &[(&str, &str)]| {
        let NotAScope { field, fault } = read(address).unwrap_err();
        (field, fault)
    };
    assert_eq!(fault(&[("from", "2026-11-02"), ("to", "2026-11-01")]), ("to", NotAPeriod::EndsFirst));
    assert_eq!(fault(&[("from", "2026-02-30")]), ("from", NotAPeriod::NotADay));
    assert_eq!(fault(&[("to", "soon")]), ("to", NotAPeriod::NotADay));
    assert_eq!(fault(&[("from", "2026-11-30")]), ("from", NotAPeriod::NotBegun));
    assert_eq!(fault(&[("from", "0026-11-01")]), ("from", NotAPeriod::Year));
    assert_eq!(fault(&[("from", "2026-11-01"), ("to", "20026-11-01")]), ("to", NotAPeriod::NotADay));
    assert_eq!(fault(&[("from", "2010-01-01")]), ("from", NotAPeriod::TooLong));
}
