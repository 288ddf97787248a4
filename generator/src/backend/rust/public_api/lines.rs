//! The lines that items of source text become.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, Meta, Pat, Signature, TraitItem, UseTree, Visibility};

use super::compact::{compact, compact_generics, compact_path, compact_receiver, compact_type};

/// Macros of the generated crate that implement traits for the type they name.
const IMPLEMENTING_MACROS: &[&str] =
    &["responses", "service_errors", "identifier", "members", "open_enum", "sendable", "tagged_union", "written"];

/// An identifier without its raw mark.
pub(super) fn plain(ident: &syn::Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

pub(super) fn is_visible(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

pub(super) fn is_public(item: &Item) -> bool {
    let (visibility, attributes) = match item {
        Item::Const(item) => (&item.vis, &item.attrs),
        Item::Enum(item) => (&item.vis, &item.attrs),
        Item::Fn(item) => (&item.vis, &item.attrs),
        Item::Mod(item) => (&item.vis, &item.attrs),
        Item::Static(item) => (&item.vis, &item.attrs),
        Item::Struct(item) => (&item.vis, &item.attrs),
        Item::Trait(item) => (&item.vis, &item.attrs),
        Item::Type(item) => (&item.vis, &item.attrs),
        _ => return false,
    };
    is_visible(visibility) && !is_hidden(attributes)
}

pub(super) fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") && contains_word(attribute.to_token_stream(), "test"))
}

/// Names of features are in quotes, and are not words.
fn contains_word(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => contains_word(group.stream(), word),
        _ => false,
    })
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("doc") && contains_word(list.tokens.clone(), "hidden"),
        Meta::Path(_) | Meta::NameValue(_) => false,
    })
}

pub(super) fn item_name(item: &Item) -> Option<String> {
    match item {
        Item::Const(item) => Some(plain(&item.ident)),
        Item::Fn(item) => Some(plain(&item.sig.ident)),
        Item::Mod(item) => Some(plain(&item.ident)),
        Item::Static(item) => Some(plain(&item.ident)),
        Item::Trait(item) => Some(plain(&item.ident)),
        Item::Type(item) => Some(plain(&item.ident)),
        item => type_name(item),
    }
}

/// The name of a struct or enum.
pub(super) fn type_name(item: &Item) -> Option<String> {
    match item {
        Item::Enum(item) => Some(plain(&item.ident)),
        Item::Struct(item) => Some(plain(&item.ident)),
        _ => None,
    }
}

/// Where a name in a `use` comes from: the path, and the name there.
pub(super) fn path_in_use(tree: &UseTree, name: &str) -> Option<(Vec<String>, String)> {
    match tree {
        UseTree::Path(step) => {
            let (mut path, target) = path_in_use(&step.tree, name)?;
            path.insert(0, plain(&step.ident));
            Some((path, target))
        }
        UseTree::Group(group) => group.items.iter().find_map(|tree| path_in_use(tree, name)),
        UseTree::Name(used) if plain(&used.ident) == name => Some((Vec::new(), name.to_owned())),
        UseTree::Rename(used) if plain(&used.rename) == name => Some((Vec::new(), plain(&used.ident))),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => None,
    }
}

