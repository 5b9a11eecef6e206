//! Figures of A tree, beside those that Overview and Trees have, too.

use crate::insights::figure::figures;

figures! {
    SESSIONS = "step-sessions", "Sessions", "walks with a step there, each once; of an answer, walks that chose it, taken back or not";
    ARRIVALS = "arrivals", "Arrivals", "steps there in full trails, starts among them";
    ENDS = "ended-here", "Ended here", "walks whose last step is there";
    DROP_OFF = "drop-off", "Drop-off", "walks that dropped there ÷ sessions that visited it";
    ANSWER_DROPS = "answer-drops", "Dropped later",
        "of the decided walks with the answer on their final path, those that dropped, wherever that was";
    HOURS = "share-of-hours", "Share of hours",
        "Σ active time of its steps, and of the ad-hoc steps that interrupted it ÷ Σ active time of all walks of the version";
    MEDIAN = "step-median", "Median at the step", "nearest rank, x(⌈n ÷ 2⌉), of the active times of steps there";
    P90 = "step-p90", "p90 at the step", "nearest rank, x(⌈0.9 n⌉), of the same times";
    BACK_OUTS = "back-outs", "Back-outs", "departures by going back or by a jump, per 100 sessions that visited it";
    RETURNS = "returns", "Returns", "arrivals beyond the first of each session, per 100 sessions that visited it";
    PARKS = "parks", "Parks", "visits of it, and of ad-hoc steps there, that ended by parking, per 100 sessions that visited it";
    DETOURS = "detours", "Detours", "ad-hoc steps that interrupted it, per 100 sessions that visited it";
    REPORTS = "reports", "Problem reports", "problems reported with it, by the day of the report, per 100 sessions that visited it";
    PATH = "path", "Final path", "walks with exactly these steps and answers after all that was taken back";
    AD_HOC = "ad-hoc-words", "Ad-hoc steps", "sessions with an ad-hoc step of these words at the step, each once, and those of them that were resolved or worked around";
}
