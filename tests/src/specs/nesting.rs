//! Types within types.

use std::fmt::Write as _;

use docwright::internals::spec::SpecFile;

use crate::{PLAIN_API, spec_file};

/// A chain of types, each a member of the one before.
pub fn chain(length: usize, wrap: impl Fn(usize) -> String) -> String {
    let mut spec =
        "operations:\n  get_it: { doc: Gets it., GET: /it, responses: { 200: Level0 } }\ntypes:\n".to_owned();
    for level in 0..length {
        let _ = writeln!(spec, "  Level{level}: {{ doc: A level., fields: {{ next: {} }} }}", wrap(level + 1));
    }
    let _ = writeln!(spec, "  Level{length}: {{ doc: The last level., fields: {{ name: string }} }}");
    spec
}

/// The name of a chain, how long it may be, and how each type is a member of the one before.
type Deepest = (&'static str, usize, fn(usize) -> String);

/// Chains as long as the rules accept: of types alone, and of types in collections.
pub fn deepest_chains() -> [Deepest; 2] {
    [
        ("nested", 50, |level| format!("Level{level}")),
        ("nested-collections", 25, |level| format!("Map<List<Level{level}>>")),
    ]
}

/// The longest of each kind.
pub fn deepest_nesting() -> Vec<SpecFile> {
    let files = deepest_chains().map(|(name, deepest, wrap)| {
        [
            spec_file(&format!("{name}/api.yaml"), PLAIN_API),
            spec_file(&format!("{name}/things.yaml"), chain(deepest, wrap)),
        ]
    });
    files.into_iter().flatten().collect()
}
