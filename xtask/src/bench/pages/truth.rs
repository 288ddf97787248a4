//! A list of what pages state, and whether the facts that were read have it.

use std::fmt;

use anyhow::{Context as _, Result, bail};
use docwright::internals::pages::facts::{Fact, PageFacts};

/// A request or a parameter that a page states.
pub(super) struct Statement {
    pub(super) file: String,
    pub(super) kind: StatementKind,
    /// Method and path, as the page writes them.
    request: String,
    name: String,
    pub(super) type_text: Option<String>,
    pub(super) required: Option<bool>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum StatementKind {
    Request,
    Parameter,
}

/// What of a statement is found.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) name: bool,
    pub(super) type_text: bool,
    pub(super) required: bool,
}

impl Found {
    pub(super) fn is_whole(self) -> bool {
        self.name && self.type_text && self.required
    }

    /// What is not found.
    pub(super) fn lack(self) -> &'static str {
        match self {
            Self { name: false, .. } => "not found",
            Self { type_text: false, .. } => "another type",
            Self { required: false, .. } => "another requirement",
            Self { .. } => "found",
        }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.request)?;
        if self.kind == StatementKind::Parameter {
            write!(f, ", {}", self.name)?;
        }
        Ok(())
    }
}

/// Parses a list, whose first line has the headings.
pub(super) fn parse(text: &str) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let statement = statement(line).with_context(|| format!("line {} of the list", index + 1))?;
        statements.push(statement);
    }
    Ok(statements)
}

fn statement(line: &str) -> Result<Statement> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    let kind = match cell(1) {
        "request" => StatementKind::Request,
        "path" | "query" | "header" | "body" | "form" => StatementKind::Parameter,
        other => bail!("`{other}` is no kind of statement"),
    };
    let required = match cell(5) {
        "required" => Some(true),
        "optional" => Some(false),
        "" => None,
        other => bail!("`{other}` is no requirement"),
    };
    Ok(Statement {
        file: cell(0).to_owned(),
        kind,
        request: cell(2).to_owned(),
        name: cell(3).to_owned(),
        type_text: Some(cell(4).to_owned()).filter(|text| !text.is_empty()),
        required,
    })
}

impl Statement {
    /// What of the statement the facts of its page have, in the part that is about its request.
    pub(super) fn find_in(&self, page: &PageFacts) -> Found {
        let wanted = shape(&self.request);
        let is_wanted = |part: &PageFacts| {
            part.requests.iter().any(|request| {
                let method = request.method.stated().map_or("?", |method| method.as_str());
                shape(&format!("{method} {}", request.uri)) == wanted
            })
        };
        let mut best = Found::default();
        for part in page.parts().iter().filter(|part| is_wanted(part)) {
            let found = match self.kind {
                StatementKind::Request => Found { name: true, type_text: true, required: true },
                StatementKind::Parameter => self.find_parameter(part),
            };
            if found.is_whole() || !best.name {
                best = found;
            }
        }
        best
    }

    fn find_parameter(&self, part: &PageFacts) -> Found {
        let rows = [&part.parameters, &part.headers].into_iter().filter_map(Fact::stated).flatten();
        let rows = rows.map(|row| (&row.name, &row.type_text, &row.required, row.nullable));
        let body = part.body.stated().into_iter().flatten().flat_map(|body| &body.fields);
        let fields = body.map(|row| (&row.name, &row.type_text, &row.required, row.nullable));
        let Some((_, type_text, required, nullable)) = rows.chain(fields).find(|(name, ..)| **name == self.name) else {
            return Found::default();
        };
        let type_text = self.type_text.as_deref().is_none_or(|stated| {
            let (stated, is_nullable) = stated.strip_prefix('?').map_or((stated, false), |inner| (inner, true));
            type_text.stated().is_some_and(|read| read.eq_ignore_ascii_case(stated)) && (nullable || !is_nullable)
        });
        let required = self.required.is_none_or(|stated| required.stated() == Some(&stated));
        Found { name: true, type_text, required }
    }
}

/// A request with one form for all spellings of its placeholders, without its host and query.
fn shape(request: &str) -> String {
    let (method, address) = request.split_once(' ').unwrap_or((request, ""));
    let address =
        address.split_once("://").map_or(address, |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    let path = address.split('?').next().unwrap_or_default();
    let is_value =
        |segment: &str| segment.starts_with([':', '{', '<', '[', '#']) || segment.chars().all(|c| c.is_ascii_digit());
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let segments: Vec<&str> = segments.map(|segment| if is_value(segment) { "{}" } else { segment }).collect();
    format!("{method} /{}", segments.join("/"))
}
