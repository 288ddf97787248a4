//! Removes a secret from what a service repeats, in every spelling in which services repeat texts: escapes of JSON, percent
//! encoding and entities of HTML, also mixed, base64, another case, and a half of it.

mod names;
mod sent_secrets;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

pub(crate) use self::names::names_a_secret;
pub(crate) use self::sent_secrets::{SecretInputs, SentSecrets};

/// A part, or a form in base64, that is shorter could be in a body for another reason.
const SHORTEST: usize = 8;

/// The same for a whole secret.
const SHORTEST_WHOLE: usize = 4;

/// More backslashes than these are no escape: texts within texts double them, and time must not grow with the square of a run.
const MOST_SLASHES: usize = 15;

/// As many letters are a part of the secret, however long it is. It bounds the time, too.
const MANY: usize = 64;

const REPLACEMENT: &[u8] = b"[secret]";

/// The text without the secret; `None` if it does not contain it, or the secret is too short to be recognized.
pub(crate) fn without_secret(text: &[u8], secret: &str) -> Option<Vec<u8>> {
    let pieces = pieces(secret);
    // Where a piece can begin, so that most bytes need one look.
    let mut begins = [false; 256];
    for byte in *b"%\\&" {
        begins[usize::from(byte)] = true;
    }
    for byte in 0..=u8::MAX {
        begins[usize::from(byte)] |= pieces.iter().any(|piece| piece.letters.first() == Some(&folded(byte)));
    }
    let mut kept = Vec::new();
    let (mut at, mut kept_until) = (0, 0);
    while let Some(byte) = text.get(at) {
        let first = begins[usize::from(*byte)].then(|| unit(&text[at..])).flatten().map(|(first, _)| folded(first));
        let beginning = pieces.iter().filter(|piece| piece.letters.first().copied() == first);
        match beginning.filter_map(|piece| piece.end_in(text, at)).max() {
            Some(end) => {
                kept.extend_from_slice(&text[kept_until..at]);
                kept.extend_from_slice(REPLACEMENT);
                (at, kept_until) = (end, end);
            }
            None => at += 1,
        }
    }
    if kept_until == 0 {
        return None;
    }
    kept.extend_from_slice(&text[kept_until..]);
    Some(kept)
}

/// The same for text.
#[cfg(any(feature = "oauth", test))]
pub(crate) fn text_without_secret(text: String, secret: &str) -> String {
    match without_secret(text.as_bytes(), secret) {
        // Whole characters are removed: a part of one is no letter of a secret.
        Some(kept) => String::from_utf8_lossy(&kept).into_owned(),
        None => text,
    }
}

/// What begins a repetition, and how many letters of it make one.
struct Piece {
    /// Folded.
    letters: Vec<u8>,
    fewest: usize,
}

/// The beginning and the second half of the secret and of its forms in base64.
fn pieces(secret: &str) -> Vec<Piece> {
    let plain = secret.as_bytes().to_vec();
    let forms = std::iter::once(plain).chain((0..3).map(|offset| base64_within(secret.as_bytes(), offset)));
    let mut pieces = Vec::new();
    let shortest = |is_whole: bool| if is_whole { SHORTEST_WHOLE } else { SHORTEST };
    for (_, form) in forms.enumerate().filter(|(number, form)| form.len() >= shortest(*number == 0)) {
        let letters: Vec<u8> = form.iter().copied().map(folded).collect();
        let half = letters.len() / 2;
        if half >= SHORTEST {
            let second = letters[half..].to_vec();
            pieces.push(Piece { fewest: second.len().min(MANY), letters: second });
        }
        let fewest = if half >= SHORTEST { half.min(MANY) } else { letters.len() };
        pieces.push(Piece { letters, fewest });
    }
    pieces
}

/// The letters that a text has in base64 when `offset` bytes precede it, but for those that depend on its neighbors.
fn base64_within(text: &[u8], offset: usize) -> Vec<u8> {
    let padded = [&[0; 3][..offset], text].concat();
    let encoded = STANDARD_NO_PAD.encode(&padded).into_bytes();
    let (start, end) = ((offset * 8).div_ceil(6), padded.len() * 8 / 6);
    encoded.get(start..end).unwrap_or_default().to_vec()
}

impl Piece {
    /// Where a repetition of the piece that begins at `start` ends.
    fn end_in(&self, text: &[u8], start: usize) -> Option<usize> {
        let (mut end, mut count) = (start, 0);
        while let Some(letter) = self.letters.get(count) {
            let Some((found, length)) = unit(text.get(end..)?) else { break };
            // Base64 may be broken into lines.
            if count > 0 && matches!(found, b'\r' | b'\n') {
                end += length;
                continue;
            }
            if folded(found) != *letter {
                break;
            }
            (end, count) = (end + length, count + 1);
        }
        (count >= self.fewest).then_some(end)
    }
}

