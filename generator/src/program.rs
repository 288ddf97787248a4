//! The command that runs the tool, as it appears in messages.

use std::sync::OnceLock;

static NAME: OnceLock<&'static str> = OnceLock::new();

/// Sets the command once, at the start of a program; the default is `docwright`.
#[cfg(feature = "cli")]
pub(crate) fn set_name(name: &'static str) {
    // Later calls are ignored, so that all messages of a run name the same command.
    let _ = NAME.set(name);
}

/// The command, for example `cargo xtask`.
pub(crate) fn name() -> &'static str {
    NAME.get().copied().unwrap_or("docwright")
}
