//! Rules about servers, and about the names of APIs, areas, servers and settings.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::names::{self, NameKind};
use crate::spec::language::ServerSpec;
use crate::spec::template;
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, Spec};
use crate::uri::server_host;

use super::operations::operations;

/// The constant with which generated code describes the API itself.
const CONSTANT_OF_API: &str = "API";

pub(super) fn server_urls_are_https(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (name, server) in &api.header.servers {
        let url = match server_host::variables(&server.url) {
            Ok(variables) => server_host::filled(&server.url, &variables, |_| "a".to_owned()),
            // Reported with the variables.
            Err(_) => continue,
        };
        let authority = server.authority.as_deref().map(|url| ("authority", "an authority's URL", url));
        for (key, what, url) in std::iter::once(("url", "a server's URL", url.as_str())).chain(authority) {
            let in_path = || if key == "url" { path_error(url, what) } else { None };
            let Some(error) = url_error(url, what).or_else(in_path) else { continue };
            let place = api.node.nearest(&[TreeStep::Key("servers"), TreeStep::Key(name), TreeStep::Key(key)]).place;
            let diagnostic = Diagnostic::new(Code::InsecureServer, place, error);
            diagnostics.push(diagnostic.help("write `https://host`, and after it at most the path, as it is sent"));
        }
    }
}

pub(super) fn versions_can_be_sent(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let Some(version) = &api.header.version else { return };
    let place = |key| api.node.nearest(&[TreeStep::Key("version"), TreeStep::Key(key)]).place;
    let default = version.default.as_str();
    if !version.can_be_sent() {
        let message = match default {
            "" => "the version is empty".to_owned(),
            default => format!("`{default}` cannot be sent as a version in a path"),
        };
        let diagnostic = Diagnostic::new(Code::UnsendableVersion, place("default"), message);
        diagnostics.push(diagnostic.help("write the version as it is in request lines, such as `\"1\"` for `/v1/…`"));
    }
    if template::parse(&format!("/{{{}}}", version.parameter)).is_err() {
        let message = format!("`{}` is not a valid name of a parameter", version.parameter);
        let diagnostic = Diagnostic::new(Code::UnsendableVersion, place("parameter"), message);
        diagnostics.push(diagnostic.help("write the name that path templates have between braces"));
    }
}

/// A version that no path has is never sent.
pub(super) fn versions_are_in_paths(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let Some(version) = &api.header.version else { return };
    if !version.can_be_sent() || !api.is_complete() || api.operations().next().is_none() {
        return;
    }
    let parameter = format!("{{{}}}", version.parameter);
    let mut templates = operations(api).filter_map(|(_, operation)| operation.method_and_template());
    if !templates.any(|(_, template)| template.contains(&parameter)) {
        let place = api.node.key_place(&[TreeStep::Key("version")]);
        let message = format!("no path has the version, which is written `{parameter}`");
        let help = "remove it, or write the parameter in the paths that have the version";
        diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help(help));
    }
}

fn url_error(text: &str, what: &str) -> Option<String> {
    match Url::parse(text) {
        Err(error) => Some(format!("this is not a URL: {error}")),
        Ok(url) if url.scheme() != "https" => Some(format!("{what} must be https")),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            Some(format!("{what} must not contain user info"))
        }
        Ok(url) if url.query().is_some() || url.fragment().is_some() => Some(format!("{what} must end with its path")),
        Ok(_) if text.ends_with('/') => Some(format!("{what} must not end with `/`")),
        Ok(_) => None,
    }
}

/// Why the path at the end of a URL is not one that is sent as it is written. A parser removes `..`, also where it is encoded.
fn path_error(text: &str, what: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let parsed = url.path();
    let (_, after_scheme) = text.split_once("://")?;
    let (_, path) = after_scheme.split_once('/')?;
    let is_dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(str::is_empty) {
        Some(format!("{what} must not have an empty segment"))
    } else if path.split('/').any(is_dots) {
        Some(format!("{what} must not have the segments `.` and `..`"))
    } else if parsed.strip_prefix('/') != Some(path) {
        Some(format!("the path of {what} would be sent as `{parsed}`"))
    } else {
        None
    }
}

