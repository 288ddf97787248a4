//! Rules about the variables of server URLs.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::names::{self, NameKind};
use crate::spec::LoadedApi;
use crate::spec::language::ServerSpec;
use crate::spec::tree::{Node, TreeStep};
use crate::uri::server_host;

pub(super) fn server_variables_are_declared_labels(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (name, server) in &api.header.servers {
        let node = api.node.nearest(&[TreeStep::Key("servers"), TreeStep::Key(name)]);
        match server_host::variables(&server.url) {
            Err(misplaced) => {
                let place = node.nearest(&[TreeStep::Key("url")]).place_of(&misplaced.range);
                let diagnostic = Diagnostic::new(Code::ServerVariable, place, misplaced.reason);
                diagnostics
                    .push(diagnostic.help("write `https://{tenant}.example.com`, or declare a server for each URL"));
            }
            Ok(in_url) => agree(node, server, &in_url, diagnostics),
        }
        for (variable, spec) in &server.variables {
            let path = [TreeStep::Key("variables"), TreeStep::Key(variable)];
            names_an_argument(variable, node.key_place(&path), diagnostics);
            values_are_labels(node.nearest(&path), &spec.values, diagnostics);
        }
    }
}

/// Every variable is in the URL and declared.
fn agree(node: &Node, server: &ServerSpec, in_url: &[server_host::UrlVariable<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut unused: Vec<&str> = server.variables.keys().map(String::as_str).collect();
    unused.retain(|declared| !in_url.iter().any(|(name, _)| name == declared));
    let place_of_key = |name: &str| node.key_place(&[TreeStep::Key("variables"), TreeStep::Key(name)]);
    for (name, range) in in_url {
        if server.variables.contains_key(*name) || may_declare(node, name) {
            continue;
        }
        let place = node.nearest(&[TreeStep::Key("url")]).place_of(range);
        let diagnostic = Diagnostic::new(Code::ServerVariable, place, format!("the variable `{name}` is not declared"));
        diagnostics.push(match nearest(name, unused.iter().copied()) {
            Some(near) => {
                let near = near.to_owned();
                unused.retain(|declared| *declared != near);
                let help = format!("write `{name}` or `{near}` in both places");
                diagnostic.related(place_of_key(&near), "is this meant?").help(help)
            }
            None => diagnostic.help(format!("add `{name}: {{}}` under `variables`")),
        });
    }
    for name in unused {
        let message = format!("the URL has no variable `{{{name}}}`");
        let diagnostic = Diagnostic::new(Code::ServerVariable, place_of_key(name), message);
        diagnostics.push(diagnostic.help("remove it, or add it to the host of `url`"));
    }
}

/// Whether the file may declare a variable that was not loaded, because it has an error or `variables` is mistyped.
fn may_declare(node: &Node, name: &str) -> bool {
    node.pairs().iter().any(|pair| match pair.key.as_str() {
        "variables" => pair.value.pairs().is_empty() || pair.value.pair(name).is_some(),
        key => nearest(key, ["variables"]).is_some(),
    })
}

fn names_an_argument(name: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) {
    if names::validate(name, NameKind::Function).is_err() {
        let message = format!("`{name}` is not a valid name of an argument");
        let diagnostic = Diagnostic::new(Code::NoIdentifier, place, message);
        diagnostics.push(diagnostic.help("variables become arguments: write `snake_case`, also in `url`"));
    }
}

fn values_are_labels(node: &Node, values: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let mut first = HashMap::new();
    for (index, value) in values.iter().enumerate() {
        let place = node.nearest(&[TreeStep::Key("values"), TreeStep::Item(index)]).place;
        if !server_host::is_label(value) {
            let message = format!("`{value}` is not one label of a host");
            let help = "write letters, digits and hyphens; values with dots are servers of their own";
            diagnostics.push(Diagnostic::new(Code::ServerVariable, place, message).help(help));
        } else if let Some(first) = first.insert(value.to_ascii_lowercase(), place) {
            let message = format!("`{value}` is listed twice; hosts have no case");
            let diagnostic = Diagnostic::new(Code::ServerVariable, place, message).related(first, "first here");
            diagnostics.push(diagnostic.help("remove one of them"));
        }
    }
}
