//! The first example of an operation in the docs of its function.

use quote::quote;

use super::construction::call;
use crate::backend::rust::imports::Imports;
use crate::backend::rust::printing::print;
use crate::model::{Api, Doc, ExampleResult, Home, Operation, Output};

/// Doc lines with the call as users of `library` write it; none where the operation has no example.
pub(in crate::backend::rust) fn lines(
    api: &Api,
    area: usize,
    operation: &Operation,
    library: &str,
) -> syn::Result<Doc> {
    let succeeds = |example: &&crate::model::Example| !matches!(example.result, ExampleResult::Error { .. });
    let Some(example) = operation.examples.iter().find(succeeds).or(operation.examples.first()) else {
        return Ok(Doc::new());
    };
    let mut imports = Imports::outside(api, area, library);
    let call = call(operation, example, Home::Area(area), quote!(?), true, &mut imports);
    let (statements, expression) = (&call.statements, &call.expression);
    let response = match &operation.output {
        Output::Empty => quote!(#expression.send(client).await?;),
        Output::Bytes => quote! {
            let response = #expression.send(client).await?;
            println!("{} bytes", response.value.len());
        },
        Output::Json(_) | Output::Outcomes { .. } => quote! {
            let response = #expression.send(client).await?;
            println!("{:?}", response.value);
        },
    };
    let uses = imports.items();
    let code = quote!(#(#uses)* fn example() { #(#statements)* #response });
    let code = print(code)?.text;
    let (uses, body) = code.split_once("fn example() {\n").unwrap_or(("", &code));
    // The imports stand inside, where no name of the spec can meet that of the function.
    let mut lines = ["# Examples", "", "```no_run"].map(str::to_owned).to_vec();
    lines.push(format!("# async fn example(client: &{library}::Client) -> Result<(), Box<dyn std::error::Error>> {{"));
    lines.extend(uses.lines().map(str::to_owned));
    lines.push(String::new());
    let inner = body.lines().take_while(|line| *line != "}");
    lines.extend(inner.map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Ok(lines)
}
