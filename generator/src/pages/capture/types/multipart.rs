//! The parts of a body of `multipart/form-data`, which pages list as its members.

use super::Types;
use crate::names::NameKind;
use crate::pages::capture::cite::PageCitation;
use crate::pages::capture::draft::{DraftExpression, DraftField};
use crate::pages::capture::names::UsedNames;
use crate::pages::facts::FieldFacts;

/// What pages call a part that is a file.
const FILES: [&str; 5] = ["file", "binary", "bytes", "string (binary)", "file upload"];

impl Types<'_> {
    /// The parts that a table lists. A part is a file or a plain value.
    pub(in crate::pages::capture) fn parts(
        &mut self,
        owner: &str,
        fields: &[FieldFacts],
        cite: PageCitation<'_>,
    ) -> Vec<DraftField> {
        let mut rust_names = UsedNames::default();
        let mut parts = self.fields(owner, fields.iter().map(|field| (field, cite)));
        for part in &mut parts {
            let Some(field) = fields.iter().find(|field| field.name == part.wire) else { continue };
            let line = cite.line(field.line);
            let stated = field.type_text.stated().map(|text| text.to_lowercase());
            let item = part.value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>'));
            if stated.is_some_and(|text| FILES.contains(&text.as_str())) {
                part.value = DraftExpression::known("bytes");
            } else if !self.is_plain(item.unwrap_or(&part.value.text)) {
                part.value = DraftExpression::open("string", format!("the page has another type ({line})"));
            }
            // A part is an input, of which other names are reserved than of a member.
            part.rust = part.rust.take().or_else(|| rust_names.stated(&field.name, NameKind::Input));
        }
        parts
    }
}
