//! Skeletons of an API and of an area, with a marker wherever a person has to fill in text.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::load::is_kebab_case;
use crate::names::{self, TakenName};
use crate::program;

const API: &str = r"# yaml-language-server: $schema=../api.schema.json

title: NAME # GAP: the vendor's name of the API
doc: | # GAP: what the API is for, in your own words
  Everything that NAME does.

servers:
  GLOBAL:
    url: https://api.example.com # GAP: the base URL
    doc: The worldwide service.
    # GAP: authority and audience of its tokens, if pages state them

credentials:
  token: { kind: bearer } # GAP: or `header` or `query` with the `name` that carries a key, or `basic`

headers:
  Accept: { value: application/json, doc: Asks for JSON. }

enum-case: exact # GAP: `ignored`, if the service does not distinguish values by case

# GAP: version, error-shapes, page and pages, if there are any: see docs/language.md of docwright on `api.yaml`
";

const AREA: &str = r"# yaml-language-server: $schema=../area.schema.json

doc: Everything about NAME. # GAP: what the area covers, in your own words

# `docwright capture PAGE` drafts the following keys from a page.
pages: {}

operations: {}

types: {}
";

const ERRORS: &str = r"# yaml-language-server: $schema=../errors.schema.json

doc: Errors that every operation of NAME can have.

# GAP: page, if a page lists these errors

statuses:
  401: { name: Unauthorized, doc: The credential is missing or invalid. } # GAP: what the pages state about every call
";

/// Why no skeleton was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SkeletonError {
    /// A name is not valid for a folder, a file and a module.
    #[error(
        "`{0}` is not a valid name of an API or area: use lowercase letters, digits and `-`, such as `partner-center`"
    )]
    Name(String),
    /// The API of an area has no spec.
    #[error("there is no API `{api}`: create it first, with `{program} new {api}`", program = program::name())]
    UnknownApi {
        /// The API's name.
        api: String,
    },
    /// No API can have the name.
    #[error(
        "an API cannot be named `{name}`: {reason}; choose another name{}",
        if name == "errors" { ", or name the API of these errors: `API/errors`" } else { "" }
    )]
    Api { name: String, reason: TakenName },
    /// No area can have the name.
    #[error("an area cannot be named `{name}`: {reason}; choose another name")]
    Area { name: String, reason: TakenName },
    /// The cargo feature of the area would be one of every client.
    #[error("the feature of this area, `{0}`, is also a feature of every client; choose another name")]
    Feature(String),
    /// The file or folder exists already.
    #[error("{0} exists already and was not changed")]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("cannot write {path}")]
    Io { path: PathBuf, source: io::Error },
}

/// Writes the skeleton of an API (`name`), of an area (`api/area`) or of the errors of all operations (`api/errors`) into a spec directory, and returns its path.
///
/// # Errors
///
/// When the name is invalid, the file exists already, or it cannot be written.
pub(crate) fn write(directory: &Path, name: &str) -> Result<PathBuf, SkeletonError> {
    let (api, area) = match name.split_once('/') {
        Some((api, area)) => (api, Some(area)),
        None => (name, None),
    };
    for part in [Some(api), area].into_iter().flatten() {
        if !is_kebab_case(part) {
            return Err(SkeletonError::Name(part.to_owned()));
        }
    }
    if let Some(reason) = names::taken_as_api(api) {
        return Err(SkeletonError::Api { name: api.to_owned(), reason });
    }
    if let Some(area) = area {
        if let Some(reason) = names::taken_as_area(area) {
            return Err(SkeletonError::Area { name: area.to_owned(), reason });
        }
        let feature = format!("{api}-{area}");
        if names::FEATURES_OF_CLIENTS.contains(&feature.as_str()) {
            return Err(SkeletonError::Feature(feature));
        }
    }
    let folder = directory.join(api);
    let (path, text) = match area {
        None => (folder.join("api.yaml"), API.replace("NAME", api)),
        Some(_) if !folder.join("api.yaml").exists() => {
            return Err(SkeletonError::UnknownApi { api: api.to_owned() });
        }
        Some("errors") => (folder.join("errors.yaml"), ERRORS.replace("NAME", api)),
        Some(area) => (folder.join(format!("{area}.yaml")), AREA.replace("NAME", area)),
    };
    let failed = |source| SkeletonError::Io { path: path.clone(), source };
    fs::create_dir_all(&folder).map_err(failed)?;
    let mut file = match fs::File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(SkeletonError::Exists(path)),
        Err(error) => return Err(failed(error)),
    };
    io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)?;
    Ok(path)
}
