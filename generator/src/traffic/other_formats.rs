//! Recordings in other formats than HAR, recognized to say how HAR is exported from the program that wrote them.

use std::fmt;
use std::path::Path;

use serde_json::value::RawValue;

use crate::json_text::{self as json, Members};

/// What a file is that is not a HAR file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherFormat {
    /// A collection of Postman.
    Postman,
    /// An export of Insomnia.
    Insomnia,
    /// A flow file of mitmproxy.
    Mitmproxy,
    /// A session of Charles.
    Charles,
    /// An archive of sessions of Fiddler.
    Fiddler,
    /// A request that a browser copied as a command or as code.
    CopiedRequest,
    /// An OpenAPI or Swagger document.
    OpenApi,
    /// A compressed file, or an archive.
    Compressed,
}

impl OtherFormat {
    const fn name_and_help(self) -> (&'static str, &'static str) {
        match self {
            Self::Postman => (
                "a Postman collection",
                "a collection has requests and no traffic, and Postman writes no HAR: send them through a proxy that \
                 records, such as mitmproxy",
            ),
            Self::Insomnia => (
                "an export of Insomnia",
                "send the requests, and export them again with the format `HAR – HTTP Archive Format`",
            ),
            Self::Mitmproxy => (
                "a flow file of mitmproxy",
                "convert it with `mitmdump --no-server --rfile FILE --set hardump=OUT.har`, of mitmproxy 10.1 or later",
            ),
            Self::Charles => (
                "a session of Charles",
                "open it in Charles, and choose `File`, `Export Session…` and the format `HTTP Archive (.har)`",
            ),
            Self::Fiddler => (
                "a session archive of Fiddler",
                "open it in Fiddler, and choose `File`, `Export Sessions` and the format `HTTPArchive v1.2`",
            ),
            Self::CopiedRequest => (
                "a request that a browser copied as a command or as code",
                "it has no response: choose `Save all as HAR` among the network tools of the browser",
            ),
            Self::OpenApi => (
                "an OpenAPI or Swagger document",
                "it describes the API and has no traffic: compare it with `verify docs`",
            ),
            Self::Compressed => ("a compressed file", "unpack it, and name the HAR file in it"),
        }
    }

    /// Recognizes a file that could not be read as HAR, by its content, and by its name where the content has no mark.
    pub(super) fn recognize(path: &Path, content: &[u8]) -> Option<Self> {
        if content.starts_with(b"PK\x03\x04") {
            return Some(if is_fiddler_archive(content) { Self::Fiddler } else { Self::Compressed });
        }
        if content.starts_with(b"\x1f\x8b") {
            return Some(Self::Compressed);
        }
        if is_flow(content) {
            return Some(Self::Mitmproxy);
        }
        let text = String::from_utf8_lossy(content);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let of_text = match text.chars().next() {
            Some('{' | '[') => of_json(text),
            _ => of_other_text(text),
        };
        let is_charles = || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("chls"));
        of_text.or_else(|| is_charles().then_some(Self::Charles))
    }
}

impl fmt::Display for OtherFormat {
    /// What it is, and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, help) = self.name_and_help();
        write!(f, "{name}, not a HAR file; {help}")
    }
}

/// Whether the first file of an archive is one of those that Fiddler writes.
fn is_fiddler_archive(content: &[u8]) -> bool {
    const NAME: usize = 30;
    let length = content.get(26..28).map_or(0, |length| usize::from(u16::from_le_bytes([length[0], length[1]])));
    let name = content.get(NAME..NAME + length).unwrap_or_default();
    name.starts_with(b"raw/")
        || name.starts_with(b"raw\\")
        || [&b"_index.htm"[..], b"[Content_Types].xml"].contains(&name)
}

/// Flows are dictionaries of tnetstrings: the length and a colon, and the same of the first name.
fn is_flow(content: &[u8]) -> bool {
    let after_length = |text: &[u8]| {
        let digits = text.iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0 && text.get(digits) == Some(&b':')).then_some(digits + 1)
    };
    let Some(name) = after_length(content).map(|begin| &content[begin..]) else { return false };
    after_length(name).is_some_and(|begin| {
        let word = name[begin..].iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
        word > 0 && matches!(name.get(begin + word), Some(b';' | b','))
    })
}

fn of_json(text: &str) -> Option<OtherFormat> {
    let raw = serde_json::from_str::<&RawValue>(text).ok()?;
    let Some(members) = json::members(raw) else {
        let first = json::items(raw)?.into_iter().next().and_then(json::members)?;
        let is_charles = ["protocolVersion", "scheme", "actualPort"].iter().all(|name| has(&first, name));
        return is_charles.then_some(OtherFormat::Charles);
    };
    let text = |name| json::member(&members, name).and_then(json::text);
    let info = json::member(&members, "info").and_then(json::members).unwrap_or_default();
    let schema = json::member(&info, "schema").and_then(json::text);
    if schema.is_some_and(|schema| schema.contains("getpostman.com") || schema.contains("postman.com/"))
        || has(&info, "_postman_id")
        || has(&members, "_postman_exported_using")
    {
        Some(OtherFormat::Postman)
    } else if text("_type").is_some_and(|kind| kind == "export") && has(&members, "__export_format") {
        Some(OtherFormat::Insomnia)
    } else {
        (has(&members, "openapi") || has(&members, "swagger")).then_some(OtherFormat::OpenApi)
    }
}

fn has(members: &Members<'_>, name: &str) -> bool {
    json::member(members, name).is_some()
}

fn of_other_text(text: &str) -> Option<OtherFormat> {
    const COPIED: [&str; 6] =
        ["curl ", "curl.exe ", "fetch(", "await fetch(", "Invoke-WebRequest ", "$session = New-Object"];
    // A long file is not searched.
    let begin: String = text.chars().take(1_000).collect();
    if COPIED.iter().any(|command| begin.starts_with(command)) {
        Some(OtherFormat::CopiedRequest)
    } else if begin.contains("<?charles") || begin.contains("<charles-session") {
        Some(OtherFormat::Charles)
    } else if begin.lines().any(|line| line.starts_with("type: collection.insomnia.rest")) {
        Some(OtherFormat::Insomnia)
    } else {
        let is_document = |line: &str| line.starts_with("openapi:") || line.starts_with("swagger:");
        begin.lines().any(is_document).then_some(OtherFormat::OpenApi)
    }
}
