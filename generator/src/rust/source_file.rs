//! One generated file: header, module docs, imports, items.

use proc_macro2::TokenStream;

use super::GENERATED_MARK;
use crate::model::Doc;

/// A file before it is printed.
pub(super) struct SourceFile {
    /// The spec it comes from, relative to the spec directory.
    pub(super) spec: String,
    pub(super) doc: Doc,
    /// Attributes of the module itself.
    pub(super) attributes: Option<&'static str>,
    pub(super) imports: Vec<TokenStream>,
    pub(super) items: Vec<TokenStream>,
}

impl SourceFile {
    pub(super) fn print(self) -> syn::Result<String> {
        let mut text = format!("// {GENERATED_MARK} from `{}`: change the spec, not this file.\n", self.spec);
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
        for import in self.imports {
            text.push_str(&format(import)?);
        }
        for (index, item) in self.items.into_iter().enumerate() {
            if index > 0 || has_imports {
                text.push('\n');
            }
            text.push_str(&format(item)?);
        }
        Ok(text)
    }
}

/// Items that belong together, without blank lines between them.
fn format(items: TokenStream) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse2(items)?))
}
