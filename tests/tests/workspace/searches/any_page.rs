//! The specs can be compared with any page.

use proptest::prelude::*;
use proptest::sample::Index;
use workspace_tests::{PageFixture, page_fixtures, properties};

use crate::verify_docs::rendering;

/// Compares a spec with a page, and with the lock of that page.
fn examine(fixture: &PageFixture, page: &[u8]) {
    let page = String::from_utf8_lossy(page);
    let compared = fixture.compare_with(&[(&fixture.page_name, &page)]);
    assert_eq!(compared.rendered().matches("error[DW8").count(), compared.comparison.mismatches.len());
}

/// Fixtures, each with a page that its spec declares, in all renderings of it.
fn fixture_and_page() -> impl Strategy<Value = (PageFixture, String)> {
    let pairs = page_fixtures()
        .into_iter()
        .flat_map(|fixture| pages(&fixture).into_iter().map(move |page| (fixture.clone(), page)).collect::<Vec<_>>());
    prop::sample::select(pairs.collect::<Vec<_>>())
}

fn pages(fixture: &PageFixture) -> Vec<String> {
    let others: &[&str] = match fixture.name.as_str() {
        "html" => &["take-a-lamp.de.md", "take-a-lamp.zh.md"],
        "typed" => &["point-a-dome.flattened.txt"],
        _ => &[],
    };
    others.iter().map(|name| rendering(name)).chain([fixture.page.clone()]).collect()
}

/// A page with some of its lines dropped, doubled, exchanged, cut or filled with others.
pub(super) fn damaged(page: &str, damages: &[(u8, Index, Index, String)]) -> String {
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    for (kind, one, other, text) in damages {
        if lines.is_empty() {
            break;
        }
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        match kind % 6 {
            0 => drop(lines.remove(one)),
            1 => lines.insert(one, lines[other].clone()),
            2 => lines.swap(one, other),
            3 => lines[one] = lines[one].chars().take(other % 12).collect(),
            4 => lines[one].push_str(text),
            _ => lines[one] = lines[one].replace(['a', '|', '{', '<', ' '], text),
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(properties(150))]

    #[test]
    fn damaged_pages_can_be_compared(
        (fixture, page) in fixture_and_page(),
        damages in prop::collection::vec((any::<u8>(), any::<Index>(), any::<Index>(), "\\PC{0,6}|[{}|<>\\[\\]?&/:.]{1,4}"), 1..8),
    ) {
        examine(&fixture, damaged(&page, &damages).as_bytes());
    }

    #[test]
    fn arbitrary_bytes_can_be_compared(
        (fixture, _) in fixture_and_page(),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        examine(&fixture, &bytes);
    }

    #[test]
    fn pages_with_damaged_bytes_can_be_compared(
        (fixture, page) in fixture_and_page(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = page.into_bytes();
        for (place, byte) in changes {
            *place.get_mut(&mut bytes) = byte;
        }
        examine(&fixture, &bytes);
    }
}