/// The lines of an item itself.
pub(super) fn of_item(item: &Item, shown: &[String], renamed: Option<&str>) -> Vec<String> {
    let Some(name) = item_name(item) else { return Vec::new() };
    let path: Vec<&str> = shown.iter().map(String::as_str).chain([renamed.unwrap_or(&name)]).collect();
    let path = path.join("::");
    match item {
        Item::Const(item) => vec![format!("pub const {path}: {}", compact_type(&item.ty))],
        Item::Static(item) => vec![format!("pub static {path}: {}", compact_type(&item.ty))],
        Item::Type(item) => {
            vec![format!("pub type {path}{} = {}", compact_generics(&item.generics), compact_type(&item.ty))]
        }
        Item::Fn(item) => vec![format!("pub {}", signature(&item.sig, &path))],
        Item::Struct(item) => {
            let mut lines =
                vec![format!("pub struct {path}{}{}", compact_generics(&item.generics), openness(&item.attrs))];
            lines.extend(of_fields(&item.fields, &path, true));
            lines
        }
        Item::Enum(item) => {
            let mut lines =
                vec![format!("pub enum {path}{}{}", compact_generics(&item.generics), openness(&item.attrs))];
            for variant in &item.variants {
                let path = format!("{path}::{}", plain(&variant.ident));
                lines.push(format!("pub {path}{}", variant_fields(&variant.fields)));
            }
            lines
        }
        Item::Trait(item) => {
            let mut lines = vec![format!("pub trait {path}{}", compact_generics(&item.generics))];
            for member in &item.items {
                match member {
                    TraitItem::Fn(method) => {
                        let path = format!("{path}::{}", plain(&method.sig.ident));
                        let provided = if method.default.is_some() { " (provided)" } else { "" };
                        lines.push(format!("pub {}{provided}", signature(&method.sig, &path)));
                    }
                    TraitItem::Type(associated) => lines.push(format!("pub type {path}::{}", associated.ident)),
                    TraitItem::Const(associated) => {
                        lines.push(format!("pub const {path}::{}: {}", associated.ident, compact_type(&associated.ty)));
                    }
                    _ => {}
                }
            }
            lines
        }
        _ => Vec::new(),
    }
}

fn of_fields(fields: &Fields, path: &str, only_public: bool) -> Vec<String> {
    fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !only_public || is_visible(&field.vis))
        .map(|(index, field)| {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), plain);
            format!("pub {path}::{name}: {}", compact_type(&field.ty))
        })
        .collect()
}

fn variant_fields(fields: &Fields) -> String {
    match fields {
        Fields::Unit => String::new(),
        Fields::Unnamed(fields) => {
            let types: Vec<String> = fields.unnamed.iter().map(|field| compact_type(&field.ty)).collect();
            format!("({})", types.join(", "))
        }
        Fields::Named(fields) => {
            let fields: Vec<String> = fields
                .named
                .iter()
                .filter_map(|field| Some(format!("{}: {}", plain(field.ident.as_ref()?), compact_type(&field.ty))))
                .collect();
            format!(" {{ {} }}", fields.join(", "))
        }
    }
}

fn openness(attributes: &[Attribute]) -> &'static str {
    if attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive")) {
        " (non_exhaustive)"
    } else {
        ""
    }
}

/// What an item implements for one type.
pub(super) enum Implementation<'i> {
    Block(&'i ItemImpl),
    /// What the macro of this name implements, and the words that say how.
    Macro {
        name: String,
        manner: String,
    },
    /// The method that sends an operation.
    Send,
}

impl Implementation<'_> {
    /// The lines of the implementation for a type that users reach at `path`.
    pub(super) fn lines(&self, path: &str) -> Vec<String> {
        match self {
            Self::Block(block) => of_block(block, path),
            Self::Macro { name, manner } => vec![format!("impl {name}!({manner}) for {path}")],
            Self::Send => vec![format!("pub fn {path}::send(self, client: &Client) -> Call<'_, Self>")],
        }
    }
}

/// What an item implements, by the names of the types.
pub(super) fn implementations(item: &Item) -> Vec<(String, Implementation<'_>)> {
    match item {
        Item::Impl(block) => match &*block.self_ty {
            syn::Type::Path(path) => {
                let name = path.path.segments.last().map(|segment| plain(&segment.ident));
                name.map(|name| (name, Implementation::Block(block))).into_iter().collect()
            }
            _ => Vec::new(),
        },
        Item::Macro(call) => of_macro(call),
        _ => Vec::new(),
    }
}

