//! One tag of HTML within a line of Markdown.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// The tag that a piece of HTML begins with; `None` for comments and the like.
pub(super) fn first_tag(html: &str) -> Option<Tag> {
    let tokenizer = Tokenizer::new(FirstTag::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _script = tokenizer.feed(&input);
    tokenizer.sink.tag.into_inner()
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
