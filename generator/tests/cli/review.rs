//! Reports and exit codes of `docwright review`.

use std::fs;
use std::process::Command;

use crate::project::{Project, SPEC, THING};

/// Runs git in the project, without the user's settings.
fn git(project: &Project, arguments: &[&str]) -> String {
    let nowhere = project.path("no-settings");
    let output = Command::new("git")
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@contoso.example", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(project.path("."))
        .env("GIT_CONFIG_GLOBAL", &nowhere)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z")
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn commit(project: &Project) {
    git(project, &["add", "--all"]);
    git(project, &["commit", "--quiet", "--message", "Describe things"]);
}

/// A project whose spec is committed on `main`.
fn committed() -> Project {
    let project = Project::new();
    git(&project, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&project);
    project
}

fn renamed_field(project: &Project) {
    let text = THING.replace("name: string", "title: string").replace("{ name: A }", "{ title: A }");
    project.write("spec/demo/things.yaml", &text);
}

#[test]
fn the_report_names_what_changed_and_touches_nothing() {
    let project = committed();
    renamed_field(&project);
    let status = git(&project, &["status", "--porcelain"]);
    let index = fs::read(project.path(".git/index")).unwrap();
    let run = project.run(&["review", "--base", "main"]);
    assert_eq!(run.code, 0, "{}", run.text);
    for part in
        ["**Breaking for Rust users.**", "`name` is `title` now", "`spec/demo/things.yaml:11`", "since `main` (`"]
    {
        assert!(run.text.contains(part), "no {part} in {}", run.text);
    }
    assert_eq!(fs::read(project.path(".git/index")).unwrap(), index);
    assert_eq!(git(&project, &["status", "--porcelain"]), status);
}

#[test]
fn the_version_that_a_release_needs_follows_from_that_of_the_crate() {
    let project = committed();
    renamed_field(&project);
    let run = |arguments: &[&str]| project.run(&[&["review", "--base", "main", "--out", "client"], arguments].concat());
    project.write("client/Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n");
    assert!(run(&[]).text.contains("Version step: 1.2.3 → 2.0.0."), "{}", run(&[]).text);
    project.write("client/Cargo.toml", "[package]\nname = \"demo\"\nversion.workspace = true\n");
    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.4.1\"\n");
    let linked = run(&["--links", "https://git.example/o/r/blob/main"]);
    assert!(linked.text.contains("Version step: 0.4.1 → 0.5.0."), "{}", linked.text);
    let link = "[`spec/demo/things.yaml:11`](https://git.example/o/r/blob/main/spec/demo/things.yaml#L11)";
    assert!(linked.text.contains(link), "{}", linked.text);
}

#[test]
fn a_verdict_can_be_denied() {
    let project = committed();
    assert_eq!(project.run(&["review", "--base", "HEAD", "--deny", "documentation"]).code, 0);
    project.write("spec/demo/things.yaml", &THING.replace("name: string", "name: string, size: int32"));
    assert_eq!(project.run(&["review", "--base", "HEAD", "--deny", "breaking"]).code, 0);
    assert_eq!(project.run(&["review", "--base", "HEAD", "--deny", "additive"]).code, 1);
}

