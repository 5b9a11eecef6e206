//! Figures of "Does it save time?".

use crate::insights::figure::figures;

figures! {
    SOLVED = "solved", "Solved", "walks that were resolved or worked around";
    SPENT = "spent", "Time spent", "Σ active time of all walks, whatever came of them";
    BASELINE = "baseline", "Baseline",
        "what the problem takes without the tree, as a manager entered it: the tree's own, or else its category's";
    SAVED = "saved", "Time saved",
        "solved × baseline − time spent, at the least and at the most minutes of the baseline; below 0 it was lost";
    WORTH = "worth", "Worth", "time saved × hourly rate";
    FIRST_WALKS = "first-walks", "First 30 walks", "nearest rank, x(⌈n ÷ 2⌉), of the active times of a tree's first 30 solved walks";
    LAST_WALKS = "last-walks", "Last 90 days", "the same of its solved walks of the last 90 days, without the first 30";
    LEARNING = "learning", "Learning",
        "the median of all ratios of a time of the last 90 days to one of the first 30 walks (Hodges and Lehmann)";
    CASES = "cases", "Tickets drawn",
        "tickets of a measurement in the group in which they were drawn; without a ticket, sessions with those that follow them up";
    CASES_OPEN = "cases-open", "Not ended", "tickets of which no walk has ended; they are in no time and no rate";
    DECLINED = "declined", "Declined", "tickets with a start for which the technician declined the stopwatch";
    SWITCHED = "switched", "Switched", "tickets for which the stopwatch was left for a tree";
    UNSTARTED = "unstarted", "Not started", "draws after which nothing was started";
    CASE_TIME = "case-time", "Median per ticket", "nearest rank, x(⌈n ÷ 2⌉), of Σ active time of a ticket's walks";
    CASE_SOLVED = "case-solved", "Tickets solved", "tickets with a solved walk ÷ tickets with a decided one";
    SAVED_PER_CASE = "saved-per-ticket", "Saved per ticket",
        "the median of all differences of a ticket's time with the stopwatch and one's without (Hodges and Lehmann), in the groups as they were drawn";
    PRECISION = "precision", "Known to within",
        "half the width of the interval of what is saved per ticket; all that is said of the result before a measurement is stopped";
}
