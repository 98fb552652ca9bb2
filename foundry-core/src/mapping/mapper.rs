//! Rows to messages, by compiled mappings. The plain path borrows everything and allocates nothing.

mod plan;
mod whole;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::dates::DateEvidence;
use super::field::{ConversationRule, DateOrder, FieldMapping, MappingOptions, RowShape};
use super::role::{role_of, yes_or_no};
use super::timestamp::Parsed;
use super::transform::{TimeFormat, Transform};
use super::{ConversationKey, MappedMessage, RawTime, known, message_list};
use crate::conversation::{KnownValue, SenderRole};
use crate::entity::EntityType;
use crate::error::Result;
use crate::export::{TOOL_FIELDS, is_tool_value};
use crate::record::{Record, Warning};

/// Role values remembered, so that a column of a few words is understood once per word and not once per row.
const REMEMBERED_ROLES: usize = 16;

/// Mappings compiled for one input.
pub struct Mapper {
    plan: Plan,
    roles: Vec<(String, Option<SenderRole>)>,
    dates: DateEvidence,
    custom: Vec<Option<Cow<'static, str>>>,
    known: Vec<KnownValue<'static>>,
    /// The custom fields, and behind them those that a list of messages in a cell can bring along.
    fields: Vec<String>,
    /// Whether a list with calls of tools was met.
    lists_tools: bool,
}

/// What the mappings say, by target.
struct Plan {
    columns: Vec<String>,
    custom_fields: Vec<String>,
    conversation: Option<Source>,
    contents: Vec<(Source, Option<SenderRole>)>,
    role: Option<Source>,
    sender: Option<Source>,
    time: Option<(Source, TimeFormat)>,
    status: Option<Source>,
    custom: Vec<Source>,
    personal: Vec<(Source, Option<EntityType>)>,
    carries_sender: bool,
    shape: RowShape,
    rule: ConversationRule,
    utc_offset: i32,
    date_order: DateOrder,
    /// The slot of the column that names the customer.
    customer: Option<usize>,
    /// The slot of the column that marks internal notes, and what does.
    notes: Option<(usize, NoteMark)>,
    /// The slot of the column that leaves rows out, its name, and the values that do.
    leave_out: Option<(usize, String, Vec<String>)>,
    agent_senders: Vec<String>,
    support_domains: Vec<String>,
    role_values: BTreeMap<String, SenderRole>,
    default_role: Option<SenderRole>,
}

/// What marks an internal note.
enum NoteMark {
    Answer(bool),
    Words(Vec<String>),
}

impl NoteMark {
    fn fits(&self, value: &str) -> bool {
        match self {
            NoteMark::Answer(when) => yes_or_no(value) == Some(*when),
            NoteMark::Words(words) => is_one_of(value, words),
        }
    }
}

fn is_one_of(value: &str, words: &[String]) -> bool {
    let value = value.trim();
    words.iter().any(|word| word.trim().eq_ignore_ascii_case(value))
}

/// Where a value comes from and what is done to it.
struct Source {
    /// The slot in the record; `None` for a constant.
    slot: Option<usize>,
    column: String,
    steps: Vec<Step>,
}

enum Step {
    Change(Transform),
    /// Joins the non-empty values of these slots.
    Concat {
        slots: Vec<usize>,
        separator: String,
    },
    /// The first of these slots that is not empty.
    Coalesce(Vec<usize>),
}

impl Source {
    /// The value, if there is any.
    fn read<'a>(&'a self, record: &Record<'a>) -> Option<Cow<'a, str>> {
        let text = self.slot.map_or("", |slot| record.get(slot).text);
        let value = (!text.is_empty()).then_some(Cow::Borrowed(text));
        if self.steps.is_empty() {
            return value;
        }
        let changed = self.steps.iter().fold(value, |value, step| match step {
            Step::Change(transform) => transform.apply(value),
            Step::Coalesce(slots) => {
                slots.iter().map(|slot| record.get(*slot).text).find(|t| !is_blank(t)).map(Cow::Borrowed)
            }
            Step::Concat { slots, separator } => {
                let mut joined = String::new();
                for text in slots.iter().map(|slot| record.get(*slot).text.trim()).filter(|t| !t.is_empty()) {
                    if !joined.is_empty() {
                        joined.push_str(separator);
                    }
                    joined.push_str(text);
                }
                Some(Cow::Owned(joined))
            }
        });
        changed.filter(|value| !value.is_empty())
    }

