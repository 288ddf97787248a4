//! Rules about the headers of an API.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Api;
use crate::spec::tree::Step;

pub(super) fn header_values_arise_in_one_way(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    for (name, header) in &api.header.headers {
        let ways = [header.value.is_some(), header.from.is_some(), header.setting.is_some()];
        let place = api.node.key_place(&[Step::Key("headers"), Step::Key(name)]);
        if ways.iter().filter(|way| **way).count() != 1 {
            let message = format!("the header `{name}` does not say in exactly one way how its value arises");
            let finding = Diagnostic::new(Code::HeaderValue, place, message);
            diagnostics.push(finding.help("state one of `value`, `from` and `setting`"));
        } else if header.default.is_some() && header.setting.is_none() {
            let message = format!("the header `{name}` has a default, but nothing that could be left out");
            let finding = Diagnostic::new(Code::HeaderValue, place, message);
            diagnostics.push(finding.help("only a `setting` has a `default`"));
        }
    }
}
