//! Figures of Overview.

use crate::insights::figure::figures;

figures! {
    WALKS = "walks", "Walks", "sessions that ended in the period; cancelled ones are in no figure";
    OUTCOMES = "outcomes", "Outcome mix", "walks with each outcome ÷ walks";
    RESOLUTION = "resolution", "Resolution rate", "(resolved + workaround) ÷ decided walks, which are all but those resolved externally";
    FIRST_CONTACT = "first-contact", "First-contact resolution",
        "chains of one session that was resolved or worked around, after which nobody came back within 7 days ÷ chains whose first session ended at least 7 days ago";
    CAME_BACK = "came-back", "Came back",
        "chains after whose first session a follow-up, or the same tree for the same ticket or client, began within 30 days ÷ chains whose first session began at least 30 days ago";
    ELAPSED_MEDIAN = "elapsed-median", "Median elapsed", "nearest rank, x(⌈n ÷ 2⌉), of the total times of walks that were resolved or worked around";
    ELAPSED_P90 = "elapsed-p90", "p90 elapsed", "nearest rank, x(⌈0.9 n⌉), of the same times";
    ACTIVE_MEDIAN = "active-median", "Median active", "nearest rank, x(⌈n ÷ 2⌉), of the active times of walks that were resolved or worked around";
    ACTIVE_P90 = "active-p90", "p90 active", "nearest rank, x(⌈0.9 n⌉), of the same times";
    STILL_OPEN = "still-open", "Still open", "sessions without an outcome at this moment, whenever they began";
}
