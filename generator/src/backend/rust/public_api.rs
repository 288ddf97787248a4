//! A listing of what users of a crate can name: one line per member, sorted, so that a review shows what they gain or lose.
//!
//! It is made from the source text alone. What a macro of the crate implements is listed as the call of the macro.

mod compact;
mod crate_source;
mod lines;

use std::collections::{BTreeSet, HashMap};
use std::mem;
use std::path::{Path, PathBuf};

use crate_source::{CrateSource, ParsedModule};
use lines::Implementation;

/// Why a crate could not be listed.
#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    /// A source file could not be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        source: std::io::Error,
    },
    /// A source file is no Rust.
    #[error("{path} does not parse")]
    Parse {
        /// The file.
        path: PathBuf,
        source: syn::Error,
    },
}

/// Lists the public API of the hand-written crate at `root`, with the names that its users see.
///
/// # Errors
///
/// When a source file cannot be read or parsed.
pub fn of_crate(root: &Path) -> Result<Vec<String>, ListingError> {
    let source = CrateSource::read(root)?;
    let mut listing = ApiLister {
        source: &source,
        lines: BTreeSet::new(),
        visited: BTreeSet::new(),
        shown_at: HashMap::new(),
        implementations: Implementations::new(source.items().into_iter()),
    };
    listing.module(&source.root, &[]);
    let mut lines: Vec<String> = listing.lines.into_iter().collect();
    sort(&mut lines);
    Ok(lines)
}

/// A listing as the text of a file.
pub fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Puts lines into the order of a listing, each once. What is in order already costs little.
pub(crate) fn sort(lines: &mut Vec<String>) {
    let keys: Vec<(&str, &str)> = lines.iter().map(|line| (path_of(line), line.as_str())).collect();
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|left, right| keys[*left].cmp(&keys[*right]));
    let mut sorted: Vec<String> = order.into_iter().map(|index| mem::take(&mut lines[index])).collect();
    sorted.dedup();
    *lines = sorted;
}

/// What a line is about, so that everything about one item is together.
fn path_of(line: &str) -> &str {
    if let Some((_, path)) = line.strip_prefix("impl ").and_then(|line| line.rsplit_once(" for ")) {
        return path;
    }
    let mut rest = line;
    for word in ["pub ", "const ", "async ", "static ", "fn ", "struct ", "enum ", "mod ", "trait ", "type ", "use "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
    rest[..end].trim_end_matches(':')
}

/// The lines of an independent module: it re-exports nothing, and implements only for its own types.
pub(crate) fn of_module(items: &[syn::Item], path: &[String]) -> Vec<String> {
    let implementations = Implementations::new(items.iter());
    let mut found = Vec::new();
    for item in items.iter().filter(|item| lines::is_public(item)) {
        if let syn::Item::Mod(declaration) = item {
            found.push(format!("pub mod {}::{}", path.join("::"), lines::plain(&declaration.ident)));
        }
        found.extend(lines::of_item(item, path, None));
        if let Some(name) = lines::type_name(item) {
            found.extend(implementations.lines(&name, &format!("{}::{name}", path.join("::"))));
        }
    }
    found
}

/// What is implemented for which type.
struct Implementations<'i> {
    by_type: HashMap<String, Vec<Implementation<'i>>>,
}

impl<'i> Implementations<'i> {
    fn new(items: impl Iterator<Item = &'i syn::Item>) -> Self {
        let mut by_type: HashMap<String, Vec<Implementation<'_>>> = HashMap::new();
        for (name, implementation) in items.flat_map(lines::implementations) {
            by_type.entry(name).or_default().push(implementation);
        }
        Self { by_type }
    }

    fn lines(&self, name: &str, path: &str) -> Vec<String> {
        let implementations = self.by_type.get(name).map_or(&[][..], Vec::as_slice);
        implementations.iter().flat_map(|implementation| implementation.lines(path)).collect()
    }
}

struct ApiLister<'s> {
    source: &'s CrateSource,
    lines: BTreeSet<String>,
    visited: BTreeSet<(Vec<String>, Vec<String>)>,
    /// Where the item of a module is listed whole.
    shown_at: HashMap<(Vec<String>, String), String>,
    implementations: Implementations<'s>,
}

