//! JSON of a walk, as the browser reads and writes it: trees, sessions, batches and their answers, commands on disk.
//!
//! It is serde's JSON, which the server uses; `tests/walks/wire.rs` compares the two. The browser has code of its own for its
//! size: serde's would be a fifth of what a walk's page loads.
//!
//! A type has its table in `wire!`, beside the type or in a `wire.rs` of its module. A field that is missing from the table
//! does not compile.

mod json;
mod plain;

pub use json::{Fields, Value};
pub(crate) use json::{begin_item, write_text};

/// A type that the browser reads from JSON and writes as JSON, in the form that serde gives it on the server.
pub trait Wire: Sized {
    /// Reads a value; none where it is of another shape, or outside the type's limits. Fields that the type does not know are
    /// passed over.
    fn read(value: Value<'_>) -> Option<Self>;

    /// Appends the value's JSON.
    fn write(&self, json: &mut String);

    /// Value of a field that its object does not have; none where it must be there.
    fn missing() -> Option<Self> {
        None
    }

    /// True if a field with this value is left out of its object where the table says `= optional`.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// Reads JSON; none where it is no JSON, or that of something else.
pub fn from_json<T: Wire>(json: &str) -> Option<T> {
    T::read(Value::parse(json)?)
}

/// Writes JSON, without white space.
pub fn to_json<T: Wire>(value: &T) -> String {
    let mut json = String::new();
    value.write(&mut json);
    json
}

/// Takes a field out of an object and reads it; one that is not there is [`Wire::missing`]. None if it cannot be read.
pub(crate) fn field<T: Wire>(fields: &mut Fields<'_>, name: &str) -> Option<T> {
    fields.take(name).map_or_else(T::missing, T::read)
}

/// Takes a field out of an object and reads it; one that is not there has its type's default. None if it cannot be read.
pub(crate) fn field_or_default<T: Wire + Default>(fields: &mut Fields<'_>, name: &str) -> Option<T> {
    fields.take(name).map_or_else(|| Some(T::default()), T::read)
}

/// Appends a field to the JSON of an object, with a comma unless it is the first.
pub(crate) fn write_field<T: Wire>(name: &str, value: &T, json: &mut String) {
    begin_item(json);
    begin_field(name, json);
    value.write(json);
}

/// Appends the name of a field, or of a variant, and a colon.
pub(crate) fn begin_field(name: &str, json: &mut String) {
    write_text(name, json);
    json.push(':');
}

/// Implements [`Wire`] as serde's derive would with the attributes used here.
///
/// A struct is an object of its fields, an enum is tagged by the name of its variant. `= default` fields may be missing,
/// `= optional` ones are left out besides where they are none, false or an empty text, `= unread` ones stay with the server.
macro_rules! wire {
    () => {};
    (struct $type:ident { $($field:ident $(= $how:ident)?),* $(,)? } $($rest:tt)*) => {
        impl $crate::wire::Wire for $type {
            fn read(value: $crate::wire::Value<'_>) -> Option<Self> {
                let mut fields = value.fields()?;
                Some(Self { $($field: $crate::wire::wire!(@read fields $field $($how)?)),* })
            }

            fn write(&self, json: &mut String) {
                let Self { $($field),* } = self;
                json.push('{');
                $($crate::wire::wire!(@write json $field $($how)?);)*
                json.push('}');
            }
        }
        $crate::wire::wire! { $($rest)* }
    };
    (enum $type:ident { $($name:literal => $variant:ident $({ $($field:ident $(= $how:ident)?),* })? $(($inner:ident))?),* $(,)? } $($rest:tt)*) => {
        impl $crate::wire::Wire for $type {
            fn read(value: $crate::wire::Value<'_>) -> Option<Self> {
                let (name, content) = value.variant()?;
                match &*name {
                    $($name => $crate::wire::wire!(@content content $variant $({ $($field $(= $how)?),* })? $(($inner))?),)*
                    _ => None,
                }
            }

            fn write(&self, json: &mut String) {
                match self {
                    $(Self::$variant $({ $($field),* })? $(($inner))? => {
                        $crate::wire::wire!(@variant json $name $({ $($field $(= $how)?),* })? $(($inner))?);
                    })*
                }
            }
        }
        $crate::wire::wire! { $($rest)* }
    };

    (@read $fields:ident $field:ident) => { $crate::wire::field(&mut $fields, stringify!($field))? };
    (@read $fields:ident $field:ident unread) => { Default::default() };
    (@read $fields:ident $field:ident $how:ident) => { $crate::wire::field_or_default(&mut $fields, stringify!($field))? };
    (@write $json:ident $field:ident) => { $crate::wire::write_field(stringify!($field), $field, $json) };
    (@write $json:ident $field:ident unread) => { _ = $field };
    (@write $json:ident $field:ident default) => { $crate::wire::wire!(@write $json $field) };
    (@write $json:ident $field:ident optional) => {
        if !$crate::wire::Wire::is_left_out($field) {
            $crate::wire::wire!(@write $json $field);
        }
    };

    (@content $content:ident $variant:ident) => { $content.is_none().then_some(Self::$variant) };
    (@content $content:ident $variant:ident { $($field:ident $(= $how:ident)?),* }) => {{
        let mut fields = $content?.fields()?;
        Some(Self::$variant { $($field: $crate::wire::wire!(@read fields $field $($how)?)),* })
    }};
    (@content $content:ident $variant:ident ($inner:ident)) => { $crate::wire::Wire::read($content?).map(Self::$variant) };
    (@variant $json:ident $name:literal) => { $crate::wire::write_text($name, $json) };
    (@variant $json:ident $name:literal { $($field:ident $(= $how:ident)?),* }) => {
        $json.push('{');
        $crate::wire::begin_field($name, $json);
        $json.push('{');
        $($crate::wire::wire!(@write $json $field $($how)?);)*
        $json.push_str("}}");
    };
    (@variant $json:ident $name:literal ($inner:ident)) => {
        $json.push('{');
        $crate::wire::begin_field($name, $json);
        $crate::wire::Wire::write($inner, $json);
        $json.push('}');
    };
}
pub(crate) use wire;
