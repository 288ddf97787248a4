//! One generated file: header, module docs, imports, items.

use proc_macro2::TokenStream;

use super::doc_blocks::DocBlocks;
use super::printing::{ItemGroup, print};
use super::public_api;
use crate::model::Doc;
use crate::output::HEADER;

/// A file before it is printed.
pub(super) struct RustFile {
    pub(super) doc: Doc,
    /// Attributes of the module itself.
    pub(super) attributes: Option<&'static str>,
    pub(super) imports: Vec<TokenStream>,
    pub(super) items: Vec<ItemGroup>,
    /// The doc comments of the items.
    pub(super) docs: DocBlocks,
}

/// A file as it is printed.
pub(super) struct Printed {
    pub(super) text: String,
    /// What users can name in it, a line each.
    pub(super) public_api: Vec<String>,
}

impl RustFile {
    /// Prints the file as the module at the path `module` of the crate.
    pub(super) fn print(self, module: &[String]) -> syn::Result<Printed> {
        let mut text = format!("{HEADER}\n");
        for line in &self.doc {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        if let Some(attributes) = self.attributes {
            text.push_str(attributes);
            text.push('\n');
        }
        text.push('\n');
        let has_imports = !self.imports.is_empty();
        text.push_str(&print(self.imports.into_iter().collect::<TokenStream>(), &self.docs)?.text);
        let mut printed_items = Vec::new();
        for (index, group) in self.items.into_iter().enumerate() {
            if index > 0 || has_imports {
                text.push('\n');
            }
            // Items of a group belong together, without blank lines between them.
            let printed = print(group, &self.docs)?;
            text.push_str(&printed.text);
            printed_items.extend(printed.items);
        }
        let mut public_api = public_api::of_module(&printed_items, module);
        public_api::sort(&mut public_api);
        Ok(Printed { text, public_api })
    }
}
