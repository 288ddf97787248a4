//! The root module of an API: its settings, servers, headers and areas.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::printing::ItemGroup;
use super::source_file::RustFile;
use super::tokens::{completed, deprecated, ident};
use super::type_refs::type_ref;
use crate::model::{
    Api, Credential, CredentialCarrier, Header, HeaderSource, HeaderValue, Home, MemberCase, ResponseHeader, Server,
    ServerVariable, TokenAccess,
};

pub(super) fn root(api: &Api) -> RustFile {
    let mut imports = Imports::new(api, Home::Shared);
    let mut items = vec![modules(api), definition(api, &mut imports)];
    items.extend(api.headers.iter().filter_map(|header| setting_constant(&api.name, header, &mut imports)));
    items.extend(api.response_headers.iter().map(|header| response_header(header, &mut imports)));
    items.extend(api.servers.iter().map(|server| server_item(api, server, &mut imports)));
    let attributes = Some(
        "// Members whose name says it all have no doc; the outcomes of an operation differ in size.\n#![allow(missing_docs, clippy::large_enum_variant)]",
    );
    RustFile {
        doc: api.doc.clone(),
        attributes,
        imports: imports.items(),
        items: items.into_iter().map(ItemGroup::from).collect(),
        docs: imports.docs,
    }
}

