//! A spec of any size, to measure the generator and the compile time of the generated code.
//!
//! The proportions are those of Partner Center: per 210 operations, of which a third write, 253 structs of 7 members, 79 enums
//! of 4 or 5 values, 48 identifiers, 2 unions of 7 variants, 7 operations with two responses, 8 that get bytes, 8 that get
//! nothing, 17 that page and 35 with errors of their own, in 32 lists of 8 errors.

use std::ops::Range;

/// Numbers of operations and structs.
const STRUCTS: (usize, usize) = (210, 253);
/// The number of enums, for a number of structs.
const ENUMS: (usize, usize) = (79, 253);
/// Structs in one area, with their operations: as many as can be reviewed in one file.
const STRUCTS_PER_AREA: usize = 16;

/// Structs refer to each other within groups: the first to the second and third, these to the last, which is a leaf.
const GROUP: usize = 4;

/// The variants of a union.
const VARIANTS: usize = 7;

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
    let mut files = vec![("demo/api.yaml".to_owned(), API.to_owned())];
    for (number, start) in (0..structs).step_by(STRUCTS_PER_AREA).enumerate() {
        let end = (start + STRUCTS_PER_AREA).min(structs);
        let first_operation = |index: usize| index * STRUCTS.0 / STRUCTS.1;
        let last = if end == structs { operations } else { first_operation(end) };
        let area = Area { number: number + 1, structs: start..end, operations: first_operation(start)..last };
        files.push((format!("demo/area-{:03}.yaml", area.number), area.yaml()));
    }
    files
}

/// What an operation does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It gets a list.
    List,
    /// It gets a list in parts.
    Paged,
    /// It gets a list of the variants of a union.
    Union,
    /// It gets one struct.
    Get,
    /// It sends a struct.
    Write,
    /// It sends a struct, and has two responses.
    Outcomes,
    /// It gets bytes.
    File,
    /// It gets nothing.
    Removal,
}

impl Kind {
    fn of(operation: usize) -> Self {
        match (operation % 105, operation % 12, operation % 30, operation % 3) {
            (54, ..) => Self::Union,
            (_, 6, ..) => Self::Paged,
            (_, _, 16, _) => Self::Outcomes,
            (.., 0) => Self::List,
            (.., 1) => Self::Write,
            _ => Self::Get,
        }
    }

    fn writes(self) -> bool {
        matches!(self, Self::Write | Self::Outcomes)
    }

    fn lists(self) -> bool {
        matches!(self, Self::List | Self::Paged | Self::Union)
    }
}

/// Whether an operation has errors of its own.
fn has_errors(operation: usize) -> bool {
    operation % 6 == 4
}

/// Which of the lists of its area has the errors of an operation.
fn errors_of(operation: usize) -> usize {
    operation / 6 % ERRORS
}

/// Lists of errors, and identifiers, of each area.
const ERRORS: usize = 2;
const IDENTIFIERS: usize = 3;

/// The operation of an area that returns no struct. Those before it return the first structs of all groups.
const WITHOUT_STRUCT: usize = 8;

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
    title: Reference of area {number}
    url: https://docs.example.com/reference/area-{number}
    captured: 2026-11-21

