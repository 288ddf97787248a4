//! The operations.

use super::{Area, GROUP, change_name, identifier_of, record, union_name};

/// What an operation does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It gets a list.
    List,
    /// It gets a list in parts.
    Paged,
    /// It gets a list of the variants of a union.
    Union,
    /// It gets one struct.
    Get,
    /// It gets one struct, or nothing.
    Optional,
    /// It sends a struct that it also returns, or one within it.
    Write,
    /// It sends a struct of its own.
    Change,
    /// It sends a struct, and has two responses.
    Outcomes,
    /// It sends nothing, and changes something.
    Action,
    /// It sends files.
    Upload,
    /// It gets bytes.
    File,
    /// It gets nothing.
    Removal,
}

/// The operation of an area that returns no struct. Those before it return the first structs of all groups.
const WITHOUT_STRUCT: usize = 2;

impl Kind {
    fn of(operation: usize) -> Self {
        match (operation % 105, operation % 21, operation % 45, operation % 15, operation % 3) {
            (20, ..) => Self::Optional,
            (54, ..) => Self::Union,
            (85, ..) if operation % 210 == 85 => Self::Upload,
            (_, 6 | 13, ..) => Self::Paged,
            (_, 16, ..) => Self::Outcomes,
            (_, _, 28, ..) => Self::Action,
            (_, _, 10 | 13 | 25 | 43, ..) | (.., 4, _) => Self::Change,
            (.., 1 | 7 | 10, _) => Self::Write,
            (.., 0) => Self::List,
            _ => Self::Get,
        }
    }

    fn lists(self) -> bool {
        matches!(self, Self::List | Self::Paged | Self::Union)
    }

    /// The status and type of the response, or several.
    fn responses(self, index: usize, response: usize) -> String {
        let record = record(response);
        match self {
            Self::List | Self::Paged => format!("\n      200: Collection<{record}>"),
            Self::Union => format!("\n      200: Collection<{}>", union_name(index)),
            Self::Optional => format!("\n      200: {{ type: {record}, may-be-empty: true }}"),
            Self::Write if is_created(index) => format!("\n      201: {record}"),
            Self::Get | Self::Write | Self::Change | Self::Action | Self::Upload => format!("\n      200: {record}"),
            Self::File => "\n      200: { type: bytes, media: application/pdf }".to_owned(),
            Self::Removal => "\n      204: none".to_owned(),
            Self::Outcomes => format!(
                "\n      200: {{ type: {record}, variant: Found }}\n      201: {{ type: {record}, variant: Created }}"
            ),
        }
    }
}

fn is_created(operation: usize) -> bool {
    matches!(operation % 4, 0 | 1)
}

/// How an operation is requested.
struct Sending {
    verb: &'static str,
    method: &'static str,
    /// What a repetition does, where the method does not say it.
    idempotency: &'static str,
    /// The inputs in headers and the body.
    inputs: String,
    /// These inputs in the example.
    example: &'static str,
}

impl Area {
    pub(super) fn kind(&self, operation: usize) -> Kind {
        match (operation - self.operations.start, self.number % 13) {
            (WITHOUT_STRUCT, 1 | 3) => Kind::Removal,
            (WITHOUT_STRUCT, 2 | 4) => Kind::File,
            _ => Kind::of(operation),
        }
    }

    fn sending(&self, kind: Kind, index: usize, response: usize) -> Sending {
        const BY_REQUEST_ID: &str = "    idempotency: by-request-id\n";
        let first = response - response % GROUP;
        // Some send the first struct of a group with all within it, others one with a leaf.
        let sent = if matches!(index % 90, 1 | 7 | 16 | 31 | 46 | 61 | 76) {
            first
        } else {
            (first + 2).min(self.structs.end - 1)
        };
        let body = format!("    body: {{ type: {}, doc: The record as it shall be. }}\n", record(sent));
        let (verb, method, idempotency, inputs, example) = match kind {
            Kind::Outcomes => ("create", "POST", BY_REQUEST_ID, body, ", body: { displayName: Demo }"),
            Kind::Write if is_created(index) => {
                ("create", "POST", BY_REQUEST_ID, body, ", body: { displayName: Demo }")
            }
            Kind::Write if index % 4 == 2 => {
                ("replace", "PUT", "    idempotency: idempotent\n", body, ", body: { displayName: Demo }")
            }
            Kind::Write => {
                let body = format!("    body: {{ type: {}, patch: merge }}\n", record(sent));
                ("update", "PATCH", "    idempotency: idempotent\n", body, ", body: { displayName: Demo }")
            }
            Kind::Change => {
                let body = format!("    body: {{ type: {}, doc: What to change. }}\n", change_name(index));
                ("change", "POST", BY_REQUEST_ID, body, ", body: { recordId: r-1, wantedQuantity: 7 }")
            }
            Kind::Action => ("activate", "POST", BY_REQUEST_ID, String::new(), ""),
            Kind::Upload => {
                let parts = "    parts:
      Label: { type: string, required: true, doc: What the files are. }
      Documents: { type: List<bytes>, required: true, doc: The files. }
      Drawings: { type: List<bytes>, doc: Further files. }
";
                let idempotency = "    idempotency: non-idempotent\n";
                ("attach", "POST", idempotency, parts.to_owned(), ", Label: Demo, Documents: [\"%PDF-1.7\"]")
            }
            Kind::Removal if self.number.is_multiple_of(2) => ("remove", "DELETE", "", String::new(), ""),
            Kind::Removal => {
                let header = "    headers:\n      X-Reason: { type: string, doc: Why it is removed. }\n";
                ("remove", "DELETE", "", header.to_owned(), "")
            }
            _ => ("get", "GET", "", String::new(), ""),
        };
        Sending { verb, method, idempotency, inputs, example }
    }

