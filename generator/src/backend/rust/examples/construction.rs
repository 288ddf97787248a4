//! The call of an example as a user would write it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::text_literal;
use crate::backend::rust::imports::Imports;
use crate::backend::rust::objects::has_default;
use crate::backend::rust::tokens::ident;
use crate::backend::rust::type_refs::type_ref;
use crate::model::{
    Example, Home, Input, InputPlace, Member, Operation, Presence, StatedMember, TypeId, TypeKind, TypeRef, Value,
};
use crate::names::{self, NameKind};

/// Code that makes the inputs of a call.
pub(super) struct Construction<'c, 'm> {
    imports: &'c mut Imports<'m>,
    /// What follows an expression that can fail.
    on_failure: TokenStream,
    /// Objects that are built step by step, in variables of their own.
    statements: Vec<TokenStream>,
    variables: BTreeSet<String>,
}

/// A call as code.
pub(super) struct Call {
    /// Statements before it.
    pub(super) statements: Vec<TokenStream>,
    /// The call.
    pub(super) expression: TokenStream,
}

/// The call of an example; `on_failure` follows expressions that can fail. With `binds_ids`, texts of the path are bound to
/// variables first, as a program has them.
pub(super) fn call<'m>(
    operation: &'m Operation,
    example: &Example,
    home: Home,
    on_failure: TokenStream,
    binds_ids: bool,
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
        let mut value = construction.input(input, &stated.value);
        if binds_ids && input.place == InputPlace::Path && matches!(stated.value, Value::Text(_)) {
            let variable = construction.variable(&input.name);
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
            _ => self.argument(&input.value, value),
        }
    }

    /// A value as functions take it: text and lists in whatever form a caller has them.
    fn argument(&mut self, declared: &TypeRef, value: &Value) -> TokenStream {
        match (declared, value) {
            (TypeRef::List(item), Value::List(items)) if items.is_empty() => {
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
            (_, Value::Text(text)) => text_literal(text),
            (_, Value::NumericIdentifier { digits, .. }) => number_of_identifier(digits),
            (_, value) => self.value(value),
        }
    }

    /// A value of exactly its type, where the type is known from where it stands.
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
            Value::DateTime(text) => {
                let date_time = self.imports.runtime("DateTime");
                quote!(#date_time::parse(#text)#on_failure)
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
                // What stands in a macro is printed token by token.
                let prints_well = items.iter().all(|item| !can_fail(item));
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
        let known = api.type_of(declared);
        let TypeKind::Object { members, .. } = &known.kind else { return TokenStream::new() };
        let name = self.imports.declared(declared);
        let find = |position: usize| stated.iter().find(|stated| stated.member == position);
        let made = if has_default(known.direction, members) {
            quote!(#name::default())
        } else {
            let mut arguments = Vec::new();
            for (position, member) in members.iter().enumerate().filter(|(_, member)| member.must_be_stated()) {
                let Some(stated) = find(position) else { continue };
                let is_plain = member.presence == Presence::Required && !member.secret && !member.boxed;
                arguments.push(match &stated.value {
                    Some(value) if is_plain => self.argument(&member.value, value),
                    value => self.field(member, value.as_ref()),
                });
            }
            quote!(#name::new(#(#arguments),*))
        };
        let optional: Vec<_> = stated
            .iter()
            .filter(|stated| !members[stated.member].must_be_stated() && !members[stated.member].is_tag)
            .collect();
        if optional.is_empty() {
            return made;
        }
        let mut steps = Vec::new();
        for stated in optional {
            let member = &members[stated.member];
            let (field, value) = (ident(&member.name), self.field(member, stated.value.as_ref()));
            steps.push((field, value));
        }
        let variable = self.variable(&known.name);
        self.statements.push(quote!(let mut #variable = #made;));
        self.statements.extend(steps.into_iter().map(|(field, value)| quote!(#variable.#field = #value;)));
        quote!(#variable)
    }

    /// What a field holds; `None` for null.
    fn field(&mut self, member: &Member, value: Option<&Value>) -> TokenStream {
        let Some(value) = value else {
            return match member.presence {
                Presence::OptionalNullable => quote!(Some(None)),
                Presence::Defaulted => quote!(Default::default()),
                _ => quote!(None),
            };
        };
        let mut made = self.value(value);
        if member.secret {
            let secret = self.imports.runtime("Secret");
            made = quote!(#secret::new(#made));
        }
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
    fn variable(&mut self, type_name: &str) -> Ident {
        let mut base = names::convert(type_name, NameKind::Field);
        if names::validate(&base, NameKind::Field).is_err() {
            // `super` has no raw form.
            base.push_str("_value");
        }
        let mut name = base.clone();
        let mut number = 2;
        while !self.variables.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        ident(&name)
    }
}

/// Whether the code that makes a value can fail.
fn can_fail(value: &Value) -> bool {
    matches!(value, Value::Decimal { .. } | Value::DateTime(_) | Value::Json(_))
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
