//! Types in cells.

/// A type in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeCell {
    /// As written, the format in parentheses; `enum` for one whose values are listed in place.
    pub(super) text: String,
    pub(super) kind: TypeNotation,
}

/// How a type is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypeNotation {
    /// A word that the format of these pages defines.
    Builtin,
    /// The name of a definition, possibly cut by the rendering.
    Linked,
    /// The values that are listed in place.
    Enum(Vec<String>),
}

impl TypeCell {
    /// Whether the name was cut at a place where a line may break.
    pub(super) fn is_cut(&self) -> bool {
        self.kind == TypeNotation::Linked && self.text.ends_with('.')
    }

    /// Whether nothing can be missing if the text ends after it.
    pub(super) fn is_whole_at_end(&self) -> bool {
        match self.kind {
            TypeNotation::Builtin => true,
            TypeNotation::Linked => self.text.ends_with(']'),
            TypeNotation::Enum(_) => false,
        }
    }
}

/// The type that begins at the first piece, and how many pieces it takes.
pub(super) fn type_at(pieces: &[&str]) -> Option<(TypeCell, usize)> {
    let (&first, rest) = pieces.split_first()?;
    if first == "enum:" {
        let values: Vec<String> = rest.iter().map_while(|piece| bullet(piece)).map(str::to_owned).collect();
        let length = 1 + values.len();
        return Some((TypeCell { text: "enum".to_owned(), kind: TypeNotation::Enum(values) }, length));
    }
    if is_builtin(first) {
        let format = rest.first().and_then(|piece| format_of(piece, rest.get(1).copied()));
        let text = format.map_or_else(|| first.to_owned(), |format| format!("{first} ({format})"));
        return Some((TypeCell { text, kind: TypeNotation::Builtin }, 1 + usize::from(format.is_some())));
    }
    is_linked(first).then(|| (TypeCell { text: first.to_owned(), kind: TypeNotation::Linked }, 1))
}

fn bullet(piece: &str) -> Option<&str> {
    let value = piece.strip_prefix(['•', '·', '◦', '▪', '*', '-'])?.trim();
    (!value.is_empty()).then_some(value)
}

fn is_builtin(piece: &str) -> bool {
    let (base, format) = piece.split_once(" (").map_or((piece, None), |(base, format)| (base, Some(format)));
    let base = base.trim_end_matches("[]");
    matches!(
        base,
        "string" | "integer" | "number" | "boolean" | "object" | "array" | "file" | "int" | "long" | "float" | "double"
    ) && format.is_none_or(|format| format.ends_with(')') && !format.contains(' '))
}

/// A format on a line of its own, with or without parentheses.
fn format_of<'a>(piece: &'a str, next: Option<&str>) -> Option<&'a str> {
    if let Some(format) = piece.strip_prefix('(').and_then(|format| format.strip_suffix(')')) {
        return (!format.is_empty() && !format.contains(' ')).then_some(format);
    }
    let known = matches!(
        piece,
        "int32"
            | "int64"
            | "float"
            | "double"
            | "decimal"
            | "byte"
            | "binary"
            | "date"
            | "date-time"
            | "time"
            | "duration"
            | "password"
            | "uuid"
            | "uri"
    );
    // A member can have such a name, too; then its own type follows it.
    let is_name = next.is_some_and(|next| is_builtin(next) || next == "enum:" || is_linked(next));
    (known && !is_name).then_some(piece)
}

fn is_linked(piece: &str) -> bool {
    piece.starts_with(|first: char| first.is_ascii_uppercase())
        && piece
            .chars()
            .all(|mark| mark.is_ascii_alphanumeric() || matches!(mark, '.' | '_' | '[' | ']' | ',' | '`' | '+'))
        && !matches!(piece, "True" | "False")
}