fn modules(api: &Api) -> TokenStream {
    let shared = api.types_at(Home::Shared).next().map(|_| {
        quote!(
            pub mod shared;
        )
    });
    let areas = api.areas.iter().map(|area| {
        let (feature, module) = (&area.feature, ident(&area.module));
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    quote!(#(#areas)* #shared)
}

fn definition(api: &Api, imports: &mut Imports<'_>) -> TokenStream {
    let (api_type, name, title) = (imports.runtime("Api"), &api.name, &api.title);
    let version = api.version.as_ref().map(|version| {
        let (version_type, parameter, default) = (imports.runtime("Version"), &version.parameter, &version.default);
        quote!(.with_version(#version_type::new(#parameter, #default)))
    });
    let credentials: Vec<TokenStream> = api.credentials.iter().map(|entry| credential(entry, imports)).collect();
    let credentials = (!credentials.is_empty()).then(|| quote!(.with_credentials(&[#(#credentials),*])));
    let headers: Vec<TokenStream> = api.headers.iter().map(|entry| header(entry, imports)).collect();
    let headers = (!headers.is_empty()).then(|| quote!(.with_headers(&[#(#headers),*])));
    let shapes: Vec<TokenStream> = api
        .error_shapes
        .iter()
        .filter_map(|shape| {
            let shape_type = imports.runtime("ErrorShape");
            match (&shape.code, &shape.message) {
                (Some(code), Some(message)) => Some(quote!(#shape_type::new(#code, #message))),
                (Some(code), None) => Some(quote!(#shape_type::of_code(#code))),
                (None, Some(message)) => Some(quote!(#shape_type::of_message(#message))),
                (None, None) => None,
            }
        })
        .collect();
    let shapes = (!shapes.is_empty()).then(|| quote!(.with_error_shapes(&[#(#shapes),*])));
    let member_case = (api.member_case == MemberCase::Ignored).then(|| quote!(.with_member_case_ignored()));
    let request_id = name_of(api, HeaderSource::RequestId).map(|name| quote!(.with_request_id_header(#name)));
    let correlation_id =
        name_of(api, HeaderSource::CorrelationId).map(|name| quote!(.with_correlation_id_header(#name)));
    let docs = imports.docs.line("The properties that all operations of this API share.");
    let first = quote!(#api_type::new(#name, #title, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))));
    let calls = [version, credentials, headers, request_id, correlation_id, shapes, member_case]
        .into_iter()
        .flatten()
        .collect();
    let value = completed("api", first, calls);
    quote! {
        #docs
        pub static API: #api_type = #value;
    }
}

fn credential(credential: &Credential, imports: &mut Imports<'_>) -> TokenStream {
    let (credential_type, name) = (imports.runtime("ApiCredential"), &credential.name);
    let value = match &credential.carrier {
        CredentialCarrier::Bearer => quote!(#credential_type::bearer(#name)),
        CredentialCarrier::Header { name: header, scheme: None } => quote!(#credential_type::header(#name, #header)),
        CredentialCarrier::Header { name: header, scheme: Some(scheme) } => {
            quote!(#credential_type::header_with_scheme(#name, #header, #scheme))
        }
        CredentialCarrier::Query { name: parameter } => quote!(#credential_type::query(#name, #parameter)),
        CredentialCarrier::Basic => quote!(#credential_type::basic(#name)),
    };
    let access = credential.access.map(|access| {
        let access_type = imports.runtime("TokenAccess");
        match access {
            TokenAccess::AppOnly => quote!(.with_access(#access_type::AppOnly)),
            TokenAccess::Delegated => quote!(.with_access(#access_type::Delegated)),
        }
    });
    quote!(#value #access)
}

fn header(header: &Header, imports: &mut Imports<'_>) -> TokenStream {
    let (header_type, value_type, name) = (imports.runtime("Header"), imports.runtime("HeaderValue"), &header.name);
    let value = match &header.value {
        HeaderValue::Constant(text) => quote!(#value_type::Constant(#text)),
        HeaderValue::Fresh(HeaderSource::RequestId) => quote!(#value_type::RequestId),
        HeaderValue::Fresh(HeaderSource::CorrelationId) => quote!(#value_type::CorrelationId),
        HeaderValue::Setting { constant, .. } => {
            let constant = ident(constant);
            quote!(#value_type::Setting(#constant))
        }
    };
    quote!(#header_type::new(#name, #value))
}

/// The header that carries what is made for each call.
fn name_of(api: &Api, source: HeaderSource) -> Option<&str> {
    api.headers.iter().find(|header| header.value == HeaderValue::Fresh(source)).map(|header| header.name.as_str())
}

fn setting_constant(api: &str, header: &Header, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let HeaderValue::Setting { name, constant, default } = &header.value else { return None };
    let (docs, constant, setting_type) = (imports.docs.block(&header.doc), ident(constant), imports.runtime("Setting"));
    let default = default.as_ref().map(|default| quote!(.with_default(#default)));
    Some(quote! {
        #docs
        pub const #constant: #setting_type = #setting_type::new(#api, #name) #default;
    })
}

fn response_header(header: &ResponseHeader, imports: &mut Imports<'_>) -> TokenStream {
    let (docs, constant, name) = (imports.docs.block(&header.doc), ident(&header.constant), &header.name);
    let (header_type, value) = (imports.runtime("ResponseHeader"), type_ref(&header.value, imports));
    quote! {
        #docs
        pub const #constant: #header_type<#value> = #header_type::new(#name);
    }
}

fn server_item(api: &Api, server: &Server, imports: &mut Imports<'_>) -> TokenStream {
    let (docs, item, server_type) =
        (imports.docs.block(&server.doc), ident(&server.rust_name), imports.runtime("Server"));
    let (name, url) = (&server.name, &server.url);
    // Every program that calls the API names a server once, so it gets one warning.
    let deprecated = api.deprecation.as_ref().map(deprecated);
    let authority = server.authority.as_ref().map(|authority| quote!(.with_authority(#authority)));
    let audience = server.audience.as_ref().map(|audience| quote!(.with_audience(#audience)));
    let first = quote!(#server_type::new(&API, #name, #url));
    let facts = [authority, audience].into_iter().flatten();
    let Some((last, variables)) = server.variables.split_last() else {
        let value = completed("server", first, facts.collect());
        return quote! {
            #docs
            #deprecated
            pub const #item: #server_type = #value;
        };
    };
    let error_type = imports.runtime("InputError");
    let arguments = server.variables.iter().map(|variable| ident(&variable.name));
    let (variables, last) = (variables.iter().map(with_variable), with_variable(last));
    quote! {
        #docs
        #deprecated
        pub fn #item(#(#arguments: &str),*) -> Result<#server_type, #error_type> {
            #first #(#facts)* #(#variables?)* #last
        }
    }
}

fn with_variable(variable: &ServerVariable) -> TokenStream {
    let (name, argument, values) = (&variable.name, ident(&variable.name), &variable.values);
    if values.is_empty() {
        quote!(.with_variable(#name, #argument))
    } else {
        quote!(.with_listed_variable(#name, #argument, &[#(#values),*]))
    }
}
