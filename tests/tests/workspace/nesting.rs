//! The deepest nesting that the rules accept. The tests of generated code show that rustc accepts it.

use workspace_tests::specs::{chain, deepest_chains};
use workspace_tests::{check_area, codes, rendered};

#[test]
fn one_level_more_than_the_deepest_is_rejected() {
    for (name, deepest, wrap) in deepest_chains() {
        let checked = check_area(chain(deepest, wrap));
        assert!(checked.diagnostics.is_empty(), "{name}: {}", rendered(&checked));
        assert_eq!(codes(&check_area(chain(deepest + 1, wrap)).diagnostics), ["DW505"], "{name}");
    }
}

#[test]
fn the_content_of_an_envelope_is_as_deep_as_the_envelope() {
    let envelopes: String = (0..30)
        .map(|level| format!("  E{level}<T>: {{ doc: Wraps., fields: {{ next: E{}<T> }} }}\n", level + 1))
        .collect();
    let holder = "  E30<T>: { doc: Wraps., fields: { item: T } }\n  Level30: { doc: Holds both., fields: { next: E0<Level0> } }\n";
    let spec = chain(29, |level| format!("Level{level}")).replace("200: Level0", "200: Level30");
    assert_eq!(codes(&check_area(format!("{spec}{envelopes}{holder}")).diagnostics), ["DW505"]);
}

#[test]
fn excessive_depths_are_reported() {
    let doubling: String = (1..80)
        .map(|level| format!("  E{level}<T>: {{ doc: Wraps., fields: {{ next: E{0}<E{0}<T>> }} }}\n", level - 1))
        .collect();
    let spec = format!(
        "operations:\n  get_it: {{ doc: Gets it., GET: /it, responses: {{ 200: E79<string> }} }}\ntypes:\n  E0<T>: {{ doc: Wraps., fields: {{ item: T }} }}\n{doubling}"
    );
    assert_eq!(codes(&check_area(spec).diagnostics), ["DW505"]);
}
