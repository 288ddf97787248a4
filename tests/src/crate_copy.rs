//! A copy of the client without its generated code, to generate other code into, compile it and run it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright::internals::rust::{Generated, HEADER};
use docwright::internals::write;

/// A workspace of its own with the client's hand-written part; the runtime is that of this workspace.
pub struct CrateCopy {
    root: PathBuf,
    /// The folder of the crate. Its name is that of the copy: cargo distinguishes crates by their path within the workspace, and
    /// would take one copy, built before, for another.
    client: PathBuf,
}

// Every panic below fails the test that asked for the copy.
#[allow(clippy::unwrap_used, clippy::missing_panics_doc)]
impl CrateCopy {
    /// Copies the client into the build directory, under a name of its own.
    pub fn new(name: &str) -> Self {
        let workspace = workspace_root();
        let root = target_directory().join("crate-copies").join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let client = root.join(name);
        copy_sources(&workspace.join("generated-client/src"), &client.join("src"));
        // The examples use what is not generated here, but the manifest names them.
        copy_sources(&workspace.join("generated-client/examples"), &client.join("examples"));
        // All copies share one build of the runtime.
        let manifest = fs::read_to_string(workspace.join("generated-client/Cargo.toml")).unwrap();
        let runtime = format!("path = '{}'", workspace.join("runtime").display());
        fs::write(client.join("Cargo.toml"), manifest.replace("path = \"../runtime\"", &runtime)).unwrap();
        // Their examples use what is not generated here, but `lib.rs` includes them.
        write_title_of(&workspace.join("generated-client/README.md"), &client.join("README.md"));
        fs::create_dir_all(client.join("guide")).unwrap();
        for chapter in fs::read_dir(workspace.join("generated-client/guide")).unwrap() {
            let chapter = chapter.unwrap();
            write_title_of(&chapter.path(), &client.join("guide").join(chapter.file_name()));
        }
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
        let manifest = fs::read_to_string(workspace.join("Cargo.toml")).unwrap();
        // The module of an API named `mod` is `mod.rs`; the lint is about files that people place.
        let lines = manifest.lines().filter(|line| !line.starts_with("mod_module_files"));
        let lines = lines.map(|line| match line.split_once(" = ") {
            Some((key @ ("members" | "default-members"), _)) => format!("{key} = [\"{name}\"]"),
            _ => line.to_owned(),
        });
        fs::write(root.join("Cargo.toml"), lines.collect::<Vec<_>>().join("\n")).unwrap();
        Self { root, client }
    }

    /// The directory of the copied crate.
    pub fn client(&self) -> PathBuf {
        self.client.clone()
    }

    /// Generates into the copy.
    pub fn regenerate(&self, generated: &Generated) {
        let plan = write::plan(&self.client(), generated).unwrap();
        write::apply(&self.client(), &plan).unwrap();
    }

    /// Adds test files to the copy.
    pub fn add_tests(&self, folder: &Path) {
        copy_sources(folder, &self.client().join("tests"));
    }

    /// Runs cargo in the copy, without a network.
    ///
    /// # Panics
    ///
    /// When cargo fails, with its output.
    pub fn cargo<S: AsRef<OsStr>>(&self, arguments: &[S]) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.client())
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", target_directory())
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert!(output.status.success(), "cargo failed in {}:\n{}", self.root.display(), printed.join("\n"));
    }
}

/// The root of the workspace.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The build directory that the running test was built into, so that dependencies need not be built again.
fn target_directory() -> PathBuf {
    let executable = std::env::current_exe().unwrap_or_default();
    executable.ancestors().nth(3).map(Path::to_path_buf).unwrap_or_default()
}

/// Writes the first line of a document, which is its title.
#[allow(clippy::unwrap_used)]
fn write_title_of(document: &Path, to: &Path) {
    let text = fs::read_to_string(document).unwrap();
    fs::write(to, text.lines().next().unwrap_or_default()).unwrap();
}

#[allow(clippy::unwrap_used)]
fn copy_sources(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_sources(&path, &target);
        } else if !fs::read_to_string(&path).unwrap().contains(HEADER) {
            fs::copy(&path, &target).unwrap();
        }
    }
}
