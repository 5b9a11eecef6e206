//! Approval of a draft by a second person.

use crate::id::UserId;

/// True if a draft may be published where an account wants a second person's approval: for each of those who wrote it somebody else has
/// approved the document as it is. Whoever wrote a part of it may approve the parts of the others, but nobody alone what they wrote.
pub fn is_approved(authors: &[UserId], approvers: &[UserId]) -> bool {
    !approvers.is_empty() && authors.iter().all(|author| approvers.iter().any(|approver| approver != author))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn users(numbers: &[u128]) -> Vec<UserId> {
        numbers.iter().map(|number| UserId(Uuid::from_u128(*number))).collect()
    }

    #[test]
    fn nobody_approves_alone_what_they_wrote_and_two_authors_approve_each_other() {
        let of = |authors: &[u128], approvers: &[u128]| is_approved(&users(authors), &users(approvers));
        assert!(!of(&[1], &[]) && !of(&[1], &[1]) && of(&[1], &[2]) && of(&[1], &[1, 2]));
        assert!(!of(&[1, 2], &[1]) && !of(&[1, 2], &[2]) && of(&[1, 2], &[1, 2]) && of(&[1, 2], &[3]));
        assert!(!of(&[], &[]) && of(&[], &[1]));
    }

    proptest! {
        #[test]
        fn another_approval_never_takes_one_away_and_one_by_a_stranger_is_always_enough(
            authors in prop::collection::vec(0..6u128, 0..6),
            approvers in prop::collection::vec(0..6u128, 0..6),
            more in 0..9u128,
        ) {
            let (authors, mut approvers) = (users(&authors), users(&approvers));
            let before = is_approved(&authors, &approvers);
            // No one person alone is enough who wrote something.
            prop_assert!(!before || !authors.iter().any(|author| approvers.iter().all(|approver| approver == author)));
            approvers.extend(users(&[more]));
            prop_assert!(!before || is_approved(&authors, &approvers));
            approvers.extend(users(&[99]));
            prop_assert!(is_approved(&authors, &approvers));
        }
    }
}
