//! Types, expressions and attributes as syntax trees. Parsing takes more than all else in printing, and these are most of what would
//! be parsed, so they are built directly.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Expr, GenericArgument, Meta, Path, PathArguments, PathSegment, Type, punctuated::Punctuated};

/// The type `name<arguments>`.
pub(super) fn named(name: Ident, arguments: impl IntoIterator<Item = Type>) -> Type {
    let arguments = arguments.into_iter().map(GenericArgument::Type);
    Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path: generic(name, arguments) })
}

/// The type at a path of plain names.
pub(super) fn at_path(names: impl IntoIterator<Item = Ident>) -> Type {
    Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path: plain_path(names) })
}

/// The argument type `impl Into<value>`.
pub(super) fn impl_into(value: Type) -> Type {
    impl_trait(generic(word("Into"), [GenericArgument::Type(value)]))
}

/// The argument type `impl IntoIterator<Item = item>`.
pub(super) fn impl_into_iterator(item: Type) -> Type {
    let item = syn::AssocType { ident: word("Item"), generics: None, eq_token: Default::default(), ty: item };
    impl_trait(generic(word("IntoIterator"), [GenericArgument::AssocType(item)]))
}

fn impl_trait(path: Path) -> Type {
    let bound = syn::TypeParamBound::Trait(syn::TraitBound {
        paren_token: None,
        lifetimes: None,
        modifiers: Default::default(),
        maybe: None,
        path,
    });
    Type::ImplTrait(syn::TypeImplTrait {
        attrs: Vec::new(),
        impl_token: Default::default(),
        bounds: Punctuated::from_iter([bound]),
    })
}

fn generic(name: Ident, arguments: impl IntoIterator<Item = GenericArgument>) -> Path {
    let args: Punctuated<GenericArgument, _> = arguments.into_iter().collect();
    if args.is_empty() {
        return name.into();
    }
    let arguments = PathArguments::AngleBracketed(syn::AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: Default::default(),
        args,
        gt_token: Default::default(),
    });
    PathSegment { ident: name, arguments }.into()
}

/// A variable, or whatever else a path of plain names means.
pub(super) fn path(names: impl IntoIterator<Item = Ident>) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: plain_path(names) })
}

fn plain_path(names: impl IntoIterator<Item = Ident>) -> Path {
    Path { leading_colon: None, segments: names.into_iter().map(PathSegment::from).collect() }
}

/// The expression `function(argument)`.
pub(super) fn call(function: Expr, argument: Expr) -> Expr {
    Expr::Call(syn::ExprCall {
        attrs: Vec::new(),
        func: Box::new(function),
        paren_token: Default::default(),
        args: Punctuated::from_iter([argument]),
    })
}

/// The expression `receiver.method(arguments)`.
pub(super) fn method_call(receiver: Expr, method: &str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::MethodCall(syn::ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Default::default(),
        method: word(method),
        turbofish: None,
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// The expression `Some(value)`.
pub(super) fn some(value: Expr) -> Expr {
    call(path([word("Some")]), value)
}

/// The attribute `#[name]`.
pub(super) fn plain_attribute(name: &str) -> Attribute {
    attribute(Meta::Path(word(name).into()))
}

/// The attribute `#[name = text]`.
pub(super) fn text_attribute(name: &str, text: &str) -> Attribute {
    let text = syn::Lit::Str(syn::LitStr::new(text, Span::call_site()));
    attribute(Meta::NameValue(syn::MetaNameValue {
        path: word(name).into(),
        eq_token: Default::default(),
        value: Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit: text }),
    }))
}

/// The attribute `#[name(tokens)]`.
pub(super) fn list_attribute(name: &str, tokens: TokenStream) -> Attribute {
    let delimiter = syn::MacroDelimiter::Paren(Default::default());
    attribute(Meta::List(syn::MetaList { path: word(name).into(), delimiter, tokens }))
}

fn word(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

fn attribute(meta: Meta) -> Attribute {
    Attribute { pound_token: Default::default(), style: syn::AttrStyle::Outer, bracket_token: Default::default(), meta }
}
