//! `cargo xtask ci`: every gate that a change has to pass.

mod gates;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use gates::{GATES, Gate, Step};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Gates to run, by name; all of them when none is named.
    #[arg(value_name = "GATE")]
    gates: Vec<String>,
    /// Lists the gates and runs none.
    #[arg(long)]
    list: bool,
    /// Goes on after a gate that failed, and names all that did at the end.
    #[arg(long)]
    keep_going: bool,
}

/// Runs the gates; true when all of them hold.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> Result<bool> {
    if arguments.list {
        for gate in GATES {
            println!("{:<16} {}", gate.name, gate.holds);
        }
        return Ok(true);
    }
    let mut failed = Vec::new();
    let begin = Instant::now();
    let chosen = choose(&arguments.gates)?;
    for gate in &chosen {
        println!("\n== {}: {}", gate.name, gate.holds);
        let start = Instant::now();
        let holds = run_gate(root, gate).with_context(|| format!("the gate `{}` cannot run", gate.name))?;
        let verdict = if holds { "holds" } else { "FAILED" };
        println!("== {}: {verdict}, {:.0} s", gate.name, start.elapsed().as_secs_f64());
        if !holds {
            failed.push(gate.name);
            if !arguments.keep_going {
                break;
            }
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    if failed.is_empty() {
        println!("\n== {} of {} gates hold, {seconds:.0} s", chosen.len(), GATES.len());
    } else {
        println!("\n== failed: {}; again with: cargo xtask ci {}", failed.join(", "), failed.join(" "));
    }
    Ok(failed.is_empty())
}

fn choose(names: &[String]) -> Result<Vec<&'static Gate>> {
    if names.is_empty() {
        return Ok(GATES.iter().collect());
    }
    let find = |name: &String| {
        let found = GATES.iter().find(|gate| gate.name == name.as_str());
        found.with_context(|| format!("there is no gate `{name}`; `cargo xtask ci --list` lists them"))
    };
    names.iter().map(find).collect()
}

fn run_gate(root: &Path, gate: &Gate) -> Result<bool> {
    let steps = (gate.steps)(root)?;
    if steps.is_empty() {
        bail!("it has nothing to run");
    }
    for step in steps {
        if !run_step(root, &step)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run_step(root: &Path, step: &Step) -> Result<bool> {
    println!("$ {step}");
    let status = Command::new(step.program)
        .args(&step.arguments)
        .envs(step.environment.iter().copied())
        .current_dir(root)
        // No gate may depend on somebody who types.
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot run `{}`", step.program))?;
    Ok(status.success())
}
