//! Reads the hand-written manifest of the generated crate.

use std::collections::HashSet;
use std::io;
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
    let manifest = files::read_text(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => WriteError::NoCrate { path: out.to_owned() },
        _ => FileError::io("read", &path)(error).into(),
    })?;
    package_name(&manifest).map(|name| name.replace('-', "_")).ok_or(WriteError::NoName { path })
}

/// The version of the crate in `out`, which its manifest or that of the workspace around it states.
#[cfg(feature = "cli")]
pub(crate) fn package_version(out: &Path) -> Option<String> {
    let read = |folder: &Path| files::read_text(&folder.join("Cargo.toml")).ok();
    let manifest = read(out)?;
    if let Some(version) = text(&manifest, "[package]", "version") {
        return Some(version.to_owned());
    }
    let out = out.canonicalize().ok()?;
    let around = out.ancestors().skip(1).filter_map(read);
    around.into_iter().find_map(|manifest| text(&manifest, "[workspace.package]", "version").map(str::to_owned))
}

pub(super) fn package_name(manifest: &str) -> Option<&str> {
    text(manifest, "[package]", "name").filter(|name| !name.is_empty())
}

/// The path of the table of operations from the folder of the crate, with `/` between its parts, if the manifest asks for the table.
///
/// # Errors
///
/// When it is not a relative path to a Markdown file.
pub(super) fn coverage_path<'m>(manifest: &'m str, path: &Path) -> Result<Option<&'m str>, WriteError> {
    let Some(value) = text(manifest, "[package.metadata.docwright]", "coverage") else { return Ok(None) };
    // A part without a name, or `.`, would make two paths of one file.
    let mut parts = value.split('/').skip_while(|part| *part == "..").peekable();
    let is_plain =
        parts.peek().is_some() && parts.all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']));
    if is_plain && value.ends_with(".md") {
        return Ok(Some(value));
    }
    Err(WriteError::CoveragePath { path: path.to_owned(), value: value.to_owned() })
}

/// The text at a key of a section.
fn text<'m>(manifest: &'m str, section: &str, key: &str) -> Option<&'m str> {
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != section).skip(1);
    let mut entries = lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    let (_, value) = entries.find(|(found, _)| found.trim() == key)?;
    value.trim().strip_prefix('"')?.split('"').next()
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
    use std::path::Path;

    use super::{coverage_path, package_name, repeated_feature};

    #[test]
    fn the_table_of_operations_is_a_markdown_file_at_a_relative_path() {
        let path = |value: &str| {
            let manifest =
                format!("[package]\ncoverage = \"no.md\"\n\n[package.metadata.docwright]\ncoverage = {value}\n");
            coverage_path(&manifest, Path::new("Cargo.toml")).map(|path| path.map(str::to_owned)).ok()
        };
        for good in ["../docs/coverage.md", "coverage.md", "../../a/b.md", "..a/b.md"] {
            assert_eq!(path(&format!("\"{good}\" # why")), Some(Some(good.to_owned())));
        }
        for bad in
            ["", "/coverage.md", "../", "..", "a/../b.md", "./a.md", "a//b.md", "C:/a.md", "..\\\\a.md", "src/lib.rs"]
        {
            assert_eq!(path(&format!("\"{bad}\"")), None, "{bad}");
        }
        assert_eq!(coverage_path("[package]\nname = \"a\"\n", Path::new("Cargo.toml")).ok(), Some(None));
    }

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
