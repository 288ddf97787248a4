//! The first example of an operation in the docs of its function, and what matches its responses in the docs of their enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::construction::{self, call};
use crate::backend::rust::imports::Imports;
use crate::backend::rust::printing::print;
use crate::backend::rust::tokens::ident;
use crate::model::{Api, Doc, ExampleResult, Home, Operation, Outcome, OutcomeContent, Output, TypeRef};
use crate::names;

/// Examples as doc lines; none where the spec has no example of the operation.
#[derive(Default)]
pub(in crate::backend::rust) struct DocExamples {
    /// The call as users of the library write it.
    pub(in crate::backend::rust) call: Doc,
    /// What matches the responses, if there are several.
    pub(in crate::backend::rust) outcomes: Doc,
}

/// The docs of an operation, for users of `library`.
pub(in crate::backend::rust) fn of_docs(
    api: &Api,
    area: usize,
    operation: &Operation,
    library: &str,
) -> syn::Result<DocExamples> {
    let succeeds = |example: &&crate::model::Example| !matches!(example.result, ExampleResult::Error { .. });
    let Some(example) = operation.examples.iter().find(succeeds).or(operation.examples.first()) else {
        return Ok(DocExamples::default());
    };
    let home = Home::Area(area);
    let mut imports = Imports::outside(api, area, library);
    let call = call(operation, example, home, quote!(?), true, &mut imports);
    let (statements, expression) = (&call.statements, &call.expression);
    let response = match &operation.output {
        Output::Empty => quote!(#expression.send(client).await?;),
        Output::Bytes => quote! {
            let response = #expression.send(client).await?;
            println!("{} bytes", response.value.len());
        },
        Output::Json(_) | Output::OptionalJson(_) => quote! {
            let response = #expression.send(client).await?;
            println!("{:?}", response.value);
        },
        Output::Outcomes { name, outcomes } => {
            let arms = arms(name, outcomes, home, &mut imports);
            quote! {
                let response = #expression.send(client).await?;
                match response.value { #arms }
            }
        }
    };
    let uses = imports.items();
    let code = quote!(#(#uses)* fn example() { #(#statements)* #response });
    let code = print(code, &imports.docs)?.text;
    let (uses, body) = code.split_once("fn example() {\n").unwrap_or(("", &code));
    let body = body.lines().take_while(|line| *line != "}");
    let body: Vec<&str> = body.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    // The imports are inside the function, where no name of the spec can collide with that of the function.
    let mut lines =
        begin(&format!("# async fn example(client: &{library}::Client) -> Result<(), Box<dyn std::error::Error>> {{"));
    lines.extend(uses.lines().map(str::to_owned));
    lines.push(String::new());
    lines.extend(body.iter().copied().map(str::to_owned));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    let outcomes = match &operation.output {
        Output::Outcomes { name, .. } => match_lines(api, area, name, library, &body),
        _ => Doc::new(),
    };
    Ok(DocExamples { call: lines, outcomes })
}

fn begin(function: &str) -> Doc {
    let mut lines = ["# Examples", "", "```no_run"].map(str::to_owned).to_vec();
    lines.push(function.to_owned());
    lines
}

/// The lines at the end of an example that match the response.
fn match_lines(api: &Api, area: usize, name: &str, library: &str, body: &[&str]) -> Doc {
    let Some(start) = body.iter().rposition(|line| line.starts_with("match ")) else { return Doc::new() };
    let (api_module, module) = (ident(&api.module), ident(&api.areas[area].module));
    let path = format!("{library}::{api_module}::{module}::{name}");
    let mut lines = begin(&format!("# fn example(response: {library}::Response<{path}>) {{"));
    lines.push(format!("use {path};"));
    lines.push(String::new());
    lines.extend(body[start..].iter().copied().map(str::to_owned));
    lines.extend(["# }", "```"].map(str::to_owned));
    lines
}

/// One arm for each response. The enum can get more, so that the last one matches all others.
fn arms<'m>(name: &'m str, outcomes: &'m [Outcome], home: Home, imports: &mut Imports<'m>) -> TokenStream {
    let name = imports.item(home, name);
    let arms = outcomes.iter().map(|outcome| {
        let variant = ident(&outcome.name);
        match &outcome.content {
            OutcomeContent::Json(value) | OutcomeContent::OptionalJson(value) => {
                let (binding, shown) = shown(&binding_of(value, imports.api));
                quote!(#name::#variant(#binding) => #shown,)
            }
            OutcomeContent::Bytes => quote!(#name::#variant(bytes) => println!("{} bytes", bytes.len()),),
            OutcomeContent::Empty => {
                let text = names::convert(&outcome.name, names::NameKind::Function).replace('_', " ");
                quote!(#name::#variant => println!(#text),)
            }
            OutcomeContent::Pending { value, location, retry_after, poll } => {
                let fields = [
                    value.as_ref().map(|_| "value"),
                    (*location && poll.is_none()).then_some("location"),
                    (*retry_after && poll.is_none()).then_some("retry_after"),
                    poll.as_ref().map(|_| "pending"),
                ];
                let fields: Vec<&str> = fields.into_iter().flatten().collect();
                let text = fields.iter().map(|field| format!("{{{field}:?}}")).collect::<Vec<_>>().join(", ");
                let fields = fields.iter().map(|field| ident(field));
                quote!(#name::#variant { #(#fields),* } => println!(#text),)
            }
        }
    });
    quote!(#(#arms)* #name::Unlisted(response) => println!("{}", response.status()), _ => {})
}

/// What a value of this type is called.
fn binding_of(value: &TypeRef, api: &Api) -> String {
    match value {
        TypeRef::Declared(id, _) => construction::variable_name(&api.type_of(*id).name),
        _ => "value".to_owned(),
    }
}

/// A binding, and the statement that prints it. Format strings take no raw names.
fn shown(name: &str) -> (proc_macro2::Ident, TokenStream) {
    let binding = ident(name);
    let text = format!("{{{name}:?}}");
    let shown = if names::is_keyword(name) { quote!(println!("{:?}", #binding)) } else { quote!(println!(#text)) };
    (binding, shown)
}
