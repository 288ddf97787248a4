//! Operations: an endpoint function; the struct that holds its inputs, its setters, and how it is encoded.

mod encoding;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Attribute, Field, ImplItemFn};

use self::encoding::{EncodeStep, body, encode, field_of, is_list, json_body, limits, member_access};
use super::declarations::{field, structure};
use super::imports::Imports;
use super::printing::ItemGroup;
use super::setters::Setter;
use super::syntax::{list_attribute, some, text_attribute};
use super::tokens::{alias, completed, deprecated, ident, wire_alias};
use super::type_refs::{input_argument, input_type, optional, type_ref};
use crate::media_types::JSON;
use crate::model::{AcceptedCredentials, Area, Doc, Idempotency, Input, Method, Operation, OutcomeContent, Output};

/// Titles of the pages, by which people search for the operation.
fn aliases(operation: &Operation, imports: &Imports<'_>) -> Vec<Attribute> {
    let is_plain = |c: &char| c.is_alphanumeric() || " -_.,:()/&+".contains(*c);
    let titles = operation.provenance.pages.iter().map(|page| &imports.api.page(*page).title);
    let plain =
        titles.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(is_plain).collect());
    let mut aliases: Vec<String> = plain.map(|title: String| title.trim().to_owned()).collect();
    aliases.sort();
    aliases.dedup();
    aliases.iter().filter(|title| **title != operation.name).filter_map(|title| alias(title)).collect()
}

