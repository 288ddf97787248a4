//! Whether an operation or an API is deprecated, and what to use instead.

use super::resolver::OperationResolver;
use crate::diagnostics::Place;
use crate::markdown_text::{code, escape};
use crate::model::{Deprecation, Successor};
use crate::spec::LoadedApi;
use crate::spec::language::DeprecationSpec;
use crate::spec::tree::TreeStep;

const KEY: &[TreeStep<'_>] = &[TreeStep::Key("deprecated")];

pub(super) fn of_api(api: &LoadedApi) -> Option<Deprecation> {
    Some(deprecation(api.header.deprecated.as_ref()?, None, api.node.key_place(KEY)))
}

fn deprecation(spec: &DeprecationSpec, successor: Option<Successor>, place: Place) -> Deprecation {
    let because = escape(spec.because.trim_end_matches('.'));
    let instead = successor.as_ref().map(|successor| format!("; use {} instead", code(&successor.path())));
    let since = spec.since.as_ref().map(|since| format!("since {}: ", escape(since)));
    let note = format!("{}{because}{}", since.unwrap_or_default(), instead.unwrap_or_default());
    Deprecation { since: spec.since.clone(), because: spec.because.clone(), successor, note, place }
}

impl OperationResolver<'_, '_, '_> {
    pub(super) fn deprecation(&self) -> Option<Deprecation> {
        let spec = self.spec.deprecated.as_ref()?;
        let successor = spec.successor.as_deref().and_then(|name| {
            let (area, operation) = self.context.api.operation_named(&self.context.area.name, name)?;
            let area = self.context.api.areas.get(area)?;
            let module = (area.name != self.context.area.name).then(|| area.name.replace('-', "_"));
            Some(Successor { module, name: operation.name.clone() })
        });
        Some(deprecation(spec, successor, self.entry.key_place(KEY)))
    }
}
