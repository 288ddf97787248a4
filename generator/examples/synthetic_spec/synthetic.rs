//! A spec of any size, to measure the generator and the compile time of the generated code.
//!
//! The proportions are those of the specs in `spec/`, for each operation; a test of the workspace compares what is generated
//! from both.

mod errors;
mod operations;
mod types;

use std::ops::Range;

use operations::Kind;

/// Numbers of operations, and of structs that operations return.
const STRUCTS: (usize, usize) = (210, 240);
/// The number of enums, for a number of structs.
const ENUMS: (usize, usize) = (90, 240);
/// Structs in one area, with their operations.
const STRUCTS_PER_AREA: usize = 8;

/// Structs refer to each other within groups: the first to the second and third, these to the last, which is a leaf.
const GROUP: usize = 4;

const API: &str = "title: Synthetic
doc: An API of any size, for measuring.
servers:
  GLOBAL: { url: \"https://api.example.com\", doc: The worldwide service. }
credentials:
  app: { kind: bearer, access: app-only, doc: Of an application alone. }
  user: { kind: bearer, access: delegated, doc: Of an application for a user. }
headers:
  Accept: { value: application/json, doc: Asks for JSON. }
  X-Request-Id: { from: request-id, doc: Makes a call repeatable. }
error-shapes:
  - { code: code, message: message }
enum-case: ignored
types:
  Collection<T>:
    doc: One page of a list, or the whole list.
    fields:
      totalCount: { type: int64, doc: How many items there are; need not be the number of `items`. }
      items: List<T>
      nextLink: { type: string, doc: The next part; absent in the last. }
      attributes: Attributes

  Attributes:
    doc: What the service notes about a resource.
    fields:
      etag: { type: string, doc: Version of the resource. }
      objectType: string
";

/// The files of a spec with `operations` operations: paths below the folder of specs, and their YAML.
pub(crate) fn files(operations: usize) -> Vec<(String, String)> {
    let structs = (operations * STRUCTS.1).div_ceil(STRUCTS.0);
    let mut files =
        vec![("demo/api.yaml".to_owned(), API.to_owned()), ("demo/errors.yaml".to_owned(), errors::of_all(operations))];
    for (number, start) in (0..structs).step_by(STRUCTS_PER_AREA).enumerate() {
        let end = (start + STRUCTS_PER_AREA).min(structs);
        let first_operation = |index: usize| index * STRUCTS.0 / STRUCTS.1;
        let last = if end == structs { operations } else { first_operation(end) };
        let area = Area { number: number + 1, structs: start..end, operations: first_operation(start)..last };
        files.push((format!("demo/area-{:03}.yaml", area.number), area.yaml()));
    }
    files
}

struct Area {
    number: usize,
    structs: Range<usize>,
    operations: Range<usize>,
}

impl Area {
    fn yaml(&self) -> String {
        let number = self.number;
        let mut yaml = format!(
            "doc: Area {number} of the synthetic API.

pages:
  reference:
    title: Manage the records of area {number}
    url: https://docs.example.com/synthetic/reference/manage-records/records-of-area-{number}
    captured: 2026-11-21
  guide:
    title: Get and change records of area {number}
    url: https://docs.example.com/synthetic/develop/get-and-change-records-of-area-{number}
    captured: 2026-11-21

operations:
"
        );
        for (operation, response) in self.calls() {
            yaml.push_str(&self.operation(operation, response));
        }
        yaml.push_str("types:\n");
        for index in self.structs.clone() {
            yaml.push_str(&self.structure(index));
        }
        for index in self.enums() {
            yaml.push_str(&types::enumeration(index));
        }
        for (operation, response) in self.calls() {
            match self.kind(operation) {
                Kind::Union => yaml.push_str(&self.union(operation, response)),
                Kind::Change => yaml.push_str(&self.change(operation, response)),
                _ => {}
            }
        }
        yaml.push_str(&self.error_list());
        for index in 0..self.identifiers() {
            let id = self.id(self.structs.start + index);
            yaml.push_str(&format!("  {id}:\n    doc: Identifies a record of area {number}.\n    id: string\n"));
        }
        yaml
    }

    /// The operations of the area, each with the struct that it returns.
    fn calls(&self) -> impl Iterator<Item = (usize, usize)> {
        self.operations.clone().zip(self.responses().cycle())
    }

    /// The structs that operations return. The first ones of groups come first: the others are within these, so that every
    /// struct is used, although there are more structs than operations.
    fn responses(&self) -> impl Iterator<Item = usize> + Clone {
        let place = |wanted: usize| self.structs.clone().filter(move |index| index % GROUP == wanted);
        (0..GROUP).flat_map(place)
    }

    /// A struct of this area; the last group of a spec may be incomplete.
    fn record_or_leaf(&self, index: usize) -> String {
        if self.structs.contains(&index) { record(index) } else { "Attributes".to_owned() }
    }

    /// Identifiers of this area: one or two.
    fn identifiers(&self) -> usize {
        (1 + self.number % 2).min(self.structs.len())
    }

    /// The identifier of a struct.
    fn id(&self, index: usize) -> String {
        format!("Area{:03}Id{}", self.number, (index - self.structs.start) % self.identifiers())
    }

    /// Enums of this area.
    fn enums(&self) -> Range<usize> {
        let enums_before = |index: usize| index * ENUMS.0 / ENUMS.1;
        let first = enums_before(self.structs.start);
        first..enums_before(self.structs.start + STRUCTS_PER_AREA).min(first + self.structs.len())
    }

    fn state(&self, index: usize) -> String {
        let enums = self.enums();
        format!("State{:05}", enums.start + (index - self.structs.start) % enums.len())
    }
}

fn record(index: usize) -> String {
    format!("Record{index:05}")
}

fn union_name(operation: usize) -> String {
    format!("AnyRecord{operation:05}")
}

fn change_name(operation: usize) -> String {
    format!("RecordChange{operation:05}")
}
