//! The modules of a crate, parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::ListingError;
use super::lines;

/// A parsed module.
pub(super) struct Module {
    pub(super) path: Vec<String>,
    pub(super) items: Vec<syn::Item>,
    children: Vec<Module>,
}

/// A parsed crate.
pub(super) struct CrateSource {
    pub(super) root: Module,
}

struct Reader<'r> {
    root: &'r Path,
    changed: &'r BTreeMap<String, String>,
    generated: &'r BTreeSet<String>,
}

impl CrateSource {
    pub(super) fn read(
        root: &Path,
        changed: &BTreeMap<String, String>,
        generated: &BTreeSet<String>,
    ) -> Result<Self, ListingError> {
        let reader = Reader { root, changed, generated };
        let items = reader.parse("src/lib.rs")?;
        Ok(Self { root: reader.module(Vec::new(), "src", items)? })
    }

    pub(super) fn child<'m>(&'m self, module: &Module, name: &str) -> Option<&'m Module> {
        let path: Vec<String> = module.path.iter().cloned().chain([name.to_owned()]).collect();
        self.at(&path)
    }

    fn at(&self, path: &[String]) -> Option<&Module> {
        path.iter()
            .try_fold(&self.root, |module, name| module.children.iter().find(|child| child.path.last() == Some(name)))
    }

    /// The module that a `use` path in `module` leads to.
    pub(super) fn resolve<'m>(&'m self, module: &Module, path: &[String]) -> Option<&'m Module> {
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

    /// The item that a name in a module stands for, through its re-exports.
    pub(super) fn find<'m>(&'m self, module: &'m Module, name: &str) -> Option<(&'m Module, &'m syn::Item)> {
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

    /// Items that can implement something for the types of a module: those of its file and, since a hand-written room can be
    /// spread over files, those of its neighbours below the same top-level module.
    pub(super) fn items_about<'m>(&'m self, module: &'m Module) -> Vec<&'m syn::Item> {
        let is_generated_area = module.path.len() < 2 || module.path.first().is_none_or(|first| first != "runtime");
        if is_generated_area {
            return module.items.iter().collect();
        }
        let mut items = Vec::new();
        let mut pending: Vec<&Module> =
            self.root.children.iter().filter(|child| child.path.first() == module.path.first()).collect();
        while let Some(next) = pending.pop() {
            items.extend(&next.items);
            pending.extend(&next.children);
        }
        items
    }
}

impl Reader<'_> {
    fn parse(&self, path: &str) -> Result<Vec<syn::Item>, ListingError> {
        let full = self.root.join(path);
        let text = match self.changed.get(path) {
            Some(text) => text.clone(),
            None => fs::read_to_string(&full).map_err(|source| ListingError::Read { path: full.clone(), source })?,
        };
        Ok(syn::parse_file(&text).map_err(|source| ListingError::Parse { path: full, source })?.items)
    }

    fn module(&self, path: Vec<String>, folder: &str, items: Vec<syn::Item>) -> Result<Module, ListingError> {
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
                None if self.generated.contains(&format!("{child_folder}.rs")) => Vec::new(),
                None => self.parse(&self.file_of(&child_folder))?,
            };
            children.push(self.module(child_path, &child_folder, child_items)?);
        }
        Ok(Module { path, items, children })
    }

    fn file_of(&self, folder: &str) -> String {
        let flat = format!("{folder}.rs");
        let nested = format!("{folder}/mod.rs");
        let exists = |path: &str| self.changed.contains_key(path) || PathBuf::from(self.root).join(path).exists();
        if !exists(&flat) && exists(&nested) { nested } else { flat }
    }
}
