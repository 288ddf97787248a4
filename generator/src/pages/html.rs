//! HTML as tokens, whoever wrote it. The parser looks for the name of each attribute among those before it in the tag, so the
//! number of attributes that it gets is limited.

mod open_tag;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use self::open_tag::OpenTag;

/// How many attributes of a tag are read. Tags of real pages have a few dozen at most.
pub(super) const MOST_ATTRIBUTES: usize = 256;

/// Reads HTML in pieces, and gives its tokens to a sink.
pub(crate) struct HtmlReader<S: TokenSink<Handle = ()>> {
    tokenizer: Tokenizer<Observed<S>>,
    /// The tag that the text so far does not end.
    open_tag: Option<OpenTag>,
    /// Whether a tag can begin at the end of the text so far.
    is_between_tags: bool,
    /// The line of the text, from 1.
    line: u32,
    shortened_tag: Option<u32>,
}

impl<S: TokenSink<Handle = ()>> HtmlReader<S> {
    pub(crate) fn new(sink: S) -> Self {
        let observed = Observed { sink, has_token: Cell::new(false), raw: RefCell::new(None) };
        Self {
            tokenizer: Tokenizer::new(observed, TokenizerOpts::default()),
            open_tag: None,
            is_between_tags: true,
            line: 1,
            shortened_tag: None,
        }
    }

    pub(super) fn sink(&self) -> &S {
        &self.tokenizer.sink.sink
    }

    /// The line of the first tag that has more attributes than are read.
    pub(super) fn shortened_tag(&self) -> Option<u32> {
        self.shortened_tag
    }

    /// Reads more of the text, which does not end within the name of a tag.
    pub(crate) fn feed(&mut self, text: &str) {
        // The parser does not say when a tag begins. It can begin only at this character, and only if the text before it has
        // become tokens.
        let mut rest = text;
        while !rest.is_empty() {
            let next = rest.char_indices().skip(1).find(|(_, character)| *character == '<');
            let (piece, after) = rest.split_at(next.map_or(rest.len(), |(next, _)| next));
            self.feed_piece(piece);
            rest = after;
        }
    }

    /// Feeds text with no `<` after its first character.
    fn feed_piece(&mut self, piece: &str) {
        if piece.starts_with('<') {
            let raw = self.tokenizer.sink.raw.borrow();
            if self.is_between_tags || raw.is_some() && self.open_tag.is_none() {
                self.open_tag = OpenTag::at(piece, raw.as_deref(), self.line);
            }
        }
        let kept = match &mut self.open_tag {
            Some(tag) => {
                let kept = tag.kept_of(piece);
                self.shortened_tag = self.shortened_tag.or(tag.shortened_at());
                kept
            }
            None => Cow::Borrowed(piece),
        };
        // What ends with this character, such as `&lt`, becomes a token of its own.
        let begun = usize::from(kept.starts_with('<'));
        let (begin, rest) = kept.split_at(begun);
        feed(&self.tokenizer, begin);
        self.tokenizer.sink.has_token.set(false);
        feed(&self.tokenizer, rest);
        if self.tokenizer.sink.has_token.get() {
            self.is_between_tags = true;
            self.open_tag = None;
        } else if piece.starts_with('<') && !matches!(piece, "<" | "</>") {
            // Neither of these two begins anything.
            self.is_between_tags = false;
        }
        let lines = piece.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    }

    /// Reads what the text leaves open, and returns the sink.
    pub(crate) fn finish(self) -> S {
        self.tokenizer.end();
        self.tokenizer.sink.sink
    }
}

fn feed<S: TokenSink<Handle = ()>>(tokenizer: &Tokenizer<S>, text: &str) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    // The tokenizer stops at a script. Scripts are not run, so it is continued.
    while !input.is_empty() {
        let _script = tokenizer.feed(&input);
    }
}

/// A sink that records what the parser does.
struct Observed<S> {
    sink: S,
    has_token: Cell<bool>,
    /// The element whose content is text up to its end tag.
    raw: RefCell<Option<String>>,
}

