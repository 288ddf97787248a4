//! Resolves loaded specs into the model.

mod area_doc;
mod boxing;
mod contained;
mod containment;
mod credentials;
mod default_values;
mod deprecation;
mod direction;
mod doc;
mod errata_doc;
mod error_shapes;
mod example_errors;
mod example_responses;
mod example_values;
mod examples;
mod expression;
mod inputs;
mod left_out;
mod literals;
mod media;
mod member_path;
mod name_registry;
mod operation_doc;
mod operations;
mod paging;
mod polling;
mod provenance;
mod resolver;
mod response_headers;
mod responses;
mod scope;
mod sendable;
mod servers;
mod shown_types;
mod status;
mod tags;
mod type_uses;
mod types;
mod value_kind;
mod webhooks;
mod wire;

use std::collections::BTreeSet;
use std::rc::Rc;

use direction::Directions;
use name_registry::{NameRegistry, NameRequest};
use provenance::Pages;
use resolver::ResolverState;
use scope::TypeScope;
use shown_types::ShownTypes;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::error_bodies::ErrorForms;
use crate::markdown_text::{code, escape};
use crate::model::{
    Api, Area, Doc, ErrorShape, Header, HeaderValue, Home, MemberCase, Model, Operation, OutcomeContent, Output, Type,
    TypeId, TypeKind, TypeRef, Version,
};
use crate::names::{self, NameKind};
use crate::spec::tree::TreeStep;
use crate::spec::{self, Spec};

/// Resolves every API; the model is only usable if no error was added.
pub fn resolve(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) -> Model {
    Model { apis: spec.apis.iter().map(|api| resolve_api(api, diagnostics)).collect() }
}

fn resolve_api(api: &spec::LoadedApi, diagnostics: &mut Vec<Diagnostic>) -> Api {
    let scope = TypeScope::new(api, diagnostics);
    let pages = Pages::new(api);
    let directions = Directions::new(api);
    let mut type_names = NameRegistry::default();
    let mut resolved_types = Vec::with_capacity(scope.declared.len());
    for declared in &scope.declared {
        let request = NameRequest {
            wire: declared.name,
            given: Some(declared.name),
            kind: NameKind::Type,
            place: declared.entry.key_place,
        };
        type_names.register(request, diagnostics);
        resolved_types.push(types::resolve(declared, &scope, &directions, api, &pages, diagnostics));
    }
    let type_names = Rc::new(type_names);
    containment::check(&resolved_types, &scope, diagnostics);
    boxing::box_cycles(&mut resolved_types);
    shared_types_use_shared_types(&resolved_types, &scope, diagnostics);
    tags::find(&mut resolved_types, &scope, diagnostics);
    literals::tags_fit_their_members(&resolved_types, &scope, diagnostics);

    let response_headers = response_headers::resolve(api, &scope, diagnostics);
    let header = &api.header;
    let error_shapes: Vec<ErrorShape> = header
        .error_shapes
        .iter()
        .map(|shape| ErrorShape { code: shape.code.clone(), message: shape.message.clone() })
        .collect();
    let member_case = header.member_case.unwrap_or_default();
    let error_forms = ErrorForms { shapes: &error_shapes, ignores_member_case: member_case == MemberCase::Ignored };
    let common_errors = api.errors_file.and_then(|_| scope.find(spec::COMMON_ERRORS));
    let common_errors = common_errors.filter(|id| matches!(resolved_types[id.0].kind, TypeKind::Errors { .. }));
    let unsound = scope.unsound(&resolved_types, diagnostics);
    default_values::check_members(&resolved_types, &scope, &unsound, diagnostics);
    let mut shown = ShownTypes::default();
    let mut areas = Vec::with_capacity(api.areas.len());
    for (area_index, area) in api.areas.iter().enumerate() {
        let mut function_names = NameRegistry::default();
        // Each area is a module of its own: two areas can have operations of one name, but none that of a type.
        let mut type_names = NameRegistry::within(&type_names);
        let mut resolved = Vec::with_capacity(area.operations.len());
        for entry in &area.operations {
            let context = ResolverState {
                api,
                area,
                area_index,
                pages: &pages,
                scope: &scope,
                types: &resolved_types,
                common_errors,
                error_forms,
                unsound: &unsound,
                shown: &mut shown,
                type_names: &mut type_names,
                function_names: &mut function_names,
                diagnostics,
            };
            resolved.extend(operations::resolve(entry, context));
        }
        let context = webhooks::WebhookContext {
            area_index,
            pages: &pages,
            scope: &scope,
            types: &resolved_types,
            unsound: &unsound,
            shown: &mut shown,
            function_names: &mut function_names,
            diagnostics,
        };
        let webhooks = webhooks::resolve(area, context);
        areas.push(Area {
            name: area.name.clone(),
            module: area.name.replace('-', "_"),
            feature: format!("{}-{}", api.name, area.name),
            source: format!("{}/{}.yaml", api.name, area.name),
            doc: doc::lines(area.doc.as_deref()),
            details: Doc::new(),
            needs: Vec::new(),
            operations: resolved,
            webhooks,
        });
    }
    shown.report(&resolved_types, &scope, diagnostics);
    polling::mark(&mut areas);
    let mut resolved = Api {
        name: api.name.clone(),
        module: api.name.replace('-', "_"),
        title: header.title.clone(),
        doc: api_doc(api),
        deprecation: deprecation::of_api(api),
        source: format!("{}/api.yaml", api.name),
        version: header
            .version
            .as_ref()
            .map(|version| Version { parameter: version.parameter.clone(), default: version.default.clone() }),
        servers: servers::resolve(api),
        credentials: credentials::resolve(api),
        headers: headers(api),
        response_headers,
        error_shapes,
        member_case,
        enum_url_spelling: header.enum_url_spelling,
        errors: common_errors,
        areas,
        types: resolved_types,
        left_out: left_out::resolve(api),
        provenance: pages.provenance(None, api_place(api), &api.node, header.page.as_ref(), &header.errata),
        pages: pages.all,
    };
    tags::mark(&mut resolved, &scope, diagnostics);
    type_uses::describe(&mut resolved);
    errata_doc::describe(&mut resolved);
    for index in 0..resolved.areas.len() {
        resolved.areas[index].details = area_doc::details(&resolved, index);
        resolved.areas[index].needs = needs(&resolved, index);
    }
    error_shapes::report_unshown(&resolved, api, diagnostics);
    resolved
}

