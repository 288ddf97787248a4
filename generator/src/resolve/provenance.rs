//! Pages and errata, resolved.

use std::collections::HashMap;

use crate::diagnostics::Place;
use crate::model::{Erratum, Page, PageId, Provenance};
use crate::spec::language::{self, OneOrMore};
use crate::spec::tree::{Node, TreeStep};
use crate::spec::{self, LoadedEntry};

/// The pages of one API. Names are looked up in the area first, then in `api.yaml`.
pub(super) struct Pages {
    pub(super) all: Vec<Page>,
    /// Pages by area and name.
    positions: HashMap<Option<usize>, HashMap<String, PageId>>,
}

impl Pages {
    pub(super) fn new(api: &spec::LoadedApi) -> Self {
        let of_api = api.pages.iter().map(|entry| (None, entry));
        let of_areas = api
            .areas
            .iter()
            .enumerate()
            .flat_map(|(index, area)| area.pages.iter().map(move |entry| (Some(index), entry)));
        let all: Vec<Page> = of_api.chain(of_areas).filter_map(|(area, entry)| page(area, entry)).collect();
        let mut positions: HashMap<_, HashMap<_, _>> = HashMap::new();
        for (index, page) in all.iter().enumerate() {
            positions.entry(page.area).or_default().entry(page.name.clone()).or_insert(PageId(index));
        }
        Self { all, positions }
    }

    /// Place and sources of an entry of an area or of `api.yaml`.
    pub(super) fn provenance(
        &self,
        area: Option<usize>,
        key_place: Place,
        node: &Node,
        cited: Option<&OneOrMore>,
        errata: &[language::ErratumSpec],
    ) -> Provenance {
        let names = cited.into_iter().flat_map(OneOrMore::as_slice);
        Provenance {
            place: key_place,
            pages: names.filter_map(|name| self.find(area, name)).collect(),
            errata: errata
                .iter()
                .enumerate()
                .filter_map(|(index, erratum)| {
                    Some(Erratum {
                        page: erratum.page.as_deref().and_then(|name| self.find(area, name)),
                        version: erratum.version.clone(),
                        at: erratum.at.clone(),
                        says: erratum.statement()?,
                        because: erratum.because.clone(),
                        place: node
                            .nearest(&[TreeStep::Key("errata"), TreeStep::Item(index), TreeStep::Key("at")])
                            .place,
                    })
                })
                .collect(),
        }
    }

    fn find(&self, area: Option<usize>, name: &str) -> Option<PageId> {
        let declared_by = |area: Option<usize>| self.positions.get(&area)?.get(name).copied();
        declared_by(area).or_else(|| declared_by(None))
    }
}

fn page(area: Option<usize>, entry: &LoadedEntry<language::PageSpec>) -> Option<Page> {
    let page = entry.value.as_ref()?;
    Some(Page {
        name: entry.name.clone(),
        area,
        title: page.title.clone(),
        url: page.url.clone(),
        captured: page.captured.clone(),
        asset_id: page.asset_id.clone(),
        version: page.version.clone(),
        place: entry.key_place,
    })
}