impl<S: TokenSink<Handle = ()>> TokenSink for Observed<S> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut raw = None;
        match &token {
            Token::ParseError(_) => return self.sink.process_token(token, line),
            Token::TagToken(tag) => {
                *self.raw.borrow_mut() = None;
                raw = (tag.kind == TagKind::StartTag).then(|| tag.name.to_string());
            }
            _ => {}
        }
        self.has_token.set(true);
        let result = self.sink.process_token(token, line);
        if matches!(result, TokenSinkResult::RawData(_)) {
            *self.raw.borrow_mut() = raw;
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use html5ever::tokenizer::states::RawKind;

    use super::*;

    /// Notes the tokens as text, and the number of attributes of each tag.
    #[derive(Default)]
    struct Notes {
        tokens: RefCell<String>,
        attributes: RefCell<Vec<usize>>,
    }

    impl TokenSink for Notes {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let noted = match token {
                Token::CharacterTokens(text) => text.to_string(),
                Token::CommentToken(text) => format!("[comment {text}]"),
                Token::TagToken(tag) => {
                    self.attributes.borrow_mut().push(tag.attrs.len());
                    let of =
                        |attribute: &html5ever::Attribute| format!(" {}={}", attribute.name.local, attribute.value);
                    let attributes: String = tag.attrs.iter().map(of).collect();
                    let noted = format!("[{:?} {}{attributes} {}]", tag.kind, tag.name, tag.self_closing);
                    self.tokens.borrow_mut().push_str(&noted);
                    return match &*tag.name {
                        _ if tag.kind == TagKind::EndTag => TokenSinkResult::Continue,
                        "script" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                        _ => TokenSinkResult::Continue,
                    };
                }
                _ => String::new(),
            };
            self.tokens.borrow_mut().push_str(&noted);
            TokenSinkResult::Continue
        }
    }

    fn read(html: &str) -> (Notes, Option<u32>) {
        let mut reader = HtmlReader::new(Notes::default());
        html.split_inclusive('\n').for_each(|line| reader.feed(line));
        let shortened = reader.shortened_tag();
        (reader.finish(), shortened)
    }

    /// What the parser alone reads.
    fn read_without_limit(html: &str) -> Notes {
        let tokenizer = Tokenizer::new(Notes::default(), TokenizerOpts::default());
        feed(&tokenizer, html);
        tokenizer.end();
        tokenizer.sink
    }

    fn attributes(count: usize) -> String {
        (0..count).map(|index| format!(" a{index}=1")).collect()
    }

    #[test]
    fn a_tag_has_no_more_attributes_than_the_limit_and_what_follows_is_read() {
        let whole = format!("<p>\n<b{}>x</b>", attributes(MOST_ATTRIBUTES));
        let (notes, shortened) = read(&whole);
        assert_eq!((notes.attributes.into_inner(), shortened), (vec![0, MOST_ATTRIBUTES, 0], None));

        for (more, ending) in [(" z", ">"), ("\nz='>'\n\ny=\">\"", ">"), (" z=1 ", "/>"), (" z=/", ">"), (" z", " >")] {
            let html = format!("<p>\n<b{}{more}{ending}x</b>", attributes(MOST_ATTRIBUTES));
            let (notes, shortened) = read(&html);
            assert_eq!(shortened, Some(2), "{more}");
            assert_eq!(notes.attributes.into_inner(), [0, MOST_ATTRIBUTES, 0], "{more}");
            let tokens = notes.tokens.into_inner();
            let (_, last) = tokens.rsplit_once(" a255=1 ").unwrap_or_default();
            assert_eq!(last, format!("{}]x[EndTag b false]", ending == "/>"), "{more}");
        }
    }

    #[test]
    fn no_text_around_a_tag_hides_its_attributes_from_the_limit() {
        const PIECES: [&str; 30] = [
            "<p",
            "</p",
            "<script",
            "</script",
            "</SCRIPT",
            "</scr",
            "<title",
            "</title",
            "<!--",
            "-->",
            "--!>",
            "<!",
            "<?",
            "<![CDATA[",
            "</",
            "</>",
            "<",
            ">",
            "/>",
            "/",
            " ",
            "\n",
            "=",
            "\"",
            "'",
            "&",
            "&lt",
            "&#60;",
            "x",
            " b=c",
        ];
        let many = attributes(MOST_ATTRIBUTES + 44);
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % below
        };
        let (mut shortened_pages, mut whole_pages) = (0, 0);
        for _ in 0..4_000 {
            let mut html = String::new();
            for _ in 0..random(14) {
                html.push_str(PIECES.get(random(PIECES.len() + 1)).copied().unwrap_or(&many));
            }
            let (notes, shortened) = read(&html);
            let expected = read_without_limit(&html);
            assert!(notes.attributes.borrow().iter().all(|count| *count <= MOST_ATTRIBUTES), "{html}");
            let is_within = expected.attributes.borrow().iter().all(|count| *count <= MOST_ATTRIBUTES);
            if shortened.is_none() {
                assert!(is_within, "{html}");
                assert_eq!(notes.tokens.into_inner(), expected.tokens.into_inner(), "{html}");
                whole_pages += 1;
            } else {
                shortened_pages += usize::from(!is_within);
            }
        }
        assert!(shortened_pages > 50 && whole_pages > 2_000, "{shortened_pages} {whole_pages}");
    }
}
