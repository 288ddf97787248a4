//! The documented errors: those of all operations, and lists for some.

use super::Area;

/// Codes of all operations, for a number of operations.
const COMMON: (usize, usize) = (170, 210);

/// The most codes of all operations. They are in one file, and a file has a limit of lines.
const MOST_COMMON: usize = 580;

pub(super) fn of_all(operations: usize) -> String {
    let mut yaml = "doc: Errors of all operations.

statuses:
  400:
    name: Invalid
    doc: The request is not as it should be.
    codes:
"
    .to_owned();
    for code in 0..(operations * COMMON.0).div_ceil(COMMON.1).min(MOST_COMMON) {
        yaml.push_str(&format!(
            "      {}: {{ name: BrokenRule{code:05}, doc: The record breaks rule {code} of the synthetic API. }}\n",
            10_000 + code
        ));
    }
    yaml
}

impl Area {
    pub(super) fn errors_of(&self, operation: usize) -> Option<String> {
        self.has_errors(operation).then(|| self.list_name())
    }

    /// Whether an operation has errors beyond those of all operations.
    fn has_errors(&self, operation: usize) -> bool {
        !self.number.is_multiple_of(3) && operation % 3 == 1
    }

    /// The list that operations of the area share.
    pub(super) fn error_list(&self) -> String {
        if !self.operations.clone().any(|operation| self.has_errors(operation)) {
            return String::new();
        }
        format!(
            "  {}:
    doc: Why a record of area {} is rejected.
    statuses:
      400:
        codes:
          2000: {{ name: InvalidName, doc: The name is not allowed in this area; another record may have it. }}
      403: {{ name: NotAllowed, doc: The user has no right to it., retry: false }}

",
            self.list_name(),
            self.number,
        )
    }

    fn list_name(&self) -> String {
        format!("StockRecordArea{:03}Error", self.number)
    }
}
