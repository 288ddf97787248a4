//! A test for each example: what the call sends, and how the client reads the response.

use std::fmt::Write as _;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::construction::call;
use super::{assertions, raw_literal, text_literal};
use crate::backend::rust::imports::Imports;
use crate::backend::rust::printing::print;
use crate::backend::rust::tokens::ident;
use crate::model::{
    Api, Area, Example, ExampleResult, Home, Input, InputPlace, Json, Model, Operation, OutcomeContent, Output,
    Payload, Server, TypeId, Webhook, WebhookExample,
};
use crate::output::HEADER;

/// JSON that takes more characters is printed on several lines.
const LINE: usize = 100;

/// A call and its response without a network, as source text in which the crate of the client has the name `client_crate`.
const EXCHANGE: &str = include_str!("exchange.rs.txt");

/// What all tests of examples use.
pub(in crate::backend::rust) fn exchange_file(library: &str) -> String {
    format!("{HEADER}\n{}", EXCHANGE.replace("client_crate", &ident(library).to_string()))
}

/// The root of the tests, which names the files of all areas that have some.
pub(in crate::backend::rust) fn main_file(model: &Model) -> Option<String> {
    let mut modules = String::new();
    for api in model.apis.iter().filter(|api| !api.servers.is_empty()) {
        let areas: Vec<_> = api.areas.iter().filter(|area| has_examples(area)).collect();
        if areas.is_empty() {
            continue;
        }
        let _ = writeln!(modules, "\nmod {} {{", ident(&api.module));
        for area in areas {
            let (feature, module) = (&area.feature, ident(&area.module));
            let _ = writeln!(modules, "    #[cfg(feature = \"{feature}\")]\n    #[rustfmt::skip]\n    mod {module};");
        }
        modules.push_str("}\n");
    }
    let is_deprecated = |api: &Api| {
        let mut operations = api.areas.iter().flat_map(|area| &area.operations);
        api.deprecation.is_some() || operations.any(|operation| operation.deprecation.is_some())
    };
    let allows = if model.apis.iter().any(is_deprecated) {
        "#![allow(deprecated)] // What is deprecated is tested as well.\n"
    } else {
        ""
    };
    (!modules.is_empty()).then(|| {
        format!(
            "{HEADER}\n\
             //! The examples of the specs: what each call sends, and what is made of its response.\n\n\
             #![allow(clippy::unwrap_used)] // A test fails by panicking.\n{allows}\n\
             #[allow(dead_code)] // Which parts are used depends on the features.\n\
             #[rustfmt::skip]\n\
             mod exchange;\n{modules}"
        )
    })
}

fn has_examples(area: &Area) -> bool {
    has_calls(area) || area.webhooks.iter().any(|webhook| !webhook.examples.is_empty())
}

fn has_calls(area: &Area) -> bool {
    area.operations.iter().any(|operation| !operation.examples.is_empty())
}

