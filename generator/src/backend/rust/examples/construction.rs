//! The call of an example as a user would write it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::text_literal;
use crate::backend::rust::imports::Imports;
use crate::backend::rust::tokens::ident;
use crate::backend::rust::type_refs::{is_converted, type_ref};
use crate::model::{
    Example, Home, Input, InputPlace, Member, Operation, Presence, StatedMember, TypeId, TypeKind, TypeRef, Value,
};
use crate::names::{self, NameKind, name_of_clearing};

/// Code that makes the inputs of a call.
pub(super) struct Construction<'c, 'm> {
    pub(super) imports: &'c mut Imports<'m>,
    /// What follows an expression that can fail.
    on_failure: TokenStream,
    /// Statements before the call: they bind variables, and change what was got.
    pub(super) statements: Vec<TokenStream>,
    variables: BTreeSet<String>,
}

/// A call as code.
pub(super) struct Call {
    /// Statements before it.
    pub(super) statements: Vec<TokenStream>,
    /// The call.
    pub(super) expression: TokenStream,
}

/// The call of an example; `on_failure` follows expressions that can fail. With `as_program`, it is that of a program: it binds
/// the texts of the path to variables first, and gets the resource that it changes.
pub(super) fn call<'m>(
    operation: &'m Operation,
    example: &Example,
    home: Home,
    on_failure: TokenStream,
    as_program: bool,
    imports: &mut Imports<'m>,
) -> Call {
    let function = imports.item(home, &operation.name);
    let taken = [operation.name.as_str(), "client", "response"];
    let variables = taken.into_iter().map(str::to_owned).collect();
    let mut construction = Construction { imports, on_failure, statements: Vec::new(), variables };
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for stated in &example.inputs {
        let input = &operation.inputs[stated.input];
        let changed = as_program.then(|| construction.changed(operation, example, stated, home, &arguments)).flatten();
        let is_changed = changed.is_some();
        let mut value = changed.unwrap_or_else(|| construction.input(input, &stated.value));
        let bound_as = match &stated.value {
            _ if is_changed => None,
            Value::Text(_) if as_program && input.place == InputPlace::Path => Some(&input.name),
            Value::Object { declared, members } if !members.is_empty() => {
                Some(&construction.imports.api.type_of(*declared).name)
            }
            _ => None,
        };
        if let Some(name) = bound_as {
            let variable = construction.variable(name);
            construction.statements.push(quote!(let #variable = #value;));
            value = quote!(#variable);
        }
        if input.required {
            arguments.push(value);
        } else {
            let setter = ident(&input.name);
            setters.push(quote!(.#setter(#value)));
        }
    }
    Call { statements: construction.statements, expression: quote!(#function(#(#arguments),*) #(#setters)*) }
}

impl Construction<'_, '_> {
    fn input(&mut self, input: &Input, value: &Value) -> TokenStream {
        match (&input.place, value) {
            (InputPlace::BodyBytes(_), Value::Text(text)) => text_literal(text),
            (InputPlace::FilePart(_), Value::List(files)) => {
                let files: Vec<TokenStream> = files.iter().map(|file| self.file(input, file)).collect();
                quote!([#(#files),*])
            }
            (InputPlace::FilePart(_), value) => self.file(input, value),
            _ => self.argument(&input.value, value),
        }
    }

    /// A file, with the name of its part.
    fn file(&mut self, input: &Input, value: &Value) -> TokenStream {
        let (file, name) = (self.imports.runtime("FilePart"), text_literal(&input.wire));
        let content = match value {
            Value::Text(text) => text_literal(text),
            value => self.value(value),
        };
        quote!(#file::new(#name, #content))
    }

    /// A value as functions take it: text and lists in whatever form a caller has them.
    fn argument(&mut self, declared: &TypeRef, value: &Value) -> TokenStream {
        match (declared, value) {
            (TypeRef::List(item), Value::List(items)) if items.is_empty() && is_converted(item, self.imports) => {
                let item = type_ref(item, self.imports);
                quote!(Vec::<#item>::new())
            }
            (TypeRef::List(_), Value::List(items)) => {
                let items = items.iter().map(|item| match item {
                    Value::Text(text) => text_literal(text),
                    Value::NumericIdentifier { digits, .. } => number_of_identifier(digits),
                    item => self.value(item),
                });
                let items: Vec<TokenStream> = items.collect();
                quote!([#(#items),*])
            }
            // An envelope takes exactly its argument.
            (TypeRef::Argument, value) => self.value(value),
            (_, Value::Text(text)) => text_literal(text),
            (_, Value::NumericIdentifier { digits, .. }) => number_of_identifier(digits),
            (_, value) => self.value(value),
        }
    }

    /// A value of exactly its type, whose type is known at its place.
    fn value(&mut self, value: &Value) -> TokenStream {
        let on_failure = self.on_failure.clone();
        match value {
            Value::Bool(value) => quote!(#value),
            Value::Number(digits) => number(digits),
            Value::Decimal { digits, quoted } => {
                let decimal = self.imports.runtime("Decimal");
                let quoted = quoted.then(|| quote!(.quoted()));
                quote!(#digits.parse::<#decimal>()#on_failure #quoted)
            }
            Value::Text(text) => {
                let text = text_literal(text);
                quote!(#text.into())
            }
            Value::NumericIdentifier { declared, digits } => numeric_identifier(*declared, digits, self.imports),
            Value::Formatted(format, text) => {
                let formatted = self.imports.runtime(format.rust_name());
                quote!(#formatted::parse(#text)#on_failure)
            }
            Value::Base64(bytes) => {
                let (base64, bytes) = (self.imports.runtime("Base64Bytes"), Literal::byte_string(bytes));
                quote!(#base64::from(#bytes.to_vec()))
            }
            Value::Json(json) => {
                let text = text_literal(&json.text());
                quote!(serde_json::from_str(#text)#on_failure)
            }
            Value::List(items) => {
                // The argument of a macro is printed token by token, which tears chains of calls.
                let is_chain = |item: &Value| matches!(item, Value::Object { .. } | Value::Variant { .. });
                let prints_well = items.iter().all(|item| !can_fail(item) && !is_chain(item));
                let items: Vec<TokenStream> = items.iter().map(|item| self.value(item)).collect();
                if prints_well { quote!(vec![#(#items),*]) } else { quote!(Vec::from([#(#items),*])) }
            }
            Value::Map(entries) => {
                let map = self.imports.standard("std::collections::BTreeMap");
                let entries: Vec<TokenStream> = entries
                    .iter()
                    .map(|(key, value)| {
                        let (key, value) = (text_literal(key), self.value(value));
                        quote!((#key.to_owned(), #value))
                    })
                    .collect();
                quote!(#map::from([#(#entries),*]))
            }
            Value::Enum { declared, position } => enum_value(*declared, *position, self.imports),
            Value::Object { declared, members } => self.object(*declared, members),
            Value::Variant { declared, position, value } => {
                let (union, value) = (self.imports.declared(*declared), self.value(value));
                let TypeKind::Union { variants, .. } = &self.imports.api.type_of(*declared).kind else { return value };
                let variant = ident(&variants[*position].name);
                quote!(#union::#variant(Box::new(#value)))
            }
        }
    }

    fn object(&mut self, declared: TypeId, stated: &[StatedMember]) -> TokenStream {
        let api = self.imports.api;
        let TypeKind::Object { members, .. } = &api.type_of(declared).kind else { return TokenStream::new() };
        let name = self.imports.declared(declared);
        let mut arguments = Vec::new();
        for (position, member) in members.iter().enumerate().filter(|(_, member)| member.must_be_stated()) {
            let Some(stated) = stated.iter().find(|stated| stated.member == position) else { continue };
            let value = stated.value.as_ref();
            arguments.push(match (member.presence, value) {
                (Presence::RequiredNullable, value) => self.field(member, value),
                (_, Some(value)) => self.member_argument(member, value),
                (_, None) => continue,
            });
        }
        let mut setters = Vec::new();
        let is_set = |stated: &&StatedMember| {
            let member = &members[stated.member];
            !member.must_be_stated() && !member.is_tag
        };
        for stated in stated.iter().filter(is_set) {
            let member = &members[stated.member];
            match &stated.value {
                Some(value) => {
                    let (setter, value) = (ident(&member.name), self.member_argument(member, value));
                    setters.push(quote!(.#setter(#value)));
                }
                None if member.presence == Presence::OptionalNullable => {
                    let setter = ident(&name_of_clearing(&member.name));
                    setters.push(quote!(.#setter()));
                }
                // Null has no other meaning than absence.
                None => {}
            }
        }
        quote!(#name::new(#(#arguments),*) #(#setters)*)
    }

    /// A member's value as constructors and setters take it.
    fn member_argument(&mut self, member: &Member, value: &Value) -> TokenStream {
        if !member.secret || (member.value == TypeRef::String && matches!(value, Value::Text(_))) {
            return self.argument(&member.value, value);
        }
        self.secret(value)
    }

    fn secret(&mut self, value: &Value) -> TokenStream {
        let (secret, value) = (self.imports.runtime("Secret"), self.value(value));
        quote!(#secret::new(#value))
    }

    /// What a field holds; `None` for null.
    pub(super) fn field(&mut self, member: &Member, value: Option<&Value>) -> TokenStream {
        let Some(value) = value else {
            return match member.presence {
                Presence::OptionalNullable => quote!(Some(None)),
                Presence::Defaulted => quote!(Default::default()),
                _ => quote!(None),
            };
        };
        let mut made = if member.secret { self.secret(value) } else { self.value(value) };
        if member.boxed {
            made = quote!(Box::new(#made));
        }
        match member.presence {
            Presence::Required | Presence::Defaulted => made,
            Presence::Optional | Presence::RequiredNullable => quote!(Some(#made)),
            Presence::OptionalNullable => quote!(Some(Some(#made))),
        }
    }

    /// A variable for an object of this type.
    pub(super) fn variable(&mut self, type_name: &str) -> Ident {
        let base = variable_name(type_name);
        let mut name = base.clone();
        let mut number = 2;
        while !self.variables.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        ident(&name)
    }
}

/// The name of a variable for an object of this type.
pub(super) fn variable_name(type_name: &str) -> String {
    let mut name = names::convert(type_name, NameKind::Field);
    if names::validate(&name, NameKind::Field).is_err() {
        // `super` has no raw form.
        name.push_str("_value");
    }
    name
}

/// Whether the code that makes a value can fail.
fn can_fail(value: &Value) -> bool {
    matches!(value, Value::Decimal { .. } | Value::Formatted(..) | Value::Json(_))
}

/// A listed value of an enum.
pub(super) fn enum_value(declared: TypeId, position: usize, imports: &mut Imports<'_>) -> TokenStream {
    let name = imports.declared(declared);
    match &imports.api.type_of(declared).kind {
        TypeKind::Enum { values, .. } => {
            let variant = ident(&values[position].name);
            quote!(#name::#variant)
        }
        _ => quote!(#name),
    }
}

/// An identifier that is a number.
pub(super) fn numeric_identifier(declared: TypeId, digits: &str, imports: &mut Imports<'_>) -> TokenStream {
    let name = imports.declared(declared);
    let number = number_of_identifier(digits);
    quote!(#name::from(#number))
}

/// The number of an identifier. Without a suffix, it is an `i32`.
fn number_of_identifier(digits: &str) -> TokenStream {
    let number = digits.parse().unwrap_or_default();
    let number = match i32::try_from(number) {
        Ok(number) => Literal::i32_unsuffixed(number),
        Err(_) => Literal::i64_suffixed(number),
    };
    quote!(#number)
}

/// A number, with its sign.
pub(super) fn number(digits: &str) -> TokenStream {
    let literal = |digits: &str| digits.parse::<Literal>().map_or_else(|_| quote!(#digits), |literal| quote!(#literal));
    match digits.strip_prefix('-') {
        Some(digits) => {
            let digits = literal(digits);
            quote!(-#digits)
        }
        None => literal(digits),
    }
}
