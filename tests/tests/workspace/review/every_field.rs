//! Every change of a model is in the report: each field of each struct is made different, one after the other.
//!
//! Structs are destructured by all their fields, so that a new field does not compile until its change is described.

use std::sync::LazyLock;

use docwright::Checked;
use docwright::internals::model::{
    Api, Area, Credential, CredentialCarrier, Deprecation, Doc, Erratum, ErrorShape, Header, HeaderSource, HeaderValue,
    LeftOut, MemberCase, Method, Model, Operation, Page, PageId, PageStatement, Provenance, ResponseHeader, Server,
    ServerVariable, Successor, TokenAccess, Type, TypeId, TypeRef, Version, Webhook, WebhookExample,
};
use docwright::internals::review::{Verdict, compare};

use crate::review::cases::{before, side};

/// How to change a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Its change is reported.
    Reported,
    /// It follows from other fields, which are reported.
    Follows,
}
use Change::{Follows, Reported};

/// A model in which one field is different.
struct Mutant {
    field: &'static str,
    change: Change,
    model: Model,
}

/// Makes each field of a struct different; a field that is not listed does not compile.
macro_rules! each_field {
    ($mutants:ident, $find:expr, $kind:ident { $($field:ident: $change:ident $mutate:expr),* $(,)? }) => {
        let _ = |$kind { $($field: _),* }: &$kind| ();
        $(
            let mut model = whole();
            let node: &mut $kind = $find(&mut model);
            #[allow(clippy::redundant_closure_call)]
            ($mutate)(&mut node.$field);
            let field = concat!(stringify!($kind), ".", stringify!($field));
            $mutants.push(Mutant { field, change: $change, model });
        )*
    };
}

mod operations;
mod types;

use operations::{of_operations, of_responses};
use types::of_types;

const MORE_OF_THE_API: &str = "
deprecated: { since: 2026-12-31, because: The demo ends. }
credentials:
  app: { kind: bearer, access: app-only, doc: Of an app. }
  user: { kind: bearer }
";
const MORE_OF_AN_OPERATION: &str = "  get_thing:
    deprecated: { since: 2026-06-30, because: Lists are enough., successor: list_things }
    credentials: app
";
const WEBHOOKS: &str = "
webhooks:
  thing_changed:
    doc: A thing has changed.
    page: things
    payload: Thing
    examples: { of_one: { payload: { id: a } } }
";

/// The spec that all cases change, with credentials and deprecations.
fn checked() -> Checked {
    let mut files = before();
    files.get_mut("demo/api.yaml").unwrap().push_str(MORE_OF_THE_API);
    let things = files.get_mut("demo/things.yaml").unwrap();
    things.push_str(WEBHOOKS);
    *things = things.replacen("  get_thing:\n", MORE_OF_AN_OPERATION, 1);
    side(&files).checked
}

fn whole() -> Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| checked().model);
    MODEL.clone()
}

fn api(model: &mut Model) -> &mut Api {
    &mut model.apis[0]
}

fn operation<'m>(model: &'m mut Model, name: &str) -> &'m mut Operation {
    api(model).areas[0].operations.iter_mut().find(|operation| operation.name == name).unwrap()
}

fn declared<'m>(model: &'m mut Model, name: &str) -> &'m mut Type {
    api(model).types.iter_mut().find(|declared| declared.name == name).unwrap()
}

fn other(text: &mut String) {
    text.push('x');
}

fn other_doc(doc: &mut Doc) {
    doc.push("More.".to_owned());
}

fn some(text: &mut Option<String>) {
    text.get_or_insert_default().push('x');
}

fn same<T>(_: &mut T) {}

fn mutants() -> Vec<Mutant> {
    let mut mutants = Vec::new();
    of_apis(&mut mutants);
    of_operations(&mut mutants);
    of_responses(&mut mutants);
    of_types(&mut mutants);
    of_provenance(&mut mutants);
    mutants
}

