//! Pages of lists: headers that a link to the next page states, and members whose names contain dots.

use workspace_tests::PageFixture;

use super::fixture;

const AREA: &str = r#"operations:
  list_nights:
    doc: Lists nights.
    page: list-nights
    GET: /v1/nights
    responses: { 200: Nights }
    paging: { style: link, items: value, next: "@odata.nextLink", headers: [Obs-Continue] }
    # errata of list_nights
types:
  Nights:
    doc: A part of a list.
    fields:
      "@odata.nextLink": { type: NextLink, rust: next_link }
      value: List<string>
    # errata of Nights
  NextLink: { doc: A link., fields: { uri: string } }
pages:
  list-nights: { title: List nights, url: "https://docs.observatory.example/list-nights", captured: 2026-11-21 }
"#;

const PAGE: &str = r#"---
title: List nights
ms.date: 01/02/2020
---

# List nights

Lists nights.

## REST request

### Request syntax

| Method  | Request URI |
|---------|-------------|
| **GET** | *{baseURL}*/v1/nights HTTP/1.1 |

### Request headers

| Header       | Type   | Required | Description |
|--------------|--------|----------|-------------|
| Obs-Continue | string | No       | Where to go on. |

## REST response

If successful, this method returns HTTP status 200 and a [Nights](#nights) resource.

### Response example

```http
HTTP/1.1 200 OK
Content-Type: application/json

{
    "@odata.nextLink": { "uri": "/v1/nights?page=2" },
    "value": [ "7" ]
}
```
"#;

fn nights() -> PageFixture {
    PageFixture {
        page_name: "list-nights.md".to_owned(),
        page: PAGE.to_owned(),
        area: AREA.to_owned(),
        ..fixture("pipes")
    }
}

#[test]
fn a_header_that_paging_copies_is_known() {
    assert_eq!(nights().compare().rendered(), "");
    let without = PageFixture { area: AREA.replace(", headers: [Obs-Continue]", ""), ..nights() };
    assert_eq!(without.compare().codes(), ["DW803"], "{}", without.compare().rendered());
}

#[test]
fn an_unknown_member_of_an_example_has_its_whole_name() {
    let counted = PAGE.replace("    \"value\":", "    \"@odata.count\": 1,\n    \"value\":");
    let nights = PageFixture { page: counted, ..nights() };
    let compared = nights.compare();
    assert_eq!(compared.codes(), ["DW817"]);
    assert!(compared.rendered().contains("`@odata.count`"), "{}", compared.rendered());
    let erratum = "page: list-nights, at: fields.@odata.count, says: integer, because: no recorded response has it";
    assert_eq!(nights.with_erratum("Nights", erratum).compare().rendered(), "");
}

#[test]
fn a_next_page_that_the_operation_does_not_follow_is_a_mismatch() {
    let paging = AREA.lines().find(|line| line.contains("paging:")).unwrap();
    let unpaged = PageFixture {
        area: AREA.replace(&format!("{paging}\n"), ""),
        page: PAGE.replace("| Obs-Continue | string | No       | Where to go on. |\n", ""),
        ..nights()
    };
    let compared = unpaged.compare();
    assert_eq!(compared.codes(), ["DW823"], "{}", compared.rendered());
    insta::assert_snapshot!("DW823", compared.rendered());
    let erratum = "page: list-nights, at: paging, says: \"@odata.nextLink\", because: the link is always the same";
    assert_eq!(unpaged.with_erratum("list_nights", erratum).compare().rendered(), "");
    assert_eq!(nights().with_erratum("list_nights", erratum).compare().codes(), ["DW819"]);
}