/// Equal for letters of both cases, and for both alphabets of base64.
fn folded(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other.to_ascii_lowercase(),
    }
}

/// Notes that bytes of a text are looked at. Tests count them: unlike time, their number does not depend on the machine.
#[cfg(test)]
fn look(bytes: usize) {
    tests::LOOKS.with(|looks| looks.set(looks.get() + bytes));
}

#[cfg(not(test))]
fn look(_: usize) {}

/// The first byte that a text spells, and the length of the spelling.
fn unit(text: &[u8]) -> Option<(u8, usize)> {
    look(1);
    let first = *text.first()?;
    let spelled = match first {
        b'%' => percent(text),
        b'\\' => escape(text),
        b'&' => entity(text),
        _ => None,
    };
    Some(spelled.unwrap_or((first, 1)))
}

/// Percent encoding, also of the percent sign.
fn percent(text: &[u8]) -> Option<(u8, usize)> {
    let mut signs = 1;
    while text.get(signs..signs + 2) == Some(b"25") {
        look(2);
        signs += 2;
    }
    Some((hexadecimal(text.get(signs..signs + 2)?)?.try_into().ok()?, signs + 2))
}

/// An escape of JSON, also of its backslash.
fn escape(text: &[u8]) -> Option<(u8, usize)> {
    let slashes = text.iter().take(MOST_SLASHES).take_while(|byte| **byte == b'\\').count();
    look(slashes);
    match text.get(slashes)? {
        b'\\' => None,
        b'u' => {
            let digits = slashes + 1..slashes + 5;
            Some((hexadecimal(text.get(digits.clone())?)?.try_into().ok()?, digits.end))
        }
        other => Some((*other, slashes + 1)),
    }
}