pub(super) fn names_can_be_rust_names(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(reason) = names::taken_as_api(&api.name) {
        let message = format!("an API cannot be named `{}`: {reason}", api.name);
        diagnostics.push(reserved(api.node.place, &message, "rename its directory"));
    }
    for area in &api.areas {
        if let Some(reason) = names::taken_as_area(&area.name) {
            let message = format!("an area cannot be named `{}`: {reason}", area.name);
            diagnostics.push(reserved(Place { file: area.file, start: 0, end: 0 }, &message, "rename its file"));
        }
    }
    for (name, server) in &api.header.servers {
        let place = api.node.key_place(&[TreeStep::Key("servers"), TreeStep::Key(name)]);
        if name == CONSTANT_OF_API {
            diagnostics.push(reserved(place, "a server cannot be named `API`", "rename it"));
            continue;
        }
        if has_variables(server) {
            if names::validate(name, NameKind::Function).is_err() {
                let message = format!("`{name}` is not a valid name of a function");
                let diagnostic = Diagnostic::new(Code::NoIdentifier, place, message);
                diagnostics.push(diagnostic.help("servers with variables become functions: write `snake_case`"));
            }
        } else if !names::is_constant(name) {
            let diagnostic =
                Diagnostic::new(Code::NoIdentifier, place, format!("`{name}` is not a valid name of a constant"));
            diagnostics.push(diagnostic.help("servers become constants: write `UPPER_SNAKE_CASE`"));
        }
    }
}

fn has_variables(server: &ServerSpec) -> bool {
    let is_in_url = server_host::variables(&server.url).is_ok_and(|variables| !variables.is_empty());
    is_in_url || !server.variables.is_empty()
}

/// Each setting becomes a constant beside those of the servers.
pub(super) fn settings_can_be_constants(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let place_of_server = |name: &String| api.node.key_place(&[TreeStep::Key("servers"), TreeStep::Key(name)]);
    let mut taken: HashMap<String, Place> =
        api.header.servers.keys().map(|name| (name.clone(), place_of_server(name))).collect();
    for (header, name) in api.header.headers.iter().filter_map(|(key, header)| Some((key, header.setting.as_ref()?))) {
        let path = [TreeStep::Key("headers"), TreeStep::Key(header), TreeStep::Key("setting")];
        let place = api.node.nearest(&path).place;
        let constant = names::constant_of_setting(name);
        if !names::is_constant(&constant) || name.contains(|c: char| c.is_ascii_uppercase()) {
            let message = format!("`{name}` is not a valid name of a setting");
            let diagnostic = Diagnostic::new(Code::NoIdentifier, place, message);
            diagnostics.push(diagnostic.help("settings become constants: write `snake_case`"));
        } else if constant == CONSTANT_OF_API {
            diagnostics.push(reserved(place, "a setting cannot be named `api`", "rename it"));
        } else {
            take_constant(constant, "this setting", place, &mut taken, diagnostics);
        }
    }
    for (name, header) in &api.header.response_headers {
        let path = [TreeStep::Key("response-headers"), TreeStep::Key(name)];
        let given = header.full().and_then(|full| full.rust.clone());
        let place = match given {
            Some(_) => api.node.nearest(&[path[0], path[1], TreeStep::Key("rust")]).place,
            None => api.node.key_place(&path),
        };
        let constant = given.unwrap_or_else(|| names::constant_of_header(name));
        if !names::is_constant(&constant) {
            let message = format!("`{constant}` is not a valid name of a constant");
            let diagnostic = Diagnostic::new(Code::NoIdentifier, place, message);
            diagnostics.push(diagnostic.help("state one with `rust:`, in upper case: `IS_CACHED`"));
        } else if constant == CONSTANT_OF_API {
            diagnostics.push(reserved(
                place,
                "a response header cannot have the constant `API`",
                "state another `rust:`",
            ));
        } else {
            take_constant(constant, "this response header", place, &mut taken, diagnostics);
        }
    }
}

/// Servers, settings and response headers are items of one module.
fn take_constant(
    constant: String,
    what: &str,
    place: Place,
    taken: &mut HashMap<String, Place>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Some(first) = taken.get(&constant) {
        let message =
            format!("the constant of {what}, `{constant}`, is also that of a server, a setting or a response header");
        let diagnostic = Diagnostic::new(Code::NameCollision, place, message).related(*first, "first here");
        diagnostics.push(diagnostic.help("rename one of them"));
        return;
    }
    taken.insert(constant, place);
}

/// Each API and each area becomes a feature of the same crate.
pub(super) fn features_are_distinct(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) {
    let of_client = names::FEATURES_OF_CLIENTS.iter().map(|feature| (*feature).to_owned());
    let mut taken: HashSet<String> = spec.apis.iter().map(|api| api.name.clone()).chain(of_client).collect();
    for api in &spec.apis {
        for area in &api.areas {
            let feature = format!("{}-{}", api.name, area.name);
            let place = Place { file: area.file, start: 0, end: 0 };
            if !taken.insert(feature.clone()) {
                let message = format!(
                    "the feature of this area, `{feature}`, is also the feature of another API or area, or of the client itself"
                );
                diagnostics.push(Diagnostic::new(Code::NameCollision, place, message).help("rename its file"));
            }
        }
    }
}

fn reserved(place: Place, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::ReservedName, place, message).help(help)
}
