//! Generated code is laid out as a careful author would.

use docwright::internals::model::TypeKind;
use docwright::internals::rust::generate;
use workspace_tests::{LIBRARY, check_directory, workspace_root};

/// The longest line of code and of docs.
const WIDTH: usize = 100;

/// Whether a line can be broken: its code alone is long, or has several elements. Texts have no place to break.
fn is_breakable(line: &str) -> bool {
    let code: String = line.split('"').step_by(2).collect();
    code.len() > WIDTH || code.contains(", ")
}

#[test]
fn lines_of_code_are_short_and_break_where_a_person_would_break_them() {
    let specs = check_directory(&workspace_root().join("spec"));
    let generated = generate(&specs.model, LIBRARY).unwrap();
    let mut wrong = Vec::new();
    for (path, text) in &generated.files {
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (index, line) in code {
            if line.len() > WIDTH && is_breakable(line) {
                wrong.push(format!("{path}:{}: {} columns", index + 1, line.len()));
            }
            if line.trim_end().ends_with(" =") || line.trim_start().starts_with("= ") {
                wrong.push(format!("{path}:{}: a name is torn from its `=`", index + 1));
            }
        }
        wrong.extend(groups_within_lines(path, text));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a line of a doc comment cannot be broken: it is one word, a link or a row of a table, or it is code.
fn is_unbreakable(doc: &str) -> bool {
    let is_link = doc.starts_with("- [") && !doc.starts_with("- [`");
    !doc.trim_start_matches("- ").contains(' ') || is_link || doc.starts_with('|') || doc.starts_with("# ")
}

#[test]
fn lines_of_docs_are_short() {
    let specs = check_directory(&workspace_root().join("spec"));
    let generated = generate(&specs.model, LIBRARY).unwrap();
    let mut wrong = Vec::new();
    for (path, text) in &generated.files {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| line.chars().count() > WIDTH) {
            let line = line.trim_start();
            let Some(doc) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else { continue };
            if !is_unbreakable(doc.trim()) {
                wrong.push(format!("{path}:{}: {line}", index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where a line is, and the line.
type Position<'t> = (usize, &'t str);

fn first<'t>(text: &'t str, is_it: impl Fn(&str) -> bool) -> Option<Position<'t>> {
    text.lines().enumerate().find(|(_, line)| is_it(line))
}

fn last<'t>(text: &'t str, is_it: impl Fn(&str) -> bool) -> Option<Position<'t>> {
    text.lines().enumerate().filter(|(_, line)| is_it(line)).last()
}

#[test]
fn operations_come_before_the_structs_of_calls_and_these_before_other_types() {
    let specs = check_directory(&workspace_root().join("spec"));
    let generated = generate(&specs.model, LIBRARY).unwrap();
    let mut files = 0;
    for api in &specs.model.apis {
        for area in &api.areas {
            let text = &generated.files[&format!("{}/{}.rs", api.module, area.module)];
            let is_call = |line: &str| {
                line.strip_prefix("pub struct ").is_some_and(|rest| {
                    area.operations.iter().any(|call| rest.trim_end_matches([';', ' ', '{', '}']) == call.struct_name)
                })
            };
            let is_type =
                |line: &str| (line.starts_with("pub struct ") && !is_call(line)) || line.starts_with("pub enum ");
            let functions = text.lines().filter(|line| line.starts_with("pub fn ")).count();
            assert_eq!(functions, area.operations.len() + area.webhooks.len(), "{}", area.source);
            let last_function = last(text, |line| line.starts_with("pub fn ")).unwrap();
            assert!(last_function < first(text, is_call).unwrap(), "{}", area.source);
            if let Some(first_type) = first(text, is_type) {
                assert!(last(text, is_call).unwrap() < first_type, "{}", area.source);
            }
            for operation in &area.operations {
                let row =
                    format!("//! | [`{}`] | `{} {}` | ", operation.name, operation.method.as_str(), operation.template);
                assert!(text.contains(&row), "{}: no {row}", area.source);
            }
            assert!(text.contains(&format!("//! Requires the feature `{}`.", area.feature)), "{}", area.source);
            files += 1;
        }
    }
    assert!(files > 10, "{files}");
}

#[test]
fn docs_use_the_names_of_the_code_and_show_the_spellings_of_values() {
    let specs = check_directory(&workspace_root().join("spec"));
    let generated = generate(&specs.model, LIBRARY).unwrap();
    for (path, text) in &generated.files {
        for section in ["fields", "query", "path", "responses", "body", "statuses"] {
            assert!(!text.contains(&format!("- `{section}.")), "{path}: an erratum at a path of the spec");
        }
    }
    let licenses = &generated.files["partner_center/licenses.rs"];
    // In the list of the operation, and at the setter.
    assert!(licenses.contains("/// - `license_group_ids`: [Get licenses assigned"), "{licenses}");
    assert!(licenses.contains("    /// Erratum: [Get licenses assigned to a user by license"), "{licenses}");
    for api in &specs.model.apis {
        for declared in &api.types {
            let TypeKind::Enum { values, .. } = &declared.kind else { continue };
            for value in values {
                let is_shown = |text: &String| text.contains(&format!("    /// `{}`", value.wire));
                assert!(generated.files.values().any(is_shown), "{}: {}", declared.name, value.wire);
            }
        }
    }
}

#[test]
fn the_example_of_a_change_of_a_whole_resource_gets_it_and_sends_it() {
    let specs = check_directory(&workspace_root().join("spec"));
    let generated = generate(&specs.model, LIBRARY).unwrap();
    let mut changes = 0;
    for api in &specs.model.apis {
        for (id, operation) in api.operations() {
            let Some(resource) = operation.resource else { continue };
            let text = &generated.files[&format!("{}/{}.rs", api.module, api.areas[id.area].module)];
            let end = text.find(&format!("pub fn {}(", operation.name)).unwrap();
            let example = &text[text[..end].rfind("```no_run").unwrap()..end];
            let body = &operation.json_body().unwrap().name;
            let gets = format!("/// let mut {body} = {}(", api.operation(resource).name);
            assert!(example.contains(&gets), "{}: no {gets} in:\n{example}", operation.name);
            let etag = operation.if_match.as_ref().map(|path| &path[0].field);
            let sets_etag = etag.is_some_and(|field| example.contains(&format!("{body}.{field} = ")));
            assert!(!example.contains("::default()") && !sets_etag, "{example}");
            changes += 1;
        }
    }
    assert_ne!(changes, 0);
}

/// Groups of a macro's body that begin on one line and end on another have lines of their own: the first ends with `{` or `(`,
/// the last begins with what closes it.
fn groups_within_lines(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut within = false;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with("//")) {
        let begins = line.contains("!(") && !line.starts_with(' ') && !line.ends_with(';');
        within |= begins;
        if !within {
            continue;
        }
        let depth: i32 = line.chars().map(|c| i32::from("({".contains(c)) - i32::from(")}".contains(c))).sum();
        let opens = depth > 0 && line.ends_with(['{', '(']);
        let closes = depth < 0 && line.trim_start().starts_with(['}', ')']);
        if depth != 0 && !opens && !closes {
            wrong.push(format!("{path}:{}: a group shares a line with what is around it", index + 1));
        }
        within = line != ");" && line != "});";
    }
    wrong
}
