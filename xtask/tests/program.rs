//! Messages of the commands name them as `cargo xtask`.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::process::Command;

fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat()
}

#[test]
fn messages_and_help_say_cargo_xtask() {
    let help = run(&["--help"]);
    assert!(help.contains("Usage: cargo xtask <COMMAND>") && help.contains("regen") && help.contains("ci"), "{help}");
    let unknown = run(&["check", "--explain", "DW998"]);
    assert!(unknown.contains("`cargo xtask check --explain all` lists them"), "{unknown}");
}

#[test]
fn gates_are_listed_and_an_unknown_one_is_an_error() {
    let list = run(&["ci", "--list"]);
    for gate in ["fmt", "clippy", "test", "regen", "docs", "package"] {
        assert!(list.lines().any(|line| line.starts_with(gate)), "no {gate} in {list}");
    }
    assert!(run(&["ci", "nothing"]).contains("there is no gate `nothing`"));
}
