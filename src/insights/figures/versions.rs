//! Figures of Versions.

use crate::insights::figure::figures;

figures! {
    VERSION_RESOLUTION = "version-resolution", "Resolution rate of a version", "(resolved + workaround) ÷ decided walks of the version";
    VERSION_DROP = "version-drop", "Drop share of a version", "drops ÷ decided walks of the version";
    VERSION_TIME = "version-time", "Median active of a version", "nearest rank, x(⌈n ÷ 2⌉), of the active times of its solved walks";
    DIFFERENCE = "difference", "Difference", "rate of the later version − rate of the earlier one, with Newcombe's interval";
    TIMES = "times", "Ratio of times",
        "the median of all ratios of a time of the later version to one of the earlier one (Hodges and Lehmann)";
    WATCHED = "watched", "Watched daily",
        "confidence sequence of the difference of resolution rates over all walks of both versions, which holds at all looks together";
    MORE_WALKS = "more-walks", "More walks",
        "walks of both versions after which the sequence leaves 0 out, if both rates stay as they are";
    WEEKS = "weeks", "Weeks in common", "calendar weeks in which walks of both versions ended ÷ those in which walks of either did";
    STANDS_OUT = "stands-out", "Stands out",
        "differences that the procedure of Benjamini and Hochberg points out of all of the page, q = 0.1";
    COMPARED_STEPS = "compared-steps", "Steps",
        "steps that are the same in both versions, that only the later has, and that only the earlier has";
    STEP_DROP = "step-drop", "Drop-off of a step", "drops ÷ sessions that visited the step";
    STEP_TIME = "step-time", "Median active of a step", "nearest rank, x(⌈n ÷ 2⌉), of the active times of its steps";
}
