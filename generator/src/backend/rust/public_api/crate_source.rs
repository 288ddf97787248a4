//! The modules of a crate, parsed.

use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::ListingError;
use super::lines;
use crate::files;

/// A parsed module.
pub(super) struct ParsedModule {
    pub(super) path: Vec<String>,
    pub(super) items: Vec<syn::Item>,
    children: Vec<ParsedModule>,
}

/// A parsed crate.
pub(super) struct CrateSource {
    pub(super) root: ParsedModule,
}

struct CrateReader<'r> {
    root: &'r Path,
}

impl CrateSource {
    pub(super) fn read(root: &Path) -> Result<Self, ListingError> {
        let reader = CrateReader { root };
        let items = reader.parse("src/lib.rs")?;
        Ok(Self { root: reader.module(Vec::new(), "src", items)? })
    }

    pub(super) fn child<'m>(&'m self, module: &ParsedModule, name: &str) -> Option<&'m ParsedModule> {
        let path: Vec<String> = module.path.iter().cloned().chain([name.to_owned()]).collect();
        self.at(&path)
    }

    fn at(&self, path: &[String]) -> Option<&ParsedModule> {
        path.iter()
            .try_fold(&self.root, |module, name| module.children.iter().find(|child| child.path.last() == Some(name)))
    }

    /// The module that a `use` path in `module` leads to.
    pub(super) fn resolve<'m>(&'m self, module: &ParsedModule, path: &[String]) -> Option<&'m ParsedModule> {
        let mut base = module.path.clone();
        let mut steps = path;
        while let Some((first, rest)) = steps.split_first() {
            match first.as_str() {
                "crate" => base.clear(),
                "self" => {}
                "super" => drop(base.pop()),
                _ => break,
            }
            steps = rest;
        }
        base.extend(steps.iter().cloned());
        self.at(&base)
    }

    /// The item that a name in a module refers to, through its re-exports.
    pub(super) fn find<'m>(
        &'m self,
        module: &'m ParsedModule,
        name: &str,
    ) -> Option<(&'m ParsedModule, &'m syn::Item)> {
        let own = module.items.iter().find(|item| lines::item_name(item).as_deref() == Some(name));
        if let Some(item) = own {
            return Some((module, item));
        }
        module.items.iter().find_map(|item| match item {
            syn::Item::Use(reexport) => {
                let (path, target) = lines::path_in_use(&reexport.tree, name)?;
                let target_module = self.resolve(module, &path)?;
                if std::ptr::eq(target_module, module) { None } else { self.find(target_module, &target) }
            }
            _ => None,
        })
    }

    /// The items of all modules: a hand-written crate implements for its types wherever it pleases.
    pub(super) fn items(&self) -> Vec<&syn::Item> {
        let mut items = Vec::new();
        let mut pending = vec![&self.root];
        while let Some(next) = pending.pop() {
            items.extend(&next.items);
            pending.extend(&next.children);
        }
        items
    }
}

impl CrateReader<'_> {
    fn text(&self, path: &str) -> Result<String, ListingError> {
        let path = self.root.join(path);
        files::read_text(&path).map_err(|source| ListingError::Read { path, source })
    }

    fn parse(&self, path: &str) -> Result<Vec<syn::Item>, ListingError> {
        let tokens = self.text(path)?.parse::<TokenStream>().map_err(syn::Error::from);
        let parsed = tokens.and_then(|tokens| syn::parse2::<syn::File>(without_bodies(tokens)));
        Ok(parsed.map_err(|source| ListingError::Parse { path: self.root.join(path), source })?.items)
    }

    fn module(&self, path: Vec<String>, folder: &str, items: Vec<syn::Item>) -> Result<ParsedModule, ListingError> {
        let mut children = Vec::new();
        for item in &items {
            let syn::Item::Mod(declaration) = item else { continue };
            if lines::is_test_only(&declaration.attrs) {
                continue;
            }
            let name = lines::plain(&declaration.ident);
            let child_path: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
            let child_folder = format!("{folder}/{name}");
            let child_items = match &declaration.content {
                Some((_, items)) => items.clone(),
                None => self.parse(&self.file_of(&child_folder))?,
            };
            children.push(self.module(child_path, &child_folder, child_items)?);
        }
        Ok(ParsedModule { path, items, children })
    }

    fn file_of(&self, folder: &str) -> String {
        let flat = format!("{folder}.rs");
        let nested = format!("{folder}/mod.rs");
        let exists = |path: &str| self.root.join(path).exists();
        if !exists(&flat) && exists(&nested) { nested } else { flat }
    }
}

/// Tokens of items without the bodies of functions, which are not listed and are the largest part to parse.
fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut previous_is_fn = false;
    let mut in_signature = false;
    let tokens = tokens.into_iter().map(|token| {
        let is_fn = matches!(&token, TokenTree::Ident(word) if word == "fn");
        // A type `fn(…)` has no name.
        in_signature |= previous_is_fn && matches!(token, TokenTree::Ident(_));
        previous_is_fn = is_fn;
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let content = if in_signature { TokenStream::new() } else { without_bodies(group.stream()) };
                in_signature = false;
                TokenTree::Group(Group::new(Delimiter::Brace, content))
            }
            TokenTree::Punct(end) if end.as_char() == ';' => {
                in_signature = false;
                TokenTree::Punct(end)
            }
            token => token,
        }
    });
    tokens.collect()
}

#[cfg(test)]
mod tests {
    use super::without_bodies;

    #[test]
    fn functions_lose_their_bodies_and_nothing_else() {
        let before = "struct A { f: fn(u8) -> u8 } trait B { fn a(&self); fn b() -> [u8; 2] { [0; 2] } const C: u8 = { 3 }; } \
                      macro_rules! m { ($x:ident) => { fn $x() { 1 } }; } mod c { pub fn d<T>() where T: Fn() -> u8 { m! { e } } }";
        let after = "struct A { f: fn(u8) -> u8 } trait B { fn a(&self); fn b() -> [u8; 2] { } const C: u8 = { 3 }; } \
                     macro_rules! m { ($x:ident) => { fn $x() { 1 } }; } mod c { pub fn d<T>() where T: Fn() -> u8 { } }";
        let tokens = |text: &str| text.parse::<proc_macro2::TokenStream>().unwrap();
        assert_eq!(without_bodies(tokens(before)).to_string(), tokens(after).to_string());
    }
}