/// Shared types must not use types of areas, because users can disable areas.
fn shared_types_use_shared_types(types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (index, declared) in types.iter().enumerate().filter(|(_, declared)| declared.home == Home::Shared) {
        for value in declared.type_refs() {
            for_each_declared(&value, types, &mut |used| {
                if used.home != Home::Shared {
                    let message =
                        format!("`{}` is shared by all areas, but uses `{}` of one area", declared.name, used.name);
                    let place = scope.get(TypeId(index)).entry.key_place;
                    let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, place, message);
                    diagnostics.push(diagnostic.help(format!("move `{}` to `api.yaml` as well", used.name)));
                }
            });
        }
    }
}

fn api_doc(api: &spec::LoadedApi) -> Doc {
    let header = &api.header;
    let mut lines = doc::lines(Some(&header.title));
    let of_doc = doc::lines(header.doc.as_deref());
    if !lines.is_empty() && !of_doc.is_empty() {
        lines.push(String::new());
    }
    lines.extend(of_doc);
    credentials::describe(api, &mut lines);
    let mut headers =
        header.headers.iter().filter_map(|(name, header)| Some((name, header.doc.as_deref()?))).peekable();
    if headers.peek().is_some() {
        doc::push_heading(&mut lines, "Headers");
        lines.push(String::new());
    }
    for (name, text) in headers {
        doc::push_item(&mut lines, &format!("{}: {}", code(name), escape(text)));
    }
    lines
}

/// An API has no key of its own, so its title is used instead.
fn api_place(api: &spec::LoadedApi) -> Place {
    api.node.key_place(&[TreeStep::Key("title")])
}

fn setting_doc(name: &str, header: &spec::language::ApiHeader) -> Doc {
    let mut lines = doc::lines(header.doc.as_deref());
    let sent = match &header.default {
        Some(default) => format!("Sent in the header {}; {} unless set.", code(name), code(default)),
        None => format!("Sent in the header {} if it is set.", code(name)),
    };
    doc::push_paragraph(&mut lines, &sent);
    lines
}

fn headers(api: &spec::LoadedApi) -> Vec<Header> {
    let value = |header: &spec::language::ApiHeader| {
        let constant = header.value.clone().map(HeaderValue::Constant);
        let fresh = header.from.map(HeaderValue::Fresh);
        let setting = header.setting.as_ref().map(|name| HeaderValue::Setting {
            name: name.clone(),
            constant: names::constant_of_setting(name),
            default: header.default.clone(),
        });
        constant.or(fresh).or(setting)
    };
    let place = |name: &str| api.node.key_place(&[TreeStep::Key("headers"), TreeStep::Key(name)]);
    api.header
        .headers
        .iter()
        .filter_map(|(name, header)| {
            let doc = if header.setting.is_some() { setting_doc(name, header) } else { Doc::new() };
            Some(Header { name: name.clone(), value: value(header)?, doc, place: place(name) })
        })
        .collect()
}

/// Areas with types that the types and operations of one area use.
fn needs(api: &Api, area: usize) -> Vec<usize> {
    let mut needed = BTreeSet::new();
    let mut note = |value: &TypeRef| {
        for_each_declared(value, &api.types, &mut |declared| {
            if let Home::Area(home) = declared.home
                && home != area
            {
                needed.insert(home);
            }
        });
    };
    let mut polled = BTreeSet::new();
    for operation in &api.areas[area].operations {
        for_each_type_ref(operation, &mut note);
        polled.extend(polled_areas(operation).filter(|polled| *polled != area));
        if let Some(errors) = operation.errors {
            note(&TypeRef::Declared(errors, None));
        }
    }
    for webhook in &api.areas[area].webhooks {
        note(&webhook.payload);
    }
    for declared in api.types_at(Home::Area(area)) {
        for value in declared.type_refs() {
            note(&value);
        }
    }
    needed.extend(polled);
    needed.into_iter().collect()
}

/// Areas of the operations that return the state of work started by an operation.
fn polled_areas(operation: &Operation) -> impl Iterator<Item = usize> {
    operation.responses.iter().filter_map(|response| match &response.content {
        OutcomeContent::Pending { poll, .. } => poll.as_ref().map(|polled| polled.area),
        _ => None,
    })
}

fn for_each_declared(value: &TypeRef, types: &[Type], visit: &mut impl FnMut(&Type)) {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => for_each_declared(item, types, visit),
        TypeRef::Declared(id, argument) => {
            visit(&types[id.0]);
            if let Some(argument) = argument {
                for_each_declared(argument, types, visit);
            }
        }
        _ => {}
    }
}

fn for_each_type_ref(operation: &Operation, visit: &mut impl FnMut(&TypeRef)) {
    for input in &operation.inputs {
        visit(&input.value);
    }
    match &operation.output {
        Output::Json(value) | Output::OptionalJson(value) => visit(value),
        Output::Outcomes { outcomes, .. } => {
            for outcome in outcomes {
                if let Some(value) = outcome.content.json() {
                    visit(value);
                }
            }
        }
        Output::Empty | Output::Bytes => {}
    }
}