/// The function of an operation; `example` are doc lines that show a call.
pub(super) fn function(operation: &Operation, example: &Doc, imports: &mut Imports<'_>) -> TokenStream {
    let docs = imports.docs.parts([&operation.doc, &operation.details, example, &operation.source_doc]);
    let (name, struct_name) = (ident(&operation.name), ident(&operation.struct_name));
    let mut parameters = Vec::new();
    let mut fields = Vec::new();
    for input in &operation.inputs {
        let field = ident(&input.name);
        if !input.required {
            let empty = if is_list(input) { quote!(Vec::new()) } else { quote!(None) };
            fields.push(quote!(#field: #empty));
            continue;
        }
        if input.is_bytes() {
            let bytes = imports.runtime("Bytes");
            parameters.push(quote!(#field: impl Into<#bytes>));
            fields.push(quote!(#field: #field.into()));
            continue;
        }
        let argument = input_argument(input, imports);
        let parameter = &argument.parameter;
        parameters.push(quote!(#field: #parameter));
        fields.push(argument.initializer(&field));
    }
    let too_many = (parameters.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let aliases = aliases(operation, imports);
    let deprecated = operation.deprecation.as_ref().map(deprecated);
    quote! {
        #docs
        #(#aliases)*
        #deprecated
        #too_many
        pub fn #name(#(#parameters),*) -> #struct_name { #struct_name { #(#fields),* } }
    }
}

/// The struct with the inputs of an operation, and what sends it.
pub(super) fn call<'m>(area: &Area, operation: &'m Operation, imports: &mut Imports<'m>) -> Vec<ItemGroup> {
    let mut items = vec![inputs(operation, imports)];
    items.extend(methods(operation, imports));
    items.push(implementation(area, operation, imports).into());
    items.extend(repeatable(operation, imports).map(ItemGroup::from));
    items.extend(polled_with_body(operation, imports).map(ItemGroup::from));
    items.extend(super::paging::paged(operation, imports).map(ItemGroup::from));
    items
}

/// The struct keeps its fields to itself, so that an input can become optional without breaking anybody.
fn inputs(operation: &Operation, imports: &mut Imports<'_>) -> ItemGroup {
    let (struct_name, sendable) = (ident(&operation.struct_name), imports.runtime("sendable"));
    let docs = imports.docs.line(&format!("A call of [`{}`], before it is sent.", operation.name));
    let paged = operation.items.is_some().then(|| quote!(, paged));
    let fields: Vec<Field> = operation
        .inputs
        .iter()
        .map(|input| {
            let value = input_type(input, imports);
            let value = if input.required || is_list(input) { value } else { optional(value) };
            field(None, ident(&input.name), value)
        })
        .collect();
    let derive = list_attribute("derive", quote!(Clone, Debug));
    let must_use = text_attribute("must_use", "an operation does nothing until it is sent");
    let attributes = docs.into_iter().chain([derive, must_use]).collect();
    let call = quote!(#sendable!(#struct_name #paged););
    ItemGroup::declaration(structure(attributes, struct_name, None, fields), call)
}

/// The operation can be repeated until its result is ready, if one of its responses says that it is not.
fn repeatable(operation: &Operation, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let Output::Outcomes { outcomes, .. } = &operation.output else { return None };
    let is_not_ready = |content: &OutcomeContent| {
        matches!(content, OutcomeContent::Pending { location: false, retry_after: true, .. })
    };
    let waits = outcomes.iter().any(|outcome| is_not_ready(&outcome.content));
    (waits && operation.idempotency != Idempotency::NonIdempotent).then(|| {
        let (repeatable, name) = (imports.runtime("Repeatable"), ident(&operation.struct_name));
        quote!(impl #repeatable for #name {})
    })
}

/// The operation can be polled with its body, if some work is.
fn polled_with_body(operation: &Operation, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let body_input = operation.json_body().filter(|_| operation.is_polled_with_body)?;
    let (polled, name) = (imports.runtime("PolledWithBody"), ident(&operation.struct_name));
    let (parts, input_error) = (imports.runtime("RequestParts"), imports.runtime("InputError"));
    let value = type_ref(&body_input.value, imports);
    let place = quote!(body);
    let mut steps = limits(body_input, &place, imports);
    steps.push(EncodeStep::Fallible(json_body(&place, operation)));
    let steps = body(steps);
    Some(quote! {
        impl #polled for #name {
            type Body = #value;
            #[inline]
            fn encode_body(body: &Self::Body, request: &mut #parts) -> Result<(), #input_error> { #steps }
        }
    })
}

/// The setters of optional inputs.
fn methods(operation: &Operation, imports: &mut Imports<'_>) -> Option<ItemGroup> {
    let struct_name = ident(&operation.struct_name);
    let optional = operation.inputs.iter().filter(|input| !input.required);
    let setters: Vec<ImplItemFn> = optional.map(|input| setter(input, imports)).collect();
    (!setters.is_empty()).then(|| ItemGroup::implementation(quote!(impl #struct_name {}), setters))
}

fn setter(input: &Input, imports: &mut Imports<'_>) -> ImplItemFn {
    let (docs, name) = (imports.docs.parts([&input.doc, &input.errata_doc]), ident(&input.name));
    let argument = input_argument(input, imports);
    let value = argument.value(name.clone());
    let setter = Setter {
        docs,
        alias: wire_alias(&input.wire, &input.name),
        name: name.clone(),
        argument: Some((name.clone(), argument.parameter)),
        field: name,
        value: if is_list(input) { value } else { some(value) },
    };
    setter.method()
}

fn implementation(area: &Area, operation: &Operation, imports: &mut Imports<'_>) -> TokenStream {
    let struct_name = ident(&operation.struct_name);
    let response = response(&operation.output, imports);
    let service_error = match imports.api.errors_of(operation).next() {
        Some(errors) => imports.declared(errors),
        None => imports.runtime("NoServiceError"),
    };
    let mut steps: Vec<EncodeStep> = Vec::new();
    if operation.is_multipart() {
        steps.push(EncodeStep::Plain(quote!(request.multipart();)));
    }
    steps.extend(
        operation
            .inputs
            .iter()
            .flat_map(|input| limits(input, &field_of(input), imports).into_iter().chain([encode(input, operation)])),
    );
    if let (Some(access), Some(body)) = (&operation.if_match, operation.json_body()) {
        let etag = member_access(body, access);
        steps.push(EncodeStep::Plain(quote!(let etag = #etag;)));
        steps.push(EncodeStep::Fallible(quote!(request.if_match(etag))));
    }
    if operation.states_empty_body {
        steps.push(EncodeStep::Plain(quote!(request.empty_body();)));
    }
    let request = if steps.is_empty() { ident("_request") } else { ident("request") };
    let body = body(steps);
    let running = super::paging::running(operation, imports);
    let operation_trait = imports.runtime("Operation");
    let info = imports.runtime("OperationInfo");
    let (method_type, idempotency_type) = (imports.runtime("Method"), imports.runtime("Idempotency"));
    let (parts, input_error) = (imports.runtime("RequestParts"), imports.runtime("InputError"));
    let name = format!("{}/{}", area.name, operation.name);
    let template = &operation.template;
    let method = ident(match operation.method {
        Method::Get => "Get",
        Method::Head => "Head",
        Method::Post => "Post",
        Method::Put => "Put",
        Method::Patch => "Patch",
        Method::Delete => "Delete",
    });
    let idempotency = ident(match operation.idempotency {
        Idempotency::Safe => "Safe",
        Idempotency::Idempotent => "Idempotent",
        Idempotency::ByRequestId => "ByRequestId",
        Idempotency::NonIdempotent => "NonIdempotent",
    });
    let status = unusual_status(operation).map(|status| {
        let status = Literal::u16_unsuffixed(status);
        quote!(.with_status(#status))
    });
    let first = quote! {
        #info::new(&super::API, #name, #method_type::#method, #template, #idempotency_type::#idempotency)
    };
    let fixed_headers = (!operation.fixed_headers.is_empty()).then(|| {
        let headers = operation.fixed_headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(.with_fixed_headers(&[#(#headers),*]))
    });
    let credentials = match &operation.credentials {
        AcceptedCredentials::All => None,
        AcceptedCredentials::Named(positions) => {
            let names = positions.iter().map(|position| &imports.api.credentials[*position].name);
            Some(quote!(.with_credentials(&[#(#names),*])))
        }
        AcceptedCredentials::None => Some(quote!(.without_credentials())),
    };
    let accept = operation.accept.as_ref().map(|media| quote!(.with_accept(#media)));
    let media = response_media(operation);
    let calls = [fixed_headers, credentials, status, accept, media];
    let value = completed("info", first, calls.into_iter().flatten().collect());
    quote! {
        impl #operation_trait for #struct_name {
            type Response = #response;
            type ServiceError = #service_error;
            const INFO: #info = #value;
            #running
            #[inline]
            fn encode(&self, #request: &mut #parts) -> Result<(), #input_error> {
                #body
            }
        }
    }
}

/// The media types of responses that are stated and that nobody would guess. A range such as `image/*` is none.
fn response_media(operation: &Operation) -> Option<TokenStream> {
    let stated = operation.responses.iter().filter_map(|response| {
        let media = response.media.as_deref().filter(|media| *media != JSON && !media.contains('*'))?;
        let status = Literal::u16_unsuffixed(response.status);
        Some(quote!((#status, #media)))
    });
    let stated: Vec<TokenStream> = stated.collect();
    (!stated.is_empty()).then(|| quote!(.with_response_media(&[#(#stated),*])))
}

/// The status of the only response, if it is not the usual one. Those of several responses are in a macro.
fn unusual_status(operation: &Operation) -> Option<u16> {
    let usual = match operation.output {
        Output::Json(_) | Output::OptionalJson(_) | Output::Bytes => 200,
        Output::Empty => 204,
        Output::Outcomes { .. } => return None,
    };
    operation.responses.first().map(|response| response.status).filter(|status| *status != usual)
}

fn response(response: &Output, imports: &mut Imports<'_>) -> TokenStream {
    match response {
        Output::Json(value) => {
            let (json, value) = (imports.runtime("Json"), type_ref(value, imports));
            quote!(#json<#value>)
        }
        Output::OptionalJson(value) => {
            let (json, value) = (imports.runtime("OptionalJson"), type_ref(value, imports));
            quote!(#json<#value>)
        }
        Output::Empty => {
            let empty = imports.runtime("Empty");
            quote!(#empty)
        }
        Output::Bytes => {
            let binary = imports.runtime("Binary");
            quote!(#binary)
        }
        Output::Outcomes { name, .. } => {
            let name = ident(name);
            quote!(#name)
        }
    }
}
