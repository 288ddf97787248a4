//! What a generated file has to import, and its doc comments: noted while its items are made.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Type;

use super::doc_blocks::DocBlocks;
use super::syntax::at_path;
use super::tokens::ident;
use crate::model::{Api, Home, TypeId};

/// The imports of one file, and its doc comments.
pub(super) struct Imports<'m> {
    pub(super) api: &'m Api,
    pub(super) docs: DocBlocks,
    home: Home,
    /// Name of the library, for code outside of it.
    library: Option<&'m str>,
    runtime: BTreeSet<&'static str>,
    standard: BTreeSet<&'static str>,
    /// Types by the module that declares them.
    declared: BTreeMap<String, BTreeSet<&'m str>>,
}

impl<'m> Imports<'m> {
    pub(super) fn new(api: &'m Api, home: Home) -> Self {
        Self {
            api,
            docs: DocBlocks::default(),
            home,
            library: None,
            runtime: BTreeSet::new(),
            standard: BTreeSet::new(),
            declared: BTreeMap::new(),
        }
    }

    /// For code that uses an area as the users of `library` do.
    pub(super) fn outside(api: &'m Api, area: usize, library: &'m str) -> Self {
        Self { library: Some(library), ..Self::new(api, Home::Area(area)) }
    }

    /// An item of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) -> Ident {
        self.runtime.insert(name);
        ident(name)
    }

    /// An item of the standard library, by its whole path.
    pub(super) fn standard(&mut self, path: &'static str) -> Ident {
        self.standard.insert(path);
        ident(path.rsplit("::").next().unwrap_or(path))
    }

    /// A declared type.
    pub(super) fn declared(&mut self, id: TypeId) -> Ident {
        let declared = self.api.type_of(id);
        self.item(declared.home, &declared.name)
    }

    /// An item that is generated into the module of `home`.
    pub(super) fn item(&mut self, home: Home, name: &'m str) -> Ident {
        if home != self.home || self.library.is_some() {
            let module = match home {
                Home::Shared => "shared".to_owned(),
                Home::Area(index) => self.api.areas[index].module.clone(),
            };
            self.declared.entry(module).or_default().insert(name);
        }
        ident(name)
    }

    /// The struct of an operation, by its path if the file has something else of that name.
    pub(super) fn operation(&mut self, area: usize, name: &'m str) -> Type {
        let home = Home::Area(area);
        let module = &self.api.areas[area].module;
        let has_it = |own: usize| self.api.areas[own].operations.iter().any(|operation| operation.struct_name == name);
        let is_own = self.home.area().is_some_and(|own| own != area && has_it(own));
        let is_imported = self.declared.iter().any(|(other, names)| other != module && names.contains(name));
        if (is_own || is_imported) && home != self.home {
            return at_path([ident("super"), ident(module), ident(name)]);
        }
        at_path([self.item(home, name)])
    }

    /// The `use` items, in the order of rustfmt.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let mut items = Vec::new();
        for path in &self.standard {
            let segments = path.split("::").map(ident);
            items.push(quote!(use #(#segments)::*;));
        }
        // Users find what they need of the runtime at the root of the library.
        let (runtime, areas) = match self.library {
            None => (quote!(crate::runtime), quote!(super)),
            Some(library) => {
                let (library, api) = (ident(library), ident(&self.api.module));
                (quote!(#library), quote!(#library::#api))
            }
        };
        let first_area = items.len();
        for (module, names) in &self.declared {
            let (module, names) = (ident(module), names.iter().map(|name| ident(name)));
            items.push(quote!(use #areas::#module::{#(#names),*};));
        }
        if !self.runtime.is_empty() {
            let names = self.runtime.iter().map(|name| ident(name));
            let item = quote!(use #runtime::{#(#names),*};);
            // rustfmt sorts a single name of a path before its modules, and a list behind them.
            let is_first = self.library.is_some() && self.runtime.len() == 1;
            items.insert(if is_first { first_area } else { items.len() }, item);
        }
        items
    }
}
