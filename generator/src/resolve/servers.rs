//! The servers of an API.

use super::doc;
use crate::markdown_text::{code, escape};
use crate::model::{Doc, Server, ServerVariable};
use crate::spec::LoadedApi;
use crate::spec::language::ServerSpec;
use crate::spec::tree::TreeStep;
use crate::uri::server_host;

pub(super) fn resolve(api: &LoadedApi) -> Vec<Server> {
    let server = |(name, server): (&String, &ServerSpec)| {
        let variables = variables(server);
        Server {
            rust_name: name.clone(),
            name: name.to_ascii_lowercase().replace('_', "-"),
            doc: server_doc(server, &variables),
            url: server.url.clone(),
            variables,
            authority: server.authority.clone(),
            audience: server.audience.clone(),
            place: api.node.key_place(&[TreeStep::Key("servers"), TreeStep::Key(name)]),
        }
    };
    api.header.servers.iter().map(server).collect()
}

/// The variables that are both declared and in the URL; the others are errors.
fn variables(server: &ServerSpec) -> Vec<ServerVariable> {
    let in_url = server_host::variables(&server.url).unwrap_or_default();
    let declared = in_url.into_iter().filter_map(|(name, _)| Some((name, server.variables.get(name)?)));
    declared.map(|(name, spec)| ServerVariable { name: name.to_owned(), values: spec.values.clone() }).collect()
}

fn server_doc(server: &ServerSpec, variables: &[ServerVariable]) -> Doc {
    let mut lines = doc::lines(server.doc.as_deref());
    let facts = [
        ("URL", Some(&server.url)),
        ("Authority, which issues the tokens", server.authority.as_ref()),
        ("Audience of the tokens", server.audience.as_ref()),
    ];
    if !lines.is_empty() {
        lines.push(String::new());
    }
    for (name, value) in facts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        doc::push_item(&mut lines, &format!("{name}: {}", code(value)));
    }
    for variable in variables {
        let spec = server.variables.get(&variable.name);
        let described = spec.and_then(|spec| spec.doc.as_deref()).map(|text| format!(": {}", escape(text.trim())));
        doc::push_item(&mut lines, &format!("{}{}", code(&variable.name), described.unwrap_or_default()));
    }
    if !variables.is_empty() {
        doc::push_heading(&mut lines, "Errors");
    }
    for variable in variables {
        let values: Vec<String> = variable.values.iter().map(|value| code(value)).collect();
        let error = if values.is_empty() {
            format!(
                "If {} is not one label of a host, so that calls cannot reach another domain.",
                code(&variable.name)
            )
        } else {
            format!("If {} is none of {}.", code(&variable.name), values.join(", "))
        };
        doc::push_paragraph(&mut lines, &error);
    }
    lines
}
