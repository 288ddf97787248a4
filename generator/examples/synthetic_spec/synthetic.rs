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
/// Structs in the areas, by turns, with their operations.
const STRUCTS_OF_AREAS: [usize; 4] = [4, 4, 4, 8];
/// Structs that share an identifier, which several areas use.
const STRUCTS_PER_IDENTIFIER: usize = 5;

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
    let identifiers: String = (0..structs.div_ceil(STRUCTS_PER_IDENTIFIER)).map(types::identifier).collect();
    let mut files = vec![
        ("demo/api.yaml".to_owned(), format!("{API}{identifiers}")),
        ("demo/errors.yaml".to_owned(), errors::of_all(operations)),
    ];
    let mut start = 0;
    for (size, number) in STRUCTS_OF_AREAS.into_iter().cycle().zip(1..) {
        if start == structs {
            break;
        }
        let end = (start + size).min(structs);
        let first_operation = |index: usize| index * STRUCTS.0 / STRUCTS.1;
        let last = if end == structs { operations } else { first_operation(end) };
        let area = Area { number, structs: start..end, operations: first_operation(start)..last };
        files.push((format!("demo/area-{number:03}.yaml"), area.yaml()));
        start = end;
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
    url: https://docs.example.com/en-us/rest/api/synthetic/manage-stock-records/stock-records-of-area-{number}
    captured: 2026-11-21
  guide:
    title: Get and change records of area {number}
    url: https://docs.example.com/en-us/synthetic/develop/get-and-change-stock-records-of-area-{number}
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

    /// Enums of this area.
    fn enums(&self) -> Range<usize> {
        let enums_before = |index: usize| index * ENUMS.0 / ENUMS.1;
        let first = enums_before(self.structs.start);
        first..enums_before(self.structs.end).max(first + 1)
    }

    fn state(&self, index: usize) -> String {
        let enums = self.enums();
        state_name(enums.start + (index - self.structs.start) % enums.len())
    }
}

fn record(index: usize) -> String {
    format!("StockRecord{index:05}")
}

/// The identifier of a struct.
fn identifier_of(index: usize) -> String {
    identifier_name(index / STRUCTS_PER_IDENTIFIER)
}

fn identifier_name(number: usize) -> String {
    format!("StockRecordId{number:03}")
}

fn state_name(index: usize) -> String {
    format!("StockRecordState{index:05}")
}

fn union_name(operation: usize) -> String {
    format!("AnyStockRecord{operation:05}")
}

fn change_name(operation: usize) -> String {
    format!("StockRecordChange{operation:05}")
}
