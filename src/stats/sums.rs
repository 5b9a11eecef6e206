//! Structs of figures, and sums of them.

/// A struct of figures, each of which is a [`Group`].
macro_rules! group {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$of:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        pub struct $name { $($(#[$of])* pub $field: $type,)* }

        impl $crate::stats::Group for $name {
            fn zero() -> Self {
                Self { $($field: $crate::stats::Group::zero(),)* }
            }

            fn add(&mut self, other: &Self, times: i64) {
                $($crate::stats::Group::add(&mut self.$field, &other.$field, times);)*
            }

            fn write(&self, bytes: &mut Vec<u8>) {
                $($crate::stats::Group::write(&self.$field, bytes);)*
            }

            fn read(bytes: &mut $crate::stats::Reader<'_>) -> Result<Self, $crate::stats::NotFigures> {
                Ok(Self { $($field: $crate::stats::Group::read(bytes)?,)* })
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $crate::stats::Group::zero()
            }
        }

        impl std::ops::AddAssign<&$name> for $name {
            fn add_assign(&mut self, other: &Self) {
                $crate::stats::Group::add(self, other, 1);
            }
        }

        impl std::ops::SubAssign<&$name> for $name {
            fn sub_assign(&mut self, other: &Self) {
                $crate::stats::Group::add(self, other, -1);
            }
        }
    };
}
pub(super) use group;

/// Σ of counts. Beyond 64 bits it wraps, as a [`Group`](super::Group) does.
pub(super) fn wrapping_sum(counts: impl IntoIterator<Item = i64>) -> i64 {
    counts.into_iter().fold(0, i64::wrapping_add)
}
