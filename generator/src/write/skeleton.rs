//! The skeleton of a crate to generate into.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use super::WriteError;
use super::manifest::package_name;
use crate::files::{self, FileError};

const MANIFEST: &str = include_str!("skeleton/Cargo.toml.txt");

const LIBRARY: &str = include_str!("skeleton/lib.rs.txt");

/// The package that generated code depends on.
const RUNTIME: &str = "docwright-runtime";

/// Names that cargo rejects, or that would hide a crate that generated code uses.
const TAKEN: [&str; 9] =
    ["alloc", "core", "docwright-runtime", "proc-macro", "serde", "serde-json", "std", "test", "tokio"];

/// Writes the manifest and the root of a library, and returns their paths. The runtime is that in a folder, or else the released one.
///
/// # Errors
///
/// When the name is not that of a crate, a file exists already, or one cannot be written.
pub(crate) fn write_crate(out: &Path, name: &str, runtime: Option<&Path>) -> Result<Vec<PathBuf>, WriteError> {
    if !is_valid(name) {
        return Err(WriteError::CrateName { name: name.to_owned() });
    }
    let mut paths = vec![out.join("Cargo.toml"), out.join("src/lib.rs")];
    if let Some(path) = paths.iter().find(|path| path.exists()) {
        return Err(WriteError::CrateExists { path: path.clone() });
    }
    let folder = out.join("src");
    fs::create_dir_all(&folder).map_err(FileError::io("create", &folder))?;
    let dependency = match runtime {
        Some(runtime) => format!("{{ path = {} }}", toml_text(&path_to_runtime(out, runtime)?)),
        None => toml_text(env!("CARGO_PKG_VERSION")),
    };
    let manifest = MANIFEST
        .replace("NAME", name)
        .replace("RUST_VERSION", env!("CARGO_PKG_RUST_VERSION"))
        .replace("\"RUNTIME\"", &dependency);
    for (path, text) in paths.iter().zip([manifest.as_str(), LIBRARY]) {
        let write = || fs::File::create_new(path)?.write_all(text.as_bytes());
        write().map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => WriteError::CrateExists { path: path.clone() },
            _ => FileError::io("write", path)(error).into(),
        })?;
    }
    // What cargo builds is not committed; a crate in a folder that has such a file keeps it.
    let ignored = out.join(".gitignore");
    if !ignored.exists() {
        fs::write(&ignored, "/target\n").map_err(FileError::io("write", &ignored))?;
        paths.push(ignored);
    }
    Ok(paths)
}

fn is_valid(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(is_plain)
        && !TAKEN.contains(&name)
        // Keywords are no identifiers.
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok()
}

/// The path of the runtime from the folder of the crate, as a manifest has it: it is the same in each checkout.
fn path_to_runtime(out: &Path, runtime: &Path) -> Result<String, WriteError> {
    let manifest = files::read_text(&runtime.join("Cargo.toml")).unwrap_or_default();
    if package_name(&manifest) != Some(RUNTIME) {
        return Err(WriteError::NotTheRuntime { path: runtime.to_owned() });
    }
    let absolute = |path: &Path| path.canonicalize().map_err(FileError::io("read", path));
    let (from, to) = (absolute(out)?, absolute(runtime)?);
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        // Another drive of Windows.
        return Ok(to.to_string_lossy().into_owned());
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let parts = up.chain(to.components().skip(shared));
    Ok(parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/"))
}

/// A text of TOML, which has the escapes of JSON.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{LIBRARY, MANIFEST, is_valid};
    use crate::names::FEATURES_OF_CLIENTS;

    #[test]
    fn the_manifest_declares_every_feature_that_names_leave_to_clients() {
        for feature in FEATURES_OF_CLIENTS {
            assert!(MANIFEST.contains(&format!("\n{feature} = [")), "{feature}");
        }
        assert!(MANIFEST.contains("# docwright:begin features\nall-apis = []\n# docwright:end features\n"));
        assert!(LIBRARY.contains("// docwright:begin modules\n// docwright:end modules\n"));
    }

    #[test]
    fn names_are_those_of_crates() {
        for good in ["acme-client", "a1", "acme"] {
            assert!(is_valid(good), "{good}");
        }
        for bad in ["", "1a", "-a", "Acme", "a b", "../a", "crate", "test", "a_b", "ä"] {
            assert!(!is_valid(bad), "{bad}");
        }
    }
}