impl<'s> ApiLister<'s> {
    /// Lists a module under the path by which users reach it.
    fn module(&mut self, module: &'s ParsedModule, shown: &[String]) {
        if !self.visited.insert((module.path.clone(), shown.to_vec())) {
            return;
        }
        // What is re-exported here is listed here, and not where users could reach it as well.
        for item in &module.items {
            if let syn::Item::Use(reexport) = item
                && lines::is_visible(&reexport.vis)
            {
                self.reexport(&reexport.tree, &mut Vec::new(), module, shown);
            }
        }
        for item in module.items.iter().filter(|item| lines::is_public(item)) {
            self.item(item, module, shown, None);
        }
    }

    fn item(&mut self, item: &syn::Item, module: &'s ParsedModule, shown: &[String], renamed: Option<&str>) {
        if let syn::Item::Mod(declaration) = item {
            let name = lines::plain(&declaration.ident);
            let path: Vec<String> = shown.iter().cloned().chain([name.clone()]).collect();
            self.lines.insert(format!("pub mod {}", path.join("::")));
            let source = self.source;
            if let Some(child) = source.child(module, &name) {
                self.module(child, &path);
            }
            return;
        }
        let Some(name) = lines::item_name(item) else { return };
        let shown_name = renamed.unwrap_or(&name);
        let path: Vec<String> = shown.iter().cloned().chain([shown_name.to_owned()]).collect();
        let identity = (module.path.clone(), name.clone());
        if let Some(elsewhere) = self.shown_at.get(&identity) {
            if *elsewhere != path.join("::") {
                self.lines.insert(format!("pub use {} = {elsewhere}", path.join("::")));
            }
            return;
        }
        self.shown_at.insert(identity, path.join("::"));
        self.lines.extend(lines::of_item(item, shown, renamed));
        if lines::type_name(item).is_none() {
            return;
        }
        self.lines.extend(self.implementations.lines(&name, &path.join("::")));
    }

    fn reexport(&mut self, tree: &syn::UseTree, path: &mut Vec<String>, module: &'s ParsedModule, shown: &[String]) {
        match tree {
            syn::UseTree::Path(step) => {
                path.push(lines::plain(&step.ident));
                self.reexport(&step.tree, path, module, shown);
                path.pop();
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.reexport(tree, path, module, shown);
                }
            }
            syn::UseTree::Name(name) => self.reexport_name(&lines::plain(&name.ident), None, path, module, shown),
            syn::UseTree::Rename(rename) => {
                let (name, renamed) = (lines::plain(&rename.ident), lines::plain(&rename.rename));
                self.reexport_name(&name, Some(&renamed), path, module, shown);
            }
            syn::UseTree::Glob(_) => {
                let source = self.source;
                if let Some(target) = source.resolve(module, path) {
                    self.module(target, shown);
                }
            }
        }
    }

    fn reexport_name(
        &mut self,
        name: &str,
        renamed: Option<&str>,
        path: &[String],
        module: &'s ParsedModule,
        shown: &[String],
    ) {
        let source = self.source;
        let found = source.resolve(module, path).and_then(|target| source.find(target, name));
        match found {
            Some((target, item)) => self.item(item, target, shown, renamed),
            None => {
                let shown_name = renamed.unwrap_or(name);
                let target: Vec<&str> = path.iter().map(String::as_str).chain([name]).collect();
                let here: Vec<&str> = shown.iter().map(String::as_str).chain([shown_name]).collect();
                self.lines.insert(format!("pub use {} = {}", here.join("::"), target.join("::")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn lines_are_sorted_by_what_they_are_about() {
        for (line, path) in [
            ("impl From<&str> for runtime::Secret", "runtime::Secret"),
            ("pub const fn a::B::new(x: u8) -> Self", "a::B::new"),
            ("pub a::B::field: Option<c::D>", "a::B::field"),
            ("pub struct a::B<T> (non_exhaustive)", "a::B"),
            ("pub use a::B = c::D", "a::B"),
        ] {
            assert_eq!(path_of(line), path);
        }
    }
}
