//! Examples of mismatches in recordings.

use std::fmt;

/// An exchange with a mismatch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MismatchExample {
    /// The file.
    pub file: String,
    /// Index of the entry in the HAR file, counted from 0; `None` for a bare body.
    pub entry: Option<usize>,
    /// HTTP method.
    pub method: String,
    /// The path of the URL.
    pub path: String,
    /// The part of the exchange.
    pub part: &'static str,
    /// JSON pointer in the body.
    pub pointer: String,
}

impl fmt::Display for MismatchExample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(entry) = self.entry {
            write!(f, ", entry {entry}")?;
        }
        write!(f, ", {} {}, {}", self.method, self.path, self.part)?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        Ok(())
    }
}