fn of_apis(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, api, Api {
        name: Reported other,
        module: Follows same,
        title: Reported other,
        doc: Reported other_doc,
        deprecation: Reported |deprecation: &mut Option<Deprecation>| *deprecation = None,
        source: Follows same,
        version: Reported |version: &mut Option<Version>| *version = None,
        servers: Reported Vec::clear,
        credentials: Reported |credentials: &mut Vec<Credential>| credentials.truncate(1),
        headers: Reported Vec::clear,
        response_headers: Reported Vec::clear,
        error_shapes: Reported Vec::clear,
        member_case: Reported |case: &mut MemberCase| *case = MemberCase::Ignored,
        // The values state their spellings.
        enum_url_spelling: Follows same,
        errors: Reported |errors: &mut Option<TypeId>| *errors = Some(TypeId(0)),
        areas: Reported |areas: &mut Vec<Area>| areas[0].operations.truncate(1),
        types: Reported |types: &mut Vec<Type>| types[0].name.push('x'),
        pages: Reported |pages: &mut Vec<Page>| pages[0].title.push('x'),
        left_out: Reported Vec::clear,
        provenance: Reported |provenance: &mut Provenance| provenance.pages.clear(),
    });
    each_field!(mutants, |model| &mut api(model).left_out[0], LeftOut {
        method: Reported |method: &mut Method| *method = Method::Delete,
        template: Reported other,
        because: Reported other,
        place: Follows same,
    });
    each_field!(mutants, |model| api(model).version.as_mut().unwrap(), Version {
        parameter: Reported other,
        default: Reported other,
    });
    each_field!(mutants, |model| &mut api(model).servers[2], Server {
        rust_name: Reported other,
        name: Follows same,
        doc: Reported other_doc,
        url: Reported other,
        variables: Reported Vec::clear,
        authority: Reported some,
        audience: Reported some,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut api(model).servers[2].variables[1], ServerVariable {
        name: Reported other,
        values: Reported Vec::clear,
    });
    each_field!(mutants, |model| &mut api(model).credentials[0], Credential {
        name: Reported other,
        carrier: Reported |carrier: &mut CredentialCarrier| *carrier = CredentialCarrier::Basic,
        access: Reported |access: &mut Option<TokenAccess>| *access = Some(TokenAccess::Delegated),
        doc: Reported other_doc,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut api(model).areas[0].webhooks[0], Webhook {
        name: Reported other,
        function: Follows same,
        doc: Reported other_doc,
        details: Follows same,
        payload: Reported |payload: &mut TypeRef| *payload = TypeRef::Json,
        examples: Reported |examples: &mut Vec<WebhookExample>| examples.clear(),
        provenance: Reported |provenance: &mut Provenance| provenance.pages.clear(),
    });
    each_field!(mutants, |model| operation(model, "get_thing").deprecation.as_mut().unwrap(), Deprecation {
        since: Reported some,
        because: Reported other,
        successor: Reported |successor: &mut Option<Successor>| *successor = None,
        // Made of the others.
        note: Follows same,
        place: Follows same,
    });
    each_field!(
        mutants,
        |model| operation(model, "get_thing").deprecation.as_mut().unwrap().successor.as_mut().unwrap(),
        Successor {
            module: Reported some,
            name: Reported other,
        }
    );
    each_field!(mutants, |model| &mut api(model).headers[0], Header {
        name: Reported other,
        value: Reported |value: &mut HeaderValue| *value = HeaderValue::Fresh(HeaderSource::CorrelationId),
        doc: Reported other_doc,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut api(model).response_headers[0], ResponseHeader {
        name: Reported other,
        constant: Reported other,
        value: Reported |value: &mut TypeRef| *value = TypeRef::String,
        doc: Reported other_doc,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut api(model).error_shapes[0], ErrorShape {
        code: Reported |path: &mut Option<String>| *path = None,
        message: Reported |path: &mut Option<String>| *path = None,
    });
    each_field!(mutants, |model| &mut api(model).areas[0], Area {
        name: Reported other,
        module: Follows same,
        feature: Follows same,
        source: Follows same,
        doc: Reported other_doc,
        details: Follows same,
        // What an area uses is reported where it is used.
        needs: Follows same,
        operations: Reported |operations: &mut Vec<Operation>| operations.truncate(2),
        webhooks: Reported Vec::clear,
    });
}

fn of_provenance(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| &mut api(model).pages[1], Page {
        name: Reported other,
        area: Reported |area: &mut Option<usize>| *area = None,
        title: Reported other,
        url: Reported other,
        captured: Reported |captured: &mut String| *captured = "2026-11-20".to_owned(),
        asset_id: Reported some,
        version: Reported some,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut operation(model, "get_thing").provenance, Provenance {
        place: Follows same,
        pages: Reported Vec::clear,
        errata: Reported Vec::clear,
    });
    each_field!(mutants, |model| &mut operation(model, "get_thing").provenance.errata[0], Erratum {
        page: Reported |page: &mut Option<PageId>| *page = None,
        version: Reported some,
        at: Reported other,
        says: Reported |says: &mut PageStatement| *says = PageStatement::Lacks,
        because: Reported other,
        place: Follows same,
    });
}

#[test]
fn a_change_of_any_field_is_reported() {
    let (old, mut new) = (checked(), checked());
    let mut unseen = Vec::new();
    for Mutant { field, change, model } in mutants() {
        let is_same = model == old.model;
        assert_eq!(is_same, change == Follows, "{field} is meant to be different");
        new.model = model;
        if change == Reported && compare(&old, &new, None).changes.is_empty() {
            unseen.push(field);
        }
    }
    assert!(unseen.is_empty(), "no report mentions {unseen:?}");
}

#[test]
fn what_users_lose_by_a_change_of_any_field_is_breaking() {
    let (old, mut new) = (checked(), checked());
    let names = |model: &Model| docwright::internals::rust::generate(model, "client").ok().map(|made| made.public_api);
    let before = names(&old.model).unwrap();
    let mut harmless = Vec::new();
    for Mutant { field, change: _, model } in mutants() {
        let Some(after) = names(&model) else { continue };
        new.model = model;
        // Calls of macros show how values are read and written.
        let mut names = before.iter().filter(|line| !(line.contains("impl ") && line.contains("!(")));
        if names.any(|line| !after.contains(line)) && compare(&old, &new, None).verdict() != Verdict::Breaking {
            harmless.push(field);
        }
    }
    assert!(harmless.is_empty(), "users lose something with {harmless:?}");
}
