//! `cargo xtask runtime-api`: the public API of the hand-written runtime.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use docwright::internals::public_api;

const LISTING: &str = "runtime/public-api.txt";

#[derive(clap::Args)]
pub(crate) struct RuntimeApiArguments {
    /// Writes nothing; fails if the listing is outdated.
    #[arg(long)]
    check: bool,
}

/// Writes or compares the listing; true if it is up to date.
pub(crate) fn run(root: &Path, arguments: &RuntimeApiArguments) -> Result<bool> {
    let text = public_api::text(&public_api::of_crate(&root.join("runtime"))?);
    let path = root.join(LISTING);
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(true);
    }
    if arguments.check {
        println!("stale: {LISTING}; to fix this, run: cargo xtask runtime-api");
        return Ok(false);
    }
    fs::write(&path, text).with_context(|| format!("cannot write {LISTING}"))?;
    println!("runtime-api: wrote {LISTING}");
    Ok(true)
}
