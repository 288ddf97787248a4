//! Types that a page defines, and the types and values that it states in tables.

use super::cut_names::CutNames;
use super::page_result::{EntryId, Mismatch, Statement};
use super::{PageComparer, SpecNode, fit};
use crate::diagnostics::{Code, Place};
use crate::model::{EnumCase, EnumValue, Member, MemberCase, PageStatement, Presence, TypeId, TypeKind, TypeRef};
use crate::pages::facts::{Definition, DefinitionContent, Fact, FieldFacts};
use crate::pages::type_text::{self, PageType};

/// A type column with more words than that contains prose, which cannot be compared.
const WORDS_OF_A_SLIP: usize = 2;

impl PageComparer<'_> {
    pub(super) fn compare_definitions(&mut self) {
        for definition in &self.page.definitions {
            if let Some(id) = self.type_named(&definition.name) {
                self.compare_definition(definition, id);
            }
        }
    }

    /// The type of the spec that has this name on pages.
    pub(super) fn type_named(&self, name: &str) -> Option<TypeId> {
        let Some(PageType::Named(name, _)) = type_text::parse(name) else { return None };
        self.api.types.iter().position(|declared| declared.name.eq_ignore_ascii_case(&name)).map(TypeId)
    }

    fn compare_definition(&mut self, definition: &Definition, id: TypeId) {
        let api = self.api;
        let declared = api.type_of(id);
        let entry = EntryId::Type(id);
        match (&definition.content, &declared.kind) {
            (DefinitionContent::Fields(fields), TypeKind::Object { members, .. }) => {
                let owner = Owner { entry, name: &declared.name, place: declared.provenance.place, prefix: "fields" };
                self.compare_fields(fields, members, definition.line, &owner);
            }
            (DefinitionContent::Values(values), TypeKind::Enum { .. }) => {
                self.compare_enum(values, id, definition.line, None);
            }
            // A page may list the values of an enum as an object with text members.
            (DefinitionContent::Fields(fields), TypeKind::Enum { .. }) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                self.report_kind(
                    entry,
                    declared.provenance.place,
                    definition,
                    "values",
                    &names.join(", "),
                    "an object",
                    "an enum",
                );
            }
            (DefinitionContent::Values(values), TypeKind::Object { .. }) => {
                self.report_kind(
                    entry,
                    declared.provenance.place,
                    definition,
                    "fields",
                    &values.join(", "),
                    "an enum",
                    "an object",
                );
            }
            (_, TypeKind::Identifier(_) | TypeKind::Union { .. } | TypeKind::Errors { .. }) => {}
        }
    }

    #[allow(clippy::too_many_arguments)] // Page and spec each add a kind.
    fn report_kind(
        &mut self,
        entry: EntryId,
        place: Place,
        definition: &Definition,
        at: &str,
        says: &str,
        page: &str,
        spec: &str,
    ) {
        let message = format!("`{}` is {page} on the page, {spec} in the spec", definition.name);
        self.differ_at(Code::FieldTypeDiffers, message, definition.line, place, entry, at, says);
    }

    pub(super) fn compare_fields(&mut self, fields: &[FieldFacts], members: &[Member], line: u32, owner: &Owner<'_>) {
        self.mark_list_compared(owner.entry, owner.prefix);
        let names = CutNames::new(fields.iter().map(|field| field.name.as_str()), self);
        let mut seen: Vec<&str> = Vec::new();
        let mut unknown: Vec<usize> = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let meanings = names.meanings(&field.name, members, |member| &member.wire);
            if self.cuts_names() {
                self.page_result.list_cut(owner.entry, format!("{}.{}", owner.prefix, field.name));
            }
            seen.extend(meanings.iter().map(|member| member.wire.as_str()));
            match meanings.as_slice() {
                many if names.alike_above(index) >= many.len() => unknown.push(index),
                [member] => self.compare_field(field, member, owner),
                many => {
                    for member in many {
                        let message = format!("`{}` may be `{}` or another name that was cut", field.name, member.wire);
                        let at = format!("{}.{}", owner.prefix, member.wire);
                        self.page_result.note_unclear(owner.entry, at, field.line, message);
                    }
                }
            }
        }
        let unseen: Vec<&Member> = members.iter().filter(|member| !seen.contains(&member.wire.as_str())).collect();
        for index in unknown {
            let mismatch = unknown_field(&fields[index], owner);
            let is_key = |key: &String| key.eq_ignore_ascii_case(&fields[index].name);
            if self.page.examples.iter().flat_map(|example| &example.keys).any(is_key) {
                self.page_result.note_mismatch(&mismatch, "an example shows it as the key of a pair");
                continue;
            }
            match renamed(index, fields, members, &unseen) {
                Some(member) => {
                    let shown = format!("{}.{}", owner.prefix, member.wire);
                    self.page_result.differ_unless_shown(mismatch, owner.entry, shown);
                }
                None => self.report_unknown(mismatch),
            }
        }
        for member in unseen {
            let at = format!("{}.{}", owner.prefix, member.wire);
            self.report_absence(Mismatch {
                code: Code::FieldSurplus,
                message: format!("the spec has a member `{}` of `{}` that the page lacks", member.wire, owner.name),
                line,
                spec: member.place,
                statements: vec![Statement::new(owner.entry, at, PageStatement::Lacks)],
            });
        }
    }

    fn compare_field(&mut self, field: &FieldFacts, member: &Member, owner: &Owner<'_>) {
        let at = format!("{}.{}", owner.prefix, member.wire);
        self.page_result.state(owner.entry, at.clone());
        self.page_result.counts.members += 1;
        self.compare_case_of_row(field, member, owner);
        let node = SpecNode { entry: owner.entry, at, place: member.place, name: &member.wire, line: field.line };
        self.compare_type(Code::FieldTypeDiffers, &field.type_text, &member.value, &node);
        self.compare_values(&field.values, &member.value, &node.at, field.line, owner.entry);
        self.compare_null(field, member, &node);
        // A member that requests require may still be absent from responses of the same type.
        if self.is_only_sent(owner.entry) {
            let is_required = matches!(member.presence, Presence::Required | Presence::RequiredNullable);
            self.compare_requirement(&field.required, is_required, &field.name, &node);
        }
    }

    /// Compares whether a member can be null. The client reads null as absence, except for a member that is always there.
    fn compare_null(&mut self, field: &FieldFacts, member: &Member, node: &SpecNode<'_>) {
        let EntryId::Type(id) = node.entry else { return };
        let is_received = self.api.type_of(id).direction.received;
        if field.nullable && is_received && member.presence == Presence::Required {
            let message = format!("`{}` can be null on the page, not in the spec", node.name);
            self.differ_at(Code::FieldTypeDiffers, message, node.line, node.place, node.entry, &node.at, "nullable");
        }
    }

    /// Compares the case of a row's name. An example in the spec's case decides against a table. Where the service ignores
    /// case, its pages are careless about it, and a table alone is no evidence.
    fn compare_case_of_row(&mut self, field: &FieldFacts, member: &Member, owner: &Owner<'_>) {
        if !field.name.eq_ignore_ascii_case(&member.wire) || field.name == member.wire {
            return;
        }
        let at = format!("{}.{}", owner.prefix, member.wire);
        let mismatch = Mismatch {
            code: Code::MemberCaseDiffers,
            message: format!("a member is `{}` on the page, `{}` in the spec", field.name, member.wire),
            line: field.line,
            spec: member.place,
            statements: vec![Statement::new(owner.entry, at.as_str(), field.name.as_str())],
        };
        if self.api.member_case == MemberCase::Ignored {
            return self.page_result.note_mismatch(&mismatch, "the service ignores case");
        }
        self.page_result.differ_unless_shown(mismatch, owner.entry, at);
    }

    fn is_only_sent(&self, entry: EntryId) -> bool {
        let EntryId::Type(id) = entry else { return false };
        let direction = self.api.type_of(id).direction;
        direction.sent && !direction.received
    }

    /// Compares the type that a page states for a node with the spec's.
    pub(super) fn compare_type(&mut self, code: Code, text: &Fact<String>, value: &TypeRef, node: &SpecNode<'_>) {
        match text {
            Fact::Stated(text) => match type_text::parse(text) {
                Some(page_type) if self.may_be_translated(&page_type) => {
                    let message = format!("`{}`: `{text}` may be the translated name of a type", node.name);
                    self.page_result.note_unclear(node.entry, node.at.clone(), node.line, message);
                }
                Some(page_type) if fit::fit(&page_type, value, self.api) == fit::Fit::Differs => {
                    let spec = value.expression(self.api);
                    let short = type_text::without_namespaces(text);
                    let says = [short.as_str(), text].map(|says| Statement::new(node.entry, node.at.clone(), says));
                    self.page_result.differ(Mismatch {
                        code,
                        message: format!("`{}` is `{short}` on the page, `{spec}` in the spec", node.name),
                        line: node.line,
                        spec: node.place,
                        statements: says.into(),
                    });
                }
                Some(_) => {
                    self.page_result.mark_compared(node.entry, node.at.clone());
                    self.page_result.confirm(Statement::new(node.entry, node.at.clone(), text.as_str()));
                }
                None if text.split_whitespace().count() <= WORDS_OF_A_SLIP && !self.page.is_translation => {
                    let message = format!("`{}` is `{text}` on the page, which is not a type", node.name);
                    self.differ_at(code, message, node.line, node.place, node.entry, &node.at, text);
                }
                None => {
                    let message = format!("`{}`: the type `{text}` cannot be compared", node.name);
                    self.page_result.note_unclear(node.entry, node.at.clone(), node.line, message);
                }
            },
            Fact::Unreadable => {
                let message = format!("the type of `{}` cannot be read here", node.name);
                self.page_result.note_unclear(node.entry, node.at.clone(), node.line, message);
            }
            Fact::NotStated => {}
        }
    }

    /// Whether a type is a translated word rather than a name in the spec.
    fn may_be_translated(&self, page_type: &PageType) -> bool {
        let is_known = |name: &str| self.type_named(name).is_some();
        self.page.is_translation && matches!(page_type, PageType::Named(name, _) if !is_known(name))
    }

    /// Compares the values that a page lists in place with the enum that the spec has there.
    pub(super) fn compare_values(
        &mut self,
        values: &Fact<Vec<String>>,
        value: &TypeRef,
        at: &str,
        line: u32,
        entry: EntryId,
    ) {
        let mut value = value;
        while let TypeRef::List(item) = value {
            value = item;
        }
        let TypeRef::Declared(id, None) = value else { return };
        if !matches!(self.api.type_of(*id).kind, TypeKind::Enum { .. }) {
            return;
        }
        match values {
            Fact::Stated(values) => self.compare_enum(values, *id, line, Some((entry, at))),
            Fact::Unreadable => {
                self.page_result.note_unclear(
                    EntryId::Type(*id),
                    "values",
                    line,
                    format!("the values of `{at}` cannot be read here"),
                );
            }
            Fact::NotStated => {}
        }
    }

    /// Notes values that page and spec write with other separators. Returns both spellings of each.
    fn note_spellings(
        &mut self,
        listed: &[String],
        values: &[EnumValue],
        (entry, line): (EntryId, u32),
        case: EnumCase,
    ) -> Vec<String> {
        let mut spelled = Vec::new();
        for value in listed.iter().filter(|value| !values.iter().any(|known| is_same_value(known, value, case))) {
            let bare = without_separators(value, case);
            let mut same = values.iter().filter(|known| without_separators(&known.wire, case) == bare);
            // A value that the page lists in its own spelling as well is another one.
            let Some(known) = same.find(|known| !listed.iter().any(|other| is_same_value(known, other, case))) else {
                continue;
            };
            let message = format!("a value is written `{value}` on the page, `{}` in the spec", known.wire);
            self.page_result.state(entry, format!("values.{}", known.wire));
            self.page_result.note_unclear(entry, format!("values.{}", known.wire), line, message);
            spelled.extend([value.clone(), known.wire.clone()]);
        }
        spelled
    }

    /// An erratum notes one value (`values.LifeTime`) or the page's whole list (`values`), at the enum or where it is used.
    fn compare_enum(&mut self, listed: &[String], id: TypeId, line: u32, used: Option<(EntryId, &str)>) {
        let api = self.api;
        let declared = api.type_of(id);
        let TypeKind::Enum { case, values, .. } = &declared.kind else { return };
        let entry = EntryId::Type(id);
        self.mark_list_compared(entry, "values");
        self.page_result.mark_compared(entry, "values");
        self.page_result.counts.values += listed.len();
        let spelled = self.note_spellings(listed, values, (entry, line), *case);
        let is_spelled_so = |value: &str| spelled.iter().any(|other| other == value);
        let whole = listed.join(", ");
        let statements = |name: &str, says: PageStatement| {
            let mut statements = vec![
                Statement::new(entry, format!("values.{name}"), says),
                Statement::new(entry, "values", whole.as_str()),
            ];
            statements.extend(used.map(|(entry, at)| Statement::new(entry, at, whole.as_str())));
            statements
        };
        if !spelled.is_empty() {
            for statement in statements("", PageStatement::Lists).into_iter().skip(1) {
                self.page_result.confirm(statement);
            }
        }
        let is_known = |value: &&String| values.iter().any(|known| is_same_value(known, value, *case));
        for value in listed.iter().filter(|value| !is_known(value) && !is_spelled_so(value)) {
            self.report_unknown(Mismatch {
                code: Code::EnumValueMissing,
                message: format!("the page has a value `{value}` of `{}` that the spec lacks", declared.name),
                line,
                spec: declared.provenance.place,
                statements: statements(value, value.into()),
            });
        }
        for known in values.iter().filter(|known| listed.iter().any(|value| is_same_value(known, value, *case))) {
            self.page_result.state(entry, format!("values.{}", known.wire));
        }
        let is_listed = |known: &&EnumValue| listed.iter().any(|value| is_same_value(known, value, *case));
        for value in values.iter().filter(|known| !is_listed(known) && !is_spelled_so(&known.wire)) {
            self.report_absence(Mismatch {
                code: Code::EnumValueSurplus,
                message: format!("the spec has a value `{}` of `{}` that the page lacks", value.wire, declared.name),
                line,
                spec: value.place,
                statements: statements(&value.wire, PageStatement::Lacks),
            });
        }
    }
}

