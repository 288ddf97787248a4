//! Methods that set a field of a value that is built by calls. Most functions of a crate are of this kind.

use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FnArg, ImplItemFn, Pat, Stmt, Type, Visibility};

use super::syntax::{named, path, plain_attribute};
use super::tokens::ident;

/// A method that sets a field, and returns the value.
pub(super) struct Setter {
    pub(super) docs: Option<Attribute>,
    pub(super) alias: Option<Attribute>,
    pub(super) name: Ident,
    /// The argument, by name and type.
    pub(super) argument: Option<(Ident, Type)>,
    pub(super) field: Ident,
    /// What the field is set to.
    pub(super) value: Expr,
}

impl Setter {
    /// The method. It is marked as inline, so that only programs that call it compile it.
    pub(super) fn method(self) -> ImplItemFn {
        let receiver = FnArg::Receiver(syn::Receiver {
            attrs: Vec::new(),
            mutability: Some(Default::default()),
            self_token: Default::default(),
            kind: syn::ReceiverKind::Value,
        });
        let argument = self.argument.map(|(name, value)| FnArg::Typed(argument(name, value)));
        let signature = syn::Signature {
            constness: None,
            asyncness: None,
            safety: syn::Safety::Default,
            abi: None,
            fn_token: Default::default(),
            ident: self.name,
            generics: Default::default(),
            paren_token: Default::default(),
            inputs: [receiver].into_iter().chain(argument).collect::<Punctuated<FnArg, _>>(),
            variadic: None,
            output: syn::ReturnType::Type(Default::default(), Box::new(named(ident("Self"), []))),
        };
        let assignment = Expr::Assign(syn::ExprAssign {
            attrs: Vec::new(),
            left: Box::new(field_of_self(self.field)),
            eq_token: Default::default(),
            right: Box::new(self.value),
        });
        let statements =
            vec![Stmt::Expr(assignment, Some(Default::default())), Stmt::Expr(path([ident("self")]), None)];
        ImplItemFn {
            attrs: [self.docs, self.alias, Some(plain_attribute("inline"))].into_iter().flatten().collect(),
            vis: Visibility::Public(Default::default()),
            modifiers: Default::default(),
            sig: signature,
            block: syn::Block { brace_token: Default::default(), stmts: statements },
        }
    }
}

fn argument(name: Ident, value: Type) -> syn::PatType {
    let name = syn::PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident: name, subpat: None };
    syn::PatType {
        attrs: Vec::new(),
        pat: Box::new(Pat::Ident(name)),
        colon_token: Default::default(),
        ty: Box::new(value),
    }
}

fn field_of_self(field: Ident) -> Expr {
    Expr::Field(syn::ExprField {
        attrs: Vec::new(),
        base: Box::new(path([ident("self")])),
        dot_token: Default::default(),
        member: syn::Member::Named(field),
    })
}