operations:
"
        );
        for (operation, response) in self.operations.clone().zip(self.responses().cycle()) {
            yaml.push_str(&self.operation(operation, response));
        }
        yaml.push_str("types:\n");
        for index in self.structs.clone() {
            yaml.push_str(&self.structure(index));
        }
        for index in self.enums() {
            yaml.push_str(&enumeration(index));
        }
        for (operation, response) in self.operations.clone().zip(self.responses().cycle()) {
            if self.kind(operation) == Kind::Union {
                yaml.push_str(&self.union(operation, response));
            }
        }
        for list in 0..ERRORS {
            if self.operations.clone().any(|operation| has_errors(operation) && errors_of(operation) == list) {
                yaml.push_str(&self.errors(list));
            }
        }
        for index in 0..IDENTIFIERS.min(self.structs.len()) {
            let id = self.id(self.structs.start + index);
            yaml.push_str(&format!("  {id}:\n    doc: Identifies a record of area {number}.\n    id: string\n"));
        }
        yaml
    }

    fn kind(&self, operation: usize) -> Kind {
        match (operation - self.operations.start, self.number.is_multiple_of(2)) {
            (WITHOUT_STRUCT, true) => Kind::File,
            (WITHOUT_STRUCT, false) => Kind::Removal,
            _ => Kind::of(operation),
        }
    }

    /// The structs that operations return. The first ones of groups come first: the others are within these, so that every
    /// struct is used, although there are more structs than operations.
    fn responses(&self) -> impl Iterator<Item = usize> + Clone {
        let place = |wanted: usize| self.structs.clone().filter(move |index| index % GROUP == wanted);
        (0..GROUP).flat_map(place)
    }

    fn operation(&self, index: usize, response: usize) -> String {
        let kind = self.kind(index);
        let path = format!("/v1/area-{:03}/resource-{index:05}/{{recordId}}/records", self.number);
        // The body is the leaf of a group: much less is sent than received.
        let sent = record((response - response % GROUP + GROUP - 1).min(self.structs.end - 1));
        let (verb, method, body) = match (kind.writes(), index.is_multiple_of(2)) {
            (true, true) => (
                "create",
                format!("POST: {path}\n    idempotency: by-request-id"),
                format!("    body: {{ type: {sent}, doc: The record to create. }}\n"),
            ),
            (true, false) => (
                "update",
                format!("PATCH: {path}\n    idempotency: idempotent"),
                format!("    body: {{ type: {sent}, patch: merge }}\n"),
            ),
            (false, _) if kind == Kind::Removal => (
                "remove",
                format!("DELETE: {path}"),
                "    headers:\n      X-Reason: { type: string, doc: Why it is removed. }\n".to_owned(),
            ),
            (false, _) => ("get", format!("GET: {path}"), String::new()),
        };
        let (http_method, _) = method.split_once(':').unwrap_or_default();
        let sent = if kind.writes() { ", body: { displayName: Demo }" } else { "" };
        let example = path.replace("{recordId}", "r-1");
        let record = record(response);
        let responses = match kind {
            Kind::List | Kind::Paged => format!("200: Collection<{record}>"),
            Kind::Union => format!("200: Collection<{}>", union_name(index)),
            Kind::Get | Kind::Write => format!("200: {record}"),
            Kind::File => "200: { type: bytes, media: application/pdf }".to_owned(),
            Kind::Removal => "204: none".to_owned(),
            Kind::Outcomes => format!(
                "\n      200: {{ type: {record}, variant: Found }}\n      201: {{ type: {record}, variant: Created }}"
            ),
        };
        let separator = if kind == Kind::Outcomes { "" } else { "\n      " };
        let errors = if has_errors(index) {
            format!("    errors: {}\n", self.errors_name(errors_of(index)))
        } else {
            String::new()
        };
        let (input, paging) = match kind {
            Kind::Paged if index % 24 == 6 => {
                ("\n      offset: int32", "    paging: { style: offset, items: items, offset: offset }\n")
            }
            Kind::Paged | Kind::Union => ("", "    paging: { style: url, items: items, next: nextLink }\n"),
            _ => ("", ""),
        };
        let status = if kind == Kind::Outcomes { "        status: 200\n" } else { "" };
        let value = match kind {
            Kind::File => "        response: no real file\n",
            Kind::Removal => "",
            _ if kind.lists() => "        response: { totalCount: 0 }\n",
            _ => "        response: { displayName: Demo }\n",
        };
        let query = if kind.lists() {
            let state = self.state(response);
            format!(
                "    query:\n      filter: {{ type: string, doc: What to look for. }}\n      state: {state}{input}\n"
            )
        } else {
            String::new()
        };
        let (with, asked) = if kind.lists() { (", filter: all", "?filter=all") } else { ("", "") };
        format!(
            "  {verb}_records_{index:05}:
    doc: Calls operation {index} of the synthetic API.
    page: reference
    {method}
    path:
      recordId: {{ type: {}, doc: The record that the resource belongs to. }}
{query}{body}    responses:{separator}{responses}
{errors}{paging}    errata:
      - page: reference
        at: path.recordId
        says: int
        because: the record that the page shows for this request has letters in it
    examples:
      calls_it:
        with: {{ recordId: r-1{with}{sent} }}
        request: {http_method} {example}{asked}
{status}{value}
",
            self.id(response),
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
        let member = match index / GROUP % 4 {
            0 => "quantity: int64",
            1 => "unitPrice: decimal",
            2 => "createdDate: { type: date-time, doc: When it was created. }",
            _ => "isActive: { type: bool, doc: Whether it takes part. }",
        };
        format!(
            "  {}:
    doc: Record {index} of the synthetic API.
    fields:
      displayName: {{ type: string, doc: \"Name, in the language of the call.\" }}
      kind: string
      {member}
      state: {}
      details: {{ type: {nested}, doc: What belongs to it. }}
      lineItems: List<{listed}>
      recordId: {{ type: {}, doc: What identifies it. }}

",
            record(index),
            self.state(index),
            self.id(index),
        )
    }

    /// A union of structs of this area, beginning with the one that an operation of another kind would return.
    fn union(&self, operation: usize, response: usize) -> String {
        let others = self.structs.clone().filter(|index| *index != response);
        let variants = [response].into_iter().chain(others).take(VARIANTS);
        let variants = variants.map(|index| format!("      kind-{index}: {}\n", record(index)));
        let name = union_name(operation);
        let variants: String = variants.collect();
        format!("  {name}:\n    doc: A record of one kind.\n    union: kind\n    variants:\n{variants}\n")
    }

    fn errors(&self, list: usize) -> String {
        format!(
            "  {}:
    doc: Why a record of area {} is rejected.
    statuses:
      400:
        codes:
          2000: {{ name: InvalidName, doc: The name is not allowed. }}
          2001: {{ name: InvalidState, doc: The state does not allow it. }}
          2002: {{ name: InvalidQuantity, doc: There are not so many. }}
          2003: {{ name: InvalidDate, doc: The date has passed. }}
          2004: {{ name: Ended, doc: The record has ended., retry: false }}
      403: {{ name: NotAllowed, doc: The user has no right to it., retry: false }}
      404: {{ name: NoRecord, doc: There is no such record. }}
      409: {{ name: Conflict, doc: Somebody else changes it., retry: true }}

",
            self.errors_name(list),
            self.number,
        )
    }

    /// A struct of this area; the last group of a spec may be incomplete.
    fn record_or_leaf(&self, index: usize) -> String {
        if self.structs.contains(&index) { record(index) } else { "Attributes".to_owned() }
    }

    /// The identifier of a struct.
    fn id(&self, index: usize) -> String {
        format!("Area{:03}Id{}", self.number, (index - self.structs.start) % IDENTIFIERS)
    }

    fn errors_name(&self, list: usize) -> String {
        format!("Area{:03}Error{list}", self.number)
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

fn enumeration(index: usize) -> String {
    let deleted = if index.is_multiple_of(2) { "      deleted:\n" } else { "" };
    format!(
        "  State{index:05}:
    doc: How far a record is.
    values:
      none:
      in_progress: {{ doc: Somebody works on it. }}
      active:
      suspended: {{ doc: It can be resumed. }}
{deleted}
"
    )
}
