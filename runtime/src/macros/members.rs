//! JSON objects as structs: lean `Deserialize` and `Serialize`; a type gets only those that it needs.
//!
//! Derived code also reads objects from sequences and rejects duplicate members. The first is not needed, and services send
//! duplicates. Code without both costs less to compile.

mod reader;
mod writer;

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, MapAccess, Visitor};

pub use reader::{ignore, read, read_each, read_or_default, read_some};
pub use writer::Writer;

/// A struct that is read from the members of a JSON object. Implemented by [`members!`](crate::members).
pub trait Members<'de>: Sized {
    fn from_members<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads a JSON object.
pub fn decode<'de, T: Members<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(MembersVisitor(PhantomData))
}

struct MembersVisitor<T>(PhantomData<T>);

impl<'de, T: Members<'de>> Visitor<'de> for MembersVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_members(map)
    }
}

/// The value of a member that must be there.
pub fn required<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

/// Implements the JSON form of a struct.
///
/// ```text
/// members! {
///     received License {                                       // received | sent | both; `License<T>` with one parameter
///         optional { sku = "sku", note = "note" (lenient) }    // field: Option<X>; absent and null: None; None: not written
///         required { id = "id" }                               // field: X; must be there
///         default { items = "items" }                          // field: X: Default; absent and null: default; always written
///         nullable { end = "end" }                             // field: Option<Option<X>>; absent: None, null: Some(None)
///         required_nullable { owner = "owner" }                // field: Option<X>; always written, as null when None
///         tag { "kind" }                                       // no field: the union of which it is a variant has it
///     }
/// }
/// ```
/// Each group may be left out; the order is fixed. `(lenient)` accepts strings for numbers and booleans, and the other
/// way round. Each type has a field `unlisted: Unlisted` for all other members.
///
/// | kind | `Deserialize` | `Serialize` | `PartialEq` |
/// |---|---|---|---|
/// | `received` | always | feature `serialize-received` | feature `partial-eq` |
/// | `sent` | feature `deserialize-sent` | always | feature `partial-eq` |
/// | `both` | always | always | feature `partial-eq` |
///
/// Types without members that must be there have `Default`; those of `received` with the feature `test-kit`. It costs less to
/// compile than the derived one, which asks each type of a field for its default.
#[doc(hidden)]
#[macro_export]
macro_rules! members {
    (received $($rest:tt)+) => {
        $crate::members! { @decode $($rest)+ }
        #[cfg(feature = "serialize-received")]
        $crate::members! { @encode $($rest)+ }
        #[cfg(feature = "partial-eq")]
        $crate::members! { @compare $($rest)+ }
        #[cfg(feature = "test-kit")]
        $crate::members! { @empty $($rest)+ }
    };
    (sent $($rest:tt)+) => {
        $crate::members! { @encode $($rest)+ }
        #[cfg(feature = "deserialize-sent")]
        $crate::members! { @decode $($rest)+ }
        #[cfg(feature = "partial-eq")]
        $crate::members! { @compare $($rest)+ }
        $crate::members! { @empty $($rest)+ }
    };
    (both $($rest:tt)+) => {
        $crate::members! { @decode $($rest)+ }
        $crate::members! { @encode $($rest)+ }
        #[cfg(feature = "partial-eq")]
        $crate::members! { @compare $($rest)+ }
        $crate::members! { @empty $($rest)+ }
    };

    // Nothing must be there: members are read into the value itself, so that their types are known from the beginning, and
    // what the closure captures is one pointer.
    (@decode $name:ident $(<$parameter:ident>)? {
        $(optional { $($o:ident = $o_wire:literal $(($o_adapter:ident))?),* $(,)? })?
        $(default { $($d:ident = $d_wire:literal $(($d_adapter:ident))?),* $(,)? })?
        $(nullable { $($n:ident = $n_wire:literal $(($n_adapter:ident))?),* $(,)? })?
        $(tag { $t_wire:literal })?
    }) => {
        impl<'de $(, $parameter: $crate::macros::serde::Deserialize<'de>)?> $crate::macros::members::Members<'de>
            for $name $(<$parameter>)?
        {
            fn from_members<A: $crate::macros::serde::de::MapAccess<'de>>(
                mut map: A,
            ) -> ::core::result::Result<Self, A::Error> {
                let mut value = Self {
                    $($($o: ::core::option::Option::None,)*)?
                    $($($d: ::core::default::Default::default(),)*)?
                    $($($n: ::core::option::Option::None,)*)?
                    unlisted: $crate::Unlisted::default(),
                };
                #[allow(unused_variables)]
                let unlisted = $crate::macros::members::read_each(&mut map, &mut |name, map| {
                    let value = &mut value;
                    match name {
                        $($($o_wire => $crate::members!(@read map [value.$o] $($o_adapter)?),)*)?
                        $($($d_wire => $crate::members!(@read_or_default map [value.$d] $($d_adapter)?),)*)?
                        $($($n_wire => $crate::members!(@read_some map [value.$n] $($n_adapter)?),)*)?
                        $($t_wire => $crate::macros::members::ignore(map),)?
                        _ => ::core::result::Result::Ok(false),
                    }
                })?;
                value.unlisted = unlisted;
                ::core::result::Result::Ok(value)
            }
        }
        $crate::members! { @deserialize $name $(<$parameter>)? }
    };
    (@decode $name:ident $(<$parameter:ident>)? {
        $(optional { $($o:ident = $o_wire:literal $(($o_adapter:ident))?),* $(,)? })?
        $(required { $($r:ident = $r_wire:literal $(($r_adapter:ident))?),* $(,)? })?
        $(default { $($d:ident = $d_wire:literal $(($d_adapter:ident))?),* $(,)? })?
        $(nullable { $($n:ident = $n_wire:literal $(($n_adapter:ident))?),* $(,)? })?
        $(required_nullable { $($m:ident = $m_wire:literal $(($m_adapter:ident))?),* $(,)? })?
        $(tag { $t_wire:literal })?
    }) => {
        impl<'de $(, $parameter: $crate::macros::serde::Deserialize<'de>)?> $crate::macros::members::Members<'de>
            for $name $(<$parameter>)?
        {
            fn from_members<A: $crate::macros::serde::de::MapAccess<'de>>(
                mut map: A,
            ) -> ::core::result::Result<Self, A::Error> {
                #[allow(unused_imports)]
                use ::core::option::Option::None;
                $($(let mut $o = None;)*)?
                $($(let mut $r = None;)*)?
                $($(let mut $d = None;)*)?
                $($(let mut $n = None;)*)?
                $($(let mut $m = None;)*)?
                #[allow(unused_variables)]
                let unlisted = $crate::macros::members::read_each(&mut map, &mut |name, map| match name {
                    $($($o_wire => $crate::members!(@read map [$o] $($o_adapter)?),)*)?
                    $($($r_wire => $crate::members!(@read_some map [$r] $($r_adapter)?),)*)?
                    $($($d_wire => $crate::members!(@read map [$d] $($d_adapter)?),)*)?
                    $($($n_wire => $crate::members!(@read_some map [$n] $($n_adapter)?),)*)?
                    $($($m_wire => $crate::members!(@read_some map [$m] $($m_adapter)?),)*)?
                    $($t_wire => $crate::macros::members::ignore(map),)?
                    _ => ::core::result::Result::Ok(false),
                })?;
                ::core::result::Result::Ok(Self {
                    $($($o,)*)?
                    $($($r: $crate::macros::members::required($r, $r_wire)?,)*)?
                    $($($d: $d.unwrap_or_default(),)*)?
                    $($($n,)*)?
                    $($($m: $crate::macros::members::required($m, $m_wire)?,)*)?
                    unlisted,
                })
            }
        }
        $crate::members! { @deserialize $name $(<$parameter>)? }
    };
    (@deserialize $name:ident $(<$parameter:ident>)?) => {
        impl<'de $(, $parameter: $crate::macros::serde::Deserialize<'de>)?> $crate::macros::serde::Deserialize<'de>
            for $name $(<$parameter>)?
        {
            fn deserialize<D: $crate::macros::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::macros::members::decode(deserializer)
            }
        }
    };

    (@encode $name:ident $(<$parameter:ident>)? {
        $(optional { $($o:ident = $o_wire:literal $(($o_adapter:ident))?),* $(,)? })?
        $(required { $($r:ident = $r_wire:literal $(($r_adapter:ident))?),* $(,)? })?
        $(default { $($d:ident = $d_wire:literal $(($d_adapter:ident))?),* $(,)? })?
        $(nullable { $($n:ident = $n_wire:literal $(($n_adapter:ident))?),* $(,)? })?
        $(required_nullable { $($m:ident = $m_wire:literal $(($m_adapter:ident))?),* $(,)? })?
        $(tag { $t_wire:literal })?
    }) => {
        impl $(<$parameter: $crate::macros::serde::Serialize>)? $crate::macros::serde::Serialize
            for $name $(<$parameter>)?
        {
            fn serialize<S: $crate::macros::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut members = $crate::macros::members::Writer::<S>::begin(serializer)?;
                $($(members.write_some($o_wire, &self.$o);)*)?
                $($(members.write($r_wire, &self.$r);)*)?
                $($(members.write($d_wire, &self.$d);)*)?
                $($(members.write_some($n_wire, &self.$n);)*)?
                $($(members.write($m_wire, &self.$m);)*)?
                members.write_unlisted(&self.unlisted);
                members.end()
            }
        }
    };

    (@compare $name:ident $(<$parameter:ident>)? {
        $(optional { $($o:ident = $o_wire:literal $(($o_adapter:ident))?),* $(,)? })?
        $(required { $($r:ident = $r_wire:literal $(($r_adapter:ident))?),* $(,)? })?
        $(default { $($d:ident = $d_wire:literal $(($d_adapter:ident))?),* $(,)? })?
        $(nullable { $($n:ident = $n_wire:literal $(($n_adapter:ident))?),* $(,)? })?
        $(required_nullable { $($m:ident = $m_wire:literal $(($m_adapter:ident))?),* $(,)? })?
        $(tag { $t_wire:literal })?
    }) => {
        impl $(<$parameter: ::core::cmp::PartialEq>)? ::core::cmp::PartialEq for $name $(<$parameter>)? {
            #[allow(unused_variables)]
            fn eq(&self, other: &Self) -> bool {
                true
                $($(&& self.$o == other.$o)*)?
                $($(&& self.$r == other.$r)*)?
                $($(&& self.$d == other.$d)*)?
                $($(&& self.$n == other.$n)*)?
                $($(&& self.$m == other.$m)*)?
                && self.unlisted == other.unlisted
            }
        }
    };

    (@empty $name:ident $(<$parameter:ident>)? {
        $(optional { $($o:ident = $o_wire:literal $(($o_adapter:ident))?),* $(,)? })?
        $(default { $($d:ident = $d_wire:literal $(($d_adapter:ident))?),* $(,)? })?
        $(nullable { $($n:ident = $n_wire:literal $(($n_adapter:ident))?),* $(,)? })?
        $(tag { $t_wire:literal })?
    }) => {
        impl $(<$parameter>)? ::core::default::Default for $name $(<$parameter>)? {
            #[inline]
            fn default() -> Self {
                Self {
                    $($($o: ::core::option::Option::None,)*)?
                    $($($d: ::core::default::Default::default(),)*)?
                    $($($n: ::core::option::Option::None,)*)?
                    unlisted: $crate::Unlisted::default(),
                }
            }
        }
    };
    // Generated code gives this type a constructor with its required members.
    (@empty $($rest:tt)+) => {};

    (@$read:ident $map:ident [$($place:tt)+]) => { $crate::macros::members::$read(&mut $($place)+, $map) };
    (@$read:ident $map:ident [$($place:tt)+] lenient) => { $crate::macros::lenient::$read(&mut $($place)+, $map) };
}