fn entity(text: &[u8]) -> Option<(u8, usize)> {
    const LONGEST: usize = 12;
    const NAMED: [(&[u8], u8); 8] = [
        (b"amp", b'&'),
        (b"equals", b'='),
        (b"hyphen", b'-'),
        (b"lowbar", b'_'),
        (b"period", b'.'),
        (b"plus", b'+'),
        (b"sol", b'/'),
        (b"tilde", b'~'),
    ];
    look(LONGEST);
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let byte = match name {
        [b'#', b'x' | b'X', digits @ ..] => hexadecimal(digits)?.try_into().ok()?,
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
        name => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((byte, end + 1))
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    const SECRET: &str = "eyJ0eXAiOiJKV1Q.eyJhdWQiOiJodHRwcy8-c.Ab_9-Zk+q/W=~tail";

    fn each(spell: impl Fn(u8) -> String) -> String {
        SECRET.bytes().map(spell).collect()
    }

    fn spellings() -> Vec<(&'static str, String)> {
        vec![
            ("plain", SECRET.to_owned()),
            ("upper case", SECRET.to_uppercase()),
            ("JSON", each(|byte| format!("\\u{byte:04x}"))),
            ("JSON in JSON", each(|byte| format!("\\\\u{byte:04X}"))),
            ("escaped slashes", SECRET.replace('/', "\\/")),
            ("percent", each(|byte| format!("%{byte:02X}"))),
            ("reserved percent", SECRET.replace('+', "%2b").replace('/', "%2F").replace('=', "%3D")),
            ("percent twice", each(|byte| format!("%25{byte:02x}"))),
            ("entities", each(|byte| format!("&#{byte};"))),
            ("hexadecimal entities", each(|byte| format!("&#x{byte:x};"))),
            ("named entities", SECRET.replace('.', "&period;").replace('_', "&lowbar;").replace('=', "&equals;")),
            ("mixed", each(|byte| if byte % 2 == 0 { format!("%{byte:02x}") } else { format!("&#{byte};") })),
            ("base64", STANDARD.encode(SECRET)),
            ("base64 of a header", STANDARD.encode(format!("Bearer {SECRET}"))),
            ("base64 within", STANDARD.encode(format!("{{\"t\":\"{SECRET}\"}}"))),
            ("base64 for URLs", URL_SAFE_NO_PAD.encode(format!("xy{SECRET}"))),
            ("base64 in percent", STANDARD.encode(SECRET).replace('=', "%3D").replace('+', "%2B")),
            ("first half", SECRET[..SECRET.len() / 2].to_owned()),
            ("second half", SECRET[SECRET.len() / 2..].to_owned()),
            ("most of it", SECRET[..SECRET.len() - 5].to_owned()),
            ("half of base64", STANDARD.encode(SECRET)[..40].to_owned()),
        ]
    }

    #[test]
    fn no_spelling_that_was_tried_is_left() {
        let spellings = spellings();
        for (name, spelling) in &spellings {
            let text = format!("before {spelling}, after");
            let kept = String::from_utf8(without_secret(text.as_bytes(), SECRET).unwrap_or_default()).unwrap();
            let rest = kept.strip_prefix("before ").and_then(|rest| rest.strip_suffix(", after")).unwrap_or(&kept);
            let edges = rest.split("[secret]").map(str::len).sum::<usize>();
            assert!(kept.contains("[secret]") && edges < 20, "{name}: {kept}");
        }
        println!("spellings of a token: {0} tried, {0} survived", spellings.len());
    }

    #[test]
    fn base64_that_is_broken_into_lines_is_found() {
        let encoded = STANDARD.encode(SECRET);
        let broken = format!("{}\r\n{}", &encoded[..20], &encoded[20..]);
        assert!(
            !String::from_utf8(without_secret(broken.as_bytes(), SECRET).unwrap()).unwrap().contains(&encoded[20..40])
        );
    }

    thread_local! {
        pub(super) static LOOKS: Cell<usize> = const { Cell::new(0) };
    }

    /// How many bytes are looked at.
    fn looks(text: &str, secret: &str) -> usize {
        LOOKS.set(0);
        without_secret(text.as_bytes(), secret);
        LOOKS.get()
    }

    /// A secret that is like itself, in a text that is like the secret, is the worst case.
    #[test]
    fn long_secrets_and_runs_of_what_begins_an_escape_take_linear_time() {
        let secret_like_itself = "a".repeat(20_000);
        let almost = format!("{}b", "a".repeat(60));
        let repeated = format!("{secret_like_itself}, ");
        let broken = |spelling: &str| format!("{spelling}{}", "\r\n".repeat(8));
        let runs = ["\\", "%25", "25", "%", "&", "&#", "a\r\n", "\r\n"].map(|run| (run.to_owned(), SECRET));
        let parts = [&SECRET[..10], &SECRET[..20]].map(|part| (broken(part), SECRET));
        let texts = [(almost, &*secret_like_itself), (repeated, &secret_like_itself)];
        for (part, secret) in runs.into_iter().chain(parts).chain(texts) {
            let count = 1 + (1 << 14) / part.len();
            let (once, four_times) = (looks(&part.repeat(count), secret), looks(&part.repeat(4 * count), secret));
            // A little more, for what begins before the end of the shorter text.
            assert!(four_times <= 4 * once + 10_000, "{once}, {four_times}: {}", &part[..part.len().min(20)]);
            assert!(once <= 1_000 * part.len() * count, "{once}: {}", &part[..part.len().min(20)]);
        }
        let kept = without_secret(format!("{secret_like_itself}, aab").as_bytes(), &secret_like_itself).unwrap();
        assert_eq!(kept, b"[secret], aab");
    }

    #[test]
    fn an_escape_has_no_more_backslashes_than_texts_within_texts() {
        let spelled = |slashes: usize| each(|byte| format!("{}u{byte:04x}", "\\".repeat(slashes)));
        assert!(without_secret(spelled(MOST_SLASHES).as_bytes(), SECRET).is_some());
        assert_eq!(without_secret(spelled(MOST_SLASHES + 1).as_bytes(), SECRET), None);
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in ["", "eyJ0eXAi", "%", "\\", "&", "&#;", "%2", "\\u00", "\u{e9}%\u{e9}", "a.b.c&amp;d", "100%25"] {
            assert_eq!(without_secret(text.as_bytes(), SECRET), None, "{text}");
        }
        assert_eq!(without_secret(b"s%68o %73%68o", "sho"), None);
        assert_eq!(without_secret(b"shor %73%68ort", "short"), Some(b"shor [secret]".to_vec()));
        assert_eq!(without_secret(b"anything", ""), None);
    }

    proptest! {
        #[test]
        fn any_text_and_any_secret_do_no_harm(text in any::<Vec<u8>>(), secret in any::<String>()) {
            without_secret(&text, &secret);
        }

        #[test]
        fn a_secret_anywhere_is_removed(before in "[ -~]{0,20}", after in "[ -~]{0,20}", secret in "[A-Za-z0-9._~+/-]{8,80}") {
            let text = format!("{before}{secret}{after}");
            let kept = text_without_secret(text, &secret);
            prop_assert!(!kept.contains(&secret) || secret.contains("[secret]"), "{}", kept);
        }
    }
}
