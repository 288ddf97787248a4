//! A spec and recorded exchanges that agree, and small changes to the recording.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use docwright::Checked;
use docwright::internals::diagnostics::{Diagnostic, Style, render};
use docwright::internals::model::Model;
use docwright::internals::traffic::TrafficMismatch;
use docwright::internals::traffic::verify::{Options, Verified, redact_file, verify};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::{check_spec, rendered, spec_file, workspace_root};

/// A spec and exchanges that agree with it.
#[derive(Clone, Debug)]
pub struct TrafficFixture {
    api: String,
    area: String,
    /// One exchange a line.
    exchanges: String,
    /// Changes that break the agreement.
    pub mutations: Vec<TrafficMutation>,
}

/// One change of a recording, and the rule that it breaks.
#[derive(Clone, Debug)]
pub struct TrafficMutation {
    /// The rule, such as `DW901`.
    pub code: String,
    /// What it changes.
    pub name: String,
    from: String,
    to: String,
}

/// Recordings compared with a spec.
#[derive(Debug)]
pub struct ComparedTraffic {
    /// The spec.
    pub checked: Checked,
    /// The outcome.
    pub verified: Verified,
}

impl ComparedTraffic {
    /// The rules that are broken.
    pub fn codes(&self) -> Vec<String> {
        self.verified.mismatches.iter().map(|mismatch| mismatch.diagnostic.code.to_string()).collect()
    }

    /// The mismatches without the names and values of the recording: rule, class, line of the spec, and counts.
    pub fn report(&self) -> Vec<String> {
        let mut report = mismatches_of(&self.verified);
        report.push(format!(
            "{} of {} called: {:?}",
            self.verified.matched, self.verified.exchanges, self.verified.called
        ));
        report.extend(
            self.verified.notes.iter().map(|note| format!("{} {}: {:?}", note.count, note.message, note.entry)),
        );
        report
    }

    /// The diagnostics as the tool shows them.
    pub fn rendered(&self) -> String {
        let mismatches: Vec<Diagnostic> =
            self.verified.mismatches.iter().map(|mismatch| mismatch.diagnostic.clone()).collect();
        render(&mismatches, &self.checked.sources, Style::Plain)
    }

    /// The notes.
    pub fn notes(&self) -> Vec<&str> {
        self.verified.notes.iter().map(|note| note.message.as_str()).collect()
    }
}

// Every panic below fails the test that asked for the fixture.
#[allow(clippy::unwrap_used, clippy::missing_panics_doc)]
impl TrafficFixture {
    /// The fixture after a change, which replaces a text that occurs exactly once.
    pub fn mutated(&self, mutation: &TrafficMutation) -> Self {
        let found = self.exchanges.matches(&mutation.from).count();
        assert_eq!(found, 1, "{}: {:?} occurs {found} times", mutation.name, mutation.from);
        Self { exchanges: self.exchanges.replace(&mutation.from, &mutation.to), ..self.clone() }
    }

    /// The fixture with another area.
    #[must_use]
    pub fn with_area(self, area: &str) -> Self {
        Self { area: area.to_owned(), ..self }
    }

    /// The fixture with another line in `api.yaml`.
    pub fn with_line_in_api(&self, line: &str) -> Self {
        Self { api: format!("{}{line}\n", self.api), ..self.clone() }
    }

    /// The exchanges as a HAR file.
    pub fn har(&self) -> Value {
        har(self.exchanges.lines().map(|line| entry(&serde_json::from_str(line).unwrap())).collect())
    }

    /// The spec, which has no errors.
    pub fn checked(&self) -> Checked {
        let files =
            vec![spec_file("garden/api.yaml", self.api.as_str()), spec_file("garden/beds.yaml", self.area.as_str())];
        let checked = check_spec(files);
        assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
        checked
    }

    /// Compares the spec with the exchanges.
    pub fn compare(&self) -> ComparedTraffic {
        self.compare_with(&[("recorded.har", self.har().to_string().as_bytes())], &Options::default())
    }

    /// Compares the spec with files, given as names and contents.
    pub fn compare_with(&self, files: &[(&str, &[u8])], options: &Options) -> ComparedTraffic {
        let checked = self.checked();
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = files
            .iter()
            .map(|(name, content)| {
                let path = folder.path().join(name);
                fs::write(&path, content).unwrap();
                path
            })
            .collect();
        let mut verified = verify(&checked.model, &paths, options, &mut |_, _| {}).unwrap();
        if options.operation.is_none() {
            compare_copies(&checked.model, &paths, options, &verified);
        }
        // The folder has another name in each run.
        let shown = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let prefix = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
        for mismatch in &mut verified.mismatches {
            let diagnostic = &mut mismatch.diagnostic;
            diagnostic.note = diagnostic.note.take().map(|note| note.replace(&prefix, ""));
            if let Some(example) = &mut mismatch.example {
                example.file = shown(&example.file);
            }
        }
        ComparedTraffic { checked, verified }
    }
}

