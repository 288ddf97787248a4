//! Headers that responses can have.

use super::doc;
use super::scope::{ExpressionPlace, TypeScope};
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown_text::code;
use crate::model::{ResponseHeader, TypeRef};
use crate::names;
use crate::spec::LoadedApi;
use crate::spec::language::{OrWord, ResponseHeaderSpec};
use crate::spec::tree::TreeStep;

pub(super) fn resolve(
    api: &LoadedApi,
    scope: &TypeScope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ResponseHeader> {
    let mut headers = Vec::new();
    for (name, header) in &api.header.response_headers {
        headers.extend(of_header(name, header, api, scope, diagnostics));
    }
    headers
}

fn of_header(
    name: &str,
    header: &OrWord<ResponseHeaderSpec>,
    api: &LoadedApi,
    scope: &TypeScope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ResponseHeader> {
    let path = [TreeStep::Key("response-headers"), TreeStep::Key(name)];
    let node = api.node.nearest(&[path[0], path[1], TreeStep::Key("type")]);
    let text = header.type_expression()?;
    let value = scope.resolve(text, node, ExpressionPlace::Plain, diagnostics)?;
    if !is_plain(&value) {
        let message = format!("a `{text}` is not read from a header");
        let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, node.place, message);
        diagnostics.push(diagnostic.help("write `string`, `bool`, a number or a text of a form, such as `date-time`"));
        return None;
    }
    let full = header.full();
    let mut doc = doc::lines(full.and_then(|full| full.doc.as_deref()));
    doc::push_paragraph(&mut doc, &format!("The response header {}.", code(name)));
    Some(ResponseHeader {
        name: name.to_owned(),
        constant: full.and_then(|full| full.rust.clone()).unwrap_or_else(|| names::constant_of_header(name)),
        value,
        doc,
        place: api.node.key_place(&path),
    })
}

fn is_plain(value: &TypeRef) -> bool {
    matches!(
        value,
        TypeRef::String
            | TypeRef::Bool
            | TypeRef::Int32
            | TypeRef::Int64
            | TypeRef::Float
            | TypeRef::Decimal
            | TypeRef::Formatted(_)
    )
}
