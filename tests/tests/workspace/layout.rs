//! Generated code is laid out as a careful author would.

use docwright::internals::rust::generate;
use workspace_tests::{LIBRARY, check_directory, workspace_root};

/// The longest line of code.
const WIDTH: usize = 100;

/// A line that is one literal cannot be broken.
fn is_one_literal(line: &str) -> bool {
    let line = line.trim().trim_end_matches(',');
    line.starts_with('"') && line.ends_with('"')
}

#[test]
fn lines_of_code_are_short_and_break_where_a_person_would_break_them() {
    let specs = check_directory(&workspace_root().join("spec"));
    let generated = generate(&specs.model, LIBRARY).unwrap();
    let mut wrong = Vec::new();
    for (path, text) in &generated.files {
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (index, line) in code {
            if line.len() > WIDTH && !is_one_literal(line) {
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

/// Groups of a macro's body that begin on one line and end on another have lines of their own: the first ends with `{` or `(`,
/// the last begins with what closes it.
fn groups_within_lines(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut within = false;
    for (index, line) in text.lines().enumerate() {
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
