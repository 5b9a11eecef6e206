//! Bytes that nobody wrote: whatever they are, they are read as figures only where writing those gives the same bytes.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::stats::{Figures, FrequencyTable, Group, MAX_STEP_BYTES, NotFigures, decode_steps, encode_steps};

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
    assert_eq!(decode_steps(&vec![1; MAX_STEP_BYTES + 1]), Err(NotFigures));
    assert_eq!(decode_steps(&[1, 0xd1, 0x0f]), Err(NotFigures), "more steps than a session can have");
    assert_eq!(decode_steps(&[1, 1, 0, 1, 0, 0]), Err(NotFigures), "a key that did not come before");
    assert_eq!(decode_steps(&[1, 0]), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_are_read_only_in_the_one_form_that_is_written(steps in vec((any::<u8>(), 0..3u8, 0..3u8, 0..200u8, 0..9u8, 0..4u8, 0..4u8), 0..6)) {
        let mut bytes = vec![1, steps.len() as u8];
        for (marks, node, option, elapsed, away, by_browser, parks) in steps {
            bytes.push(marks);
            // A way by an option has its key, and marks say which numbers follow; other bytes are read as something else, or not.
            let keys = [Some(node), (marks >> 2 & 7 == 1).then_some(option)];
            for key in keys.into_iter().flatten() {
                bytes.push(key);
                bytes.extend([key + 1; 8].iter().filter(|_| key == 0));
            }
            bytes.extend([elapsed % 128, away]);
            bytes.extend([by_browser].iter().filter(|_| marks & 0x40 > 0));
            bytes.extend([parks].iter().filter(|_| marks & 0x80 > 0));
        }
        if let Ok(steps) = decode_steps(&bytes) {
            assert_eq!(encode_steps(&steps), bytes);
        }
    }

    #[test]
    fn bytes_are_figures_only_in_the_one_form_that_is_written(mut bytes in vec(prop_oneof![0..6u8, any::<u8>()], 0..200)) {
        bytes.insert(0, 1);
        assert_read_back::<FrequencyTable>(&bytes);
        assert_read_back::<Figures>(&bytes);
        if let Ok(steps) = decode_steps(&bytes) {
            assert_eq!(encode_steps(&steps), bytes);
        }
    }
}
