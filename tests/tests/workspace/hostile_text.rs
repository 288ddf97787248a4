//! The texts of a spec never become code.

use std::collections::BTreeMap;

use docwright::internals::rust::{Generated, generate};
use workspace_tests::specs::{HOSTILE, spec_saying};
use workspace_tests::{LIBRARY, check_spec, rendered};

/// Items that a file declares, by kind and name.
fn items(code: &str) -> BTreeMap<String, usize> {
    let mut items = BTreeMap::new();
    for item in syn::parse_file(code).unwrap().items {
        let name = match item {
            syn::Item::Fn(item) => format!("fn {}", item.sig.ident),
            syn::Item::Struct(item) => format!("struct {}", item.ident),
            syn::Item::Enum(item) => format!("enum {}", item.ident),
            syn::Item::Const(item) => format!("const {}", item.ident),
            syn::Item::Mod(item) => format!("mod {}", item.ident),
            syn::Item::Impl(_) => "impl".to_owned(),
            syn::Item::Macro(_) => "macro".to_owned(),
            syn::Item::Use(_) => "use".to_owned(),
            _ => "other".to_owned(),
        };
        *items.entry(name).or_default() += 1;
    }
    items
}

fn generated_with(text: &str) -> Generated {
    let checked = check_spec(spec_saying(text));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    generate(&checked.model, LIBRARY).unwrap()
}

#[test]
fn hostile_text_declares_nothing() {
    let (plain, hostile) = (generated_with("plain"), generated_with(HOSTILE));
    assert!(!hostile.tests.is_empty());
    for (path, code) in hostile.files.iter().chain(&hostile.tests) {
        let plain = plain.files.get(path).or(plain.tests.get(path)).unwrap();
        assert_eq!(items(code), items(plain), "{path}:\n{code}");
        for mark in ['\u{202e}', '\u{2066}', '\u{2028}'] {
            assert!(!code.contains(mark), "{path} holds {mark:?}");
        }
    }
}
