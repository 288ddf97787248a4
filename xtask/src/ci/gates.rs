//! The gates, with the cheapest first.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// One condition that a change has to meet.
pub(super) struct Gate {
    pub(super) name: &'static str,
    /// What is true when the gate passes.
    pub(super) holds: &'static str,
    pub(super) steps: fn(&Path) -> Result<Vec<Step>>,
}

/// One command of a gate.
pub(super) struct Step {
    pub(super) program: &'static str,
    pub(super) arguments: Vec<String>,
    pub(super) environment: Vec<(&'static str, &'static str)>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            write!(f, "{name}='{value}' ")?;
        }
        write!(f, "{} {}", self.program, self.arguments.join(" "))
    }
}

pub(super) const GATES: &[Gate] = &[
    Gate { name: "fmt", holds: "sources are formatted", steps: |_| Ok(vec![cargo("fmt --all --check")]) },
    Gate {
        name: "regen",
        holds: "the generated files are up to date",
        steps: |_| Ok(vec![xtask("regen --check"), xtask("schema --check"), xtask("runtime-api --check")]),
    },
    Gate {
        name: "specs",
        holds: "specs have no errors, and match the locked pages",
        steps: |_| Ok(vec![xtask("check"), xtask("verify docs")]),
    },
    Gate {
        name: "test",
        holds: "the README's test command passes in an unusual locale and time zone",
        steps: |_| Ok(vec![cargo("test --workspace").with("TZ", "Asia/Kathmandu").with("LC_ALL", "C")]),
    },
    Gate {
        name: "clippy",
        holds: "no warnings in any target with all features, and in the library without the command line",
        steps: |_| {
            Ok(vec![
                cargo("clippy --workspace --all-targets --all-features -- -D warnings"),
                cargo("clippy -p docwright --lib --no-default-features -- -D warnings"),
                cargo("clippy -p docwright --lib --no-default-features --features fetch -- -D warnings"),
            ])
        },
    },
    Gate {
        name: "generated-code",
        holds: "code generated from all fixtures compiles without warnings, its docs build, and its tests pass",
        steps: |_| Ok(vec![cargo("test -p workspace-tests --features generated-code --test generated_code")]),
    },
    Gate {
        name: "all-features",
        holds: "tests of the client and its runtime pass with all features, also with exact numbers of serde_json",
        steps: |_| {
            // Without these variables, OpenSSL reads all certificates of the machine for each of hundreds of clients.
            // Another crate of a program can turn `arbitrary_precision` on, which changes how numbers are presented; the gate
            // `test` is without it.
            let test =
                "test -p docwright-runtime -p ms-commerce --all-features --features serde_json/arbitrary_precision";
            // What the build downloads needs the certificates.
            let build = cargo(&format!("{test} --no-run"));
            Ok(vec![build, cargo(test).with("SSL_CERT_FILE", "/dev/null").with("SSL_CERT_DIR", "/nonexistent")])
        },
    },
    Gate {
        name: "searches",
        holds: "property tests pass for many cases",
        steps: |_| {
            // The fixed seed makes the gate reproducible; the workflow's searches use random seeds.
            let search = |arguments| cargo(arguments).with("PROPTEST_RNG_SEED", "1").with("PROPTEST_CASES", "2000");
            Ok(vec![
                search("test -p workspace-tests --test workspace searches::"),
                search(
                    "test -p docwright-runtime -p ms-commerce -- any_ inputs:: scalars:: backoff_ \
                     an_operation_that_must_not no_link no_text no_body a_result_is_a_value",
                ),
            ])
        },
    },
    Gate {
        name: "docs",
        holds: "documentation builds without warnings",
        steps: |_| Ok(vec![cargo("doc --workspace --no-deps --all-features").with("RUSTDOCFLAGS", "-D warnings")]),
    },
    Gate {
        name: "each-feature",
        holds: "each API and each area builds on its own, the tests of APIs too, and the runtime and its tests with each feature",
        steps: |root| {
            let check = |package: &str, feature: &str, flag: &str| {
                cargo(&format!("check -p {package} --no-default-features --features {feature}{flag}"))
            };
            let mut steps = vec![cargo("check -p docwright-runtime --no-default-features --tests")];
            for feature in features(root, "runtime/Cargo.toml", "[features]", "[dependencies]")? {
                // On its own, because the tests need some features, and turn them on.
                steps.push(check("docwright-runtime", &feature, ""));
                steps.push(check("docwright-runtime", &feature, " --tests"));
            }
            let begin = "# docwright:begin features";
            for feature in features(root, "generated-client/Cargo.toml", begin, "# docwright:end features")? {
                steps.push(check("ms-commerce", &feature, ""));
            }
            // Those of an area are too few to compile them alone.
            for feature in ["partner", "partner-center", "store-for-business"] {
                steps.push(check("ms-commerce", feature, " --tests"));
            }
            Ok(steps)
        },
    },
    Gate {
        name: "package",
        holds: "the packages build from what would be published",
        steps: |_| Ok(vec![cargo("package -p docwright-runtime -p ms-commerce -p docwright")]),
    },
];

impl Step {
    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }
}

fn cargo(arguments: &str) -> Step {
    let arguments = arguments.split_whitespace().map(str::to_owned).collect();
    Step { program: "cargo", arguments, environment: Vec::new() }
}

fn xtask(arguments: &str) -> Step {
    cargo(&format!("xtask {arguments}"))
}

/// The features that a manifest declares between two of its lines. Names with a leading underscore are internal.
fn features(root: &Path, manifest: &str, begin: &str, end: &str) -> Result<Vec<String>> {
    let path = root.join(manifest);
    let manifest = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let block = manifest.lines().skip_while(|line| *line != begin).skip(1);
    let lines = block.take_while(|line| *line != end);
    let names = lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.to_owned());
    let features: Vec<String> = names.filter(|name| !name.starts_with('_')).collect();
    if features.is_empty() {
        bail!("no features were found between `{begin}` and `{end}` in {}", path.display());
    }
    Ok(features)
}
