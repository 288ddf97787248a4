//! How an object is built in one expression: `new` with the members that must be stated, and a setter for each of the others.
//! They are marked as inline, so that only programs that call them compile them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::backend::rust::imports::Imports;
use crate::backend::rust::tokens::ident;
use crate::backend::rust::type_refs::{self, member_argument};
use crate::model::{Member, Presence, Type};
use crate::names::name_of_clearing;

/// The constructor of an object, and the setters if callers send it. Only tests make values of received types, and set their
/// fields.
pub(super) fn methods(
    declared: &Type,
    is_envelope: bool,
    members: &[Member],
    imports: &mut Imports<'_>,
) -> Option<TokenStream> {
    // The union writes the tag of a variant.
    let members: Vec<&Member> = members.iter().filter(|member| !member.is_tag).collect();
    let (stated, others): (Vec<&Member>, Vec<&Member>) =
        members.iter().copied().partition(|member| member.must_be_stated());
    let is_sent = declared.direction.sent;
    if stated.is_empty() && !is_sent {
        return None;
    }
    let condition = (!is_sent).then(|| quote!(#[cfg(feature = "test-kit")]));
    let name = ident(&declared.name);
    let parameter = is_envelope.then(|| quote!(<T>));
    let constructor =
        if stated.is_empty() { empty_constructor(imports) } else { constructor(&members, is_sent, imports) };
    let setters: Vec<TokenStream> =
        if is_sent { others.into_iter().map(|member| setters(member, imports)).collect() } else { Vec::new() };
    Some(quote! {
        #condition
        impl #parameter #name #parameter {
            #constructor
            #(#setters)*
        }
    })
}

fn empty_constructor(imports: &mut Imports<'_>) -> TokenStream {
    let docs = imports.docs.line("A value without members; the setters add them.");
    quote! {
        #docs
        #[inline]
        pub fn new() -> Self { Default::default() }
    }
}

fn constructor(members: &[&Member], has_setters: bool, imports: &mut Imports<'_>) -> TokenStream {
    let mut parameters = Vec::new();
    let mut fields = Vec::new();
    for member in members {
        let field = ident(&member.name);
        match member.presence {
            Presence::Required => {
                let argument = member_argument(member, imports);
                let parameter = &argument.parameter;
                parameters.push(quote!(#field: #parameter));
                fields.push(argument.initializer(&field));
            }
            Presence::RequiredNullable => {
                let value = type_refs::member(member, imports);
                parameters.push(quote!(#field: #value));
                fields.push(quote!(#field));
            }
            Presence::Defaulted => fields.push(quote!(#field: Default::default())),
            Presence::Optional | Presence::OptionalNullable => fields.push(quote!(#field: None)),
        }
    }
    fields.push(quote!(unlisted: Default::default()));
    let too_many = (parameters.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = imports.docs.line(match (parameters.len() < members.len(), has_setters) {
        (false, _) => "A value with its members.",
        (true, true) => "A value with the members that must be stated; the setters add the others.",
        (true, false) => "A value with the members that must be stated; the others are fields.",
    });
    quote! {
        #docs
        #too_many
        #[inline]
        pub fn new(#(#parameters),*) -> Self { Self { #(#fields),* } }
    }
}

/// The methods that set an optional member; its docs are at the field.
fn setters(member: &Member, imports: &mut Imports<'_>) -> TokenStream {
    let field = ident(&member.name);
    let argument = member_argument(member, imports);
    let (parameter, value) = (&argument.parameter, argument.value(&ident("value")));
    let value = match member.presence {
        Presence::Optional => quote!(Some(#value)),
        Presence::OptionalNullable => quote!(Some(Some(#value))),
        Presence::Required | Presence::RequiredNullable | Presence::Defaulted => value,
    };
    let docs = imports.docs.line(&format!("Sets the field `{}`.", member.name));
    let clearing = (member.presence == Presence::OptionalNullable).then(|| {
        let name = ident(&name_of_clearing(&member.name));
        let docs = imports.docs.line(&format!("Sets the field `{}` to null.", member.name));
        quote! {
            #docs
            #[inline]
            pub fn #name(mut self) -> Self {
                self.#field = Some(None);
                self
            }
        }
    });
    quote! {
        #docs
        #[inline]
        pub fn #field(mut self, value: #parameter) -> Self {
            self.#field = #value;
            self
        }
        #clearing
    }
}