#[test]
fn machines_get_one_object() {
    let project = committed();
    renamed_field(&project);
    let run = project.run(&["review", "--base", "HEAD", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.text).unwrap();
    assert_eq!(report["verdict"], "breaking");
    let change = report["changes"].as_array().unwrap().iter().find(|change| change["subject"] == "field").unwrap();
    assert_eq!(change["effect"], "compile");
    assert_eq!(change["line"]["line"], 11);
    assert_eq!(report["public-api"]["removed"][0], "pub demo::things::Thing::name: Option<String>");
}

#[test]
fn a_revision_that_is_none_is_named() {
    let project = committed();
    for base in ["nope", "", "-x", "--all", "^HEAD", "HEAD..main", "HEAD:spec", "main\nmain", "--upload-pack=x"] {
        let run = project.run(&["review", "--base", base]);
        assert_eq!(run.code, 2, "{base}: {}", run.text);
        assert!(run.text.contains("there is no commit"), "{base}: {}", run.text);
    }
    let run = Project::empty().run(&["review", "--base", "HEAD"]);
    assert!(run.code == 2 && run.text.contains("name them with --spec, or begin a project with"), "{}", run.text);
    let run = Project::new().run(&["review", "--base", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("is not in a git repository"), "{}", run.text);
}

#[test]
fn without_git_the_error_has_a_help() {
    let project = committed();
    let run = project.run_with(&["review", "--base", "HEAD"], &[("PATH", "")]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("is it installed, and in PATH?"), "{}", run.text);
}

#[test]
fn a_report_is_cut_to_a_limit() {
    let project = committed();
    project.write("spec/demo/things.yaml", &THING.replace("name: string", "title: int32, size: int32, width: int32"));
    let whole = project.run(&["review", "--base", "HEAD"]);
    let cut = project.run(&["review", "--base", "HEAD", "--limit", &(whole.out.len() - 100).to_string()]);
    assert!(cut.out.len() < whole.out.len() && cut.out.contains("**Shortened:**"), "{}", cut.text);
}

#[test]
fn without_a_spec_then_everything_is_new() {
    let project = Project::new();
    git(&project, &["init", "--quiet", "--initial-branch", "main"]);
    git(&project, &["commit", "--quiet", "--allow-empty", "--message", "Begin"]);
    let run = project.run(&["review", "--base", "main"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("everything is new") && run.text.contains("**Additive.**"), "{}", run.text);
}

#[test]
fn errors_of_the_revision_are_shown_and_errors_now_fail_the_review() {
    let project = committed();
    project.write("spec/demo/things.yaml", &THING.replace("name: string", "name: strin"));
    let run = project.run(&["review", "--base", "HEAD"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("**Provisional:**") && run.text.contains("DW101"), "{}", run.text);
    commit(&project);
    project.write("spec/demo/things.yaml", THING);
    let run = project.run(&["review", "--base", "HEAD"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("at that revision, under today's rules (1)"), "{}", run.text);
}

#[test]
fn a_spec_directory_elsewhere_in_the_repository_is_found() {
    let project = Project::new();
    project.write("deep/claims of ours/demo/api.yaml", SPEC);
    project.write("deep/claims of ours/demo/things.yaml", THING);
    git(&project, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&project);
    project.write("deep/claims of ours/demo/api.yaml", &SPEC.replace("GLOBAL", "WORLD"));
    let run = project.run(&["review", "--base", "main", "--spec", "deep/claims of ours"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("the constant `GLOBAL` is `WORLD` now"), "{}", run.text);
    assert!(run.text.contains("`deep/claims of ours/demo/api.yaml:3`"), "{}", run.text);
}

#[test]
fn what_the_vendor_changed_is_read_from_the_locks() {
    let lock = |kind: &str| {
        format!(
            "pages:\n- name: things\n  version: '1'\n  rendering: markdown\n  parameters:\n  - {{name: id, type: {kind}}}\n"
        )
    };
    let project = Project::new();
    project.write("spec/demo/pages.lock", &lock("string"));
    git(&project, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&project);
    project.write("spec/demo/pages.lock", &lock("int"));
    let run = project.run(&["review", "--base", "main"]);
    assert!(run.text.contains("`parameters.id.type` is `int` instead of `string`"), "{}", run.text);
}

#[test]
fn specs_in_an_earlier_version_of_the_language_are_not_compared() {
    let project = committed();
    project.write("spec/demo/things.yaml", &THING.replace("response: { name: A }", "answers: { name: A }"));
    commit(&project);
    project.write("spec/demo/things.yaml", THING);
    let run = project.run(&["review", "--base", "HEAD"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_eq!(run.text.matches('\n').count(), 3, "{}", run.text);
    assert!(run.text.contains("**Not compared.**") && run.text.contains("`answers`"), "{}", run.text);
    assert_eq!(project.run(&["review", "--base", "HEAD", "--deny", "breaking"]).code, 1);
}

#[test]
fn settings_and_variables_that_were_tried_do_not_change_the_report() {
    let project = committed();
    renamed_field(&project);
    let expected = project.run(&["review", "--base", "main"]);
    assert_eq!(expected.code, 0, "{}", expected.text);
    let path = |path: &str| project.path(path).to_string_lossy().into_owned();
    let settings = [
        ("i18n.logOutputEncoding", "UTF-16"),
        ("i18n.commitEncoding", "UTF-16"),
        ("alias.rev-parse", "!false"),
        ("alias.cat-file", "log"),
        ("core.pager", "false"),
        ("pager.cat-file", "true"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("core.abbrev", "4"),
        ("core.autocrlf", "true"),
        ("diff.external", "false"),
        ("diff.noprefix", "true"),
        ("log.showSignature", "true"),
        ("log.date", "relative"),
        ("format.pretty", "oneline"),
        ("core.fsmonitor", "false"),
        ("core.hooksPath", "/nowhere"),
        ("submodule.recurse", "true"),
        ("core.logAllRefUpdates", "always"),
    ];
    for (name, value) in settings {
        git(&project, &["config", name, value]);
        let run = project.run(&["review", "--base", "main"]);
        assert_eq!((run.code, run.text), (0, expected.text.clone()), "{name} = {value}");
        git(&project, &["config", "--unset", name]);
    }
    let variables = [
        ("GIT_DIR", path("nowhere")),
        ("GIT_WORK_TREE", path("nowhere")),
        ("GIT_COMMON_DIR", path("nowhere")),
        ("GIT_INDEX_FILE", path("nowhere")),
        ("GIT_OBJECT_DIRECTORY", path("nowhere")),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", path("nowhere")),
        ("GIT_NAMESPACE", "other".to_owned()),
        ("GIT_PREFIX", "client/".to_owned()),
        ("GIT_LITERAL_PATHSPECS", "1".to_owned()),
        ("GIT_NO_REPLACE_OBJECTS", "x".to_owned()),
        ("GIT_REPLACE_REF_BASE", "refs/heads/".to_owned()),
        ("GIT_SHALLOW_FILE", path("nowhere")),
        ("GIT_GRAFT_FILE", path("nowhere")),
        ("GIT_DEFAULT_HASH", "sha256".to_owned()),
        ("GIT_PAGER", "false".to_owned()),
        ("GIT_EXTERNAL_DIFF", "false".to_owned()),
        ("GIT_TRACE", "1".to_owned()),
        ("GIT_TRACE2_EVENT", "2".to_owned()),
        ("GIT_REDIRECT_STDOUT", path("nowhere")),
        ("GIT_ATTR_SOURCE", "nope".to_owned()),
        ("LC_ALL", "de_DE.UTF-8".to_owned()),
        ("LANGUAGE", "de".to_owned()),
        ("TZ", "Asia/Kathmandu".to_owned()),
    ];
    for (name, value) in &variables {
        let run = project.run_with(&["review", "--base", "main"], &[(name, value)]);
        assert_eq!((run.code, run.text), (0, expected.text.clone()), "{name} = {value}");
    }
    println!("git: {} settings and {} variables tried, the report is the same", settings.len(), variables.len());
}

#[test]
fn states_of_a_repository_that_were_tried_change_nothing_or_are_errors_in_the_words_of_git() {
    type State = (&'static str, fn(&Project));
    type Broken = (&'static str, fn(&Project), &'static str);
    let good: [State; 5] = [
        ("detached", |project| drop(git(project, &["checkout", "--quiet", "--detach"]))),
        ("packed", |project| drop(git(project, &["gc", "--quiet"]))),
        ("index locked", |project| project.write(".git/index.lock", "")),
        ("index broken", |project| project.write(".git/index", "x")),
        ("replaced", |project| {
            let tree = git(project, &["rev-parse", "main^{tree}"]);
            let other = git(project, &["commit-tree", "-m", "Other", tree.trim()]);
            git(project, &["replace", "main", other.trim()]);
        }),
    ];
    for (name, prepare) in &good {
        let project = committed();
        renamed_field(&project);
        prepare(&project);
        let run = project.run(&["review", "--base", "main"]);
        assert!(run.code == 0 && run.text.contains("`name` is `title` now"), "{name}: {}", run.text);
    }
    fn object(project: &Project, name: &str) -> String {
        let hash = git(project, &["rev-parse", name]);
        format!(".git/objects/{}/{}", &hash[..2], hash[2..].trim())
    }
    let bad: [Broken; 6] = [
        ("settings broken", |project| project.write(".git/config", "[core\n"), "bad config line 1"),
        ("no head", |project| fs::remove_file(project.path(".git/HEAD")).unwrap(), "not a git repository"),
        (
            "no blob",
            |project| {
                fs::remove_file(project.path(&object(project, "main:spec/demo/api.yaml"))).unwrap();
            },
            "missing",
        ),
        ("no tree", |project| fs::remove_file(project.path(&object(project, "main:spec"))).unwrap(), "Could not read"),
        ("no commit", |project| fs::remove_file(project.path(&object(project, "main"))).unwrap(), "fatal:"),
        (
            "a later format",
            |project| {
                git(project, &["config", "core.repositoryFormatVersion", "99"]);
            },
            "found 99",
        ),
    ];
    for (name, prepare, words) in &bad {
        let project = committed();
        prepare(&project);
        let run = project.run(&["review", "--base", "main"]);
        assert!(run.code == 2 && run.text.contains(words), "{name}: {}", run.text);
        assert_eq!(run.text.lines().count(), 1, "{name}: {}", run.text);
    }
    println!("git: {} states tried, {} of them errors in the words of git", good.len() + bad.len(), bad.len());
}
