//! The crates that a crate depends on by path: users reach what it re-exports of them.

/// Names, as Rust code spells them, and folders below the crate, in the order of the manifest.
///
/// Read are the lines of `[dependencies]` that state a path, each a table on one line, as cargo writes them.
pub(super) fn path_dependencies(manifest: &str) -> Vec<(String, String)> {
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[dependencies]").skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter_map(path_dependency).collect()
}

fn path_dependency(line: &str) -> Option<(String, String)> {
    let (name, table) = line.split_once('=')?;
    let fields = table.trim().strip_prefix('{')?.split(',');
    let path = fields.filter_map(|field| field.split_once('=')).find(|(key, _)| key.trim() == "path")?.1;
    Some((name.trim().replace('-', "_"), path.split('"').nth(1)?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::path_dependencies;

    #[test]
    fn only_dependencies_by_path_are_read() {
        let manifest = "[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\nurl = { version = \"2\" }\n# by path\n\
                        my-runtime = { version = \"1\", path = \"runtime\" }\n\n[dev-dependencies]\nx = { path = \"x\" }\n";
        assert_eq!(path_dependencies(manifest), [("my_runtime".to_owned(), "runtime".to_owned())]);
    }
}
