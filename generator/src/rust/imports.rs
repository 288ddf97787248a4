//! What a generated file has to import, noted while its items are printed.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::tokens::ident;
use crate::model::{Api, Home, TypeId};

/// The imports of one file.
pub(super) struct Imports<'m> {
    pub(super) api: &'m Api,
    home: Home,
    runtime: BTreeSet<&'static str>,
    standard: BTreeSet<&'static str>,
    /// Types by the module they stand in.
    declared: BTreeMap<String, BTreeSet<&'m str>>,
}

impl<'m> Imports<'m> {
    pub(super) fn new(api: &'m Api, home: Home) -> Self {
        Self { api, home, runtime: BTreeSet::new(), standard: BTreeSet::new(), declared: BTreeMap::new() }
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
        if declared.home != self.home {
            let module = match declared.home {
                Home::Shared => "shared".to_owned(),
                Home::Area(index) => self.api.areas[index].module.clone(),
            };
            self.declared.entry(module).or_default().insert(&declared.name);
        }
        ident(&declared.name)
    }

    /// The `use` items, in the order of rustfmt.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let mut items = Vec::new();
        for path in &self.standard {
            let segments = path.split("::").map(ident);
            items.push(quote!(use #(#segments)::*;));
        }
        for (module, names) in &self.declared {
            let (module, names) = (ident(module), names.iter().map(|name| ident(name)));
            items.push(quote!(use super::#module::{#(#names),*};));
        }
        if !self.runtime.is_empty() {
            let names = self.runtime.iter().map(|name| ident(name));
            items.push(quote!(use crate::runtime::{#(#names),*};));
        }
        items
    }
}
