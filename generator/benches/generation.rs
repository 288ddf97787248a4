//! CPU time and memory of a whole generation, by phase, for synthetic APIs of rising size: `cargo bench -p docwright`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../examples/synthetic/mod.rs"]
mod synthetic;

use std::fs;
use std::path::Path;
use std::time::Duration;

use cpu_time::ProcessTime;
use docwright::spec::SpecFile;
use docwright::{check, diagnostics, latest_day, model, rust, spec, write};

/// As in the tool.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: &[usize] = &[100, 1_000, 10_000];

/// Runs of each size, of which the fastest counts: other work on the machine only ever adds.
const RUNS: usize = 5;

/// CPU time of the phases of one run.
#[derive(Clone, Copy)]
struct Phases {
    load: Duration,
    check: Duration,
    resolve: Duration,
    print: Duration,
    /// Printing without examples: neither their tests nor what docs show of them.
    print_bare: Duration,
    write: Duration,
    rewrite: Duration,
}

impl Phases {
    fn total(&self) -> Duration {
        self.load + self.check + self.resolve + self.print + self.write
    }
}

fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("CPU time per operation in milliseconds, fastest of {RUNS} runs; peak memory of the process so far");
    println!(
        "{:>10} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>11} {:>10}",
        "operations", "load", "check", "resolve", "print", "write", "total", "unchanged", "bare print", "peak MiB"
    );
    let mut totals = Vec::new();
    for &operations in SIZES {
        let fastest = (0..RUNS).map(|_| run(operations)).min_by_key(Phases::total).unwrap();
        let per_operation = |time: Duration| time.as_secs_f64() * 1e3 / operations as f64;
        let Phases { load, check, resolve, print, print_bare, write, rewrite } = fastest;
        print!("{operations:>10}");
        for time in [load, check, resolve, print, write, fastest.total()] {
            print!(" {:>8.4}", per_operation(time));
        }
        let (rewrite, print_bare) = (per_operation(rewrite), per_operation(print_bare));
        println!(" {rewrite:>9.4} {print_bare:>11.4} {:>10}", peak_memory().unwrap_or_else(|| "unknown".to_owned()));
        totals.push(per_operation(fastest.total()));
    }
    if let [.., at_1_000, at_10_000] = totals.as_slice() {
        println!("cost per operation at 10,000 relative to 1,000: {:.2}", at_10_000 / at_1_000);
    }
}

fn run(operations: usize) -> Phases {
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
    assert!(found.is_empty(), "{}", diagnostics::render(&found, &spec.sources, diagnostics::Style::Plain));
    // What is resolved stands on its own; the tool keeps nothing else either.
    drop(spec);
    let (print, generated) = timed(|| rust::generate(&model, "ms_commerce").unwrap());
    for operation in model.apis.iter_mut().flat_map(|api| &mut api.areas).flat_map(|area| &mut area.operations) {
        operation.examples.clear();
    }
    let (print_bare, _) = timed(|| rust::generate(&model, "ms_commerce").unwrap());
    drop(model);
    let out = tempfile::tempdir().unwrap();
    prepare(out.path());
    let write_all = || {
        let plan = write::plan(out.path(), &generated).unwrap();
        write::apply(out.path(), &plan).unwrap();
    };
    let (write, ()) = timed(write_all);
    let (rewrite, ()) = timed(write_all);
    Phases { load, check: checked, resolve, print, print_bare, write, rewrite }
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

/// The most memory that the process has held, where the system tells.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(format!("{:.0}", kibibytes / 1024.0))
}
