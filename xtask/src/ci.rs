//! `cargo xtask ci`: runs the gates that every change has to pass.

mod gates;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use gates::{GATES, Gate, Step};

#[derive(clap::Args)]
pub(crate) struct CiArguments {
    /// Names of the gates to run; all gates by default.
    #[arg(value_name = "GATE")]
    gates: Vec<String>,
    /// Lists the gates without running them.
    #[arg(long)]
    list: bool,
    /// Continues after a gate that failed, and lists all failed gates at the end.
    #[arg(long)]
    keep_going: bool,
}

/// Runs the gates; true if all of them pass.
pub(crate) fn run(root: &Path, arguments: &CiArguments) -> Result<bool> {
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
        let holds = run_gate(root, gate).with_context(|| format!("cannot run the gate `{}`", gate.name))?;
        let verdict = if holds { "passed" } else { "FAILED" };
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
        println!("\n== {} of {} gates passed, {seconds:.0} s", chosen.len(), GATES.len());
    } else {
        println!("\n== failed: {}; to repeat, run: cargo xtask ci {}", failed.join(", "), failed.join(" "));
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
        bail!("the gate has no commands");
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
        // Gates must not wait for input.
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot run `{}`", step.program))?;
    Ok(status.success())
}
