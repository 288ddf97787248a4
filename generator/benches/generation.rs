//! CPU time and memory of a complete generation, by phase, for synthetic APIs of increasing size: `cargo bench -p docwright`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../examples/synthetic_spec/synthetic.rs"]
mod synthetic;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use cpu_time::ProcessTime;
use docwright::internals::spec::SpecFile;
use docwright::internals::{check, diagnostics, latest_day, model, rust, spec, write};

const SIZES: &[usize] = &[100, 1_000, 10_000];

/// Runs of each size. The fastest one counts, because other work on the machine can only slow a run down.
const RUNS: usize = 5;

/// Environment variables of a process that makes one run: the number of operations, and the output folder.
const OPERATIONS: &str = "GENERATION_OPERATIONS";
const FOLDER: &str = "GENERATION_FOLDER";

/// Columns of the table; the first [`TOTAL`] of them make up a generation.
const PHASES: &[&str] = &["load", "check", "resolve", "print", "write", "unchanged", "bare print"];
const TOTAL: usize = 5;

/// The cost of one run: seconds of CPU time by phase, and peak memory in mebibytes.
struct Run {
    phases: Vec<f64>,
    peak: f64,
}

impl Run {
    fn total(&self) -> f64 {
        self.phases[..TOTAL].iter().sum()
    }
}

fn main() {
    if let (Ok(operations), Ok(folder)) = (env::var(OPERATIONS), env::var(FOLDER)) {
        run(operations.parse().unwrap(), Path::new(&folder));
        return;
    }
    // `cargo test --benches` only checks that this builds.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    // Some file systems are slow to reuse what was just deleted, so that nothing is deleted until the end.
    let out = tempfile::tempdir().unwrap();
    let mut fastest: Vec<Option<Run>> = SIZES.iter().map(|_| None).collect();
    // The sizes alternate, so that changes in the speed of the machine affect all of them.
    for round in 0..RUNS {
        for (&operations, fastest) in SIZES.iter().zip(&mut fastest) {
            let run = run_alone(operations, &out.path().join(format!("{operations}-{round}")));
            if fastest.as_ref().is_none_or(|fastest| run.total() < fastest.total()) {
                *fastest = Some(run);
            }
        }
    }
    println!("CPU time per operation in milliseconds, fastest of {RUNS} runs; peak memory");
    print!("{:>10}", "operations");
    for name in PHASES {
        print!(" {name:>10}");
    }
    println!(" {:>10} {:>10}", "total", "peak MiB");
    let mut totals = Vec::new();
    for (&operations, run) in SIZES.iter().zip(fastest.into_iter().flatten()) {
        let per_operation = |seconds: f64| seconds * 1e3 / operations as f64;
        print!("{operations:>10}");
        for seconds in &run.phases {
            print!(" {:>10.4}", per_operation(*seconds));
        }
        println!(" {:>10.4} {:>10.0}", per_operation(run.total()), run.peak);
        totals.push(per_operation(run.total()));
    }
    if let [.., at_1_000, at_10_000] = totals.as_slice() {
        println!("cost per operation at 10,000 relative to 1,000: {:.2}", at_10_000 / at_1_000);
    }
}

/// Makes a run in a process of its own, as the tool runs.
fn run_alone(operations: usize, folder: &Path) -> Run {
    let output = Command::new(env::current_exe().unwrap())
        .env(OPERATIONS, operations.to_string())
        .env(FOLDER, folder)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "a run of {operations} operations failed");
    let numbers = String::from_utf8(output.stdout).unwrap();
    let mut numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let peak = numbers.pop().unwrap();
    assert_eq!(numbers.len(), PHASES.len());
    Run { phases: numbers, peak }
}

/// Generates an API of `operations` operations into the folder `out`, and prints the cost.
fn run(operations: usize, out: &Path) {
    let files = synthetic::files(operations).into_iter().map(|(path, text)| SpecFile {
        relative: path.clone(),
        shown: path,
        content: text.into_bytes(),
    });
    let files: Vec<SpecFile> = files.collect();
    let mut found = Vec::new();

    let (load, spec) = timed(|| spec::load(files, &mut found));
    let (checked, ()) = timed(|| check::check(&spec, latest_day(), &mut found));
    let (resolve, mut model) = timed(|| {
        let model = model::resolve(&spec, &mut found);
        check::check_usage(&spec, &mut found);
        model
    });
    // The API has no examples of errors; only a note says so.
    found.retain(|diagnostic| !diagnostic.code.is_note());
    assert!(found.is_empty(), "{}", diagnostics::render(&found, &spec.sources, diagnostics::Style::Plain));
    // The model does not need the spec; the tool drops it, too.
    drop(spec);
    let (print, generated) = timed(|| rust::generate(&model, "ms_commerce").unwrap());
    // Without examples, there are no tests and no examples in docs.
    for operation in model.apis.iter_mut().flat_map(|api| &mut api.areas).flat_map(|area| &mut area.operations) {
        operation.examples.clear();
    }
    let (print_bare, _) = timed(|| rust::generate(&model, "ms_commerce").unwrap());
    drop(model);
    prepare(out);
    let write_all = || {
        let plan = write::plan(out, &generated).unwrap();
        write::apply(out, &plan).unwrap();
    };
    let (write, ()) = timed(write_all);
    let (rewrite, ()) = timed(write_all);
    for time in [load, checked, resolve, print, write, rewrite, print_bare] {
        println!("{}", time.as_secs_f64());
    }
    println!("{}", peak_memory().unwrap_or(f64::NAN));
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = ProcessTime::now();
    let result = work();
    (start.elapsed(), result)
}

/// The hand-written files that the generator expects.
fn prepare(out: &Path) {
    fs::create_dir_all(out.join("src")).unwrap();
    fs::write(out.join("Cargo.toml"), "[features]\n# docwright:begin features\n# docwright:end features\n").unwrap();
    fs::write(out.join("src/lib.rs"), "// docwright:begin modules\n// docwright:end modules\n").unwrap();
}

/// The peak memory of the process in mebibytes, if the system reports it.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024.0)
}
