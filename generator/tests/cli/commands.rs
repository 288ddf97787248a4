//! Exit codes and messages of the commands that write no client.

use std::fs;

use crate::project::Project;

#[test]
fn check_says_what_it_looked_at() {
    let run = Project::new().run(&["check"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.text, "check: no errors in 1 API, 1 operation and 1 type\n");
}

#[test]
fn check_reports_errors_as_json() {
    let project = Project::new();
    project.write("spec/demo/others.yaml", "types: { Other: { doc: Another., fields: { name: strin } } }\n");
    let run = project.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    for part in [r#""code":"DW101""#, r#""file":"spec/demo/others.yaml""#, r#""line":1,"#, r#""column":50,"#] {
        assert!(run.text.contains(part), "no {part} in {}", run.text);
    }
}

#[test]
fn a_note_is_shown_and_is_no_error() {
    let project = Project::new();
    let api = project.read("spec/demo/api.yaml");
    project.write("spec/demo/api.yaml", &format!("{api}error-shapes: [{{ code: error.code, message: error.text }}]\n"));
    let run = project.run(&["check"]);
    assert_eq!(run.code, 0);
    assert!(run.text.contains("note[DW706]: no example of an error has this shape"), "{}", run.text);
    assert!(run.text.contains("1 note (DW706)") && run.text.contains("check: no errors in 1 API"), "{}", run.text);
}

#[test]
fn rules_are_explained_by_number() {
    let project = Project::new();
    let run = project.run(&["check", "--explain", "DW007"]);
    assert_eq!(run.code, 0);
    assert!(run.text.contains("Why: ") && run.text.contains("Help: "), "{}", run.text);
    assert_eq!(project.run(&["check", "--explain", "DW998"]).code, 2);
}

#[test]
fn what_keeps_a_command_from_running_is_no_diagnostic() {
    let project = Project::new();
    let run = project.run(&["check", "--spec", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("cannot read nowhere") && run.text.contains("--spec"), "{}", run.text);
    assert_eq!(project.run(&["no-such-command"]).code, 2);
}

#[test]
fn the_schema_is_written_once_and_checked() {
    let project = Project::new();
    assert_eq!(project.run(&["schema", "--check"]).code, 1);
    assert_eq!(project.run(&["schema"]).code, 0);
    assert_eq!(project.run(&["schema", "--check"]).code, 0);
    assert!(project.read("spec/area.schema.json").contains("idempotency"));
}

#[test]
fn commands_that_write_specs_make_no_directory_of_their_own() {
    let project = Project::new();
    for arguments in [
        &["schema", "--check", "--spec", "nowhere"][..],
        &["schema", "--spec", "nowhere"],
        &["new", "books", "--spec", "nowhere"],
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.text);
        assert!(run.text.contains("nowhere is not a directory"), "{}", run.text);
    }
    assert!(!project.path("nowhere").exists());
}

#[test]
fn a_suggested_command_can_be_pasted_into_a_shell() {
    let project = Project::new();
    fs::rename(project.path("spec"), project.path("my specs")).unwrap();
    let schema = project.run(&["schema", "--check", "--spec", "my specs"]);
    assert!(schema.text.contains("run `docwright schema --spec 'my specs'`"), "{}", schema.text);
    let regen = project.run(&["regen", "--check", "--spec", "my specs"]);
    assert!(regen.text.contains("docwright regen --spec 'my specs' --out client"), "{}", regen.text);
}

#[test]
#[cfg(target_os = "linux")]
fn a_result_that_cannot_be_written_is_no_success() {
    let project = Project::new();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = project.run_into(&["check", "--explain", "all"], full());
    assert_eq!(run.code, 2);
    assert_eq!(run.text.matches("cannot write to standard output").count(), 1, "{}", run.text);
}

#[test]
#[cfg(unix)]
fn a_linked_api_is_read_like_any_other() {
    let project = Project::new();
    fs::rename(project.path("spec/demo"), project.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", project.path("spec/demo")).unwrap();
    std::os::unix::fs::symlink("nobody@nowhere.1234", project.path("elsewhere/.#things.yaml")).unwrap();
    std::os::unix::fs::symlink(".", project.path("elsewhere/round")).unwrap();
    assert!(project.run(&["check"]).text.contains("1 API, 1 operation"));
}

#[test]
fn a_file_with_another_extension_is_reported() {
    let project = Project::new();
    project.write("spec/demo/others.YAML", "types: {}\n");
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("error[DW013]"), "{}", run.text);
}

#[test]
fn messages_name_the_command_that_was_called() {
    let project = Project::new();
    project.write("spec/demo/others.yaml", "types: { Other: { doc: Another., fields: { name: strin } } }\n");
    let run = project.run(&["check"]);
    assert!(run.text.contains("for an explanation, run: docwright check --explain DW101"), "{}", run.text);
    assert!(project.run(&["check", "--explain", "DW820"]).text.contains("`docwright verify docs --update PATH`"));
    assert!(project.run(&["--help"]).text.contains("Usage: docwright <COMMAND>"));
}

#[test]
fn every_flag_of_every_command_is_in_the_documents() {
    let project = Project::empty();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let documented = fs::read_to_string(root.join("docs/commands.md")).unwrap();
    let commands =
        ["init", "regen", "check", "fetch", "verify docs", "verify traffic", "review", "capture", "new", "schema"];
    for command in commands {
        assert!(documented.contains(&format!("`docwright {command}")), "{command}");
        let arguments: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = project.run(&arguments).text;
        let flags: Vec<&str> = help
            .lines()
            .filter_map(|line| line.trim_start().trim_start_matches("-h, ").strip_prefix("--"))
            .filter_map(|flag| flag.split([' ', '=']).next())
            .collect();
        assert!(flags.contains(&"help"), "{help}");
        for flag in flags {
            let is_documented = [' ', '`'].iter().any(|end| documented.contains(&format!("`--{flag}{end}")));
            assert!(is_documented, "docs/commands.md lacks --{flag} of {command}");
        }
    }
    let help = project.run(&["--help"]).text;
    let listed: Vec<&str> = help.lines().skip_while(|line| *line != "Commands:").skip(1).collect();
    let listed = listed.iter().take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    for command in listed.filter(|command| *command != "help") {
        assert!(commands.iter().any(|known| known.split(' ').next() == Some(command)), "{command}");
    }
}
