//! The place of an error in a JSON text, as a path of names: found from the offset at which reading stopped.
//!
//! Tracking the path while reading would compile every type a second time, for a deserializer that tracks.

/// The longest path, in characters: names of members may come from the body. For the same reason, what would break the lines of
/// a log is replaced.
const PATH_LIMIT: usize = 256;

/// What the reader was reading when it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The value at the offset, or ending there.
    Here,
    /// A list or object that was not expected; `[` or `{` if the reader stopped in front of it.
    Opened(u8),
    /// The value that was read last, whole. The comma or bracket behind it may have been read too.
    ReadLast,
}

/// The offset of serde_json's line and column; `None` where it has none.
pub(super) fn offset(text: &[u8], line: usize, column: usize) -> Option<usize> {
    let lines_before = line.checked_sub(1)?;
    let start = match lines_before.checked_sub(1) {
        None => 0,
        Some(last) => text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(last)?.0 + 1,
    };
    Some((start + column).min(text.len()))
}

/// The path to the value at `offset`, such as `items[3].status`; empty for the whole.
pub(super) fn path(text: &[u8], offset: usize, subject: Subject) -> String {
    let mut walk = Walk { levels: Vec::new() };
    let mut at = 0;
    while at < offset {
        let byte = text[at];
        let end = token_end(text, at);
        match byte {
            b'{' => walk.open(Level::Object(None)),
            b'[' => walk.open(Level::List { index: 0, is_fresh: true }),
            b'}' | b']' => {
                if end == offset && subject == Subject::ReadLast {
                    return walk.path();
                }
                walk.levels.pop();
                if end == offset {
                    return walk.path();
                }
            }
            b',' => {
                if subject == Subject::ReadLast && text[end..offset].iter().all(u8::is_ascii_whitespace) {
                    return walk.path();
                }
                walk.next_child();
            }
            b':' | b' ' | b'\t' | b'\n' | b'\r' => {}
            _ if byte == b'"' && walk.awaits_name() => {
                if end > offset {
                    break;
                }
                walk.name(&text[at..end]);
            }
            _ => {
                walk.value();
                if end >= offset {
                    return walk.path();
                }
            }
        }
        at = end;
    }
    if let Subject::Opened(bracket) = subject
        && text.get(offset) == Some(&bracket)
    {
        walk.value();
    }
    walk.path()
}

/// The end of the string, the word or the sign that begins at `start`.
fn token_end(text: &[u8], start: usize) -> usize {
    let rest = &text[start + 1..];
    let length = match text[start] {
        b'"' => {
            let mut is_escaped = false;
            let closing = rest.iter().position(|byte| {
                let closes = *byte == b'"' && !is_escaped;
                is_escaped = *byte == b'\\' && !is_escaped;
                closes
            });
            closing.map_or(rest.len(), |closing| closing + 1)
        }
        b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => 0,
        _ => {
            let ends = |byte: &u8| b"{}[],:\" \t\n\r".contains(byte);
            rest.iter().position(ends).unwrap_or(rest.len())
        }
    };
    start + 1 + length
}

/// The lists and objects around a place in a text.
struct Walk {
    levels: Vec<Level>,
}

enum Level {
    /// With the name of the member that is read, as the text has it, once that is known.
    Object(Option<String>),
    /// A list is fresh until its first item begins.
    List { index: usize, is_fresh: bool },
}

impl Walk {
    fn awaits_name(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Object(None)))
    }

    fn name(&mut self, quoted: &[u8]) {
        if let Some(Level::Object(name)) = self.levels.last_mut() {
            *name = std::str::from_utf8(quoted).ok().and_then(|quoted| serde_json::from_str(quoted).ok());
        }
    }

    fn open(&mut self, level: Level) {
        self.value();
        self.levels.push(level);
    }

    fn value(&mut self) {
        if let Some(Level::List { is_fresh, .. }) = self.levels.last_mut() {
            *is_fresh = false;
        }
    }

    fn next_child(&mut self) {
        match self.levels.last_mut() {
            Some(Level::Object(name)) => *name = None,
            Some(Level::List { index, .. }) => *index += 1,
            None => {}
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        let innermost = self.levels.len().saturating_sub(1);
        for (depth, level) in self.levels.iter().enumerate() {
            match level {
                Level::Object(Some(name)) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Level::List { is_fresh: true, .. } if depth == innermost => {}
                Level::List { index, .. } => path.push_str(&format!("[{index}]")),
                Level::Object(None) => {}
            }
        }
        path.chars().take(PATH_LIMIT).map(|name| if name.is_control() { ' ' } else { name }).collect()
    }
}
