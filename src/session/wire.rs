//! JSON of sessions and commands.

use super::{Action, Closing, Command, Completion, Conflict, Draft, Facts, Phase, Refusal, Session, VersionRef, Visit};
use crate::wire::wire;

wire! {
    struct Session {
        id, version, holder, handed_over_at = default, revision, started_at, last_activity_at, records, phase, facts, values = default,
        output_sizes = default, follows,
    }
    struct VersionRef { tree_id, number }
    enum Phase {
        "running" => Running(visit),
        "parked" => Parked { node_id, reason = default, for_someone_else = default },
        "completed" => Completed(completion),
    }
    struct Visit { id, node_id, detour = default, entered_at, clock = default, notes, idle = default }
    struct Completion { outcome, completed_at, closed }
    struct Closing { at, by, reason }
    struct Facts { scratchpad = default, ticket, client, outcome_notes, next_steps }

    struct Command { id, base_revision, at = optional, draft = optional, action }
    struct Draft { visit_id, notes, output, scratchpad = optional, values = optional }
    enum Action {
        "choose" => Choose { option_id },
        "continue" => Continue,
        "back" => Back,
        "jump" => Jump { record_id },
        "park" => Park { reason = optional, for_someone_else = optional },
        "resume" => Resume,
        "detour" => Detour { title },
        "end_detour" => EndDetour,
        "set_idle" => SetIdle { visit_id, idle_seconds, reason = optional },
        "report_problem" => ReportProblem { visit_id, problem },
        "take_over" => TakeOver,
        "note" => Note { visit_id, notes, reason = optional },
        "output" => Output { visit_id, output },
        "complete" => Complete { outcome, notes, next_steps },
        "abandon" => Abandon,
        "close" => Close { outcome, reason = optional },
        "undo_close" => UndoClose,
        "edit_facts" => EditFacts { facts },
        "correct_outcome" => CorrectOutcome { outcome, reason },
        "reassign" => Reassign { holder },
    }

    enum Conflict { "different_content" => DifferentContent, "stale" => Stale }
    enum Refusal {
        "not_yours" => NotYours,
        "completed" => Completed,
        "still_active" => StillActive,
        "parked" => Parked,
        "running" => Running,
        "wrong_step" => WrongStep,
        "no_such_option" => NoSuchOption,
        "no_such_step" => NoSuchStep,
        "in_detour" => InDetour,
        "reason_needed" => ReasonNeeded,
        "yours" => Yours,
        "first_step" => FirstStep,
        "not_an_end" => NotAnEnd,
        "too_late_to_undo" => TooLateToUndo,
        "too_many_steps" => TooManySteps,
        "full" => Full,
    }
}
