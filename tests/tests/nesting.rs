//! The deepest nesting that the rules accept is one that rustc takes.

use std::fmt::Write as _;

use docwright::internals::rust::generate;
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

#[test]
fn what_an_envelope_wraps_lies_as_deep_as_the_envelope_itself() {
    let envelopes: String = (0..30)
        .map(|level| format!("  E{level}<T>: {{ doc: Wraps., fields: {{ next: E{}<T> }} }}\n", level + 1))
        .collect();
    let holder = "  E30<T>: { doc: Wraps., fields: { item: T } }\n  Level30: { doc: Holds both., fields: { next: E0<Level0> } }\n";
    let spec = chain(29, |level| format!("Level{level}")).replace("200: Level0", "200: Level30");
    assert_eq!(codes(&check_area(format!("{spec}{envelopes}{holder}")).diagnostics), ["DW505"]);
}

#[test]
fn depths_beyond_all_numbers_are_told() {
    let doubling: String = (1..80)
        .map(|level| format!("  E{level}<T>: {{ doc: Wraps., fields: {{ next: E{0}<E{0}<T>> }} }}\n", level - 1))
        .collect();
    let spec = format!(
        "operations:\n  get_it: {{ doc: Gets it., GET: /it, responses: {{ 200: E79<string> }} }}\ntypes:\n  E0<T>: {{ doc: Wraps., fields: {{ item: T }} }}\n{doubling}"
    );
    assert_eq!(codes(&check_area(spec).diagnostics), ["DW505"]);
}
