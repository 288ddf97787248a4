//! Paths of wire names: `attributes.etag`, `lineItems[].error`. A name can contain dots itself (`@odata.nextLink`).

/// A name that a path can begin with, and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PathStart<'p> {
    /// The name, without `[]`; empty if the path begins with `[]`.
    pub(crate) name: &'p str,
    /// The number of `[]` behind the name: each leads to the items of a list.
    pub(crate) lists: usize,
    /// The path after the name; `None` at its end.
    pub(crate) rest: Option<&'p str>,
}

/// The names that a path can begin with, the longest one first: the first that exists is meant.
pub(crate) fn starts(path: &str) -> impl Iterator<Item = PathStart<'_>> {
    let ends = std::iter::once(path.len()).chain(path.rmatch_indices('.').map(|(end, _)| end));
    ends.map(move |end| {
        let name = path[..end].trim_end_matches("[]");
        PathStart { name, lists: (end - name.len()) / "[]".len(), rest: path.get(end + 1..) }
    })
}

/// The name that is probably meant if none exists: the part before the first dot, but for annotations of OData, which contain
/// one (`@odata.count`, `name@odata.bind`, `odata.type`).
pub(crate) fn likely_start(path: &str) -> PathStart<'_> {
    let end = path.find('.').map(|dot| {
        let is_annotation = path[..dot].contains('@') || &path[..dot] == "odata";
        let next = || path[dot + 1..].find('.').map_or(path.len(), |next| dot + 1 + next);
        if is_annotation { next() } else { dot }
    });
    let end = end.unwrap_or(path.len());
    let name = path[..end].trim_end_matches("[]");
    PathStart { name, lists: (end - name.len()) / "[]".len(), rest: path.get(end + 1..) }
}

#[cfg(test)]
mod tests {
    use super::{PathStart, likely_start, starts};

    fn start<'p>(name: &'p str, lists: usize, rest: Option<&'p str>) -> PathStart<'p> {
        PathStart { name, lists, rest }
    }

    #[test]
    fn the_longest_name_is_first() {
        let all = |path| starts(path).collect::<Vec<_>>();
        assert_eq!(all("etag"), [start("etag", 0, None)]);
        let dotted = [
            start("page.@odata.nextLink", 0, None),
            start("page.@odata", 0, Some("nextLink")),
            start("page", 0, Some("@odata.nextLink")),
        ];
        assert_eq!(all("page.@odata.nextLink"), dotted);
        assert_eq!(all("a[][].b"), [start("a[][].b", 0, None), start("a", 2, Some("b"))]);
        assert_eq!(all("[].b[]"), [start("[].b", 1, None), start("", 1, Some("b[]"))]);
        assert_eq!(all("a."), [start("a.", 0, None), start("a", 0, Some(""))]);
    }

    #[test]
    fn an_unknown_name_has_a_dot_only_as_an_annotation() {
        assert_eq!(likely_start("a.b.c"), start("a", 0, Some("b.c")));
        assert_eq!(likely_start("a[].b"), start("a", 1, Some("b")));
        assert_eq!(likely_start("@odata.count.required"), start("@odata.count", 0, Some("required")));
        assert_eq!(likely_start("owner@odata.bind"), start("owner@odata.bind", 0, None));
        assert_eq!(likely_start("odata.type"), start("odata.type", 0, None));
        assert_eq!(likely_start("@nextLink"), start("@nextLink", 0, None));
        assert_eq!(likely_start(""), start("", 0, None));
    }
}
