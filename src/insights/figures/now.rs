//! Figures of Now.

use crate::insights::figure::figures;

figures! {
    RUNNING = "running", "Running", "sessions with an open step at this moment; a technician has one at most";
    PAST_P90 = "past-p90", "Past the p90", "running sessions whose time at the step is more than the p90 of the step";
    PARKED = "parked", "Parked", "sessions without an outcome and without an open step at this moment, those in the queue among them";
    QUEUE = "queue", "In the queue", "parked sessions that were handed over: they wait for somebody else to take them";
    AT_STEP = "at-step", "Time at the step", "active time of the open step up to this moment, with that of its visits before interruptions";
    STEP_P90 = "here-p90", "p90 of the step",
        "nearest rank, x(⌈0.9 n⌉), of the active times of the step in the version’s walks of the last 180 days, at most the tree’s last 20,000; from ten times on";
    BUDGET_UNTIL = "budget-until", "Budget until", "this moment + budget − the time that counts so far, if the session goes on; the last second is within it";
    PARKED_SINCE = "parked-since", "Parked since", "end of the session’s last visit";
}