    fn read_trimmed<'a>(&'a self, record: &Record<'a>) -> Option<Cow<'a, str>> {
        let value = self.read(record)?;
        let plain = |b: Option<&u8>| b.is_some_and(|b| (b'!'..=b'~').contains(b));
        if plain(value.as_bytes().first()) && plain(value.as_bytes().last()) {
            return Some(value);
        }
        let value = match value {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        (!value.is_empty()).then_some(value)
    }
}

impl Mapper {
    /// Compiles mappings. Errors name the mapping's path (`mappings[2].transformRule`).
    ///
    /// # Errors
    /// `invalid_mapping` for an unknown transform or parameter, two columns on one single-valued target, no way to
    /// tell the role or the conversation; `no_content_column` without a `content`; `invalid_pattern` for a pattern.
    pub fn new(mappings: &[FieldMapping], options: &MappingOptions) -> Result<Mapper> {
        let plan = Plan::new(mappings, options)?;
        let (custom, known) =
            (Vec::with_capacity(plan.custom.len()), Vec::with_capacity(plan.personal.len() + 2));
        let (roles, dates) = (Vec::new(), DateEvidence::default());
        let mapper = Mapper { plan, roles, dates, custom, known, fields: Vec::new(), lists_tools: false };
        Ok(mapper.with_fields())
    }

    fn with_fields(mut self) -> Mapper {
        let of_lists = TOOL_FIELDS.map(str::to_owned);
        self.fields = self.plan.custom_fields.iter().cloned().chain(of_lists).collect();
        self
    }

    /// Leaves senders and custom fields out of the messages, for exports that do not write them. Personal values
    /// among them stay known.
    pub fn without_metadata(mut self) -> Mapper {
        self.plan.custom.clear();
        self.plan.custom_fields.clear();
        self.plan.carries_sender = false;
        self.with_fields()
    }

    /// Leaves known values out of the messages, for runs that do not de-identify.
    pub fn without_known_values(mut self) -> Mapper {
        self.plan.personal.clear();
        self
    }

    /// The columns to bind in the reader, in slot order.
    pub fn columns(&self) -> Vec<&str> {
        self.plan.columns.iter().map(String::as_str).collect()
    }

    /// The `custom_*` names (without the prefix) in the order of [`MappedMessage::custom`]; once all rows are mapped,
    /// those too that lists of messages brought along.
    pub fn custom_fields(&self) -> &[String] {
        if self.lists_tools { &self.fields } else { &self.plan.custom_fields }
    }

