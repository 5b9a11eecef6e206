//! Figures of Time budgets.

use crate::insights::figure::figures;

figures! {
    BUDGET = "budget", "Budget", "the time, the clock and the share that has to be within it, as managers set them";
    BUDGETED = "budgeted", "Sessions judged", "decided walks of trees with a budget, and open sessions that are past theirs";
    KEPT = "kept", "Within the budget", "within ÷ (within + missed); open sessions past their budget are missed, other open ones are in neither";
    OVER = "over", "Open and past it", "sessions without an outcome at this moment whose time so far is past the budget";
    LEFT = "left", "May still miss",
        "of as many again as were judged, n: ⌊2n (1 − target)⌋ − missed, so that all of them together keep the target";
    ENDED_BY = "ended-by", "Ended by", "cumulative incidence by Aalen and Johansen; open sessions are censored at their time so far";
    STEPS_JUDGED = "steps-judged", "Steps judged", "steps at the node in the full trail of all walks, and open ones that are past the budget";
    STEPS_KEPT = "steps-kept", "Steps within the budget", "steps that took no longer than the budget ÷ steps judged";
    STEPS_OVER = "steps-over", "Steps open and past it", "open steps at the node whose time so far is past the budget";
}
