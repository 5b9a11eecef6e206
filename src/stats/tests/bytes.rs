//! Bytes that nobody wrote: whatever they are, they are read as figures only where writing those gives the same bytes.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::stats::{Figures, FrequencyTable, Group, MAX_STEP_BYTES, NotFigures, Walk};

fn assert_read_back<T: Group + std::fmt::Debug>(bytes: &[u8]) {
    if let Ok(read) = T::decode(bytes) {
        assert_eq!(read.encode(), bytes);
    }
}

#[test]
fn other_bytes_are_refused() {
    let refused: [&[u8]; 9] = [
        &[],
        &[2, 0],
        &[1],
        &[1, 1, 5],
        &[1, 1, 5, 0],
        &[1, 0, 0],
        &[1, 1, 0x85, 0x00, 2],
        &[1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        &[1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 2],
    ];
    for bytes in refused {
        assert_eq!(FrequencyTable::decode(bytes), Err(NotFigures), "{bytes:?}");
    }
    assert_eq!(FrequencyTable::decode(&[1, 1, 5, 2]).unwrap().count(), 1);
    assert_eq!(Walk::decode_steps(&vec![1; MAX_STEP_BYTES + 1]), Err(NotFigures));
    assert_eq!(Walk::decode_steps(&[1, 0xd1, 0x0f]), Err(NotFigures), "more steps than a session can have");
    assert_eq!(Walk::decode_steps(&[1, 1, 0, 1, 0, 0]), Err(NotFigures), "a key that did not come before");
    assert_eq!(Walk::decode_steps(&[1, 0]), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_are_figures_only_in_the_one_form_that_is_written(mut bytes in vec(prop_oneof![0..6u8, any::<u8>()], 0..200)) {
        bytes.insert(0, 1);
        assert_read_back::<FrequencyTable>(&bytes);
        assert_read_back::<Figures>(&bytes);
        if let Ok(steps) = Walk::decode_steps(&bytes) {
            assert!(!steps.is_empty() || bytes == [1, 0]);
        }
    }
}
