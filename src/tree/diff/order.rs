//! Order of lists: the fewest things that have to move.

/// Place of a thing of the newer list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tree) enum Place {
    /// It stands among the others as before.
    Kept,
    /// It stands elsewhere.
    Moved,
    /// It was not there.
    New,
}

/// Places of the things of a list, each given by its position in the older one. Put from the first to the last, those that moved or are new
/// behind the one before them, the older list becomes the newer.
pub(in crate::tree) fn arranged(before: &[Option<usize>]) -> Vec<Place> {
    let mut places: Vec<Place> = before.iter().map(|before| if before.is_some() { Place::Moved } else { Place::New }).collect();
    for at in rising(before) {
        places[at] = Place::Kept;
    }
    places
}

/// Positions of a longest rising sequence.
fn rising(values: &[Option<usize>]) -> Vec<usize> {
    // For each length the position at which the lowest end of such a sequence stands, and for each position the one before it.
    let (mut ends, mut previous): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; values.len()]);
    for (at, value) in values.iter().enumerate().filter(|(_, value)| value.is_some()) {
        let length = ends.partition_point(|end| values[*end] < *value);
        previous[at] = length.checked_sub(1).map(|before| ends[before]);
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut sequence = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        sequence.push(at);
        next = previous[at];
    }
    sequence
}
