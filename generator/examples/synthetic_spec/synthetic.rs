//! A spec of any size, to measure the generator and the compile time of the generated code.
//!
//! The proportions are those of Partner Center: 193 operations, 160 structs of 9 members and 34 enums.

use std::ops::Range;

/// The number of structs, for a number of operations.
const STRUCTS: (usize, usize) = (160, 193);
/// The number of enums, for a number of structs.
const ENUMS: (usize, usize) = (34, 160);
/// Structs in one area, with their operations: as many as can be reviewed in one file.
const STRUCTS_PER_AREA: usize = 16;

/// Structs refer to each other within groups: the first to the second and third, these to the last, which is a leaf.
const GROUP: usize = 4;

const API: &str = "title: Synthetic
doc: An API of any size, for measuring.
servers:
  GLOBAL: { url: \"https://api.example.com\", doc: The worldwide service. }
credentials:
  token: { kind: bearer }
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
      attributes: Attributes

  Attributes:
    doc: What the service notes about a resource.
    fields:
      etag: { type: string, doc: Version of the resource. }
      objectType: string
";

/// The files of a spec with `operations` operations: paths below the folder of specs, and their YAML.
pub(crate) fn files(operations: usize) -> Vec<(String, String)> {
    let structs = (operations * STRUCTS.0).div_ceil(STRUCTS.1);
    let mut files = vec![("demo/api.yaml".to_owned(), API.to_owned())];
    for (number, start) in (0..structs).step_by(STRUCTS_PER_AREA).enumerate() {
        let structs = start..structs.min(start + STRUCTS_PER_AREA);
        files.push((format!("demo/area-{:03}.yaml", number + 1), Area { number, structs, operations }.yaml()));
    }
    files
}

struct Area {
    number: usize,
    structs: Range<usize>,
    /// Operations of the whole spec.
    operations: usize,
}

impl Area {
    fn yaml(&self) -> String {
        let number = self.number + 1;
        let mut yaml = format!(
            "doc: Area {number} of the synthetic API.

pages:
  reference:
    title: Reference of area {number}
    url: https://docs.example.com/reference/area-{number}
    captured: 2026-11-21

operations:
"
        );
        for operation in 0..self.operations {
            let response = operation * STRUCTS.0 / STRUCTS.1;
            if self.structs.contains(&response) {
                yaml.push_str(&self.operation(operation, response));
            }
        }
        yaml.push_str("types:\n");
        for index in self.structs.clone() {
            yaml.push_str(&self.structure(index));
        }
        for index in self.enums() {
            yaml.push_str(&enumeration(index));
        }
        yaml.push_str(&format!("  {}:\n    doc: Identifies a record of area {number}.\n    id: string\n", self.id()));
        yaml
    }

    fn operation(&self, index: usize, response: usize) -> String {
        let path = format!("/v1/area-{:03}/resource-{index:05}/{{recordId}}/records", self.number + 1);
        let record = record(response);
        // About a third of the operations write; the body is a leaf of its group, or one level above.
        let writes = response % GROUP == GROUP - 1 || response % STRUCTS_PER_AREA == GROUP / 2;
        let (verb, method, body) = match (writes, index % 2) {
            (true, 0) => (
                "create",
                format!("POST: {path}\n    idempotency: by-request-id"),
                format!("    body: {{ type: {record}, doc: The record to create. }}\n"),
            ),
            (true, _) => (
                "update",
                format!("PATCH: {path}\n    idempotency: idempotent"),
                format!("    body: {{ type: {record}, patch: merge }}\n"),
            ),
            (false, _) => ("get", format!("GET: {path}"), String::new()),
        };
        let (http_method, _) = method.split_once(':').unwrap_or_default();
        let sent = if writes { ", body: { displayName: Demo }" } else { "" };
        let example = path.replace("{recordId}", "r-1");
        let responses = if response.is_multiple_of(GROUP) { "{ totalCount: 0 }" } else { "{ displayName: Demo }" };
        let response_type = if response.is_multiple_of(GROUP) { format!("Collection<{record}>") } else { record };
        format!(
            "  {verb}_records_{index:05}:
    doc: Calls operation {index} of the synthetic API.
    page: reference
    {method}
    path:
      recordId: {{ type: {}, doc: The record that the resource belongs to. }}
    query:
      filter: {{ type: string, doc: What to look for. }}
      state: {}
{body}    responses:
      200: {response_type}
    examples:
      calls_it:
        with: {{ recordId: r-1, filter: all{sent} }}
        request: {http_method} {example}?filter=all
        response: {responses}

",
            self.id(),
            self.state(response),
        )
    }

    fn structure(&self, index: usize) -> String {
        let (nested, listed) = match index % GROUP {
            0 => (self.record_or_leaf(index + 1), self.record_or_leaf(index + 2)),
            place @ (1 | 2) => {
                let leaf = self.record_or_leaf(index + GROUP - 1 - place);
                (leaf.clone(), leaf)
            }
            _ => ("Attributes".to_owned(), "Attributes".to_owned()),
        };
        format!(
            "  {}:
    doc: Record {index} of the synthetic API.
    fields:
      displayName: {{ type: string, doc: \"Name, in the language of the call.\" }}
      quantity: int64
      isActive: {{ type: bool, doc: Whether it takes part. }}
      unitPrice: decimal
      createdDate: {{ type: date-time, doc: When it was created. }}
      state: {}
      details: {{ type: {nested}, doc: What belongs to it. }}
      lineItems: List<{listed}>
      recordId: {{ type: {}, doc: What identifies it. }}

",
            record(index),
            self.state(index),
            self.id(),
        )
    }

    /// A struct of this area; the last group of a spec may be incomplete.
    fn record_or_leaf(&self, index: usize) -> String {
        if self.structs.contains(&index) { record(index) } else { "Attributes".to_owned() }
    }

    fn id(&self) -> String {
        format!("Area{:03}Id", self.number + 1)
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

fn enumeration(index: usize) -> String {
    format!(
        "  State{index:05}:
    doc: How far a record is.
    values:
      none:
      in_progress: {{ doc: Somebody works on it. }}
      active:
      suspended: {{ doc: It can be resumed. }}
      deleted:

"
    )
}
