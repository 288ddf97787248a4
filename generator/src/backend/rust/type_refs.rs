//! Types of members and inputs.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::imports::Imports;
use crate::model::{Input, Member, Presence, TypeKind, TypeRef};

/// A type as it is written in a field.
pub(super) fn type_ref(value: &TypeRef, imports: &mut Imports<'_>) -> TokenStream {
    match value {
        TypeRef::String => quote!(String),
        TypeRef::Bool => quote!(bool),
        TypeRef::Int32 => quote!(i32),
        TypeRef::Int64 => quote!(i64),
        TypeRef::Float => quote!(f64),
        TypeRef::Decimal => runtime("Decimal", imports),
        TypeRef::Formatted(format) => runtime(format.rust_name(), imports),
        TypeRef::Base64 => runtime("Base64Bytes", imports),
        TypeRef::Json => runtime("JsonValue", imports),
        TypeRef::List(item) => {
            let item = type_ref(item, imports);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) => {
            let map = imports.standard("std::collections::BTreeMap");
            let value = type_ref(value, imports);
            quote!(#map<String, #value>)
        }
        TypeRef::Declared(id, argument) => {
            let name = imports.declared(*id);
            match argument {
                Some(argument) => {
                    let argument = type_ref(argument, imports);
                    quote!(#name<#argument>)
                }
                None => quote!(#name),
            }
        }
        TypeRef::Argument => quote!(T),
    }
}

fn runtime(name: &'static str, imports: &mut Imports<'_>) -> TokenStream {
    let name = imports.runtime(name);
    quote!(#name)
}

/// The type of a member without what its presence adds.
pub(super) fn member_value(member: &Member, imports: &mut Imports<'_>) -> TokenStream {
    let mut tokens = type_ref(&member.value, imports);
    if member.secret {
        let secret = imports.runtime("Secret");
        tokens = quote!(#secret<#tokens>);
    }
    if member.boxed {
        tokens = quote!(Box<#tokens>);
    }
    tokens
}

/// The type of a member.
pub(super) fn member(member: &Member, imports: &mut Imports<'_>) -> TokenStream {
    let value = member_value(member, imports);
    match member.presence {
        Presence::Optional | Presence::RequiredNullable => quote!(Option<#value>),
        Presence::OptionalNullable => quote!(Option<Option<#value>>),
        Presence::Required | Presence::Defaulted => value,
    }
}

/// How a caller states a value.
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) parameter: TokenStream,
    /// What makes a value of the field's type of it, where it is not one already.
    conversion: Option<TokenStream>,
    /// Whether the field holds the value in a box.
    is_boxed: bool,
}

impl Argument {
    /// A value of the field's own type.
    fn plain(parameter: TokenStream) -> Self {
        Self { parameter, conversion: None, is_boxed: false }
    }

    fn converted(parameter: TokenStream, conversion: TokenStream) -> Self {
        Self { parameter, conversion: Some(conversion), is_boxed: false }
    }

    /// The field's value, as an expression.
    pub(super) fn value(&self, name: &Ident) -> TokenStream {
        let conversion = &self.conversion;
        let value = quote!(#name #conversion);
        if self.is_boxed { quote!(Box::new(#value)) } else { value }
    }

    /// The field in a struct literal.
    pub(super) fn initializer(&self, name: &Ident) -> TokenStream {
        if self.conversion.is_none() && !self.is_boxed {
            return quote!(#name);
        }
        let value = self.value(name);
        quote!(#name: #value)
    }
}

/// The argument for a value of type `value`.
pub(super) fn argument(value: &TypeRef, imports: &mut Imports<'_>) -> Argument {
    let tokens = type_ref(value, imports);
    if let TypeRef::List(item) = value {
        let item_tokens = type_ref(item, imports);
        return if is_converted(item, imports) {
            Argument::converted(
                quote!(impl IntoIterator<Item = impl Into<#item_tokens>>),
                quote!(.into_iter().map(Into::into).collect()),
            )
        } else {
            Argument::converted(quote!(impl IntoIterator<Item = #item_tokens>), quote!(.into_iter().collect()))
        };
    }
    if is_converted(value, imports) {
        Argument::converted(quote!(impl Into<#tokens>), quote!(.into()))
    } else {
        Argument::plain(tokens)
    }
}

/// The type of an input, without what its absence adds.
pub(super) fn input_type(input: &Input, imports: &mut Imports<'_>) -> TokenStream {
    if input.is_bytes() {
        return runtime("Bytes", imports);
    }
    if !input.is_file() {
        return type_ref(&input.value, imports);
    }
    let file = imports.runtime("FilePart");
    if matches!(input.value, TypeRef::List(_)) { quote!(Vec<#file>) } else { quote!(#file) }
}

/// The argument for an input that is no body of bytes.
pub(super) fn input_argument(input: &Input, imports: &mut Imports<'_>) -> Argument {
    if !input.is_file() {
        return argument(&input.value, imports);
    }
    let file = imports.runtime("FilePart");
    if matches!(input.value, TypeRef::List(_)) {
        Argument::converted(quote!(impl IntoIterator<Item = #file>), quote!(.into_iter().collect()))
    } else {
        Argument::plain(quote!(#file))
    }
}

/// The argument for the value of a member, without what its presence adds.
pub(super) fn member_argument(member: &Member, imports: &mut Imports<'_>) -> Argument {
    let stated = if member.secret {
        let (secret, value) = (imports.runtime("Secret"), type_ref(&member.value, imports));
        if member.value == TypeRef::String {
            Argument::converted(quote!(impl Into<#secret<#value>>), quote!(.into()))
        } else {
            Argument::plain(quote!(#secret<#value>))
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