fn of_block(block: &ItemImpl, path: &str) -> Vec<String> {
    if let Some((implemented, _)) = &block.trait_ {
        return vec![format!("impl {} for {path}", compact_path(implemented))];
    }
    let members = block.items.iter().filter_map(|member| match member {
        ImplItem::Fn(method) if is_visible(&method.vis) && !is_hidden(&method.attrs) => {
            let path = format!("{path}::{}", plain(&method.sig.ident));
            Some(format!("pub {}", signature(&method.sig, &path)))
        }
        ImplItem::Const(member) if is_visible(&member.vis) => {
            Some(format!("pub const {path}::{}: {}", plain(&member.ident), compact_type(&member.ty)))
        }
        _ => None,
    });
    members.collect()
}

/// The words before the braces of a macro call say for which types it is, and how.
fn of_macro(call: &syn::ItemMacro) -> Vec<(String, Implementation<'static>)> {
    let called = call.mac.path.segments.last().map(|segment| plain(&segment.ident));
    let Some(called) = called.filter(|called| IMPLEMENTING_MACROS.contains(&called.as_str())) else {
        return Vec::new();
    };
    let tokens: Vec<TokenTree> = call.mac.tokens.clone().into_iter().collect();
    let mut words: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (position, token) in tokens.iter().enumerate() {
        let TokenTree::Ident(word) = token else { continue };
        let word = plain(word);
        let implementation = match (called.as_str(), tokens.get(position + 1)) {
            ("sendable", _) => Implementation::Send,
            // The type of an integer follows the name.
            ("identifier", Some(TokenTree::Group(integer))) => {
                Implementation::Macro { name: called.clone(), manner: integer.stream().to_string() }
            }
            ("identifier", _) => Implementation::Macro { name: called.clone(), manner: String::new() },
            _ => Implementation::Macro { name: called.clone(), manner: words.join(" ") },
        };
        found.push((word.clone(), implementation));
        words.push(word);
    }
    found
}

fn signature(signature: &Signature, path: &str) -> String {
    let inputs: Vec<String> = signature
        .inputs
        .iter()
        .map(|input| match input {
            FnArg::Receiver(receiver) => compact_receiver(receiver),
            FnArg::Typed(argument) => match &*argument.pat {
                Pat::Ident(name) => format!("{}: {}", name.ident, compact_type(&argument.ty)),
                pattern => format!("{}: {}", compact(pattern), compact_type(&argument.ty)),
            },
        })
        .collect();
    let output = match &signature.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, output) => format!(" -> {}", compact_type(output)),
    };
    let bounds =
        signature.generics.where_clause.as_ref().map(|clause| format!(" {}", compact(clause))).unwrap_or_default();
    let asynchronous = if signature.asyncness.is_some() { "async " } else { "" };
    let constant = if signature.constness.is_some() { "const " } else { "" };
    let generics = compact_generics(&signature.generics);
    format!("{constant}{asynchronous}fn {path}{generics}({}){output}{bounds}", inputs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{implementations, is_test_only};

    #[test]
    fn a_feature_that_names_tests_is_no_test() {
        let attributes = |text: &str| syn::parse_str::<syn::ItemMod>(text).unwrap().attrs;
        assert!(is_test_only(&attributes("#[cfg(test)] mod a;")));
        assert!(is_test_only(&attributes("#[cfg(any(test, doctest))] mod a;")));
        assert!(!is_test_only(&attributes(r#"#[cfg(feature = "test-kit")] mod a;"#)));
    }

    #[test]
    fn a_macro_implements_for_each_type_that_it_names() {
        let lines = |text: &str| {
            let item: syn::Item = syn::parse_str(text).unwrap();
            let found = implementations(&item);
            found.iter().flat_map(|(name, implementation)| implementation.lines(name)).collect::<Vec<_>>()
        };
        assert_eq!(lines("identifier!(A, B);"), ["impl identifier!() for A", "impl identifier!() for B"]);
        let integers = lines("identifier!(integer A(i64), B(i32));");
        assert_eq!(integers[1..], ["impl identifier!(i64) for A", "impl identifier!(i32) for B"]);
        let case = lines("open_enum!(ignoring case A { B = \"b\" });");
        assert_eq!(case.last().map(String::as_str), Some("impl open_enum!(ignoring case) for A"));
        assert!(lines("another!(A);").is_empty());
    }
}
