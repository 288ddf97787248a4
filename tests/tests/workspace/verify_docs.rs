//! Specs are compared with pages: every kind of mismatch is found, and none where a page is unreadable.

mod codes;
mod ends;
mod examples;
mod left_out;
pub(crate) mod locks;
mod mutations;
mod notes;
mod paging;
mod parts;
mod requested_headers;
mod several_pages;
mod tables;

use std::fs;

use workspace_tests::{PageFixture, page_fixtures, workspace_root};

/// The fixture of a name.
pub(crate) fn fixture(name: &str) -> PageFixture {
    page_fixtures().into_iter().find(|fixture| fixture.name == name).unwrap()
}

/// Another rendering of a fixture's page.
pub(crate) fn rendering(name: &str) -> String {
    fs::read_to_string(workspace_root().join("tests/fixtures/verify-docs-renderings").join(name)).unwrap()
}
