//! Rules over the loaded spec. Each adds its findings; none depends on another.

mod headers;
mod operations;
mod pages;
mod servers;
mod types;

use crate::diagnostics::Diagnostic;
use crate::spec::{Api, Spec};

/// The rules that look at one API.
const RULES: &[fn(&Api, &mut Vec<Diagnostic>)] = &[
    servers::server_urls_are_https,
    servers::names_can_be_rust_names,
    headers::header_values_arise_in_one_way,
    pages::cited_pages_are_declared,
    operations::operations_have_docs,
    operations::operations_have_one_method,
    operations::templates_and_path_sections_agree,
    operations::operations_are_told_apart,
    operations::operations_succeed,
    types::types_have_docs,
    types::types_are_of_one_kind,
    types::enum_values_are_told_apart,
];

/// Holds every rule against every API.
pub fn check(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) {
    for api in &spec.apis {
        for rule in RULES {
            rule(api, diagnostics);
        }
    }
}
