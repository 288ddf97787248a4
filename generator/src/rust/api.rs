//! The root module of an API: its servers, headers and areas.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::source_file::SourceFile;
use super::tokens::{doc, doc_line, ident};
use crate::model::{Api, Header, HeaderSource, HeaderValue, Home, Server};

pub(super) fn root(api: &Api) -> SourceFile {
    let mut imports = Imports::new(api, Home::Shared);
    let mut items = vec![modules(api), definition(api, &mut imports)];
    items.extend(api.servers.iter().map(|server| server_constant(server, &mut imports)));
    let attributes = Some(
        "// Members whose name says it all have no doc; the outcomes of an operation differ in size.\n#![allow(missing_docs, clippy::large_enum_variant)]",
    );
    SourceFile { spec: api.source.clone(), doc: api.doc.clone(), attributes, imports: imports.items(), items }
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
    let version = match &api.version {
        Some(version) => {
            let (version_type, parameter, default) = (imports.runtime("Version"), &version.parameter, &version.default);
            quote!(Some(#version_type { parameter: #parameter, default: #default }))
        }
        None => quote!(None),
    };
    let headers: Vec<TokenStream> = api.headers.iter().map(|entry| header(entry, imports)).collect();
    let shapes: Vec<TokenStream> = api
        .error_shapes
        .iter()
        .map(|shape| {
            let (shape_type, code, message) = (imports.runtime("ErrorShape"), &shape.code, &shape.message);
            quote!(#shape_type { code: #code, message: #message })
        })
        .collect();
    let request_id = name_of(api, HeaderSource::RequestId);
    let correlation_id = name_of(api, HeaderSource::CorrelationId);
    let docs = doc_line("What holds for every operation of this API.");
    quote! {
        #docs
        pub const API: #api_type = #api_type {
            name: #name,
            title: #title,
            version: #version,
            headers: &[#(#headers),*],
            request_id_header: #request_id,
            correlation_id_header: #correlation_id,
            error_shapes: &[#(#shapes),*],
        };
    }
}

fn header(header: &Header, imports: &mut Imports<'_>) -> TokenStream {
    let (header_type, value_type, name) = (imports.runtime("Header"), imports.runtime("HeaderValue"), &header.name);
    let value = match &header.value {
        HeaderValue::Constant(text) => quote!(#value_type::Constant(#text)),
        HeaderValue::Fresh(HeaderSource::RequestId) => quote!(#value_type::RequestId),
        HeaderValue::Fresh(HeaderSource::CorrelationId) => quote!(#value_type::CorrelationId),
        HeaderValue::Setting { name, default } => {
            let default = optional(default.as_deref());
            quote!(#value_type::Setting { name: #name, default: #default })
        }
    };
    quote!(#header_type { name: #name, value: #value })
}

fn name_of(api: &Api, source: HeaderSource) -> TokenStream {
    let header = api.headers.iter().find(|header| header.value == HeaderValue::Fresh(source));
    optional(header.map(|header| header.name.as_str()))
}

fn server_constant(server: &Server, imports: &mut Imports<'_>) -> TokenStream {
    let (docs, constant, server_type) = (doc(&server.doc), ident(&server.constant), imports.runtime("Server"));
    let (name, url) = (&server.name, &server.url);
    let (authority, audience) = (optional(server.authority.as_deref()), optional(server.audience.as_deref()));
    quote! {
        #docs
        pub const #constant: #server_type =
            #server_type { api: &API, name: #name, url: #url, authority: #authority, audience: #audience };
    }
}

fn optional(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}