#[cfg(test)]
mod tests {
    use crate::Unlisted;

    #[derive(Clone, Debug)]
    struct Page<T> {
        id: String,
        note: Option<String>,
        count: Option<i64>,
        items: Vec<T>,
        end: Option<Option<i64>>,
        owner: Option<String>,
        unlisted: Unlisted,
    }
    members! {
        both Page<T> {
            optional { note = "note", count = "itemCount" (lenient) }
            required { id = "id" }
            default { items = "items" }
            nullable { end = "end" }
            required_nullable { owner = "owner" }
        }
    }

    #[derive(Clone, Debug)]
    struct Nothing {
        unlisted: Unlisted,
    }
    members! { both Nothing {} }

    #[derive(Clone, Debug)]
    struct Order {
        quantity: i64,
        note: Option<String>,
        unlisted: Unlisted,
    }
    members! { sent Order { optional { note = "note" } required { quantity = "quantity" } } }

    fn page(json: &str) -> Result<Page<i64>, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn null_and_absence_mean_what_each_group_says() {
        let absent = page(r#"{"id":"a","owner":null}"#).unwrap();
        assert!(absent.note.is_none() && absent.items.is_empty() && absent.end.is_none() && absent.owner.is_none());
        let null = page(r#"{"id":"a","owner":null,"note":null,"items":null,"end":null}"#).unwrap();
        assert!(null.note.is_none() && null.items.is_empty() && null.end == Some(None));
        for (json, problem) in [
            (r#"{"owner":null}"#, "missing field `id`"),
            (r#"{"id":"a"}"#, "missing field `owner`"),
            (r#"{"id":null,"owner":null}"#, "invalid type: null"),
            ("[]", "invalid type: sequence, expected an object"),
        ] {
            let error = page(json).unwrap_err().to_string();
            assert!(error.starts_with(problem), "{error}");
        }
    }

    #[test]
    fn what_is_written_states_null_where_it_means_something() {
        let written = |json| serde_json::to_value(page(json).unwrap()).unwrap();
        assert_eq!(written(r#"{"id":"a","owner":null}"#), serde_json::json!({"id": "a", "owner": null, "items": []}));
        let full = r#"{"note":"n","itemCount":5,"id":"a","items":[1,2],"end":null,"owner":"o"}"#;
        assert_eq!(serde_json::to_string(&page(full).unwrap()).unwrap(), full);
    }

    #[test]
    fn the_last_of_duplicate_members_wins_and_names_may_be_escaped() {
        let page = page(r#"{"id":"a","i\u0064":"b","owner":null,"itemCount":"7","itemCount":"8"}"#).unwrap();
        assert_eq!((page.id.as_str(), page.count), ("b", Some(8)));
    }

    #[test]
    fn unlisted_members_come_back_as_they_were() {
        let json = r#"{"id":"a","owner":null,"items":[],"x":1.10,"y":{"z": [null]}}"#;
        let mut page = page(json).unwrap();
        assert_eq!(page.unlisted.names().collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(page.unlisted.get("x"), Some("1.10"));
        assert_eq!(page.unlisted.get_as::<f64>("x").unwrap(), Some(1.1));
        assert!(page.unlisted.get_as::<f64>("y").is_err());
        assert_eq!(page.unlisted.get_as::<f64>("absent").unwrap(), None);
        assert!(serde_json::to_string(&page).unwrap().ends_with(r#""x":1.10,"y":{"z": [null]}}"#));
        page.unlisted.insert("x", &true).unwrap();
        assert_eq!((page.unlisted.get("x"), page.unlisted.len()), (Some("true"), 2));
        assert!(!format!("{page:?}").contains("null"), "values of unlisted members may be secret");
    }

    #[derive(Clone, Debug)]
    struct Settings<T> {
        limit: Option<i64>,
        names: Vec<T>,
        level: i64,
        until: Option<Option<i64>>,
        unlisted: Unlisted,
    }
    members! {
        both Settings<T> {
            optional { limit = "limit" (lenient) }
            default { names = "names", level = "level" (lenient) }
            nullable { until = "until" }
        }
    }

    #[test]
    fn where_nothing_must_be_there_absence_and_null_mean_the_same_and_the_last_of_duplicates_wins() {
        let read = |json| serde_json::from_str::<Settings<String>>(json).unwrap();
        let absent = read("{}");
        assert_eq!((absent.limit, absent.names.len(), absent.level, absent.until), (None, 0, 0, None));
        let null = read(r#"{"limit":null,"names":null,"level":null,"until":null}"#);
        assert_eq!((null.limit, null.names.len(), null.level, null.until), (None, 0, 0, Some(None)));
        let full = read(r#"{"limit":"7","names":["a"],"level":"8","until":9,"x":1}"#);
        assert_eq!((full.limit, full.level, full.until, full.unlisted.len()), (Some(7), 8, Some(Some(9)), 1));
        assert_eq!(serde_json::to_string(&full).unwrap(), r#"{"limit":7,"names":["a"],"level":8,"until":9,"x":1}"#);
        let twice = read(r#"{"limit":7,"names":["a"],"level":8,"limit":null,"names":null,"level":null}"#);
        assert_eq!((twice.limit, twice.names.len(), twice.level), (None, 0, 0));
        assert!(serde_json::from_str::<Settings<String>>(r#"{"level":"x"}"#).is_err());
    }

    #[cfg(feature = "test-kit")]
    #[test]
    fn what_is_received_starts_out_empty_in_tests_unless_something_must_be_stated() {
        struct Seats<T> {
            count: Option<i64>,
            seats: Vec<T>,
            until: Option<Option<T>>,
            unlisted: Unlisted,
        }
        members! {
            received Seats<T> { optional { count = "count" } default { seats = "seats" } nullable { until = "until" } }
        }
        /// A type without `Default`.
        struct NotEmpty {
            id: String,
            unlisted: Unlisted,
        }
        members! { received NotEmpty { required { id = "id" } } }
        impl Default for NotEmpty {
            fn default() -> Self {
                Self { id: "a".to_owned(), unlisted: Unlisted::default() }
            }
        }

        let seats = Seats::<NotEmpty>::default();
        assert_eq!(serde_json::to_string(&seats).unwrap(), r#"{"seats":[]}"#);
        assert_eq!(serde_json::to_string(&NotEmpty::default()).unwrap(), r#"{"id":"a"}"#);
    }

    #[derive(Clone, Debug)]
    struct Variant {
        note: Option<String>,
        unlisted: Unlisted,
    }
    members! { both Variant { optional { note = "note" } tag { "kind" } } }

    #[test]
    fn the_tag_of_a_variant_is_left_to_its_union() {
        let variant: Variant = serde_json::from_str(r#"{"kind":{"a":1},"note":"n","x":1}"#).unwrap();
        assert_eq!((variant.note.as_deref(), variant.unlisted.len()), (Some("n"), 1));
        assert_eq!(serde_json::to_string(&variant).unwrap(), r#"{"note":"n","x":1}"#);
    }

    #[test]
    fn a_struct_may_have_no_members_of_its_own() {
        let nothing: Nothing = serde_json::from_str(r#"{"a":1}"#).unwrap();
        assert_eq!(nothing.unlisted.len(), 1);
        assert_eq!(serde_json::to_string(&nothing).unwrap(), r#"{"a":1}"#);
    }

    #[test]
    fn a_sent_type_writes_what_is_set() {
        let mut order = Order { quantity: 1, note: None, unlisted: Unlisted::default() };
        assert_eq!(serde_json::to_string(&order).unwrap(), r#"{"quantity":1}"#);
        order.unlisted.insert("gift", &true).unwrap();
        assert_eq!(serde_json::to_string(&order).unwrap(), r#"{"quantity":1,"gift":true}"#);
    }

    #[test]
    fn values_convert_from_a_json_tree_too() {
        let page: Page<i64> = serde_json::from_value(serde_json::json!({"id": "a", "owner": "o", "x": [1]})).unwrap();
        assert_eq!(page.unlisted.get("x"), Some("[1]"));
    }
}
