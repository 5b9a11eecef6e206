//! Figures of Trees, beside those that Overview has, too.

use crate::insights::figure::figures;

figures! {
    DROP_SHARE = "drop-share", "Drop share",
        "drops ÷ decided walks; a drop is a walk that was escalated or unresolved and ended at a step that is no solution";
    SPENT = "hours-spent", "Hours spent", "Σ active time of all walks";
    LOST = "hours-lost", "Hours lost", "Σ active time of walks that dropped";
    UNUSED = "unused", "Unused steps",
        "steps of the latest version that none of its walks visited in the last 90 days, and answers at other steps that none chose";
}
