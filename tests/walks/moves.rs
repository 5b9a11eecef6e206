//! Moves: attempts during a walk, made up before it is known which are possible at that moment.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::UserId;
use uuid::Uuid;

/// An attempt by a person at some time.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    pub(crate) attempt: Attempt,
    pub(crate) who: Who,
    /// Seconds that the server's clock moves before, backwards if negative.
    pub(crate) elapsed: i64,
    /// The browser's time, in milliseconds before the server's; negative if its clock is ahead.
    pub(crate) claimed: Option<i64>,
    pub(crate) draft: Option<&'static str>,
    /// True if there was real input before, of which the browser told the server.
    pub(crate) beat: bool,
    pub(crate) pick: Index,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// The open node's own action: an answer, continuing, an outcome.
    Forward,
    AnswerThatDoesNotExist,
    ContinueAnyway,
    Back,
    Jump,
    JumpToNowhere,
    Park,
    Resume,
    Note,
    Output,
    Detour,
    EndDetour,
    SetIdle,
    ReportProblem,
    HandOver,
    TakeOver,
    Complete,
    Abandon,
    Close,
    UndoClose,
    EditFacts,
    CorrectOutcome,
    Reassign,
    /// Any of all actions, such as one that has no attempt of its own.
    Any,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    Holder,
    Somebody(Index),
}

/// Everybody in the account, and the role of each.
pub(crate) const PEOPLE: [Role; 4] = [Role::Technician, Role::Technician, Role::Manager, Role::Admin];

/// The person at a position of [`PEOPLE`].
pub(crate) fn person(position: usize) -> Actor {
    Actor { user_id: UserId(Uuid::from_u128(0x0192_f0c1_0000_7abc_8def_0000_0000_0000 + position as u128)), role: PEOPLE[position] }
}

/// Moves of one walk; with `beats`, the last activity moves between commands too.
pub(crate) fn moves(count: std::ops::Range<usize>, beats: bool) -> impl Strategy<Value = Vec<Move>> {
    let attempt = prop_oneof![
        30 => Just(Attempt::Forward),
        10 => Just(Attempt::Resume),
        6 => select(vec![Attempt::Back, Attempt::Jump]),
        6 => select(vec![Attempt::Park, Attempt::Note, Attempt::Output]),
        4 => select(vec![Attempt::Detour, Attempt::EndDetour, Attempt::SetIdle, Attempt::ReportProblem]),
        4 => select(vec![Attempt::HandOver, Attempt::TakeOver, Attempt::TakeOver]),
        3 => select(vec![Attempt::Close, Attempt::UndoClose, Attempt::UndoClose]),
        2 => select(vec![Attempt::EditFacts, Attempt::CorrectOutcome]),
        2 => Just(Attempt::Reassign),
        2 => select(vec![Attempt::AnswerThatDoesNotExist, Attempt::ContinueAnyway, Attempt::JumpToNowhere]),
        1 => select(vec![Attempt::Complete, Attempt::Abandon]),
        1 => Just(Attempt::Any),
    ];
    let who = prop_oneof![9 => Just(Who::Holder), 1 => any::<Index>().prop_map(Who::Somebody)];
    let elapsed = prop_oneof![2 => Just(0), 10 => 1..300i64, 1 => 300..100_000i64, 1 => -400..0i64];
    let claimed = prop_oneof![3 => 0..3_000i64, 2 => 3_000..400_000i64, 1 => -400_000..0i64];
    let draft = option::weighted(0.2, select(vec!["", "rebooted", "cable\nreplaced", "  ping: 12 ms"]));
    let beat = prop::bool::weighted(if beats { 0.2 } else { 0.0 });
    let one = (attempt, who, elapsed, option::of(claimed), draft, beat, any::<Index>())
        .prop_map(|(attempt, who, elapsed, claimed, draft, beat, pick)| Move { attempt, who, elapsed, claimed, draft, beat, pick });
    vec(one, count)
}
