//! Fetched pages are those that the spec cites, by their URL.

use docwright::internals::diagnostics::Sources;
use docwright::internals::pages::verify::{update_locks, verify};
use workspace_tests::codes;

use super::server::Server;
use super::{Citing, PAGE, page, page_with};

#[test]
fn a_fetched_page_is_the_one_that_the_spec_cites() {
    // Neither the page nor the name of its file says which page it is, and another one has the same name.
    let server = Server::new(|request, _| match request.target.as_str() {
        "/things/get" => page(),
        _ => page_with("", &PAGE.replace("| id   | string |", "| id   | long   |")),
    });
    let mut citing = Citing::of(&server, &["/things/get", "/boats/get"]);
    citing.fetch();
    let spec = citing.home.path().join("spec");
    let model = &citing.checked.model;
    let folder = [citing.folder()];
    let compare = |sources: &mut Sources| verify(model, &spec, &folder, sources, &mut |_, _| ()).unwrap();
    let comparison = compare(&mut citing.checked.sources);
    assert_eq!(codes(&comparison.mismatches), ["DW806"]);
    let help = comparison.mismatches[0].help.as_deref().unwrap();
    assert!(help.contains("{ page: page-1, at: path.id"), "{help}");
    assert_eq!((comparison.summary.pages, comparison.summary.matched), (2, 2));

    // A lock has both, although their names end in the same way.
    update_locks(model, &spec, &folder, &mut citing.checked.sources, &mut |_, _| ()).unwrap();
    let lock = std::fs::read_to_string(spec.join("demo/pages.lock")).unwrap();
    assert!(lock.contains("name: boats/get") && lock.contains("name: things/get"), "{lock}");
    let locked = verify(model, &spec, &[], &mut citing.checked.sources, &mut |_, _| ()).unwrap();
    assert_eq!(codes(&locked.mismatches), ["DW806"]);
}
