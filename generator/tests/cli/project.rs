//! A small project in a directory of its own, and the command run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

/// A minimal `api.yaml`.
pub(crate) const SPEC: &str =
    "title: Demo\ndoc: An API for examples.\nservers: { GLOBAL: { url: \"https://api.demo.example\" } }\n";

/// An area with one operation and one type.
pub(crate) const THING: &str = "operations:
  get_thing:
    doc: Gets a thing.
    GET: /things/{id}
    path: { id: string }
    responses: { 200: Thing }
    examples: { gets_one: { with: { id: a }, request: GET /things/a, response: { name: A } } }
types:
  Thing:
    doc: A thing.
    fields: { name: string }
";

/// A spec directory and a client to generate into.
pub(crate) struct Project {
    directory: TempDir,
}

/// The result of a run of the command.
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// The text on both streams.
    pub(crate) text: String,
    /// The text on standard output.
    pub(crate) out: String,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { directory: TempDir::new().unwrap() }
    }

    /// A project without generated files.
    pub(crate) fn new() -> Self {
        let project = Self::empty();
        project.write("spec/demo/api.yaml", SPEC);
        project.write("spec/demo/things.yaml", THING);
        project.write(
            "client/Cargo.toml",
            "[package]\nname = \"demo-client\"\n\n[features]\n# docwright:begin features\n# docwright:end features\n",
        );
        project.write("client/src/lib.rs", "//! Demo.\n\n// docwright:begin modules\n// docwright:end modules\n");
        project
    }

    /// A project with a generated client.
    pub(crate) fn generated() -> Self {
        let project = Self::new();
        let run = project.run(&["regen"]);
        assert_eq!(run.code, 0, "{}", run.text);
        project
    }

    /// A path in the project.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    /// Writes a file, with its folders.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs the command; `regen` writes into `client`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// Runs the command with environment variables.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
        command.args(arguments).current_dir(self.directory.path()).envs(environment.iter().copied());
        if arguments.first() == Some(&"regen") {
            command.args(["--out", "client"]);
        }
        Self::finish(command)
    }

    /// Starts `regen`, with its messages in a pipe.
    pub(crate) fn start_regen(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
        command.args(["regen", "--out", "client"]).args(arguments).current_dir(self.directory.path());
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs the command with a file of the project as its standard input.
    pub(crate) fn run_from(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
        command.args(arguments).current_dir(self.directory.path()).stdin(fs::File::open(self.path(input)).unwrap());
        Self::finish(command)
    }

    /// Runs the command with a file as its standard output.
    pub(crate) fn run_into(&self, arguments: &[&str], output: fs::File) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
        command.args(arguments).current_dir(self.directory.path()).stdout(output);
        Self::finish(command)
    }

    fn finish(mut command: Command) -> Run {
        let output = command.output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Run { code: output.status.code().unwrap(), text: format!("{out}{err}"), out }
    }

    /// When each file of the client was last written.
    pub(crate) fn modified(&self) -> BTreeMap<PathBuf, SystemTime> {
        self.files().into_iter().map(|path| (path.clone(), fs::metadata(&path).unwrap().modified().unwrap())).collect()
    }

    /// The files of the client, by their path in it.
    pub(crate) fn client_files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.path("client");
        let relative = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_path_buf();
        self.files().iter().map(|path| (relative(path), fs::read(path).unwrap())).collect()
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.path("client")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    }
}