    /// Inputs in the query, and how the list is divided.
    fn query(&self, kind: Kind, index: usize, response: usize) -> String {
        if !kind.lists() {
            return String::new();
        }
        let required = if index % 4 == 3 { "required: true, " } else { "" };
        let mut yaml =
            format!("    query:\n      filter: {{ type: string, {required}doc: What to look for in records. }}\n");
        if !index.is_multiple_of(18) {
            let state = self.state(response);
            yaml.push_str(&format!("      state: {{ type: {state}, doc: Only records in this state. }}\n"));
        }
        yaml.push_str(match kind {
            Kind::Paged if index % 24 == 6 => {
                "      offset: int32\n    paging: { style: offset, items: items, offset: offset }\n"
            }
            Kind::Paged | Kind::Union => "    paging: { style: url, items: items, next: nextLink }\n",
            _ => "",
        });
        yaml
    }

    pub(super) fn operation(&self, index: usize, response: usize) -> String {
        let kind = self.kind(index);
        let Sending { verb, method, idempotency, inputs, example } = self.sending(kind, index, response);
        let (item, item_input, item_example) = if matches!(index % 11, 2 | 7) {
            let input =
                format!("      itemId: {{ type: {}, doc: The item within the record. }}\n", identifier_of(response));
            ("/{itemId}", input, ", itemId: i-1")
        } else {
            ("", String::new(), "")
        };
        let path = format!("/v1/area-{:03}/resource-{index:05}/{{recordId}}/records{item}", self.number);
        let example_path = path.replace("{recordId}", "r-1").replace("{itemId}", "i-1");
        let (with, asked) = if kind.lists() { (", filter: all", "?filter=all") } else { ("", "") };
        let pages =
            if index.is_multiple_of(2) || index == self.operations.start { "[reference, guide]" } else { "reference" };
        let credentials = if matches!(index % 12, 0 | 3 | 5 | 8 | 10) { "    credentials: user\n" } else { "" };
        let errors = self.errors_of(index).map(|list| format!("    errors: {list}\n")).unwrap_or_default();
        let erratum = if index.is_multiple_of(5) {
            ""
        } else {
            "    errata:
      - page: reference
        at: path.recordId
        says: int
        because: the record that the page shows for this request has letters in it, as have all links to records
"
        };
        let status = if kind == Kind::Outcomes { "        status: 200\n" } else { "" };
        let value = match kind {
            Kind::File => "        response: no real file\n",
            Kind::Removal => "",
            _ if kind.lists() => "        response: { totalCount: 0 }\n",
            _ => "        response: { displayName: Demo }\n",
        };
        let rejection = if errors.is_empty() {
            String::new()
        } else {
            format!(
                "      is_rejected:
        with: {{ recordId: r-2{item_example}{with}{example} }}
        request: {method} {}{asked}
        status: 400
        code: 2000
        response: {{ code: 2000, message: The name is not allowed. }}
",
                example_path.replace("r-1", "r-2")
            )
        };
        format!(
            "  {verb}_records_{index:05}:
    doc: |
      Calls operation {index} of the synthetic API.

      A record that has ended is kept for a month, and returned only where it is asked for by its id. What has been changed
      in the last minutes need not be in it yet.
    page: {pages}
{credentials}    {method}: {path}
{idempotency}    path:
      recordId: {{ type: {}, doc: The record that the resource belongs to. }}
{item_input}{}{inputs}    responses:{}
{errors}{erratum}    examples:
      calls_it:
        with: {{ recordId: r-1{item_example}{with}{example} }}
        request: {method} {example_path}{asked}
{status}{value}{rejection}
",
            identifier_of(response),
            self.query(kind, index, response),
            kind.responses(index, response),
        )
    }
}
