//! Rules for loaded specs. Each adds its errors; none depends on another.

mod credentials;
mod deprecation;
mod effect;
mod enums;
mod errata;
mod errors;
mod examples;
mod files;
mod headers;
mod idempotency;
mod left_out;
mod media;
mod member_case;
mod nesting;
mod operations;
mod pages;
mod paging;
mod presence;
mod server_variables;
mod servers;
mod types;

use jiff::civil::Date;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{LoadedApi, Spec};

/// The rules that check one API at a time.
const RULES: &[fn(&LoadedApi, &mut Vec<Diagnostic>)] = &[
    servers::server_urls_are_https,
    server_variables::server_variables_are_declared_labels,
    servers::versions_can_be_sent,
    servers::versions_are_in_paths,
    servers::names_can_be_rust_names,
    servers::settings_can_be_constants,
    headers::header_values_arise_in_one_way,
    headers::headers_can_be_sent,
    headers::headers_are_declared_once,
    headers::response_headers_can_be_received,
    headers::headers_of_operations_fit_those_of_the_api,
    media::media_types_fit_their_bodies,
    media::accepted_media_types_are_json,
    headers::credentials_are_no_ordinary_headers,
    credentials::credentials_are_distinct,
    credentials::credentials_can_be_sent,
    credentials::credentials_are_no_ordinary_parameters,
    credentials::accepted_credentials_are_declared,
    credentials::declared_credentials_are_accepted,
    deprecation::deprecations_are_dated,
    deprecation::successors_are_in_use,
    pages::cited_pages_are_declared,
    pages::declared_pages_are_cited,
    pages::urls_of_pages_can_be_opened,
    errata::errata_name_existing_nodes,
    operations::operations_have_docs,
    operations::webhooks_have_docs,
    operations::operations_have_one_method,
    operations::templates_and_path_sections_agree,
    operations::operations_are_distinct,
    operations::fixed_parameters_are_no_inputs,
    operations::operations_succeed,
    operations::responses_can_have_their_bodies,
    operations::retried_statuses_are_no_responses,
    left_out::left_out_operations_are_not_captured,
    left_out::left_out_operations_have_reasons,
    effect::facts_have_an_effect,
    effect::responses_to_wait_for_have_one_form,
    errors::error_shapes_can_match,
    member_case::member_case_has_an_effect,
    member_case::sent_members_are_distinct,
    errors::errors_can_be_recognized,
    errors::common_errors_are_inherited,
    errors::responses_are_no_errors,
    examples::operations_have_examples,
    paging::ways_of_paging_are_whole,
    paging::polled_responses_have_a_location,
    idempotency::idempotency_is_stated,
    idempotency::idempotency_has_an_effect,
    idempotency::request_ids_are_sent,
    idempotency::retries_need_idempotency,
    idempotency::waiting_needs_idempotency,
    types::types_have_docs,
    types::types_are_of_one_kind,
    types::enum_values_are_distinct,
    enums::values_in_urls_are_spelled,
    presence::required_members_have_evidence,
    nesting::types_nest_as_deep_as_rustc_follows,
];

/// Checks all rules for all APIs; no page can have been captured after `today`.
pub fn check(spec: &Spec, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    files::area_files_can_be_reviewed(spec, diagnostics);
    servers::features_are_distinct(spec, diagnostics);
    for api in &spec.apis {
        pages::captured_dates_are_past(api, today, diagnostics);
        for rule in RULES {
            rule(api, diagnostics);
        }
    }
}

/// Reports what is never used. This comes last, because a misspelled name makes another one appear unused.
pub fn check_usage(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) {
    let leads_nowhere =
        |code| matches!(code, Code::UnknownType | Code::Syntax | Code::Unreadable | Code::SeveralDocuments);
    if diagnostics.iter().any(|diagnostic| leads_nowhere(diagnostic.code)) {
        return;
    }
    for api in &spec.apis {
        types::declared_types_are_used(api, diagnostics);
    }
}