/// The tests of one area; none without an example, or without a server to call.
pub(in crate::backend::rust) fn area(api: &Api, index: usize, library: &str) -> syn::Result<Option<String>> {
    let area = &api.areas[index];
    // A server without variables needs no values for them.
    let server = api.servers.iter().find(|server| server.variables.is_empty()).or(api.servers.first());
    let Some(server) = server.filter(|_| has_examples(area)) else { return Ok(None) };
    let mut imports = Imports::outside(api, index, library);
    let mut tests = Vec::new();
    for operation in area.operations.iter().filter(|operation| !operation.examples.is_empty()) {
        let module = test_module(&operation.name, library);
        let examples = operation.examples.iter();
        let examples: Vec<TokenStream> =
            examples.map(|example| test(operation, example, Home::Area(index), server, &mut imports)).collect();
        tests.push(quote!(mod #module { use super::*; #(#examples)* }));
    }
    for webhook in area.webhooks.iter().filter(|webhook| !webhook.examples.is_empty()) {
        let module = test_module(&webhook.function, library);
        let examples = webhook.examples.iter();
        let examples: Vec<TokenStream> =
            examples.map(|example| webhook_test(webhook, example, Home::Area(index), &mut imports)).collect();
        tests.push(quote!(mod #module { use super::*; #(#examples)* }));
    }
    let (api_module, library) = (ident(&api.module), ident(library));
    let item = ident(&server.rust_name);
    let mut uses = imports.items();
    if has_calls(area) {
        uses.push(quote!(use #library::#api_module::#item;));
        uses.push(quote!(
            use crate::exchange;
        ));
    }
    let mut text = format!("{HEADER}\n\n");
    text.push_str(&print(uses.into_iter().collect::<TokenStream>(), &imports.docs)?.text);
    for test in tests {
        text.push('\n');
        text.push_str(&print(test, &imports.docs)?.text);
    }
    Ok(Some(text))
}

/// The module of an operation's tests, whose name must not hide what they use. No operation's name ends with `_`.
fn test_module(operation: &str, library: &str) -> Ident {
    let hides = ["exchange", "serde_json", "std", library].contains(&operation);
    if hides { ident(&format!("{operation}_")) } else { ident(operation) }
}

fn test<'m>(
    operation: &'m Operation,
    example: &Example,
    home: Home,
    server: &Server,
    imports: &mut Imports<'m>,
) -> TokenStream {
    let (docs, server) = (imports.docs.block(&example.doc), chosen(server));
    let name = ident(&example.name);
    let call = call(operation, example, home, quote!(.unwrap()), false, imports);
    let (statements, expression) = (&call.statements, &call.expression);
    let request = text_literal(&example.request);
    let sends = sends(operation, example);
    let response = response(operation, example, home, imports);
    quote! {
        #docs
        #[test]
        fn #name() {
            #(#statements)*
            let call = #expression;
            let exchange = exchange::of(&#server, call);
            let request = #request;
            #sends
            #response
        }
    }
}

fn webhook_test<'m>(
    webhook: &'m Webhook,
    example: &WebhookExample,
    home: Home,
    imports: &mut Imports<'m>,
) -> TokenStream {
    let (docs, name) = (imports.docs.block(&example.doc), ident(&example.name));
    let (decode, body) = (imports.item(home, &webhook.function), json_literal(&example.body));
    let checks = assertions::of_variable("payload", false, &example.value, imports);
    quote! {
        #docs
        #[test]
        fn #name() {
            let body = #body;
            let payload = #decode(body.as_bytes()).unwrap();
            #checks
        }
    }
}

/// A server, with any value for each of its variables.
fn chosen(server: &Server) -> TokenStream {
    let item = ident(&server.rust_name);
    if server.variables.is_empty() {
        return quote!(#item);
    }
    let values = server.variables.iter().map(|variable| variable.values.first().map_or("example", String::as_str));
    quote!(#item(#(#values),*).unwrap())
}

fn headers(headers: &[(String, String)]) -> TokenStream {
    let headers = headers.iter().map(|(name, value)| {
        let (name, value) = (text_literal(name), text_literal(value));
        quote!((#name, #value))
    });
    quote!(&[#(#headers),*])
}

fn sends(operation: &Operation, example: &Example) -> TokenStream {
    let headers = headers(&example.headers);
    let (body, kind) = match &example.sends {
        None if operation.states_empty_body => (None, quote!(StatedEmpty)),
        None => (None, quote!(None)),
        Some(Payload::Json(json)) => match &operation.body_media {
            Some(media) => (Some(json_literal(json)), quote!(JsonAs(#media, body))),
            None => (Some(json_literal(json)), quote!(Json(body))),
        },
        Some(Payload::Bytes(text)) => {
            let media = operation.inputs.iter().find_map(|input| match &input.place {
                InputPlace::BodyBytes(media) => Some(media.as_str()),
                _ => None,
            });
            (Some(text_literal(text)), quote!(Bytes(#media, body)))
        }
        Some(Payload::Parts(parts)) => {
            let parts = parts.iter().map(|part| sent_part(&operation.inputs[part.input], &part.text));
            (Some(quote!([#(#parts),*])), quote!(Parts(&body)))
        }
    };
    let body = body.map(|body| quote!(let body = #body;));
    quote!(#body exchange.sends(request, #headers, exchange::Body::#kind);)
}

/// The name of a part; of a file, its own name and media type; and the content.
fn sent_part(input: &Input, text: &str) -> TokenStream {
    let (name, text) = (text_literal(&input.wire), text_literal(text));
    match &input.place {
        InputPlace::FilePart(media) => quote!((#name, Some((#name, #media)), #text)),
        _ => quote!((#name, None, #text)),
    }
}

fn response<'m>(operation: &'m Operation, example: &Example, home: Home, imports: &mut Imports<'m>) -> TokenStream {
    let status = Literal::u16_unsuffixed(example.status);
    let headers = headers(&example.response_headers);
    let stated = example.responses.as_ref().map(|payload| match payload {
        Payload::Json(json) => json_literal(json),
        Payload::Bytes(text) => text_literal(text),
        // Only requests have parts.
        Payload::Parts(_) => TokenStream::new(),
    });
    let body = if stated.is_some() { quote!(body) } else { quote!("") };
    let stated = stated.map(|body| quote!(let body = #body;));
    let responded = quote!(exchange.decoded(#status, #headers, #body));
    let result = result(operation, example, &responded, home, imports);
    quote!(#stated #result)
}

/// What is asserted about `responded`, the expression that reads the response.
fn result<'m>(
    operation: &'m Operation,
    example: &Example,
    responded: &TokenStream,
    home: Home,
    imports: &mut Imports<'m>,
) -> TokenStream {
    match &example.result {
        ExampleResult::Empty if matches!(operation.output, Output::OptionalJson(_)) => {
            quote!(assert!(#responded.unwrap().is_none());)
        }
        ExampleResult::Empty => quote!(#responded.unwrap();),
        ExampleResult::Json(value) if matches!(operation.output, Output::OptionalJson(_)) => {
            let checks = assertions::of_variable("value", true, value, imports);
            quote!(let response = #responded.unwrap(); let value = response.as_ref().unwrap(); #checks)
        }
        ExampleResult::Json(value) => {
            let checks = assertions::of_variable("response", false, value, imports);
            quote!(let response = #responded.unwrap(); #checks)
        }
        ExampleResult::Bytes(text) => {
            let text = text_literal(text);
            quote!(assert_eq!(#responded.unwrap(), #text);)
        }
        ExampleResult::Outcome { position, .. } => {
            let checks = outcome(operation, *position, &example.result, home, imports);
            quote!(let response = #responded.unwrap(); #checks)
        }
        ExampleResult::Error { variant, code, reason } => {
            let variant = match variant {
                Some((errors, position)) => {
                    let error = service_error(operation, *errors, *position, reason.as_deref(), imports);
                    quote!(Some(#error))
                }
                None => quote!(None),
            };
            let code = code.as_deref().map(|code| quote!(assert_eq!(error.api_error().unwrap().code(), Some(#code));));
            let operation = imports.item(home, &operation.struct_name);
            quote! {
                let error = #responded.unwrap_err();
                assert_eq!(error.service_error::<#operation>().cloned(), #variant);
                #code
            }
        }
    }
}

/// The documented error at this position of the type, as the operation returns it.
fn service_error(
    operation: &Operation,
    errors: TypeId,
    position: usize,
    reason: Option<&str>,
    imports: &mut Imports<'_>,
) -> TokenStream {
    let error = &imports.api.error_variants(errors)[position];
    let (name, variant) = (imports.declared(errors), ident(&error.name));
    let reason = error.reason.map(|id| match reason {
        Some(reason) => {
            let (declared, reason) = (imports.declared(id), ident(reason));
            quote!((Some(#declared::#reason)))
        }
        None => quote!((None)),
    });
    let error = quote!(#name::#variant #reason);
    match operation.errors {
        Some(own) if own != errors => {
            let own = imports.declared(own);
            quote!(#own::Common(#error))
        }
        _ => error,
    }
}

fn outcome<'m>(
    operation: &'m Operation,
    position: usize,
    result: &ExampleResult,
    home: Home,
    imports: &mut Imports<'m>,
) -> TokenStream {
    let Output::Outcomes { name, outcomes } = &operation.output else { return TokenStream::new() };
    let ExampleResult::Outcome { value, bytes, location, retry_after, .. } = result else { return TokenStream::new() };
    let outcome = &outcomes[position];
    let (name, variant) = (imports.item(home, name), ident(&outcome.name));
    let shown = format!("another outcome than {}", outcome.name);
    let otherwise = quote!(else { panic!(#shown) });
    match (&outcome.content, value) {
        (OutcomeContent::Empty, _) => quote!(assert!(matches!(response, #name::#variant));),
        (OutcomeContent::Bytes, _) => {
            quote!(let #name::#variant(bytes) = response #otherwise; assert_eq!(bytes, #bytes);)
        }
        (OutcomeContent::Json(_), value) => {
            let checks = value.as_ref().map(|value| assertions::of_variable("value", true, value, imports));
            quote!(let #name::#variant(value) = &response #otherwise; #checks)
        }
        (OutcomeContent::OptionalJson(_), Some(value)) => {
            let checks = assertions::of_variable("value", true, value, imports);
            quote!(let #name::#variant(Some(value)) = &response #otherwise; #checks)
        }
        (OutcomeContent::OptionalJson(_), None) => quote!(assert!(matches!(response, #name::#variant(None)));),
        (OutcomeContent::Pending { location: has_location, retry_after: has_wait, poll, .. }, value) => {
            let (location_of, wait_of) = match poll {
                Some(_) => (quote!(pending.location()), quote!(pending.retry_after())),
                None => (quote!(location.as_deref()), quote!(retry_after)),
            };
            let fields = [
                value.as_ref().map(|_| quote!(value,)),
                (*has_location && poll.is_none()).then(|| quote!(location,)),
                (*has_wait && poll.is_none()).then(|| quote!(retry_after,)),
                poll.as_ref().map(|_| quote!(pending,)),
            ];
            let checks = value.as_ref().map(|value| assertions::of_variable("value", true, value, imports));
            let location_check = has_location.then(|| match location.as_deref().map(text_literal) {
                Some(location) => quote!(assert_eq!(#location_of, Some(#location));),
                None => quote!(assert!(#location_of.is_none());),
            });
            let wait_check = has_wait.then(|| match retry_after.map(Literal::u64_unsuffixed) {
                Some(seconds) => {
                    let duration = imports.standard("std::time::Duration");
                    quote!(assert_eq!(#wait_of.unwrap(), #duration::from_secs(#seconds));)
                }
                None => quote!(assert!(#wait_of.is_none());),
            });
            let fields = fields.into_iter().flatten();
            quote! {
                let #name::#variant { #(#fields)* .. } = &response #otherwise;
                #checks #location_check #wait_check
            }
        }
    }
}

/// JSON as a reader likes to see it: what is short on one line, the rest indented.
fn json_literal(json: &Json) -> TokenStream {
    let mut text = String::new();
    write_json(json, 0, &mut text);
    let raw = raw_literal(&text).filter(|_| text.contains('\n'));
    raw.map_or_else(|| text_literal(&text), |literal| quote!(#literal))
}

fn write_json(json: &Json, indent: usize, text: &mut String) {
    let short = json.text();
    let parts: Vec<(Option<&str>, &Json)> = match json {
        _ if indent + short.len() <= LINE => Vec::new(),
        Json::List(items) => items.iter().map(|item| (None, item)).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (Some(name.as_str()), value)).collect(),
        _ => Vec::new(),
    };
    if parts.is_empty() {
        text.push_str(&short);
        return;
    }
    let (open, close) = if matches!(json, Json::List(_)) { ('[', ']') } else { ('{', '}') };
    text.push(open);
    for (index, (name, value)) in parts.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&" ".repeat(indent + 2));
        if let Some(name) = name {
            text.push_str(&Json::Text(name.to_owned()).text());
            text.push_str(": ");
        }
        write_json(value, indent + 2, text);
    }
    text.push('\n');
    text.push_str(&" ".repeat(indent));
    text.push(close);
}
