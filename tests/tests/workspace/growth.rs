//! What one module of a large API costs does not depend on the others.

use std::iter::once;

use docwright::internals::model::Home;
use workspace_tests::{check_by_all_rules, rendered, spec_file};

use crate::synthetic;

#[test]
fn the_types_of_a_module_are_found_without_those_of_others() {
    let files = synthetic::files(210).into_iter().map(|(path, text)| spec_file(&path, text)).collect();
    let checked = check_by_all_rules(files);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let [api] = checked.model.apis.as_slice() else { panic!("one API is expected") };
    let homes = once(Home::Shared).chain((0..api.areas.len()).map(Home::Area));
    let mut found = 0;
    for home in homes {
        let types = api.types_at(home);
        // The most that are looked at.
        let (_, most) = types.size_hint();
        assert_eq!(most, Some(api.types.iter().filter(|declared| declared.home == home).count()), "{home:?}");
        found += types.count();
    }
    assert_eq!(found, api.types.iter().filter(|declared| declared.direction.is_any()).count());
}
