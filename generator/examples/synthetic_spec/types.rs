//! The types: structs, enums and unions.

use super::{Area, GROUP, change_name, identifier_name, identifier_of, record, state_name, union_name};

/// The variants of a union.
const VARIANTS: usize = 7;

impl Area {
    pub(super) fn structure(&self, index: usize) -> String {
        let member = match index / GROUP % 4 {
            0 => "availableQuantity: int64",
            1 => "unitPrice: decimal",
            2 => "createdDate: { type: date-time, doc: When the record was created. }",
            _ => "isActive: { type: bool, doc: Whether the record takes part. }",
        };
        const DESCRIPTION: &str =
            "fullDescription: { type: string, doc: What users read about the record in the catalog. }";
        let leaf = |place: usize| self.record_or_leaf(index + GROUP - 1 - place);
        let (members, erratum) = match index % GROUP {
            0 => (
                [
                    DESCRIPTION.to_owned(),
                    format!("recordDetails: {{ type: {}, doc: What belongs to it. }}", self.record_or_leaf(index + 1)),
                    format!("lineItems: {{ type: List<{}>, doc: Its parts. }}", self.record_or_leaf(index + 2)),
                ],
                "      - page: reference\n        at: fields.lineItems\n        says: one object\n        \
                 because: the examples of responses have a list\n",
            ),
            place @ 1 => (
                [
                    "modifiedDate: { type: date-time, doc: When the record was changed last. }".to_owned(),
                    format!("recordDetails: {{ type: {}, doc: What belongs to it. }}", leaf(place)),
                    if index % (2 * GROUP) == 1 { "endDate: date-time".to_owned() } else { String::new() },
                ],
                "      - page: guide\n        at: fields.modifiedDate\n        says: string\n        \
                 because: the examples of responses have the form of a time\n",
            ),
            place @ 2 => ([DESCRIPTION.to_owned(), format!("lineItems: List<{}>", leaf(place)), String::new()], ""),
            _ => (["attributes: Attributes".to_owned(), String::new(), String::new()], ""),
        };
        let members = members.iter().filter(|member| !member.is_empty());
        let members: String = members.map(|member| format!("      {member}\n")).collect();
        format!(
            "  {}:
    doc: Record {index} of the synthetic API.
    fields:
      displayName: {{ type: string, doc: \"Name, in the language of the call.\" }}
      recordKind: string
      {member}
      recordState: {}
{members}      recordId: {}
    errata:
      - at: fields.recordState
        lacks: true
        because: the examples of responses on the same page have it, and so have those of the guide and of the changes
{erratum}
",
            record(index),
            self.state(index),
            identifier_of(index),
        )
    }

    /// What an operation sends that sends no record.
    pub(super) fn change(&self, operation: usize, response: usize) -> String {
        let note = if operation.is_multiple_of(2) { "      isUrgent: bool\n" } else { "" };
        format!(
            "  {}:
    doc: A change of a record.
    fields:
      recordId: {{ type: {}, required: true, doc: What identifies the record. }}
      wantedQuantity: {{ type: int64, required: true, doc: How many there shall be. }}
      reason: {{ type: string, doc: Why it is changed. }}
{note}
",
            change_name(operation),
            identifier_of(response),
        )
    }

    /// A union of structs of this area, beginning with the one that an operation of another kind would return.
    pub(super) fn union(&self, operation: usize, response: usize) -> String {
        let others = self.structs.clone().filter(|index| *index != response);
        let variants = [response].into_iter().chain(others).take(VARIANTS);
        let variants = variants.map(|index| format!("      kind-{index}: {}\n", record(index)));
        let name = union_name(operation);
        let variants: String = variants.collect();
        format!("  {name}:\n    doc: A record of one kind.\n    union: recordKind\n    variants:\n{variants}\n")
    }
}

pub(super) fn enumeration(index: usize) -> String {
    let deleted = if index.is_multiple_of(6) {
        "      recently_deleted: { doc: Users do not see it any more; it is kept for a month. }\n"
    } else {
        ""
    };
    format!(
        "  {}:
    doc: How far a record is.
    values:
      not_started:
      work_in_progress: {{ doc: Somebody works on the record; it can change at any time. }}
      active_for_users: {{ doc: The record is complete and can be used. }}
      temporarily_suspended: {{ doc: It cannot be used until it is resumed. }}
{deleted}
",
        state_name(index),
    )
}

pub(super) fn identifier(number: usize) -> String {
    format!("\n  {}:\n    doc: Identifies a stock record.\n    id: string\n", identifier_name(number))
}
