//! The Rust backend: prints the model as source text. It decides nothing.

mod api;
mod area;
mod declarations;
mod doc_blocks;
mod enums;
mod errors;
mod examples;
mod imports;
mod macro_calls;
mod manifest;
mod objects;
mod operations;
mod outcomes;
mod paging;
mod printing;
pub(crate) mod public_api;
mod setters;
mod source_file;
mod syntax;
mod tokens;
mod type_refs;
mod unions;
mod webhooks;

use crate::model::{Api, Model};
use crate::output::{Generated, PrintError};
use crate::parallel;

/// Prints a model as a part of the crate that its users know as `library`.
///
/// # Errors
///
/// When the printed code does not parse.
pub(crate) fn generate(model: &Model, library: &str) -> Result<Generated, PrintError> {
    let mut modules = Vec::new();
    for api in &model.apis {
        let module = |path: String, part: ModuleKind| OutputModule { path, api, part, library };
        modules.push(module(format!("{}.rs", api.module), ModuleKind::Root));
        modules.push(module(format!("{}/shared.rs", api.module), ModuleKind::Shared));
        for (index, area) in api.areas.iter().enumerate() {
            modules.push(module(format!("{}/{}.rs", api.module, area.module), ModuleKind::Area(index)));
        }
    }
    let mut generated =
        Generated { features: manifest::features(model), modules: manifest::modules(model), ..Generated::default() };
    for (module, printed) in modules.iter().zip(parallel::map(&modules, OutputModule::print)) {
        let printed = printed.map_err(|source| PrintError { file: module.path.clone(), source })?;
        if let Some((printed, tests)) = printed {
            generated.files.insert(module.path.clone(), printed.text);
            generated.public_api.extend(printed.public_api);
            if let Some(tests) = tests {
                generated.tests.insert(format!("examples/{}", module.path), tests);
            }
        }
    }
    if let Some(main) = examples::main_file(model) {
        generated.tests.insert("examples/main.rs".to_owned(), main);
        generated.tests.insert("examples/exchange.rs".to_owned(), examples::exchange_file(library));
    }
    public_api::sort(&mut generated.public_api);
    Ok(generated)
}

/// What users of the code of a model can name, one line each.
///
/// # Errors
///
/// When the printed code does not parse.
pub fn public_api_of(model: &Model) -> Result<Vec<String>, PrintError> {
    // The name of the crate shows in examples only.
    generate(model, "client").map(|generated| generated.public_api)
}

/// A file that is to be printed.
struct OutputModule<'m> {
    path: String,
    api: &'m Api,
    part: ModuleKind,
    library: &'m str,
}

/// Which file of an API it is.
enum ModuleKind {
    Root,
    Shared,
    Area(usize),
}

impl OutputModule<'_> {
    /// The module, and the tests of its examples.
    fn print(&self) -> syn::Result<Option<(source_file::Printed, Option<String>)>> {
        let file = match self.part {
            ModuleKind::Root => Some(api::root(self.api)),
            ModuleKind::Shared => area::shared(self.api),
            ModuleKind::Area(index) => Some(area::area(self.api, index, self.library)?),
        };
        let tests = match self.part {
            ModuleKind::Area(index) => examples::area(self.api, index, self.library)?,
            ModuleKind::Root | ModuleKind::Shared => None,
        };
        let path: Vec<String> = self.path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        file.map(|file| Ok((file.print(&path)?, tests))).transpose()
    }
}
