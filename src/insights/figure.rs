//! Figures of pages by name. A page prints no other ones, and `docs/insights.md` has each of them, so that whoever reads a number can look
//! up how it is counted.

/// Figure that pages, files and `docs/insights.md` name alike.
#[derive(Debug, PartialEq, Eq)]
pub struct Figure {
    /// Id, by which a page marks its numbers.
    pub id: &'static str,
    /// Name, as heads of columns have it.
    pub name: &'static str,
    /// How it is counted, as the document has it.
    pub formula: &'static str,
}

/// The figures of a page, each a constant, and all of them as `ALL`.
macro_rules! figures {
    ($($name:ident = $id:literal, $words:literal, $formula:literal;)+) => {
        $(#[doc = $words] pub const $name: &$crate::insights::Figure = &$crate::insights::Figure { id: $id, name: $words, formula: $formula };)+

        /// Every figure of the page.
        pub const ALL: &[&$crate::insights::Figure] = &[$($name,)+];
    };
}
pub(super) use figures;
