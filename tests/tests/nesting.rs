//! The deepest nesting that the rules accept is one that rustc takes.

use std::fmt::Write as _;

use docwright::rust::generate;
use workspace_tests::{CrateCopy, LIBRARY, check_area, codes, rendered};

/// A chain of types, each a member of the one before.
fn chain(length: usize, wrap: fn(usize) -> String) -> String {
    let mut spec =
        "operations:\n  get_it: { doc: Gets it., GET: /it, responses: { 200: Level0 } }\ntypes:\n".to_owned();
    for level in 0..length {
        let _ = writeln!(spec, "  Level{level}: {{ doc: A level., fields: {{ next: {} }} }}", wrap(level + 1));
    }
    let _ = writeln!(spec, "  Level{length}: {{ doc: The last level., fields: {{ name: string }} }}");
    spec
}

#[test]
fn the_deepest_accepted_nesting_compiles() {
    let plain = |level| format!("Level{level}");
    let collections = |level| format!("Map<List<Level{level}>>");
    for (name, deepest, wrap) in [("nested", 50, plain as fn(usize) -> String), ("nested-collections", 25, collections)]
    {
        let checked = check_area(chain(deepest, wrap));
        assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
        let copy = CrateCopy::new(name);
        copy.regenerate(&generate(&checked.model, LIBRARY).unwrap());
        copy.cargo(&["build", "--quiet", "--lib"]);
        assert_eq!(codes(&check_area(chain(deepest + 1, wrap)).diagnostics), ["DW505"]);
    }
}