fn unknown_field(field: &FieldFacts, owner: &Owner<'_>) -> Mismatch {
    let says = field.type_text.stated().map_or(PageStatement::Lists, PageStatement::from);
    Mismatch {
        code: Code::FieldMissing,
        message: format!("the page has a member `{}` of `{}` that the spec lacks", field.name, owner.name),
        line: field.line,
        spec: owner.place,
        statements: vec![Statement::new(owner.entry, format!("{}.{}", owner.prefix, field.name), says)],
    }
}

/// The member that a row may be about under another name: the only one that no row is about, at the same position among
/// the others.
fn renamed<'m>(row: usize, fields: &[FieldFacts], members: &'m [Member], unseen: &[&'m Member]) -> Option<&'m Member> {
    let [member] = unseen else { return None };
    let position = members.iter().position(|other| other.wire == member.wire)?;
    let is_beside = |row: Option<&FieldFacts>, member: Option<&Member>| match (row, member) {
        (Some(row), Some(member)) => row.name.eq_ignore_ascii_case(&member.wire),
        (row, member) => row.is_none() && member.is_none(),
    };
    let before = |index: usize| index.checked_sub(1);
    let follows =
        is_beside(before(row).and_then(|row| fields.get(row)), before(position).and_then(|at| members.get(at)));
    let precedes = is_beside(fields.get(row + 1), members.get(position + 1));
    (follows && precedes).then_some(*member)
}

/// A value without the characters that prose changes.
fn without_separators(value: &str, case: EnumCase) -> String {
    let bare: String = value.chars().filter(|character| !matches!(character, ' ' | '_' | '-')).collect();
    match case {
        EnumCase::Exact => bare,
        EnumCase::Ignored => bare.to_ascii_lowercase(),
    }
}

/// The entry that the fields of a page belong to.
pub(super) struct Owner<'o> {
    pub(super) entry: EntryId,
    pub(super) name: &'o str,
    pub(super) place: Place,
    /// The node that contains them (`fields`, `body`).
    pub(super) prefix: &'o str,
}

fn is_same_value(known: &EnumValue, listed: &str, case: EnumCase) -> bool {
    let is_same = |known: &str| match case {
        EnumCase::Exact => known == listed,
        EnumCase::Ignored => known.eq_ignore_ascii_case(listed),
    };
    is_same(&known.wire) || known.in_url.as_deref().is_some_and(is_same)
}
