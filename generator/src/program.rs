//! The command by which people run the tool, as messages name it.

use std::sync::OnceLock;

static NAME: OnceLock<&'static str> = OnceLock::new();

/// States the command once, at the start of a program; without it, the command is `docwright`.
pub(crate) fn set_name(name: &'static str) {
    // A second statement is ignored: messages of one run name one command.
    let _ = NAME.set(name);
}

/// The command, for example `cargo xtask`.
pub(crate) fn name() -> &'static str {
    NAME.get().copied().unwrap_or("docwright")
}
