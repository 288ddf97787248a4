//! The marked blocks that the generator owns in hand-written files: features and module lines.

use std::fmt::Write as _;

use crate::model::Model;

/// One feature per API and one per area; a feature with a leading underscore brings in what the areas of an API share.
pub(super) fn features(model: &Model) -> String {
    let mut text = String::new();
    let list = |names: Vec<String>| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let apis = model.apis.iter().map(|api| api.name.clone()).collect();
    let _ = writeln!(text, "all-apis = [{}]", list(apis));
    for api in &model.apis {
        let areas = std::iter::once(format!("_{}", api.name)).chain(api.areas.iter().map(|area| area.feature.clone()));
        let _ = writeln!(text, "{} = [{}]", api.name, list(areas.collect()));
        let _ = writeln!(text, "_{} = []", api.name);
        for area in &api.areas {
            let needs = area.needs.iter().map(|index| api.areas[*index].feature.clone());
            let needs = std::iter::once(format!("_{}", api.name)).chain(needs);
            let _ = writeln!(text, "{} = [{}]", area.feature, list(needs.collect()));
        }
    }
    text
}

pub(super) fn modules(model: &Model) -> String {
    let mut text = String::new();
    for api in &model.apis {
        let keyword = if crate::names::is_keyword(&api.module) { "r#" } else { "" };
        let _ =
            writeln!(text, "#[cfg(feature = \"_{}\")]\n#[rustfmt::skip]\npub mod {keyword}{};", api.name, api.module);
    }
    text
}