    /// Maps one row to its messages, in order. `Err` is a rejecting warning; notes about rows that stay in go to
    /// `notes`. Exactly one of the two happens: at least one message, or the warning.
    pub fn map(
        &mut self,
        record: &Record<'_>,
        notes: &mut Vec<Warning>,
        emit: &mut dyn FnMut(MappedMessage<'_>) -> Result<()>,
    ) -> Result<std::result::Result<(), Warning>> {
        let Mapper { plan, roles, dates, custom, known, lists_tools, .. } = self;
        let row = record.row;
        if let Some((slot, column, values)) = &plan.leave_out
            && is_one_of(record.get(*slot).text, values)
        {
            let message = "left out: `mappingOptions.leaveOut` names its value";
            return Ok(Err(Warning::rejected("left_out", row, message).at_column(column)));
        }

        let sender_id = plan.sender.as_ref().and_then(|s| s.read_trimmed(record));
        let id = plan.conversation.as_ref().map(|source| source.read_trimmed(record));
        let key = match (&id, &plan.rule) {
            (Some(Some(id)), _) => ConversationKey::Id(id),
            (Some(None), _) => return Ok(Err(plan.missing_id(row))),
            (None, ConversationRule::Row) => ConversationKey::Row(row),
            (None, ConversationRule::File) => ConversationKey::File,
            (None, ConversationRule::SenderGap { .. }) => match &sender_id {
                Some(sender) => ConversationKey::Sender(sender),
                None => {
                    let message = "no sender, and conversations are formed by sender";
                    return Ok(Err(Warning::rejected("no_conversation_id", row, message)));
                }
            },
        };

        let single = match (&plan.shape, plan.contents.as_slice()) {
            (RowShape::QuestionAnswer, _) | (_, []) => None,
            (_, [(source, role), ..]) => match source.read(record).filter(|text| !is_blank(text)) {
                // A call of a tool often says nothing beside it, and a result may be empty.
                None if plan.shape == RowShape::Message && plan.carries_tools(record) => {
                    Some((Cow::Borrowed(""), *role))
                }
                None => {
                    return Ok(Err(
                        Warning::rejected("empty_content", row, "no text").at_column(&source.column)
                    ));
                }
                Some(text) => Some((text, *role)),
            },
        };
        let role = match (&single, plan.shape) {
            (Some((_, None)), RowShape::Message) => match plan.role_of(record, sender_id.as_deref(), roles) {
                Ok(role) => role,
                Err(warning) => return Ok(Err(warning)),
            },
            (Some((_, Some(role))), _) => *role,
            _ => SenderRole::Customer,
        };

        let time = plan.time.as_ref().and_then(|(source, format)| {
            let text = source.read(record).filter(|text| !is_blank(text))?;
            let parsed = format.parse(&text, plan.utc_offset);
            match &parsed {
                Some(parsed) => dates.add(parsed),
                None => notes.push(
                    Warning::note(
                        "unparsed_timestamp",
                        "the time cannot be read; the row stays in without one",
                    )
                    .at_row(row)
                    .at_column(&source.column),
                ),
            }
            parsed
        });
        let time = time.map(|parsed: Parsed| parsed.time);

        let mut custom_values: Vec<Option<Cow<'_, str>>> = std::mem::take(custom);
        custom_values.extend(plan.custom.iter().map(|source| source.read(record)));
        let mut known_values: Vec<KnownValue<'_>> = std::mem::take(known);
        for (source, entity_type) in &plan.personal {
            if let Some(value) = source.read(record) {
                known::add(value, *entity_type, &mut known_values);
            }
        }
        let status = plan.status.as_ref().and_then(|s| s.read_trimmed(record));
        let sender_id = if plan.carries_sender { &sender_id } else { &None };

        let verdict = match (plan.shape, &single) {
            (RowShape::Message, Some((text, _))) => {
                emit(MappedMessage {
                    key,
                    row,
                    role,
                    content: Cow::Borrowed(text),
                    sender_id: sender_id.as_deref().map(Cow::Borrowed),
                    time,
                    status: status.as_deref().map(Cow::Borrowed),
                    custom: &custom_values,
                    known: &known_values,
                })?;
                Ok(())
            }
            (RowShape::Transcript, Some((text, _))) => {
                *lists_tools = *lists_tools || message_list::may_hold_tools(text);
                let row_message = RowMessage { key, row, sender_id, time, status: &status };
                plan.emit_transcript(text, row_message, &custom_values, &known_values, dates, notes, emit)?
            }
            _ => {
                let row_message = RowMessage { key, row, sender_id, time, status: &status };
                plan.emit_pair(record, row_message, &custom_values, &known_values, emit)?
            }
        };
        *custom = recycle(custom_values);
        *known = recycle(known_values);
        Ok(verdict)
    }

    /// After the last row: the day-month order of the whole time column, and a note where it was a guess.
    pub fn settle_dates(&self) -> (DateOrder, Option<Warning>) {
        let source = self.plan.time.as_ref().map(|(source, _)| source);
        let content = self.plan.contents.first().map(|(source, _)| source);
        let column = source.or(content).map_or("", |s| s.column.as_str());
        self.dates.settle(self.plan.date_order, column)
    }
}

/// What every message of a row shares.
struct RowMessage<'a> {
    key: ConversationKey<'a>,
    row: u64,
    sender_id: &'a Option<Cow<'a, str>>,
    time: Option<RawTime>,
    status: &'a Option<Cow<'a, str>>,
}

type Emit<'e> = dyn FnMut(MappedMessage<'_>) -> Result<()> + 'e;
type Verdict = std::result::Result<(), Warning>;

