//! The doc of an endpoint function.

use url::Url;

use super::doc;
use super::resolver::OperationResolver;
use crate::markdown_text::{code, escape, link_target};
use crate::model::{Doc, Input, Method, TypeId};
use crate::spec::language::Page;

impl OperationResolver<'_, '_, '_> {
    pub(super) fn doc(&self, method: Method, template: &str, inputs: &[Input], errors: Option<TypeId>) -> Doc {
        let mut lines = doc::lines(self.spec.doc.as_deref());
        doc::push_paragraph(&mut lines, &code(&format!("{} {template}", method.as_str())));
        for page in self.spec.page.iter().flat_map(|page| page.as_slice()).filter_map(|name| self.page(name)) {
            doc::push_line(&mut lines, &cite(page));
        }
        let arguments: Vec<_> = inputs.iter().filter(|input| input.required && !input.doc.is_empty()).collect();
        if !arguments.is_empty() {
            lines.push(String::new());
        }
        for input in arguments {
            doc::push_item(&mut lines, &format!("`{}`: {}", input.name, input.doc.join(" ")));
        }
        for (status, response) in &self.spec.responses {
            if let Some(full) = response.full().filter(|full| !full.failures.is_empty()) {
                let places: Vec<String> = full.failures.iter().map(|path| code(path)).collect();
                doc::push_paragraph(
                    &mut lines,
                    &format!("An answer {status} can report failures, at {}.", places.join(" and ")),
                );
            }
        }
        if let Some(id) = errors {
            let name = &self.context.types[id.0].name;
            doc::push_paragraph(&mut lines, &format!("Documented errors: [`{name}`]."));
        }
        doc::push_errata(&mut lines, &self.spec.errata);
        lines
    }

    pub(super) fn page(&self, name: &str) -> Option<&Page> {
        let pages = self.context.area.pages.iter().chain(&self.context.api.pages);
        pages.filter(|page| page.name == name).find_map(|page| page.value.as_ref())
    }
}

fn cite(page: &Page) -> String {
    let (title, captured) = (escape(&page.title), escape(&page.captured));
    match Url::parse(&page.url) {
        Ok(url) => format!("([{title}]({}), {captured})", link_target(&url)),
        Err(_) => format!("({title}, {}, {captured})", code(&page.url)),
    }
}
