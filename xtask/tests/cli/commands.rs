//! Exit codes and words of the commands that write no client.

use crate::project::Project;

#[test]
fn check_says_what_it_looked_at() {
    let run = Project::new().run(&["check"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.text, "check: no faults in 1 API, 1 operation and 1 type\n");
}

#[test]
fn check_finds_faults_for_machines() {
    let project = Project::new();
    project.write("spec/demo/others.yaml", "types: { Other: { doc: Another., fields: { name: strin } } }\n");
    let run = project.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    for part in [r#""code":"DW101""#, r#""file":"spec/demo/others.yaml""#, r#""line":1,"#, r#""column":50,"#] {
        assert!(run.text.contains(part), "no {part} in {}", run.text);
    }
}

#[test]
fn rules_are_explained_by_number() {
    let project = Project::new();
    let run = project.run(&["check", "--explain", "DW007"]);
    assert_eq!(run.code, 0);
    assert!(run.text.contains("Why: ") && run.text.contains("Cure: "), "{}", run.text);
    assert_eq!(project.run(&["check", "--explain", "DW998"]).code, 2);
}

#[test]
fn what_keeps_a_command_from_running_is_no_finding() {
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
