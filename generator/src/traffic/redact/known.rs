//! Names and values that are known to be harmless, because the specs or HTTP list them.

use std::collections::HashSet;

use crate::media_types;
use crate::model::{Model, TypeKind};
use crate::traffic::next_page::names_in_links;

/// Media types that are common on the web.
const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/merge-patch+json",
    "application/octet-stream",
    "application/pdf",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/zip",
    "image/gif",
    "image/jpeg",
    "image/png",
    "multipart/form-data",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
    "text/xml",
];

/// Encodings of bodies.
const ENCODINGS: &[&str] = &["br", "compress", "deflate", "gzip", "identity", "x-gzip", "zstd"];

/// Names that the specs list.
#[derive(Default)]
pub(super) struct KnownNames {
    /// Members of types and of error bodies, in lower case.
    members: HashSet<String>,
    /// Literal segments of paths, in lower case, for each API.
    literals: Vec<HashSet<String>>,
    media_types: HashSet<String>,
}

impl KnownNames {
    pub(super) fn of(model: &Model) -> Self {
        let mut known = Self::default();
        known.members.extend(names_in_links().map(str::to_owned));
        for api in &model.apis {
            for declared in &api.types {
                match &declared.kind {
                    TypeKind::Object { members, .. } => {
                        known.members.extend(members.iter().map(|member| member.wire.to_lowercase()));
                    }
                    TypeKind::Union { tag, .. } => known.members.extend(tag.iter().map(|name| name.to_lowercase())),
                    TypeKind::Enum { .. } | TypeKind::Identifier(_) | TypeKind::Errors { .. } => {}
                }
            }
            for shape in &api.error_shapes {
                [&shape.code, &shape.message].into_iter().flatten().for_each(|path| known.add_path(path));
            }
            let paths = api.operations().filter_map(|(_, operation)| operation.template.split('?').next());
            known.literals.push(paths.flat_map(|path| path.split('/')).map(str::to_lowercase).collect());
            for (_, operation) in api.operations() {
                let received = operation.responses.iter().filter_map(|response| response.media.as_deref());
                known.media_types.extend(received.chain(operation.sent_media()).map(media_types::essence));
            }
        }
        known
    }

    /// The names on a path into an error body. A name can contain dots itself.
    fn add_path(&mut self, path: &str) {
        let steps: Vec<&str> = path.split('.').map(|step| step.split('[').next().unwrap_or_default()).collect();
        for start in 0..steps.len() {
            for end in start + 1..=steps.len() {
                self.members.insert(steps[start..end].join(".").to_lowercase());
            }
        }
    }

    pub(super) fn has_member(&self, name: &str) -> bool {
        self.members.contains(&name.to_lowercase())
    }

    pub(super) fn has_literal(&self, api: usize, segment: &str) -> bool {
        self.literals.get(api).is_some_and(|literals| literals.contains(&segment.to_lowercase()))
    }

    pub(super) fn has_media_type(&self, essence: &str) -> bool {
        MEDIA_TYPES.contains(&essence) || self.media_types.contains(essence)
    }
}

pub(super) fn is_known_encoding(text: &str) -> bool {
    ENCODINGS.iter().any(|known| text.trim().eq_ignore_ascii_case(known))
}
