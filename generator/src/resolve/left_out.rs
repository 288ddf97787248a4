//! Operations that are known, but not captured.

use crate::model::LeftOut;
use crate::spec::LoadedApi;
use crate::spec::language::method_and_template;

pub(super) fn resolve(api: &LoadedApi) -> Vec<LeftOut> {
    api.left_out()
        .filter_map(|(request, node, because)| {
            let (method, template) = method_and_template(request)?;
            Some(LeftOut { method, template: template.to_owned(), because: because.to_owned(), place: node.place })
        })
        .collect()
}
