//! Batches of edits: all of them are made, or none.

use super::{Edit, EditError, apply};
use crate::tree::{MAX_BYTES, MAX_NODES, TreeDocument};

/// Most edits of a batch: more than those of a form, or of the difference of two trees of the most nodes.
pub const MAX_EDITS: usize = 8 * MAX_NODES;

/// Applies edits one after the other, all or none, and gives the edits that undo them, in the order in which they are to be applied.
///
/// # Errors
/// [`EditError`] of the first edit that cannot be made, [`EditError::TooManyEdits`] of more than [`MAX_EDITS`], or [`EditError::TooLarge`]
/// where a draft would grow beyond [`MAX_BYTES`]; the document is as it was then.
pub fn apply_all(document: &mut TreeDocument, edits: &[Edit]) -> Result<Vec<Edit>, EditError> {
    if edits.len() > MAX_EDITS {
        return Err(EditError::TooManyEdits);
    }
    let mut undo = Vec::new();
    let before = document.text_bytes();
    let made = edits.iter().try_for_each(|edit| {
        undo.push(apply(document, edit)?);
        Ok(())
    });
    // A draft that is too large already may become smaller.
    let fits = made.and_then(|()| if document.text_bytes() > MAX_BYTES.max(before) { Err(EditError::TooLarge) } else { Ok(()) });
    let undo: Vec<Edit> = undo.into_iter().rev().flatten().collect();
    match fits {
        Ok(()) => Ok(undo),
        Err(error) => {
            for edit in &undo {
                // Undoing what has just been done never fails.
                let _ = apply(document, edit);
            }
            Err(error)
        }
    }
}
