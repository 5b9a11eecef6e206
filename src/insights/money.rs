//! Money: hours times an hourly rate that was entered.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Currency by its three capital letters: `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Cost of an hour of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourlyRate {
    cents: u32,
    currency: Currency,
}

/// Error of entering an hourly rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotARate {
    /// No amount within the limits.
    #[error("must be an amount from 0.01 to 10,000, such as 85 or 85.50")]
    Amount,
    /// No currency.
    #[error("must be the three letters of a currency, such as EUR")]
    Currency,
}

impl Currency {
    /// Parses three letters, in whatever case.
    ///
    /// # Errors
    /// [`NotARate::Currency`].
    pub fn parse(text: &str) -> Result<Self, NotARate> {
        let letters: [u8; 3] = text.trim().to_ascii_uppercase().into_bytes().try_into().map_err(|_| NotARate::Currency)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(NotARate::Currency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl TryFrom<String> for Currency {
    type Error = NotARate;
    fn try_from(text: String) -> Result<Self, NotARate> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.to_string()
    }
}

impl HourlyRate {
    /// Least and most, in hundredths of the currency.
    pub const CENTS: (u32, u32) = (1, 1_000_000);

    /// A rate; none outside [`HourlyRate::CENTS`].
    pub fn new(cents: u32, currency: Currency) -> Option<Self> {
        (Self::CENTS.0..=Self::CENTS.1).contains(&cents).then_some(Self { cents, currency })
    }

    /// Parses an amount as people type it: `85`, `85.5` or `85,50`.
    ///
    /// # Errors
    /// [`NotARate::Amount`] for anything else and outside the limits.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, NotARate> {
        let amount = amount.trim();
        let (whole, part) = amount.split_once(['.', ',']).unwrap_or((amount, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || part.len() > 2 || !is_number(whole) || !is_number(part) {
            return Err(NotARate::Amount);
        }
        let cents = format!("{whole}{part:0<2}").parse().map_err(|_| NotARate::Amount)?;
        Self::new(cents, currency).ok_or(NotARate::Amount)
    }

    /// Amount in hundredths of the currency.
    pub fn cents(self) -> u32 {
        self.cents
    }

    /// Currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Amount as it is typed: `85.50`.
    pub fn amount(self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }

    /// Worth of some seconds in whole units of the currency, halves away from zero. A loss keeps its minus.
    pub fn of(self, seconds: i64) -> i64 {
        let parts = i128::from(seconds) * i128::from(self.cents);
        let unit = 3_600 * 100;
        let rounded = (parts.abs() + unit / 2) / unit * parts.signum();
        i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
    }
}
