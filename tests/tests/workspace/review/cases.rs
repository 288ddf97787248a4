//! Small specs before and after: one that all cases share, and what each case does to it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use docwright::internals::review::{ReviewReport, SpecSnapshot};
use docwright::internals::rust::public_api_of;
use jiff::civil::{Date, date};
use workspace_tests::{check_spec, rendered, spec_file};

/// Contents by path below the spec directory.
pub(crate) type Files = BTreeMap<String, String>;

/// The day of the revision before; the page `notes` was captured earlier.
pub(crate) const SINCE: Date = date(2026, 11, 1);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/review")
}

/// The spec that every case changes.
pub(crate) fn before() -> Files {
    let folder = folder().join("before/demo");
    let names = ["api.yaml", "things.yaml", "pages.lock"];
    names.map(|name| (format!("demo/{name}"), fs::read_to_string(folder.join(name)).unwrap())).into()
}

/// Names of the cases, and the specs after each.
fn cases() -> Vec<(String, Files)> {
    let mut cases: Vec<_> = fs::read_dir(folder().join("changes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let after = apply(&name, &fs::read_to_string(&path).unwrap());
            (name, after)
        })
        .collect();
    cases.sort();
    cases
}

/// The specs after one case.
pub(crate) fn case(name: &str) -> Files {
    cases().into_iter().find(|(known, _)| known == name).unwrap().1
}

/// Applies a difference: under `=== path`, each `-` line is the next one that equals it and is removed; `+` lines replace it.
fn apply(name: &str, difference: &str) -> Files {
    let mut files = before();
    for part in difference.split("=== ").skip(1) {
        let (path, lines) = part.split_once('\n').unwrap();
        let old = files.get(path).cloned().unwrap_or_default();
        let (mut new, mut rest) = (String::new(), old.lines());
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let (sign, line) = line.split_at(1);
            if sign == "-" {
                let found = rest.by_ref().take_while(|known| *known != line).map(|known| format!("{known}\n"));
                new.extend(found);
            } else {
                new.push_str(&format!("{line}\n"));
            }
        }
        new.extend(rest.map(|known| format!("{known}\n")));
        assert_ne!(new, old, "{name} changes nothing in {path}");
        files.insert(path.to_owned(), new);
    }
    files
}

/// One side of a comparison. Files need no examples.
pub(crate) fn side(files: &Files) -> SpecSnapshot {
    let specs = files.iter().filter(|(path, _)| path.ends_with(".yaml"));
    let specs = specs.map(|(path, text)| docwright::internals::spec::SpecFile {
        shown: format!("spec/{path}"),
        ..spec_file(path, text.as_str())
    });
    let locks =
        files.iter().filter_map(|(path, text)| Some((path.strip_suffix("/pages.lock")?.to_owned(), text.clone())));
    SpecSnapshot { checked: check_spec(specs.collect()), locks: locks.collect() }
}

/// The report on a change.
pub(crate) fn review(before: &Files, after: &Files) -> ReviewReport {
    ReviewReport::between("main", side(before), side(after), Some(SINCE), public_api_of)
}

/// Reports on all cases, by name.
pub(crate) fn reports() -> &'static [(String, ReviewReport)] {
    static REPORTS: LazyLock<Vec<(String, ReviewReport)>> =
        LazyLock::new(|| cases().into_iter().map(|(name, after)| (name, review(&before(), &after))).collect());
    &REPORTS
}

/// The same, of specs without errors.
pub(crate) fn sound_review(name: &str, before: &Files, after: &Files) -> ReviewReport {
    let report = review(before, after);
    assert_sound(name, &report);
    report
}

pub(crate) fn assert_sound(name: &str, report: &ReviewReport) {
    let errors = [&report.before, &report.after].map(rendered).concat();
    assert_eq!(errors, "", "{name}");
}
