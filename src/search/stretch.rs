//! Stretches: letters, digits, dots and colons without a gap, as far as they say whether an address may begin behind them.

/// Letters, digits, dots and colons up to a character of a text.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// It has a letter or digit with which numbers of addresses are written, `0` to `9` and `a` to `f`.
    has_numbers: bool,
    /// It has any other letter or digit.
    has_letters: bool,
    /// The last of its letters and digits is a digit.
    ends_in_digit: bool,
    dots: usize,
    colons: usize,
}

impl Stretch {
    /// That of an address, behind which no other one begins.
    pub(super) const ADDRESS: Self = Self { has_numbers: true, has_letters: false, ends_in_digit: true, dots: 1, colons: 2 };

    /// Takes the next folded character; `is_word` is true for letters and digits.
    pub(super) fn take(&mut self, c: char, is_word: bool) {
        match c {
            '.' => self.dots = self.dots.saturating_add(1),
            ':' => self.colons = self.colons.saturating_add(1),
            _ if !is_word => *self = Self::default(),
            c => {
                self.has_numbers |= c.is_ascii_hexdigit();
                self.has_letters |= !c.is_ascii_hexdigit();
                self.ends_in_digit = c.is_ascii_digit();
            }
        }
    }

    /// True if its last character, `before`, is no dot and no colon that may belong to an address or a version that goes on `here`.
    ///
    /// Behind a word with letters beyond `f` an address begins (`addr:10.0.0.1`, `Done.10.0.0.1`), though not behind a dot and a digit,
    /// because `v1.2.3.4.5` is a version. Behind a single colon and numbers alone only one of version 4 does: `DC01:10.0.0.1` can be nothing
    /// else, but `dc01:2001:db8::1` is an address itself.
    pub(super) fn may_end_before_address(&self, before: char, here: &str) -> bool {
        match before {
            '.' => !self.ends_in_digit && (self.has_letters || (!self.has_numbers && self.colons == 0)),
            ':' if self.has_letters => true,
            ':' if self.dots > 0 || self.colons > 1 => false,
            ':' => {
                if self.has_numbers {
                    begins_with_number_and_dot(here)
                } else {
                    !here.starts_with(':')
                }
            }
            _ => true,
        }
    }
}

fn begins_with_number_and_dot(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with('.')
}
