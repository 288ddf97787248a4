//! Structs and enums as syntax trees. Fields and variants are most lines of a crate.

use proc_macro2::{Ident, TokenStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, GenericParam, Generics, Item, Type, Variant, Visibility};

use super::syntax::{list_attribute, plain_attribute};

/// The attributes of a type that derives these traits, and of which users must not list all parts.
pub(super) fn open_attributes(docs: Option<Attribute>, derived: TokenStream) -> Vec<Attribute> {
    docs.into_iter().chain([list_attribute("derive", derived), plain_attribute("non_exhaustive")]).collect()
}

/// The item `pub struct name<parameter> { fields }`.
pub(super) fn structure(
    attributes: Vec<Attribute>,
    name: Ident,
    parameter: Option<Ident>,
    fields: impl IntoIterator<Item = Field>,
) -> Item {
    let generics = parameter.map(|parameter| Generics {
        lt_token: Some(Default::default()),
        params: Punctuated::from_iter([GenericParam::Type(parameter.into())]),
        gt_token: Some(Default::default()),
        where_clause: None,
    });
    Item::Struct(syn::ItemStruct {
        attrs: attributes,
        vis: public(),
        struct_token: Default::default(),
        ident: name,
        generics: generics.unwrap_or_default(),
        fields: named_fields(fields),
        semi_token: None,
    })
}

/// The item `pub enum name { variants }`.
pub(super) fn enumeration(
    attributes: Vec<Attribute>,
    name: Ident,
    variants: impl IntoIterator<Item = Variant>,
) -> Item {
    Item::Enum(syn::ItemEnum {
        attrs: attributes,
        vis: public(),
        enum_token: Default::default(),
        ident: name,
        generics: Generics::default(),
        brace_token: Default::default(),
        variants: variants.into_iter().collect(),
    })
}

/// The variant `name fields` of an enum.
pub(super) fn variant(attributes: impl IntoIterator<Item = Attribute>, name: Ident, fields: Fields) -> Variant {
    Variant { attrs: attributes.into_iter().collect(), ident: name, fields, discriminant: None }
}

/// What the variant `name(value)` holds.
pub(super) fn unnamed_field(value: Type) -> Fields {
    let field = field_of(Vec::new(), Visibility::Inherited, None, value);
    Fields::Unnamed(syn::FieldsUnnamed { paren_token: Default::default(), unnamed: Punctuated::from_iter([field]) })
}

/// What the variant `name { fields }` holds.
pub(super) fn named_fields(fields: impl IntoIterator<Item = Field>) -> Fields {
    Fields::Named(syn::FieldsNamed { brace_token: Default::default(), named: fields.into_iter().collect() })
}

/// The field `pub name: value`.
pub(super) fn public_field(attributes: impl IntoIterator<Item = Attribute>, name: Ident, value: Type) -> Field {
    field_of(attributes.into_iter().collect(), public(), Some(name), value)
}

/// The field `name: value`, which is as visible as what has it.
pub(super) fn field(docs: Option<Attribute>, name: Ident, value: Type) -> Field {
    field_of(docs.into_iter().collect(), Visibility::Inherited, Some(name), value)
}

fn field_of(attributes: Vec<Attribute>, visibility: Visibility, name: Option<Ident>, value: Type) -> Field {
    Field {
        attrs: attributes,
        vis: visibility,
        modifiers: Default::default(),
        colon_token: name.is_some().then(Default::default),
        ident: name,
        ty: value,
        default: None,
    }
}

fn public() -> Visibility {
    Visibility::Public(Default::default())
}
