//! Type expressions of the draft, for the types in tables.

use super::{Declaration, Defined, Types, UseSite, argument};
use crate::model::{self, LiteralType};
use crate::names::{self, NameKind};
use crate::pages::capture::described;
use crate::pages::capture::draft::{DraftExpression, DraftType, DraftTypeKind, both};
use crate::pages::capture::names::names_an_identifier;
use crate::pages::compare::is_collection;
use crate::pages::facts::Fact;
use crate::pages::type_text::{self, PageType};

/// Vendors call codes integers or texts without regard to JSON. An example decides.
pub(super) const OPEN_CODE: &str = "whether it is a text or a number in JSON";

fn is_code(wire: &str) -> bool {
    wire.eq_ignore_ascii_case("code")
}

impl Types<'_> {
    /// The expression for the type in a table.
    pub(in crate::pages::capture) fn expression(
        &mut self,
        text: &Fact<String>,
        values: &Fact<Vec<String>>,
        use_site: &UseSite<'_>,
    ) -> DraftExpression {
        let line = use_site.cite.line(use_site.line);
        let page_type = match text {
            Fact::Stated(text) => self.page_type(text),
            Fact::NotStated | Fact::Unreadable => None,
        };
        if let Fact::Stated(values) = values
            && !values.is_empty()
            && let Some(listed) = self.listed_enum(page_type.as_ref(), use_site.wire, values)
        {
            let name = self.enum_named(&listed.name, use_site.owner, values, listed.literal, use_site.cite.page);
            return DraftExpression::known(if listed.is_list { format!("List<{name}>") } else { name });
        }
        match (page_type, text) {
            (Some(page_type), _) => self.value(&page_type, use_site),
            (None, Fact::Stated(text)) => {
                let is_short = text.split_whitespace().count() <= 4 && !text.contains('`');
                let shown = if is_short { format!("`{text}`") } else { "what the page has".to_owned() };
                DraftExpression::open("string", format!("{shown} is not a type ({line})"))
            }
            (None, Fact::NotStated) => DraftExpression::open("string", format!("the page states no type ({line})")),
            (None, Fact::Unreadable) => {
                let named_so = self.named_like(use_site).unwrap_or_else(|| use_site.lost.to_owned());
                DraftExpression::open(named_so, format!("the type cannot be read ({line})"))
            }
        }
    }

    /// The expression for the type in a table whose description may list values among other words.
    pub(in crate::pages::capture) fn listed_expression(
        &mut self,
        text: &Fact<String>,
        values: &Fact<Vec<String>>,
        listed: &[String],
        use_site: &UseSite<'_>,
    ) -> DraftExpression {
        let has_values = values.stated().is_some_and(|values| !values.is_empty());
        if has_values || listed.len() < 2 {
            return self.expression(text, values, use_site);
        }
        self.expression_of_values(text, listed, use_site)
    }

    /// The enum of values that may be those of a parameter or a member.
    pub(in crate::pages::capture) fn expression_of_values(
        &mut self,
        text: &Fact<String>,
        values: &[String],
        use_site: &UseSite<'_>,
    ) -> DraftExpression {
        let expression = self.expression(text, &Fact::Stated(values.to_vec()), use_site);
        let gap = format!("whether these are its values ({})", use_site.cite.line(use_site.line));
        let name = argument(&expression.text).unwrap_or(&expression.text).to_owned();
        let is_new =
            |declared: &&mut DraftType| declared.name == name && matches!(declared.kind, DraftTypeKind::Enum(..));
        if let Some(declared) = self.declared.iter_mut().find(is_new)
            && declared.gap.is_none()
        {
            declared.gap = Some(gap);
        }
        expression
    }

    /// The type that a page writes, where `Service Request` can stand for `ServiceRequest`.
    fn page_type(&self, text: &str) -> Option<PageType> {
        const MAPS: [&str; 5] = ["key/value pair", "key-value pair", "dictionary of ", "map of ", "name/value pair"];
        const LISTS: [&str; 3] = ["collection of ", "array of ", "list of "];
        let parsed = type_text::parse(text);
        let lower = text.to_lowercase();
        if parsed.is_none() && MAPS.iter().any(|words| lower.starts_with(words)) {
            return Some(PageType::Map);
        }
        let list = LISTS.iter().find(|words| lower.starts_with(**words)).and_then(|words| text.get(words.len()..));
        let name = list.unwrap_or(text).trim();
        let words: Vec<&str> = name.split_whitespace().collect();
        let is_name = name.starts_with(|first: char| first.is_ascii_uppercase())
            && (2..=4).contains(&words.len())
            && words.iter().all(|word| word.chars().all(|c| c.is_ascii_alphanumeric()));
        let is_lost = parsed.is_none() || parsed == Some(PageType::List(None)) && list.is_some();
        if !is_name || !is_lost {
            return parsed;
        }
        let named = PageType::Named(names::convert(name, NameKind::Type), None);
        Some(if list.is_some() { PageType::List(Some(Box::new(named))) } else { named })
    }

    fn value(&mut self, page_type: &PageType, use_site: &UseSite<'_>) -> DraftExpression {
        let line = use_site.cite.line(use_site.line);
        match page_type {
            PageType::Text => self.text(use_site),
            PageType::Integer(bits) => {
                let name = if *bits == Some(32) { "int32" } else { "int64" };
                let what = if names_an_identifier(use_site.wire) {
                    Some(format!("whether it is an identifier, and a text ({line})"))
                } else {
                    is_code(use_site.wire).then(|| format!("{OPEN_CODE} ({line})"))
                };
                DraftExpression { text: name.to_owned(), gap: what }
            }
            PageType::Number => DraftExpression::known("decimal"),
            PageType::Boolean => DraftExpression::known("bool"),
            PageType::DateTime => DraftExpression::known("date-time"),
            PageType::Date => DraftExpression::known("date"),
            PageType::AnyDate => {
                DraftExpression::open("date-time", format!("`date`, if it has no time of day ({line})"))
            }
            PageType::Duration => DraftExpression::known("duration"),
            PageType::Uuid => {
                DraftExpression::known(self.identifier_or_new(use_site.wire).unwrap_or_else(|| "uuid".to_owned()))
            }
            PageType::Object => match self.named_like(use_site) {
                Some(name) => DraftExpression::open(name, format!("the page says only that it is an object ({line})")),
                None => DraftExpression::known("json"),
            },
            PageType::Map => DraftExpression::open("Map<string>", format!("the type of the values ({line})")),
            PageType::List(None) => {
                let item = self.named_like(use_site).or_else(|| self.item_like(use_site));
                let item = item.unwrap_or_else(|| "json".to_owned());
                DraftExpression::open(format!("List<{item}>"), format!("the type of the items ({line})"))
            }
            PageType::List(Some(item)) => {
                let item = self.value(item, use_site);
                DraftExpression { text: format!("List<{}>", item.text), gap: item.gap }
            }
            PageType::Enum => {
                self.undefined(use_site.wire, DraftTypeKind::Enum(Vec::new(), LiteralType::Text), use_site)
            }
            PageType::Named(name, argument) => self.named(name, argument.as_deref(), use_site),
        }
    }

    /// Reads codes as texts and as numbers if no example decides what they are.
    pub(super) fn read_open_codes_leniently(&mut self) {
        for declared in &mut self.declared {
            let DraftTypeKind::Object(fields) = &mut declared.kind else { continue };
            for field in fields {
                field.lenient |= field.value.gap.as_deref().is_some_and(|gap| gap.starts_with(OPEN_CODE));
            }
        }
    }

    fn text(&mut self, use_site: &UseSite<'_>) -> DraftExpression {
        match self.identifier_or_new(use_site.wire) {
            Some(identifier) => DraftExpression::known(identifier),
            None => {
                let line = use_site.cite.line(use_site.line);
                let gap = is_code(use_site.wire).then(|| format!("{OPEN_CODE} ({line})"));
                DraftExpression { text: "string".to_owned(), gap }
            }
        }
    }

    /// The definition that is the type of a member according to its name: `Billing` or `OfferBilling` for `billing` of an
    /// `Offer`.
    fn named_like(&mut self, use_site: &UseSite<'_>) -> Option<String> {
        let names = [use_site.wire.to_owned(), format!("{} {}", use_site.owner, use_site.wire)];
        let names = names.map(|words| names::convert(&words, NameKind::Type));
        let is_like = |defined: &Defined<'_>| names.iter().any(|name| name.eq_ignore_ascii_case(&defined.name));
        let index = self.defined.values().position(|defined| is_like(defined) && defined.name != use_site.owner)?;
        self.want(index);
        self.defined.get_index(index).map(|(_, defined)| defined.name.clone())
    }

    /// The only definition whose name ends like the singular of a list's name: `TransferLineItem` for `lineItems`.
    fn item_like(&mut self, use_site: &UseSite<'_>) -> Option<String> {
        let item = names::convert(use_site.wire, NameKind::Type).to_lowercase();
        let item = item.strip_suffix('s').filter(|item| !item.is_empty())?;
        let is_like =
            |defined: &Defined<'_>| defined.name.to_lowercase().ends_with(item) && defined.name != use_site.owner;
        let mut fitting = self.defined.values().enumerate().filter(|(_, defined)| is_like(defined));
        let (Some((index, _)), None) = (fitting.next(), fitting.next()) else { return None };
        self.want(index);
        self.defined.get_index(index).map(|(_, defined)| defined.name.clone())
    }

    fn named(&mut self, name: &str, argument: Option<&PageType>, use_site: &UseSite<'_>) -> DraftExpression {
        let line = use_site.cite.line(use_site.line);
        let collection =
            || self.known.collection().filter(|_| is_collection(name)).and_then(|name| self.known.type_named(name));
        match self.declaration(name) {
            Some(Declaration::ExistingApi(declared)) => self.known_type(declared, argument, use_site),
            Some(Declaration::Used(name)) => DraftExpression::known(name),
            Some(Declaration::Defined(index)) => {
                self.want(index);
                let name = self.defined.get_index(index).map(|(_, defined)| defined.name.clone()).unwrap_or_default();
                DraftExpression { text: name, gap: argument.map(|_| format!("the page has an argument ({line})")) }
            }
            None => match (collection(), argument) {
                (Some(declared), _) => self.known_type(declared, argument, use_site),
                (None, Some(argument)) if is_collection(name) => {
                    let item = self.value(argument, use_site);
                    DraftExpression::open(format!("List<{}>", item.text), format!("`{name}` is an envelope ({line})"))
                }
                // A name in lower case is a misspelled simple type.
                (None, _) if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    DraftExpression::open("string", format!("`{name}` is not a known type ({line})"))
                }
                (None, _) => self.undefined(name, DraftTypeKind::Object(Vec::new()), use_site),
            },
        }
    }

    fn known_type(
        &mut self,
        declared: &model::Type,
        argument: Option<&PageType>,
        use_site: &UseSite<'_>,
    ) -> DraftExpression {
        let line = use_site.cite.line(use_site.line);
        let is_envelope = matches!(declared.kind, model::TypeKind::Object { is_envelope: true, .. });
        match (&declared.kind, argument) {
            (model::TypeKind::Errors { .. }, _) => {
                DraftExpression::open("json", format!("the spec has `{}` as a list of errors ({line})", declared.name))
            }
            (_, Some(argument)) if is_envelope => {
                let argument = self.value(argument, use_site);
                DraftExpression { text: format!("{}<{}>", declared.name, argument.text), gap: argument.gap }
            }
            (_, None) if is_envelope => {
                DraftExpression::open(format!("{}<json>", declared.name), format!("the type of its argument ({line})"))
            }
            (_, Some(_)) => DraftExpression::open(declared.name.as_str(), format!("the page has an argument ({line})")),
            (_, None) => DraftExpression::known(declared.name.as_str()),
        }
    }

    /// The type of a text of which a description says more: the name of its enum or of its identifier.
    pub(super) fn described(&mut self, description: &str, use_site: &UseSite<'_>) -> Option<DraftExpression> {
        if let Some(name) =
            described::identifier(description).filter(|_| self.known.identifier(use_site.wire).is_none())
        {
            return self.identifier_or_new(name).map(DraftExpression::known);
        }
        let name = described::enum_name(description)?;
        if self.is_declared(name) {
            return Some(self.named(name, None, use_site));
        }
        let value = self.undefined(name, DraftTypeKind::Enum(Vec::new(), LiteralType::Text), use_site);
        self.used.insert(name.to_lowercase(), value.text.clone());
        Some(value)
    }

    /// A type that tables use and no page defines; it is declared empty, so that the draft can be loaded.
    fn undefined(&mut self, words: &str, kind: DraftTypeKind, use_site: &UseSite<'_>) -> DraftExpression {
        let is_enum = matches!(kind, DraftTypeKind::Enum(..));
        let short = names::convert(words, NameKind::Type);
        if let (false, Some(near)) = (is_enum, self.near(&short)) {
            let line = use_site.cite.line(use_site.line);
            let known = self.named(&near, None, use_site);
            let gap = format!("none of the given pages defines `{words}`; is it `{near}`? ({line})");
            return DraftExpression { text: known.text, gap: both(Some(gap), known.gap) };
        }
        let owner = if is_enum && self.names.has(&short) { use_site.owner } else { "" };
        let name = self.name(&format!("{owner} {words}"));
        if !is_enum {
            self.used.insert(words.to_lowercase(), name.clone());
        }
        let what = if is_enum { "the values are not listed" } else { "none of the given pages defines it" };
        let gap = Some(format!("{what} ({})", use_site.cite.line(use_site.line)));
        self.declared.push(DraftType { name: name.clone(), page: None, gap, kind, is_envelope: false });
        DraftExpression::known(name)
    }

    /// The type whose name differs from this one only by a misspelling.
    fn near(&self, name: &str) -> Option<String> {
        let defined = self.defined.values().map(|defined| defined.name.as_str());
        let used = self.used.values().map(String::as_str);
        let mut others = defined.chain(used).filter(|other| *other != name && name.len().min(other.len()) > 5);
        others.find(|other| strsim::damerau_levenshtein(name, other) <= 2).map(str::to_owned)
    }
}
