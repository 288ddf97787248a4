//! Rules about servers, and about the names of APIs, areas and servers.

use url::Url;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::spec::Api;
use crate::spec::tree::Step;

pub(super) fn server_urls_are_https(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    for (name, server) in &api.header.servers {
        let place = api.node.nearest(&[Step::Key("servers"), Step::Key(name), Step::Key("url")]).place;
        let fault = match Url::parse(&server.url) {
            Err(error) => Some(format!("this is no URL: {error}")),
            Ok(url) if url.scheme() != "https" => Some("a server's URL must be https".to_owned()),
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                Some("a server's URL cannot hold user info".to_owned())
            }
            Ok(url) if url.query().is_some() || url.fragment().is_some() => {
                Some("a server's URL ends with its path".to_owned())
            }
            Ok(_) if server.url.ends_with('/') => Some("a server's URL has no `/` at its end".to_owned()),
            Ok(_) => None,
        };
        if let Some(fault) = fault {
            let finding = Diagnostic::new(Code::InsecureServer, place, fault);
            diagnostics.push(finding.help("write `https://host`, with a path at most"));
        }
    }
}

pub(super) fn names_can_be_rust_names(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    if api.name == "runtime" {
        diagnostics.push(reserved(api.node.place, "an API cannot be called `runtime`", "rename its directory"));
    }
    for area in api.areas.iter().filter(|area| area.name == "shared") {
        let top = Place { file: area.file, start: 0, end: 0 };
        diagnostics.push(reserved(top, "an area cannot be called `shared`", "rename its file"));
    }
    for name in api.header.servers.keys() {
        let place = api.node.key_place(&[Step::Key("servers"), Step::Key(name)]);
        if name == "API" {
            diagnostics.push(reserved(place, "a server cannot be called `API`", "rename it"));
        }
        let is_constant = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        if !is_constant {
            let finding = Diagnostic::new(Code::NoIdentifier, place, format!("`{name}` is no name for a constant"));
            diagnostics.push(finding.help("servers are constants: write `UPPER_SNAKE_CASE`"));
        }
    }
}

fn reserved(place: Place, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::ReservedName, place, message).help(help)
}
