//! Parts of a body of `multipart/form-data`.

use workspace_tests::PageFixture;

use super::fixture;

const AREA: &str = "\
pages:
  send-a-plan:
    title: Send a plan
    url: https://docs.observatory.example/guides/send-a-plan
    captured: 2026-11-20
operations:
  send_plan:
    doc: Sends a plan of a dome.
    page: send-a-plan
    POST: /v1/plans
    idempotency: non-idempotent
    parts:
      name: string
      plan: { type: bytes, media: image/png }
    responses: { 204: none }
    # errata of send_plan
";

const PAGE: &str = "\
# Send a plan

Sends a plan of a dome.

## Request

| Method | Request URI |
|--------|-------------|
| POST   | https://api.observatory.example/v1/plans |

### Request example

```http
POST https://api.observatory.example/v1/plans HTTP/1.1
Content-Type: multipart/form-data; boundary=cut

--cut
Content-Disposition: form-data; name=\"name\"

North
--cut
Content-Disposition: form-data; name=\"plan\"; filename=\"north.png\"
Content-Type: image/png

(bytes)
--cut--
```

## Response

If successful, this method returns HTTP status 204.
";

fn with(change: (&str, &str)) -> PageFixture {
    assert!(PAGE.contains(change.0), "no {}", change.0);
    PageFixture {
        page_name: "send-a-plan.md".to_owned(),
        page: PAGE.replace(change.0, change.1),
        area: AREA.to_owned(),
        mutations: Vec::new(),
        ..fixture("pipes")
    }
}

#[test]
fn parts_that_an_example_shows_are_compared_by_name_and_media_type() {
    assert_eq!(with(("North", "South")).compare().rendered(), "");
    for (change, code, message) in [
        (
            ("name=\"plan\"", "name=\"drawing\""),
            "DW812",
            "the example has a part `drawing` of the body that the spec lacks",
        ),
        (
            ("Content-Type: image/png", "Content-Type: image/jpeg"),
            "DW814",
            "the part `plan` is `image/jpeg` in the example, `image/png` in the spec",
        ),
    ] {
        let compared = with(change).compare();
        assert_eq!(compared.codes(), [code], "{}", compared.rendered());
        assert!(compared.rendered().contains(message), "{}", compared.rendered());
    }
}

#[test]
fn an_example_may_lack_parts_and_the_media_type_of_one() {
    let part = "--cut\nContent-Disposition: form-data; name=\"name\"\n\nNorth\n";
    assert_eq!(with((part, "")).compare().rendered(), "");
    assert_eq!(with(("Content-Type: image/png\n", "")).compare().rendered(), "");
}

#[test]
fn an_erratum_notes_the_media_type_of_a_part() {
    let noted = with(("Content-Type: image/png", "Content-Type: image/jpeg"))
        .with_erratum("send_plan", "page: send-a-plan, at: parts.plan.media, says: image/jpeg, because: a PNG is sent");
    assert_eq!(noted.compare().rendered(), "");
}
