//! Places of items from left to right.

use super::order::{Item, Rows};

/// Least room between two items of a row.
const GAP: i32 = 20;
/// Times that the rows are moved, down and up again.
const SWEEPS: usize = 4;

/// Middle of each item. In a row each stands as near as may be to the middle of what it is joined with, in the order of the row and with room
/// between any two.
pub(super) fn places(rows: &Rows) -> Vec<i32> {
    let mut places = vec![0_i64; rows.items.len()];
    for row in &rows.rows {
        let wanted = vec![0; row.len()];
        put(rows, row, &wanted, &mut places);
    }
    for _ in 0..SWEEPS {
        for row in &rows.rows {
            pull(rows, row, |item| item.above.iter(), &mut places);
        }
        for row in rows.rows.iter().rev() {
            pull(rows, row, |item| item.below.iter(), &mut places);
        }
    }
    // From the left edge on.
    let left = rows.items.iter().zip(&places).map(|(item, place)| place - i64::from(item.width) / 2).min().unwrap_or(0);
    places.into_iter().map(|place| i32::try_from(place - left).unwrap_or(i32::MAX)).collect()
}

fn pull<'a, I: Iterator<Item = &'a usize>>(rows: &'a Rows, row: &[usize], joined: impl Fn(&'a Item) -> I, places: &mut [i64]) {
    let wanted: Vec<i64> = row
        .iter()
        .map(|at| {
            let (sum, number) = joined(&rows.items[*at]).fold((0, 0), |(sum, number), other| (sum + places[*other], number + 1));
            if number == 0 { places[*at] } else { sum / number }
        })
        .collect();
    put(rows, row, &wanted, places);
}

/// Puts the items of a row where the sum of the squares of their distances from the wanted places is least: isotonic regression, by pooling
/// neighbours that would come too near (M. Ayer and others, Annals of Mathematical Statistics 26 (1955), 641–647).
fn put(rows: &Rows, row: &[usize], wanted: &[i64], places: &mut [i64]) {
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0;
    for (at, item) in row.iter().enumerate() {
        if at > 0 {
            let room = (rows.items[row[at - 1]].width + 1) / 2 + (rows.items[*item].width + 1) / 2 + GAP;
            offset += i64::from(room);
        }
        offsets.push(offset);
    }
    // Pools: sum and number of what is wanted, less the offset.
    let mut pools: Vec<(i64, i64)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(&offsets) {
        let mut pool = (wanted - offset, 1);
        while let Some(before) = pools.last().filter(|before| before.0.div_euclid(before.1) >= pool.0.div_euclid(pool.1)) {
            pool = (pool.0 + before.0, pool.1 + before.1);
            pools.pop();
        }
        pools.push(pool);
    }
    let middles =
        pools.into_iter().flat_map(|(sum, number)| std::iter::repeat_n(sum.div_euclid(number), usize::try_from(number).unwrap_or(0)));
    for ((item, offset), middle) in row.iter().zip(offsets).zip(middles) {
        places[*item] = middle + offset;
    }
}
