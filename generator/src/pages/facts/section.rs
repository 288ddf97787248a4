//! What a page states about the requests of one of its sections.

use serde::{Deserialize, Serialize};

use super::{
    AccessFacts, BodyFacts, CarrierFacts, DeprecationFacts, ErrorRow, ExampleFacts, Fact, PageFacts, ParameterFacts,
    Request, ResponseFacts,
};

/// The facts of a section that its requests own. The fields are those of [`PageFacts`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SectionFacts {
    /// The heading of the section.
    #[serde(skip)]
    pub title: String,
    /// The requests it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
    /// The credentials that its requests accept.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub access: Fact<AccessFacts>,
    /// How the requests that it shows carry a credential.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<CarrierFacts>,
    /// Whether it says that its requests should not be used any more.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub deprecated: Fact<DeprecationFacts>,
    /// Parameters of path and query.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub parameters: Fact<Vec<ParameterFacts>>,
    /// Headers of the request.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub headers: Fact<Vec<ParameterFacts>>,
    /// The request body; `None` is stated where the section says that there is none.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub body: Fact<Option<BodyFacts>>,
    /// Responses that are results.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub responses: Fact<Vec<ResponseFacts>>,
    /// Responses that are errors.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub errors: Fact<Vec<ErrorRow>>,
    /// Requests and responses that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleFacts>,
}

impl PageFacts {
    /// The requests of all parts of the page, each with the index of its part among [`Self::parts`].
    pub fn all_requests(&self) -> impl Iterator<Item = (usize, &Request)> {
        let of_sections = self
            .sections
            .iter()
            .zip(1..)
            .flat_map(|(section, part)| section.requests.iter().map(move |request| (part, request)));
        self.requests.iter().map(|request| (0, request)).chain(of_sections)
    }

    /// The page by its parts, each as a page of its own: first what is outside of sections, with the definitions of all, then
    /// each section, with what is stated outside of sections for all requests.
    pub fn parts(&self) -> Vec<Self> {
        let sections = self.sections.iter().map(|section| self.part(section));
        let shared = Self { sections: Vec::new(), ..self.clone() };
        std::iter::once(shared).chain(sections).collect()
    }

    fn part(&self, section: &SectionFacts) -> Self {
        // What is stated beside a request outside of sections is about that request.
        let none = SectionFacts::default();
        let (parameters, headers, body, responses, errors) = match self.requests.as_slice() {
            [] => (&self.parameters, &self.headers, &self.body, &self.responses, &self.errors),
            _ => (&none.parameters, &none.headers, &none.body, &none.responses, &none.errors),
        };
        let (access, deprecated) = match self.requests.as_slice() {
            [] => (&self.access, &self.deprecated),
            _ => (&none.access, &none.deprecated),
        };
        Self {
            identity: self.identity.clone(),
            title: section.title.clone(),
            version: self.version.clone(),
            reader: self.reader,
            rendering: self.rendering,
            is_translation: self.is_translation,
            is_excerpt: self.is_excerpt,
            has_default: self.has_default,
            operation_id: None,
            request_title: None,
            requests: section.requests.clone(),
            access: own_or(&section.access, access),
            carriers: section.carriers.clone(),
            deprecated: own_or(&section.deprecated, deprecated),
            parameters: joined(&section.parameters, parameters),
            headers: joined(&section.headers, headers),
            body: own_or(&section.body, body),
            responses: own_or(&section.responses, responses),
            errors: joined(&section.errors, errors),
            definitions: Vec::new(),
            webhooks: Vec::new(),
            examples: section.examples.clone(),
            sections: Vec::new(),
        }
    }
}

fn joined<T: Clone>(own: &Fact<Vec<T>>, shared: &Fact<Vec<T>>) -> Fact<Vec<T>> {
    match (own, shared) {
        (Fact::Stated(own), Fact::Stated(shared)) => Fact::Stated(own.iter().chain(shared).cloned().collect()),
        _ => own_or(own, shared),
    }
}

fn own_or<T: Clone>(own: &Fact<T>, shared: &Fact<T>) -> Fact<T> {
    if own.is_not_stated() { shared.clone() } else { own.clone() }
}
