//! How an object is built in one expression: `new` with the members that must be stated, and a setter for each of the others.
//! They are marked as inline, so that only programs that call them compile them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Expr, ImplItemFn};

use crate::backend::rust::imports::Imports;
use crate::backend::rust::printing::ItemGroup;
use crate::backend::rust::setters::Setter;
use crate::backend::rust::syntax::{path, some};
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
) -> Option<ItemGroup> {
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
    let setters =
        if is_sent { others.iter().flat_map(|member| setters(member, imports)).collect() } else { Vec::new() };
    let implementation = quote! {
        #condition
        impl #parameter #name #parameter { #constructor }
    };
    Some(ItemGroup::implementation(implementation, setters))
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
fn setters(member: &Member, imports: &mut Imports<'_>) -> Vec<ImplItemFn> {
    let argument = member_argument(member, imports);
    let name = ident("value");
    let value = argument.value(name.clone());
    let value = match member.presence {
        Presence::Optional => some(value),
        Presence::OptionalNullable => some(some(value)),
        Presence::Required | Presence::RequiredNullable | Presence::Defaulted => value,
    };
    let doc = format!("Sets the field `{}`.", member.name);
    let mut methods = vec![setter(member, &member.name, &doc, Some((name, argument.parameter)), value, imports)];
    if member.presence == Presence::OptionalNullable {
        let doc = format!("Sets the field `{}` to null.", member.name);
        let null = some(path([ident("None")]));
        methods.push(setter(member, &name_of_clearing(&member.name), &doc, None, null, imports));
    }
    methods
}

fn setter(
    member: &Member,
    name: &str,
    doc: &str,
    argument: Option<(Ident, syn::Type)>,
    value: Expr,
    imports: &mut Imports<'_>,
) -> ImplItemFn {
    let (docs, field) = (imports.docs.line(doc), ident(&member.name));
    Setter { docs, alias: None, name: ident(name), argument, field, value }.method()
}
