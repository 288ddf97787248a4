//! Types of members and inputs.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, Type};

use super::imports::Imports;
use super::syntax::{call, impl_into, impl_into_iterator, method_call, named, path};
use super::tokens::ident;
use crate::model::{Input, Member, Presence, TypeKind, TypeRef};

/// A type as it is written in a field.
pub(super) fn type_ref(value: &TypeRef, imports: &mut Imports<'_>) -> Type {
    match value {
        TypeRef::String => plain("String"),
        TypeRef::Bool => plain("bool"),
        TypeRef::Int32 => plain("i32"),
        TypeRef::Int64 => plain("i64"),
        TypeRef::Float => plain("f64"),
        TypeRef::Decimal => runtime("Decimal", imports),
        TypeRef::Formatted(format) => runtime(format.rust_name(), imports),
        TypeRef::Base64 => runtime("Base64Bytes", imports),
        TypeRef::Json => runtime("JsonValue", imports),
        TypeRef::List(item) => list(type_ref(item, imports)),
        TypeRef::Map(value) => {
            let map = imports.standard("std::collections::BTreeMap");
            named(map, [plain("String"), type_ref(value, imports)])
        }
        TypeRef::Declared(id, argument) => {
            let name = imports.declared(*id);
            named(name, argument.as_ref().map(|argument| type_ref(argument, imports)))
        }
        TypeRef::Argument => plain("T"),
    }
}

fn plain(name: &str) -> Type {
    named(ident(name), [])
}

fn runtime(name: &'static str, imports: &mut Imports<'_>) -> Type {
    named(imports.runtime(name), [])
}

fn list(item: Type) -> Type {
    named(ident("Vec"), [item])
}

/// A type whose values can be absent.
pub(super) fn optional(value: Type) -> Type {
    named(ident("Option"), [value])
}

/// The type of a member without what its presence adds.
pub(super) fn member_value(member: &Member, imports: &mut Imports<'_>) -> Type {
    let mut value = type_ref(&member.value, imports);
    if member.secret {
        value = named(imports.runtime("Secret"), [value]);
    }
    if member.boxed {
        value = named(ident("Box"), [value]);
    }
    value
}

/// The type of a member.
pub(super) fn member(member: &Member, imports: &mut Imports<'_>) -> Type {
    let value = member_value(member, imports);
    match member.presence {
        Presence::Optional | Presence::RequiredNullable => optional(value),
        Presence::OptionalNullable => optional(optional(value)),
        Presence::Required | Presence::Defaulted => value,
    }
}

/// How a caller states a value.
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) parameter: Type,
    conversion: Conversion,
    /// Whether the field holds the value in a box.
    is_boxed: bool,
}

/// What makes a value of the field's type of an argument.
#[derive(PartialEq, Eq)]
enum Conversion {
    /// It is one already.
    None,
    Into,
    Collect,
    /// Its items are converted.
    CollectInto,
}

impl Argument {
    fn new(parameter: Type, conversion: Conversion) -> Self {
        Self { parameter, conversion, is_boxed: false }
    }

    /// The field's value, as an expression.
    pub(super) fn value(&self, name: Ident) -> Expr {
        let argument = path([name]);
        let value = match self.conversion {
            Conversion::None => argument,
            Conversion::Into => method_call(argument, "into", []),
            Conversion::Collect => method_call(method_call(argument, "into_iter", []), "collect", []),
            Conversion::CollectInto => {
                let items = method_call(argument, "into_iter", []);
                let converted = method_call(items, "map", [path([ident("Into"), ident("into")])]);
                method_call(converted, "collect", [])
            }
        };
        if self.is_boxed { call(path([ident("Box"), ident("new")]), value) } else { value }
    }

    /// The field in a struct literal.
    pub(super) fn initializer(&self, name: &Ident) -> TokenStream {
        if self.conversion == Conversion::None && !self.is_boxed {
            return name.to_token_stream();
        }
        let value = self.value(name.clone());
        quote!(#name: #value)
    }
}

/// The argument for a value of type `value`.
pub(super) fn argument(value: &TypeRef, imports: &mut Imports<'_>) -> Argument {
    if let TypeRef::List(item) = value {
        let item_type = type_ref(item, imports);
        return if is_converted(item, imports) {
            Argument::new(impl_into_iterator(impl_into(item_type)), Conversion::CollectInto)
        } else {
            Argument::new(impl_into_iterator(item_type), Conversion::Collect)
        };
    }
    let value_type = type_ref(value, imports);
    if is_converted(value, imports) {
        Argument::new(impl_into(value_type), Conversion::Into)
    } else {
        Argument::new(value_type, Conversion::None)
    }
}

/// The type of an input, without what its absence adds.
pub(super) fn input_type(input: &Input, imports: &mut Imports<'_>) -> Type {
    if input.is_bytes() {
        return runtime("Bytes", imports);
    }
    if !input.is_file() {
        return type_ref(&input.value, imports);
    }
    let file = runtime("FilePart", imports);
    if matches!(input.value, TypeRef::List(_)) { list(file) } else { file }
}

/// The argument for an input that is no body of bytes.
pub(super) fn input_argument(input: &Input, imports: &mut Imports<'_>) -> Argument {
    if !input.is_file() {
        return argument(&input.value, imports);
    }
    let file = runtime("FilePart", imports);
    if matches!(input.value, TypeRef::List(_)) {
        Argument::new(impl_into_iterator(file), Conversion::Collect)
    } else {
        Argument::new(file, Conversion::None)
    }
}

/// The argument for the value of a member, without what its presence adds.
pub(super) fn member_argument(member: &Member, imports: &mut Imports<'_>) -> Argument {
    let stated = if member.secret {
        let secret = named(imports.runtime("Secret"), [type_ref(&member.value, imports)]);
        if member.value == TypeRef::String {
            Argument::new(impl_into(secret), Conversion::Into)
        } else {
            Argument::new(secret, Conversion::None)
        }
    } else {
        argument(&member.value, imports)
    };
    Argument { is_boxed: member.boxed, ..stated }
}

/// Whether callers usually have a value of this type in a plainer one: a string, or the number of an identifier.
pub(super) fn is_converted(value: &TypeRef, imports: &Imports<'_>) -> bool {
    match value {
        TypeRef::String => true,
        TypeRef::Declared(id, _) => {
            matches!(imports.api.type_of(*id).kind, TypeKind::Identifier(_))
        }
        _ => false,
    }
}
