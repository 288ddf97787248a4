//! Names that JSON shows as the keys of pairs: `[{"key": "name", "value": …}]`.

use crate::pages::facts::{ExampleMember, Fact};

/// The keys of all pairs in a body, each once.
pub(super) fn keys(body: &Fact<Vec<ExampleMember>>) -> Vec<String> {
    let members = body.stated().map_or(&[][..], Vec::as_slice);
    let mut keys: Vec<String> = Vec::new();
    for key in members.iter().filter(|member| is_of_pairs(member, members)).flat_map(|member| &member.keys) {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    keys
}

/// Whether the items of the list that contains a member are pairs: of the member and a value.
fn is_of_pairs(key: &ExampleMember, members: &[ExampleMember]) -> bool {
    let Some((list, _)) = key.path.rsplit_once("[].").filter(|_| !key.keys.is_empty()) else { return false };
    let names = members.iter().filter_map(|member| member.path.strip_prefix(list)?.strip_prefix("[]."));
    let names: Vec<&str> = names.filter(|name| !name.contains(['.', '['])).collect();
    names.len() == 2 && names.iter().any(|name| name.eq_ignore_ascii_case("value"))
}