/// Checks that copies of HAR files give the same mismatches as the files.
#[allow(clippy::unwrap_used)]
fn compare_copies(model: &Model, paths: &[PathBuf], options: &Options, verified: &Verified) {
    let folder = tempfile::tempdir().unwrap();
    let copied = |path: &PathBuf| {
        let copy = folder.path().join(path.file_name().unwrap());
        redact_file(model, path, &copy).unwrap();
        copy
    };
    let copies: Vec<PathBuf> = paths.iter().map(copied).collect();
    let after = verify(model, &copies, options, &mut |_, _| {}).unwrap();
    let texts = || copies.iter().map(|copy| fs::read_to_string(copy).unwrap()).collect::<String>();
    assert_eq!(mismatches_of(&after), mismatches_of(verified), "a copy gives another report: {}", texts());
}

/// The mismatches without the names and values of the recording: rule, class, line of the spec, counts and effect.
pub fn mismatches_of(verified: &Verified) -> Vec<String> {
    let mismatches = verified.mismatches.iter().map(|mismatch| {
        let TrafficMismatch { diagnostic, class, exchanges, of, effect, .. } = mismatch;
        format!("{} {class} at {:?}: {exchanges} of {of:?}, {effect:?}", diagnostic.code, diagnostic.place)
    });
    // Mismatches at one place are sorted by their messages, which differ.
    let mut mismatches: Vec<String> = mismatches.collect();
    mismatches.sort();
    mismatches
}

/// Copies the text of a recording for others, and checks that the copy gives the same report, and is copied unchanged itself.
#[allow(clippy::unwrap_used, clippy::missing_panics_doc)]
pub fn copied(fixture: &TrafficFixture, recording: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (original, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    let model = fixture.checked().model;
    let copied = |text: &str| {
        fs::write(&original, text).unwrap();
        redact_file(&model, &original, &copy).unwrap();
        fs::read_to_string(&copy).unwrap()
    };
    let text = copied(recording);
    assert_eq!(copied(&text), text, "the copy of a copy is the same");
    let report = |text: &str| {
        let options = Options { unseen: true, ..Options::default() };
        fixture.compare_with(&[("recorded.har", text.as_bytes())], &options)
    };
    let (before, after) = (report(recording), report(&text));
    assert_eq!(after.report(), before.report(), "{recording}\n{text}\n{}\n{}", before.rendered(), after.rendered());
    text
}

/// A HAR file with these entries.
pub fn har(entries: Vec<Value>) -> Value {
    json!({ "log": { "version": "1.2", "creator": { "name": "by hand", "version": "1" }, "entries": entries } })
}

/// An exchange by its members. Bodies are kept as they are, with all digits of their numbers.
type Exchange = BTreeMap<String, Box<RawValue>>;

/// The entry of an exchange, in the shape that browsers write.
#[allow(clippy::unwrap_used)]
fn entry(exchange: &Exchange) -> Value {
    let value = |name: &str| exchange.get(name).map_or(Value::Null, |raw| serde_json::from_str(raw.get()).unwrap());
    let headers = |name: &str| {
        let pairs = value(name);
        let pairs = pairs.as_object().into_iter().flatten();
        pairs.map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>()
    };
    let text = |name: &str| value(name).as_str().map_or_else(|| exchange[name].get().to_owned(), str::to_owned);
    let response = text("response");
    let mut entry = json!({
        "request": { "method": value("method"), "url": value("url"), "headers": headers("headers") },
        "response": {
            "status": value("status"),
            "headers": headers("response-headers"),
            "content": { "size": response.len(), "mimeType": "application/json", "text": response },
        },
    });
    if exchange.contains_key("sends") {
        entry["request"]["postData"] = json!({ "mimeType": "application/json", "text": text("sends") });
    }
    entry
}

/// The fixture of `tests/fixtures/verify-traffic`.
#[allow(clippy::unwrap_used, clippy::missing_panics_doc)]
pub fn traffic_fixture() -> TrafficFixture {
    let folder = workspace_root().join("tests/fixtures/verify-traffic");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let mutations = read("mutations.diff");
    TrafficFixture {
        api: read("api.yaml"),
        area: read("area.yaml"),
        exchanges: read("exchanges.jsonl"),
        mutations: mutations.split("\n\n").filter(|text| !text.trim().is_empty()).map(mutation).collect(),
    }
}

/// A heading `DW901: name`, then what to replace (`-`), then by what (`+`).
#[allow(clippy::unwrap_used)]
fn mutation(text: &str) -> TrafficMutation {
    let mut lines = text.trim_matches('\n').lines();
    let (code, name) = lines.next().and_then(|heading| heading.split_once(": ")).unwrap();
    let (from, to) = (lines.next().unwrap(), lines.next().unwrap());
    TrafficMutation {
        code: code.to_owned(),
        name: name.to_owned(),
        from: from.strip_prefix('-').unwrap().to_owned(),
        to: to.strip_prefix('+').unwrap().to_owned(),
    }
}
