//! Reads the hand-written manifest of the generated crate.

use std::collections::HashSet;
use std::path::Path;

use super::WriteError;
use crate::files::{self, FileError};

/// The name of the library of the crate in `out`.
///
/// # Errors
///
/// When the manifest cannot be read, or does not name the crate.
pub fn library_name(out: &Path) -> Result<String, WriteError> {
    let path = out.join("Cargo.toml");
    let manifest = files::read_text(&path).map_err(FileError::io("read", &path))?;
    package_name(&manifest).map(|name| name.replace('-', "_")).ok_or(WriteError::NoName { path })
}

fn package_name(manifest: &str) -> Option<&str> {
    let package = manifest.lines().map(str::trim).skip_while(|line| *line != "[package]").skip(1);
    let mut entries = package.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    let (_, value) = entries.find(|(key, _)| key.trim() == "name")?;
    value.trim().strip_prefix('"')?.split('"').next().filter(|name| !name.is_empty())
}

/// The first feature that the manifest lists twice.
pub(super) fn repeated_feature(manifest: &str) -> Option<&str> {
    let features = manifest.lines().map(str::trim).skip_while(|line| *line != "[features]").skip(1);
    let features = features.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    let mut seen = HashSet::new();
    let mut names = features.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim());
    names.find(|name| !seen.insert(*name))
}

#[cfg(test)]
mod tests {
    use super::{package_name, repeated_feature};

    #[test]
    fn a_manifest_has_each_feature_once() {
        let manifest = "[features]\na = []\n# b = []\nb = [\"a\"]\n\n[dependencies]\na = \"1\"\n";
        assert_eq!(repeated_feature(manifest), None);
        assert_eq!(repeated_feature(&manifest.replace("# b", "b")), Some("b"));
    }

    #[test]
    fn the_name_is_that_of_the_package() {
        let manifest = "[workspace]\nname = \"other\"\n\n[package]\nversion = \"1\"\nname = \"a-b\" # why\n\n[[bench]]\nname = \"c\"\n";
        assert_eq!(package_name(manifest), Some("a-b"));
        assert_eq!(package_name("[package]\n[[bench]]\nname = \"c\"\n"), None);
    }
}