impl Plan {
    /// Whether the row holds calls of tools, or answers one.
    fn carries_tools(&self, record: &Record<'_>) -> bool {
        let fields = self.custom_fields.iter().zip(&self.custom);
        let mut tools = fields.filter(|(name, _)| TOOL_FIELDS.contains(&name.as_str()));
        tools.any(|(_, source)| source.read(record).is_some_and(|value| is_tool_value(&value)))
    }

    fn missing_id(&self, row: u64) -> Warning {
        let column = self.conversation.as_ref().map_or("", |s| s.column.as_str());
        Warning::rejected("no_conversation_id", row, "no conversation id").at_column(column)
    }

    fn role_of(
        &self,
        record: &Record<'_>,
        sender: Option<&str>,
        remembered: &mut Vec<(String, Option<SenderRole>)>,
    ) -> std::result::Result<SenderRole, Warning> {
        if let Some((slot, mark)) = &self.notes
            && mark.fits(record.get(*slot).text)
        {
            return Ok(SenderRole::System);
        }
        let by_column = self.role.as_ref().and_then(|source| source.read(record)).and_then(|value| {
            if let Some((_, role)) = remembered.iter().find(|(known, _)| *known == *value) {
                return *role;
            }
            let role = self.role_word(&value);
            if remembered.len() < REMEMBERED_ROLES {
                remembered.push((value.into_owned(), role));
            }
            role
        });
        let by_sender = || {
            let sender = sender?;
            self.role_by_customer(record, sender)
                .or_else(|| self.role_by_name(sender))
                .or_else(|| self.role_by_domain(sender))
        };
        by_column.or_else(by_sender).or(self.default_role).ok_or_else(|| {
            let row = record.row;
            match &self.role {
                Some(source) => {
                    let message =
                        "the role is empty or not understood; `mappingOptions.roleValues` can name it";
                    Warning::rejected("unknown_role", row, message).at_column(&source.column)
                }
                None => Warning::rejected("unknown_role", row, "the sender does not tell the role"),
            }
        })
    }

    fn role_word(&self, value: &str) -> Option<SenderRole> {
        self.role_values.get(&value.trim().to_lowercase()).copied().or_else(|| role_of(value))
    }

    fn role_by_customer(&self, record: &Record<'_>, sender: &str) -> Option<SenderRole> {
        let customer = record.get(self.customer?).text.trim();
        let is_customer = || customer.eq_ignore_ascii_case(sender.trim());
        (!customer.is_empty()).then(|| if is_customer() { SenderRole::Customer } else { SenderRole::Agent })
    }

    fn role_by_name(&self, sender: &str) -> Option<SenderRole> {
        if self.agent_senders.is_empty() {
            return None;
        }
        let is_agent = is_one_of(sender, &self.agent_senders);
        Some(if is_agent { SenderRole::Agent } else { SenderRole::Customer })
    }

    fn role_by_domain(&self, sender: &str) -> Option<SenderRole> {
        if self.support_domains.is_empty() {
            return None;
        }
        let (_, host) = sender.rsplit_once('@')?;
        let host = host.trim_end_matches(['>', ' ', '"']).to_lowercase();
        let ours = self.support_domains.iter().any(|domain| {
            host == *domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
        });
        Some(if ours { SenderRole::Agent } else { SenderRole::Customer })
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().next().is_none_or(|b| !b.is_ascii_graphic()) && text.trim().is_empty()
}

/// Empties a vector and gives its memory to the next row: collecting in place keeps the allocation.
fn recycle<T, U>(mut used: Vec<T>) -> Vec<U> {
    used.clear();
    used.into_iter().map_while(|_| None).collect()
}

#[cfg(test)]
mod tests;
