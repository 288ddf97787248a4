//! Specs are held against pages: every kind of difference is found, and none where a page cannot tell.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

mod doubts;
mod hostile_pages;
mod locks;
mod mutations;
mod several_pages;

use std::fs;

use workspace_tests::{PageFixture, page_fixtures, workspace_root};

/// The fixture of a name.
fn fixture(name: &str) -> PageFixture {
    page_fixtures().into_iter().find(|fixture| fixture.name == name).unwrap()
}

/// Another rendering of a fixture's page.
fn rendering(name: &str) -> String {
    fs::read_to_string(workspace_root().join("tests/fixtures/verify-docs-renderings").join(name)).unwrap()
}
