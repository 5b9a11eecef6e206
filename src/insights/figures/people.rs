//! Figures of People.

use crate::insights::figure::figures;

figures! {
    WALKS = "people-walks", "Walks of a person", "sessions that ended in the period and are held by the person";
    DECIDED = "people-decided", "Decided", "walks of the person but those resolved externally";
    SOLVED = "people-solved", "Resolved", "walks of the person that were resolved or worked around";
    EXPECTED = "people-expected", "Expected", "Σ over trees of the person's decided walks × (resolved + workaround) ÷ decided of everybody's walks of the tree";
    LIMITS = "people-limits", "Limits of chance",
        "counts outside of which the exact distribution of a sum of binomial counts, one for each tree, has at most 2.5 % on either side (95 %), or 0.1 % (99.8 %)";
    RATIO = "people-ratio", "Resolved ÷ expected", "1 + (observed ÷ expected − 1) × τ² ÷ (τ² + v): shrunk towards 1 as far as chance explains how people differ";
    ACTIVE = "people-active", "Active time of a person", "Σ active time of the person's walks";
    ACTIVE_EXPECTED = "people-active-expected", "Expected active time", "Σ over trees of the person's walks × Σ active time ÷ walks of everybody's walks of the tree";
    ACTIVE_RATIO = "people-active-ratio", "Active ÷ expected", "ratio of both sums, shrunk likewise";
}
