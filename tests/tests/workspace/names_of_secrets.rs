//! The runtime and `docwright verify traffic` have a list each of names whose values are secrets: they do not depend on each
//! other, and the names differ in how they are matched. What one of the lists has, both treat as secret.

#![allow(deprecated)] // Store for Business is retired.

use std::collections::BTreeSet;
use std::fs;

use docwright::internals::traffic::is_secret_name;
use ms_commerce::http::{Request, Response};
use ms_commerce::runtime::{BoxFuture, Bytes, Limits, Transport, TransportError};
use ms_commerce::store_for_business::{GLOBAL, seats::get_seats};
use ms_commerce::{Client, RetryPolicy};
use workspace_tests::workspace_root;

const SECRET: &str = "swordfish-4711-tuna";

/// Headers and parameters of these names hold a secret, members of bodies mostly do not.
const OF_REQUESTS_ONLY: [&str; 1] = ["key"];

/// A service that repeats what it got.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let mut response = Response::new(Bytes::from(request.uri().to_string()));
        *response.status_mut() = ms_commerce::runtime::StatusCode::FORBIDDEN;
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// The texts in constants of a source file.
fn listed(path: &str, constants: &[&str]) -> BTreeSet<String> {
    let text = fs::read_to_string(workspace_root().join(path)).unwrap();
    let mut found = BTreeSet::new();
    for item in syn::parse_file(&text).unwrap().items {
        let syn::Item::Const(constant) = item else { continue };
        if constants.contains(&constant.ident.to_string().as_str()) {
            let array = match *constant.expr {
                syn::Expr::Reference(reference) => *reference.expr,
                other => other,
            };
            let syn::Expr::Array(array) = array else { panic!("{} is no array", constant.ident) };
            found.extend(array.elems.iter().map(|element| match element {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
                _ => panic!("{} has other elements than texts", constant.ident),
            }));
        }
    }
    assert!(found.len() > 20, "{path}: {found:?}");
    found
}

#[tokio::test]
async fn the_runtime_and_the_tool_know_the_same_names_of_secrets() {
    let mut names = listed("runtime/src/redact/names.rs", &["SECRETS", "RUN_TOGETHER"]);
    names.append(&mut listed("generator/src/traffic/secrets.rs", &["SECRET_PARTS", "SECRET_NAMES"]));
    let client = Client::builder(GLOBAL).transport(Echo).credential("hunter2-of-the-test").retry(RetryPolicy::none());
    let client = client.build().unwrap();
    let mut wrong = Vec::new();
    for name in &names {
        let error = get_seats("9NCONTOSO003", "0010").send(&client).query(name, SECRET).await.unwrap_err();
        let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
        assert!(body.contains(&format!("{name}=")), "{body}");
        if body.contains(SECRET) {
            wrong.push(format!("the runtime shows the value of `{name}`"));
        }
        if is_secret_name(name) == OF_REQUESTS_ONLY.contains(&name.as_str()) {
            wrong.push(format!("`verify traffic`, of `{name}`: {}", is_secret_name(name)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
