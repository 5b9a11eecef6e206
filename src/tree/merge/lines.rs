//! Texts merged line by line.

use similar::{MergeResolution, TextMerge};

use super::unit::Sides;

/// The most bytes of a text that is merged line by line; a longer one is a whole.
const MOST: usize = 200_000;

/// The text with the changed lines of both; none if both have changed the same ones.
pub(super) fn merged(sides: Sides<'_, String>) -> Option<String> {
    let Sides { origin, theirs, mine } = sides;
    if [origin, theirs, mine].into_iter().any(|text| text.len() > MOST) {
        return None;
    }
    // The last line is one like any other.
    let ended = |text: &str| format!("{text}\n");
    let (ours, others) = (ended(theirs), ended(mine));
    let base = ended(origin);
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), others.as_str());
    let mut text = String::new();
    for region in merge.regions() {
        match region.resolution() {
            MergeResolution::Conflict => return None,
            MergeResolution::Theirs => region.theirs_range().filter_map(|at| merge.theirs_line(at)).for_each(|line| text.push_str(line)),
            _ => region.ours_range().filter_map(|at| merge.ours_line(at)).for_each(|line| text.push_str(line)),
        }
    }
    text.pop();
    Some(text)
}
