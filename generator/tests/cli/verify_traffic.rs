//! Compares specs with recordings, end to end.

use crate::project::{Project, Run};

/// An invented recording of an exchange that matches the project's spec.
const RECORDING: &str = r#"{"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://api.demo.example/things/a?sig=hush-hush","headers":[{"name":"Authorization","value":"Bearer hush-hush-hush"}]},
"response":{"status":200,"headers":[],"content":{"size":14,"text":"{\"name\":\"Ada\"}"}}}]}}"#;

fn project(response: &str) -> Project {
    let project = Project::new();
    project.write("recorded.har", &RECORDING.replace(r#"{\"name\":\"Ada\"}"#, response).replace("?sig=hush-hush", ""));
    project
}

fn verify(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["verify", "traffic"], arguments].concat())
}

#[test]
fn a_recording_without_mismatches_is_reported_in_one_line() {
    let run = verify(&project(r#"{\"name\":\"Ada\"}"#), &["recorded.har"]);
    assert_eq!(
        (run.code, run.text.as_str()),
        (0, "verify traffic: 1 exchange read, 1 matched; 1 of 1 operation called; 0 mismatches\n")
    );
}

#[test]
fn a_mismatch_is_a_diagnostic_with_its_line_and_an_example() {
    let project = project(r#"{\"name\":7,\"size\":3}"#);
    let run = verify(&project, &["recorded.har"]);
    assert_eq!(run.code, 1, "{}", run.text);
    for part in [
        "error[DW901]: `Thing` does not have the member `size`, in 1 of 1 exchange",
        "error[DW903]: `name` of `Thing` is never `string` but a number",
        "--> spec/demo/things.yaml:",
        "recorded.har, entry 0, GET /things/{id}, response body at /size",
        "the client keeps this",
        "the client cannot decode this",
        "2 mismatches",
    ] {
        assert!(run.text.contains(part), "no {part:?} in {}", run.text);
    }
    let run = verify(&project, &["--allow", "unknown-value,unknown-member,wrong-type", "recorded.har"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("0 mismatches, 2 ignored"), "{}", run.text);
    assert_eq!(verify(&project, &["--allow", "everything", "recorded.har"]).code, 2);
}

#[test]
fn mismatches_are_one_json_object_per_line_and_the_summary_is_last() {
    let run = verify(&project(r#"{\"size\":3}"#), &["--format", "json", "--unseen", "recorded.har"]);
    assert_eq!(run.code, 1, "{}", run.text);
    let lines: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["code"], &lines[0]["class"]), (&"DW901".into(), &"unknown-member".into()));
    assert_eq!((&lines[0]["exchanges"], &lines[0]["of"], &lines[0]["effect"]), (&1.into(), &1.into(), &"kept".into()));
    let example = serde_json::json!({
        "file": "recorded.har", "entry": 0, "method": "GET", "path": "/things/{id}", "part": "response body", "pointer": "/size",
    });
    assert_eq!(lines[0]["example"], example);
    assert_eq!(lines[1]["code"], "DW912");
    assert_eq!(lines[2]["summary"]["called"], serde_json::json!(["demo/things/get_thing"]));
}

#[test]
fn a_bare_body_needs_its_operation() {
    let project = project("");
    project.write("body.json", "\u{feff}{\"name\":\"Ada\",\"size\":3}");
    let run = verify(&project, &["body.json"]);
    assert_eq!(run.code, 2);
    assert!(run.text.contains("body.json is not a HAR file") && run.text.contains("--operation"), "{}", run.text);
    let named = ["--operation", "demo/things/get_thing", "body.json"];
    assert!(verify(&project, &named).text.contains("error[DW901]"));
    assert_eq!(verify(&project, &[&named[..], &["--status", "404"]].concat()).code, 2);
    assert_eq!(verify(&project, &["--status", "200", "recorded.har"]).code, 2, "a status of what?");
    assert_eq!(verify(&project, &["--request", "recorded.har"]).code, 2, "a request of what?");
    assert_eq!(verify(&project, &[&named[..], &["--request"]].concat()).code, 2, "it sends no body");
    for (name, help) in [("get_thing", "did you mean `demo/things/get_thing`?"), ("tea", "name it as API/AREA/NAME")] {
        let run = verify(&project, &["--operation", name, "body.json"]);
        assert!(run.code == 2 && run.text.contains(help), "{}", run.text);
    }
}

#[test]
fn a_recording_is_no_body() {
    let project = project(r#"{\"name\":\"Ada\"}"#);
    let run = verify(&project, &["--operation", "demo/things/get_thing", "recorded.har"]);
    let expected = "error: recorded.har is a HAR file, not a body: compare its exchanges without --operation";
    assert!(run.code == 2 && run.text.contains(expected), "{}", run.text);
}

/// What `--operation` names has a list of requests in its bodies too; only exchanges as HAR has them are a recording.
#[test]
fn a_body_that_resembles_a_recording_is_one() {
    let project = project("");
    let operation = ["--operation", "demo/things/get_thing", "body.json"];
    for (entry, is_recording) in [
        (r#"{"request":"\"response\"","name":"a"}"#, false),
        (r#"{"request":{"id":1},"response":{"id":2}}"#, false),
        (r#"{"request":{"method":"GET","url":"https://a.example"}}"#, false),
        (r#"{"request":{"method":"GET","url":"https://a.example"},"response":{}} , not read"#, true),
    ] {
        project.write("body.json", &format!(r#"{{"log":{{"entries":[{entry}]}}}}"#));
        let run = verify(&project, &operation);
        assert_eq!(run.text.contains("is a HAR file, not a body"), is_recording, "{entry}: {}", run.text);
    }
}

#[test]
fn recordings_in_other_formats_are_named_with_the_way_to_har() {
    let project = project("");
    let collection = r#"{"info":{"name":"a","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}"#;
    let charles = r#"[{"status":"COMPLETE","method":"GET","protocolVersion":"HTTP/1.1","scheme":"https","host":"a.example","actualPort":443}]"#;
    // The head of an archive with one file.
    let archive = |name: &str| {
        let head = [&b"PK\x03\x04"[..], &[0; 22], &[name.len() as u8, 0, 0, 0]].concat();
        [&head, name.as_bytes(), b"\0\xff"].concat()
    };
    let cases: [(&str, Vec<u8>, &str, &str); 16] = [
        ("a.postman_collection.json", collection.into(), "a Postman collection", "Postman writes no HAR"),
        ("a.json", br#"{"_type":"export","__export_format":4,"resources":[]}"#.into(), "an export of Insomnia", "`HAR"),
        ("a.yaml", b"type: collection.insomnia.rest/5.0\nname: a\n".into(), "an export of Insomnia", "`HAR"),
        ("flows", b"1842:9:websocket;0:~8:response;31:6:reason;".into(), "a flow file of mitmproxy", "hardump"),
        ("a.chlsj", charles.into(), "a session of Charles", "`Export Session"),
        (
            "a.chlsx",
            b"<?xml version='1.0' ?>\n<?charles serialisation-version='2.0' ?>".into(),
            "a session of Charles",
            "Export",
        ),
        ("a.chls", b"\xac\xed\0\x05".into(), "a session of Charles", "`Export Session"),
        ("a.saz", archive("raw/01_c.txt"), "a session archive of Fiddler", "`HTTPArchive v1.2`"),
        ("a.har.zip", archive("har.har"), "a compressed file", "unpack it"),
        ("a.har.gz", b"\x1f\x8b\x08\0".into(), "a compressed file", "unpack it"),
        (
            "a.txt",
            b"curl 'https://a.example/things' \\\n  -H 'x: hush'".into(),
            "a request that a browser copied",
            "HAR",
        ),
        ("b.txt", b"curl.exe \"https://a.example\"".into(), "a request that a browser copied", "HAR"),
        ("c.txt", b"fetch(\"https://a.example\", {".into(), "a request that a browser copied", "HAR"),
        ("d.txt", b"Invoke-WebRequest -Uri \"https://a.example\"".into(), "a request that a browser copied", "HAR"),
        ("b.json", br#"{"openapi":"3.1.0","paths":{}}"#.into(), "an OpenAPI or Swagger document", "`verify docs`"),
        ("b.yaml", b"swagger: '2.0'\n".into(), "an OpenAPI or Swagger document", "`verify docs`"),
    ];
    for (file, content, format, help) in cases {
        std::fs::write(project.path(file), content).unwrap();
        for arguments in [&["--redact", "copy.har", file][..], &[file]] {
            let run = verify(&project, arguments);
            let begin = format!("error: {file} is {format}");
            assert!(run.code == 2 && run.text.contains(&begin) && run.text.contains(help), "{file}: {}", run.text);
            assert!(run.text.contains(", not a HAR file; ") && !run.text.contains("hush"), "{}", run.text);
        }
    }
    assert!(!project.path("copy.har").exists());
    for (file, content) in
        [("c.json", r#"{"info":{"name":"a"}}"#), ("e.txt", "12:30 lunch"), ("f.txt", "curling"), ("g.json", "[]")]
    {
        project.write(file, content);
        let run = verify(&project, &[file]);
        assert!(run.code == 2 && run.text.contains(&format!("{file} is not a HAR file")), "{file}: {}", run.text);
    }
}

#[test]
fn what_cannot_be_read_ends_the_run() {
    let project = project(r#"{\"name\":\"Ada\"}"#);
    assert_eq!(verify(&project, &[]).code, 2);
    for (file, expected) in [("nowhere.har", "cannot read nowhere.har"), ("spec", "cannot read spec")] {
        let run = verify(&project, &["recorded.har", file]);
        assert!(run.code == 2 && run.text.contains(expected), "{}", run.text);
    }
    project.write("broken.har", "{\"log\":{\"entries\":[\n{},\nhush-hush]}}");
    let run = verify(&project, &["broken.har"]);
    assert!(run.text.contains("broken.har is not a HAR file: malformed at line 3, column 1"), "{}", run.text);
    assert!(run.code == 2 && !run.text.contains("hush"), "{}", run.text);
    assert_eq!(verify(&project, &["--redact", "copy.har", "broken.har"]).code, 2);
    assert_eq!(verify(&project, &["--redact", "copy.har", "-"]).code, 2);
    assert!(!project.path("copy.har").exists());
}

#[test]
fn a_recording_can_come_through_standard_input() {
    let project = project(r#"{\"size\":3}"#);
    let run = project.run_from(&["verify", "traffic", "-"], "recorded.har");
    assert_eq!(run.code, 1, "{}", run.text);
    assert!(run.text.contains("for example -, entry 0, GET /things/{id}, response body at /size"), "{}", run.text);
}

#[test]
fn a_copy_is_written_without_secrets_and_nothing_shows_them() {
    let project = Project::new();
    project.write("recorded.har", RECORDING);
    let run = verify(&project, &["--redact", "copy/clean.har", "recorded.har"]);
    assert_eq!(run.code, 1, "`sig` is no parameter of the operation: {}", run.text);
    assert!(run.text.contains("wrote copy/clean.har"), "{}", run.text);
    let copy = project.read("copy/clean.har");
    assert!(
        copy.contains("text-") && !copy.contains("Ada") && !copy.contains("hush") && !run.text.contains("hush"),
        "{copy}\n{}",
        run.text
    );
    let run = verify(&project, &["--redact", "recorded.har", "recorded.har"]);
    assert_eq!(run.code, 2, "{}", run.text);
    assert_eq!(project.read("recorded.har"), RECORDING);
}
