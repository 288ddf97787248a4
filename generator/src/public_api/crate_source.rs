//! The modules of a crate, parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::ListingError;
use super::lines;
use super::path_dependencies::path_dependencies;

/// A parsed module.
pub(super) struct Module {
    pub(super) path: Vec<String>,
    pub(super) items: Vec<syn::Item>,
    children: Vec<Module>,
}

/// A parsed crate, and those that it depends on by path.
pub(super) struct CrateSource {
    pub(super) root: Module,
    /// The paths of their modules begin with their names.
    dependencies: Vec<Module>,
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
        let root_module = reader.module(Vec::new(), "src", items)?;
        let mut dependencies = Vec::new();
        for (name, folder) in path_dependencies(&reader.text("Cargo.toml")?) {
            let items = reader.parse(&format!("{folder}/src/lib.rs"))?;
            dependencies.push(reader.module(vec![name], &format!("{folder}/src"), items)?);
        }
        Ok(Self { root: root_module, dependencies })
    }

    pub(super) fn child<'m>(&'m self, module: &Module, name: &str) -> Option<&'m Module> {
        let path: Vec<String> = module.path.iter().cloned().chain([name.to_owned()]).collect();
        self.at(&path)
    }

    fn at(&self, path: &[String]) -> Option<&Module> {
        let (root, steps) = match self.dependency(path) {
            Some(dependency) => (dependency, path.get(1..).unwrap_or_default()),
            None => (&self.root, path),
        };
        steps.iter().try_fold(root, |module, name| module.children.iter().find(|child| child.path.last() == Some(name)))
    }

    /// The dependency that a path leads into.
    fn dependency(&self, path: &[String]) -> Option<&Module> {
        self.dependencies.iter().find(|dependency| dependency.path.first() == path.first())
    }

    /// The module that a `use` path in `module` leads to.
    pub(super) fn resolve<'m>(&'m self, module: &Module, path: &[String]) -> Option<&'m Module> {
        let mut base = if self.dependency(path).is_some() { Vec::new() } else { module.path.clone() };
        let mut steps = path;
        while let Some((first, rest)) = steps.split_first() {
            match first.as_str() {
                "crate" => base.truncate(usize::from(self.dependency(&module.path).is_some())),
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

    /// Items that can implement something for the types of a module: those of its file and, since a hand-written crate spreads
    /// over files as it pleases, those of its whole crate when that is a dependency.
    pub(super) fn items_about<'m>(&'m self, module: &'m Module) -> Vec<&'m syn::Item> {
        let Some(dependency) = self.dependency(&module.path) else { return module.items.iter().collect() };
        let mut items = Vec::new();
        let mut pending = vec![dependency];
        while let Some(next) = pending.pop() {
            items.extend(&next.items);
            pending.extend(&next.children);
        }
        items
    }
}

impl Reader<'_> {
    fn text(&self, path: &str) -> Result<String, ListingError> {
        match self.changed.get(path) {
            Some(text) => Ok(text.clone()),
            None => {
                let path = self.root.join(path);
                fs::read_to_string(&path).map_err(|source| ListingError::Read { path, source })
            }
        }
    }

    fn parse(&self, path: &str) -> Result<Vec<syn::Item>, ListingError> {
        let parsed = syn::parse_file(&self.text(path)?);
        Ok(parsed.map_err(|source| ListingError::Parse { path: self.root.join(path), source })?.items)
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
