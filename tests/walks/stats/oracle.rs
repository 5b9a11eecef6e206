//! The oracle: `scripts/insights-oracle` counts the same sessions from their stored records, in another language and by other code.
