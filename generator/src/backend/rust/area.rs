//! The module of an area, and the module of types that areas share.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::printing::ItemGroup;
use super::source_file::RustFile;
use super::tokens::ident;
use super::type_refs::type_ref;
use super::{enums, errors, examples, objects, operations, outcomes, unions, webhooks};
use crate::model::{Api, Home, Type, TypeKind, TypeRef};

/// The module of the area at `index`.
pub(super) fn area(api: &Api, index: usize, library: &str) -> syn::Result<RustFile> {
    let area = &api.areas[index];
    let mut imports = Imports::new(api, Home::Area(index));
    // Operations come first, because readers look for them; how they are sent follows.
    let (mut items, mut calls, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
    for operation in &area.operations {
        let example = examples::of_docs(api, index, operation, library)?;
        items.push(operations::function(operation, &example.call, &mut imports).into());
        calls.extend(operations::call(area, operation, &mut imports));
        outcomes.extend(outcomes::outcomes(operation, &example.outcomes, &mut imports));
    }
    items.extend(area.webhooks.iter().map(|webhook| webhooks::decoder(webhook, &mut imports).into()));
    items.extend(calls.into_iter().chain(outcomes));
    items.extend(types(api, Home::Area(index), &mut imports));
    let parts = [&area.doc, &area.details].into_iter().filter(|part| !part.is_empty());
    let doc = parts.cloned().collect::<Vec<_>>().join(&String::new());
    Ok(RustFile { doc, attributes: None, imports: imports.items(), items, docs: imports.docs })
}

/// The module of shared types, when there are any.
pub(super) fn shared(api: &Api) -> Option<RustFile> {
    api.types_at(Home::Shared).next()?;
    let mut imports = Imports::new(api, Home::Shared);
    let items = types(api, Home::Shared, &mut imports);
    let doc = vec!["Types that several areas use.".to_owned()];
    Some(RustFile { doc, attributes: None, imports: imports.items(), items, docs: imports.docs })
}

fn types(api: &Api, home: Home, imports: &mut Imports<'_>) -> Vec<ItemGroup> {
    let mut items: Vec<ItemGroup> = api.types_at(home).flat_map(|declared| declare(declared, imports)).collect();
    let (mut texts, mut integers) = (Vec::new(), Vec::new());
    for declared in api.types_at(home) {
        let name = ident(&declared.name);
        match &declared.kind {
            TypeKind::Identifier(TypeRef::String) => texts.push(quote!(#name)),
            TypeKind::Identifier(value) => {
                let value = type_ref(value, imports);
                integers.push(quote!(#name(#value)));
            }
            _ => {}
        }
    }
    if !texts.is_empty() {
        let identifier = imports.runtime("identifier");
        items.push(quote!(#identifier!(#(#texts),*);).into());
    }
    if !integers.is_empty() {
        let identifier = imports.runtime("identifier");
        items.push(quote!(#identifier!(integer #(#integers),*);).into());
    }
    items
}

fn declare(declared: &Type, imports: &mut Imports<'_>) -> Vec<ItemGroup> {
    match &declared.kind {
        TypeKind::Object { is_envelope, members } => objects::object(declared, *is_envelope, members, imports),
        TypeKind::Enum { literal, case, values } => {
            vec![enums::open_enum(declared, (*literal, *case), values, imports)]
        }
        TypeKind::Identifier(value) => vec![identifier(declared, value, imports).into()],
        TypeKind::Union { tag, literal, variants } => {
            vec![unions::union(declared, (tag, *literal), variants, imports)]
        }
        TypeKind::Errors { variants } => vec![errors::errors(declared, variants, imports)],
    }
}

fn identifier(declared: &Type, value: &TypeRef, imports: &mut Imports<'_>) -> TokenStream {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let copy = (*value != TypeRef::String).then(|| quote!(Copy,));
    let value = type_ref(value, imports);
    quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(#value);
    }
}
