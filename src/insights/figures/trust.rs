//! Figures of Trust.

use crate::insights::figure::figures;

figures! {
    BROWSER_TIME = "browser-time", "Time by a browser's clock",
        "Σ elapsed time of visits whose entry or exit a browser claimed ÷ Σ elapsed time of all walks";
    BROWSER_WALKS = "browser-walks", "Walks with such time", "walks with an instant by a browser's clock ÷ walks";
    CLOSED = "closed", "Closed from lists", "walks that were closed and not completed in the walk ÷ walks";
    SHORT_STEPS = "short-steps", "Steps of 0 or 1 s", "steps of 0 or 1 s ÷ steps, ad-hoc ones among them";
    NO_TICKET = "no-ticket", "Without a ticket", "walks without a ticket ÷ walks";
    CORRECTED = "corrected", "Corrected outcomes", "walks whose outcome was corrected at least once, by the audit trail ÷ walks";
    AWAY = "away", "With time set aside", "walks with time that was said not to be work ÷ walks";
}
