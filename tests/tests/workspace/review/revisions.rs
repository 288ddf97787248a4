//! Specs of a revision, as git has them, beside those of the work tree.

use std::fs;
use std::path::Path;
use std::process::Command;

use docwright::internals::diagnostics::Code;
use docwright::internals::review::{ReportError, ReviewReport, Verdict};
use tempfile::TempDir;

use super::cases::{Files, before, case};

/// A repository with specs.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new(files: &Files) -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write(files);
        repository.commit("first");
        repository
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) {
        git(self.root(), arguments);
    }

    fn write(&self, files: &Files) {
        for (path, text) in files {
            let path = self.root().join("spec").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }

    fn review(&self, base: &str) -> Result<ReviewReport, ReportError> {
        docwright::review(&self.root().join("spec"), base)
    }
}

/// Runs git without the user's configuration.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Contoso", "-c", "user.email=contoso@example.com", "-c", "commit.gpgsign=false"])
        .args(["-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn entries(report: &ReviewReport) -> Vec<&str> {
    report.review.changes.iter().map(|change| change.entry.as_str()).collect()
}

/// As of a file of the work tree: memory is not filled with what somebody has committed.
#[test]
fn a_file_that_is_too_large_is_not_read() {
    let repository = Repository::new(&before());
    fs::write(repository.root().join("spec/demo/large.yaml"), vec![b'#'; (64 << 20) + 1]).unwrap();
    repository.commit("large");
    fs::remove_file(repository.root().join("spec/demo/large.yaml")).unwrap();
    let Err(ReportError::Revision(error)) = repository.review("HEAD") else { panic!("it is read") };
    assert_eq!(error.to_string(), "demo/large.yaml of the revision is larger than 64 MiB");
}

/// Neither the settings of a repository nor what a revision says about its files make git run another program.
#[cfg(unix)]
#[test]
fn git_runs_no_other_program() {
    let repository = Repository::new(&before());
    let program = |name: &str| format!("touch '{}'; cat #", repository.root().join(format!("ran-{name}")).display());
    for setting in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "diff.any.textconv",
        "diff.any.command",
        "filter.any.clean",
        "filter.any.smudge",
        "filter.any.process",
        "credential.helper",
        "gpg.program",
        "pager.cat-file",
        "pager.ls-tree",
        "pager.rev-parse",
    ] {
        repository.git(&["config", setting, &program(setting)]);
    }
    repository.git(&["config", "log.showSignature", "true"]);
    repository.git(&["config", "core.hooksPath", "hooks"]);
    let attributes = "* diff=any filter=any\n";
    fs::create_dir_all(repository.root().join(".git/info")).unwrap();
    fs::write(repository.root().join(".git/info/attributes"), attributes).unwrap();
    fs::write(repository.root().join(".gitattributes"), attributes).unwrap();
    repository.write(&case("area-added"));
    assert_eq!(entries(&repository.review("HEAD").unwrap()).len(), 2);
    let names = fs::read_dir(repository.root()).unwrap().map(|entry| entry.unwrap().file_name());
    let ran: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with("ran-")).collect();
    assert!(ran.is_empty(), "{ran:?}");
}

#[test]
fn what_is_not_committed_is_compared_and_stays_as_it_is() {
    let repository = Repository::new(&before());
    repository.write(&case("area-added"));
    let report = repository.review("HEAD").unwrap();
    assert_eq!(entries(&report), ["demo/orders", "demo/orders/list_orders"]);
    assert_eq!(git(repository.root(), &["status", "--porcelain"]), "?? spec/demo/orders.yaml\n");
}

#[test]
fn a_commit_can_be_named_in_every_way() {
    let repository = Repository::new(&before());
    repository.git(&["tag", "--annotate", "--message", "a tag", "v1"]);
    repository.write(&case("enum-value-removed"));
    repository.commit("second");
    repository.git(&["checkout", "--quiet", "--detach"]);
    for base in ["v1", "HEAD~1", "HEAD^1", "main~", "@~1"] {
        assert_eq!(repository.review(base).unwrap().review.verdict(), Verdict::Breaking, "{base}");
    }
    assert_eq!(repository.review("main").unwrap().review.verdict(), Verdict::Unchanged);
}

#[test]
fn a_shallow_clone_says_what_it_lacks_and_has_its_parent_with_depth_two() {
    let repository = Repository::new(&before());
    repository.write(&case("enum-value-removed"));
    repository.commit("second");
    let path = repository.root().display().to_string().replace('\\', "/");
    let origin = format!("file:///{}", path.trim_start_matches('/'));
    let clone = |depth: &str| {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["clone", "--quiet", "--depth", depth, &origin, "."]);
        folder
    };
    let (one, two) = (clone("1"), clone("2"));
    let error = docwright::review(&one.path().join("spec"), "HEAD^1").unwrap_err().to_string();
    assert!(error.contains("fetch-depth"), "{error}");
    let report = docwright::review(&two.path().join("spec"), "HEAD^1").unwrap();
    assert_eq!(report.review.verdict(), Verdict::Breaking);
}

#[test]
fn a_work_tree_of_its_own_reads_the_same_commits() {
    let repository = Repository::new(&Files::new());
    repository.write(&before());
    repository.commit("second");
    let other = tempfile::tempdir().unwrap();
    let path = other.path().join("tree").display().to_string();
    repository.git(&["worktree", "add", "--quiet", "--detach", &path]);
    let report = docwright::review(&other.path().join("tree/spec"), "HEAD~1").unwrap();
    assert_eq!(report.review.verdict(), Verdict::Additive);
}

#[test]
fn a_revision_that_cannot_be_loaded_is_reported_with_a_help() {
    let mut files = before();
    files.insert("demo/things.yaml".to_owned(), "operations: [what, is, this]\n".to_owned());
    files.insert("demo/api.yaml".to_owned(), "title: Demo\nsome-day: a key of another language\n".to_owned());
    let repository = Repository::new(&files);
    repository.write(&before());
    let text = repository.review("HEAD").unwrap().markdown();
    for part in ["**Provisional:**", "choose a later one with `--base`", "Errors in the specs at that revision"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

/// Names of files need not be text, and links lead out of the directory. Other systems reject such names.
#[cfg(target_os = "linux")]
#[test]
fn other_files_of_a_revision_are_ignored_or_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let repository = Repository::new(&before());
    let folder = repository.root().join("spec/demo");
    fs::write(folder.join(OsStr::from_bytes(b"odd-\xff.yaml")), "types: {}\n").unwrap();
    fs::write(folder.join("tab\tand\nline.yaml"), "types: {}\n").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link.yaml")).unwrap();
    repository.commit("second");
    for name in [OsStr::from_bytes(b"odd-\xff.yaml"), OsStr::new("tab\tand\nline.yaml"), OsStr::new("link.yaml")] {
        fs::remove_file(folder.join(name)).unwrap();
    }
    let report = repository.review("HEAD").unwrap();
    let misplaced = report.before.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::MisplacedFile);
    assert_eq!(misplaced.count(), 2, "{}", workspace_tests::rendered(&report.before));
    assert_eq!(report.review.changes, []);
}
