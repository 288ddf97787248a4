//! Webhooks of the APIs of a model. Recordings of them are bodies that a server of the user received.

use crate::model::{Api, Model, Webhook};

/// A webhook of one of the APIs of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SentWebhook {
    pub(super) api: usize,
    area: usize,
    index: usize,
}

impl SentWebhook {
    pub(super) fn of(self, model: &Model) -> (&Api, &Webhook) {
        let api = &model.apis[self.api];
        (api, &api.areas[self.area].webhooks[self.index])
    }

    /// `api/area/name`
    fn path(self, model: &Model) -> String {
        let (api, webhook) = self.of(model);
        format!("{}/{}/{}", api.name, api.areas[self.area].name, webhook.name)
    }

    /// All webhooks, by their paths.
    pub(super) fn all(model: &Model) -> impl Iterator<Item = (String, Self)> + '_ {
        let areas = model.apis.iter().enumerate().flat_map(|(api, declared)| {
            declared.areas.iter().enumerate().map(move |(area, declared)| (api, area, declared.webhooks.len()))
        });
        let all = areas.flat_map(|(api, area, count)| (0..count).map(move |index| Self { api, area, index }));
        all.map(|webhook| (webhook.path(model), webhook))
    }
}
