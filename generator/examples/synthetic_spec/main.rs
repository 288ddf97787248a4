//! Writes a synthetic spec: `cargo run -p docwright --example synthetic_spec -- DIR OPERATIONS`.

// Benchmarks and tests include the module by its path as well; its own modules are found beside it in both cases.
#[path = "synthetic.rs"]
mod synthetic;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let operations = arguments.next().ok_or("how many operations?")?;
    let operations = operations.to_string_lossy().parse()?;
    for (path, yaml) in synthetic::files(operations) {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, yaml)?;
    }
    Ok(())
}
