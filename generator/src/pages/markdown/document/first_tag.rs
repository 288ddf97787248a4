//! One tag of HTML within a line of Markdown, and labels of requests.

use std::cell::RefCell;

use html5ever::tokenizer::{Tag, Token, TokenSink, TokenSinkResult};

use crate::model::Method;
use crate::pages::html::HtmlReader;

/// The tag that a piece of HTML begins with, and whether it has no more attributes than are read; `None` for comments and the
/// like.
pub(super) fn first_tag(html: &str) -> Option<(Tag, bool)> {
    let mut reader = HtmlReader::new(FirstTag::default());
    reader.feed(html);
    let is_whole = reader.shortened_tag().is_none();
    Some((reader.finish().tag.into_inner()?, is_whole))
}

/// The text of a tag that is the label of a request: the method that an attribute states, and the path if another one does
/// (`<Route method="GET">`, `<Endpoint method="get" path="/v1/crates" />`).
pub(super) fn request_label(tag: &Tag) -> Option<String> {
    let attribute = |names: &[&str]| {
        let mut attributes = tag.attrs.iter().filter(|attribute| names.contains(&&*attribute.name.local));
        attributes.next().map(|attribute| attribute.value.trim())
    };
    // The method of a form is that of the page itself.
    if &*tag.name == "form" {
        return None;
    }
    let method = Method::parse(attribute(&["method", "verb"])?)?;
    let path = attribute(&["path", "url", "uri", "route", "endpoint", "href"]).unwrap_or_default();
    Some(format!("{} {path} ", method.as_str()))
}

/// The method that a label is, in any case; some sites shorten `DELETE`.
pub(in crate::pages::markdown) fn method_of_label(label: &str) -> Option<Method> {
    let label = label.trim_end_matches(':');
    Method::parse(label).or_else(|| label.eq_ignore_ascii_case("del").then_some(Method::Delete))
}

#[derive(Default)]
struct FirstTag {
    tag: RefCell<Option<Tag>>,
}

impl TokenSink for FirstTag {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.tag.borrow_mut().get_or_insert(tag);
        }
        TokenSinkResult::Continue
    }
}
