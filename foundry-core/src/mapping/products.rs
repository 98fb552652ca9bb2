//! Exports known by their columns: what they are, and what each column means, without a guess.

mod list;
mod without_text;

use super::detect::{Profile, blank};
use super::field::{
    Confidence, ConversationRule, FieldMapping, InternalNotes, LeaveOut, MappingOptions, RowShape,
    StandardField, TransformRule, TransformRules,
};
use super::{Detection, KnownProduct, score, shape};
use crate::conversation::SenderRole;
use crate::record::{Schema, Warning};

/// What is known of one export. Columns are named as the reader names them; of several the first that is there counts,
/// and for text, id and time those behind it stand in where it is empty.
struct Preset {
    name: &'static str,
    /// Columns that an export of it has; `a|b` for either.
    marks: &'static [&'static str],
    conversation: &'static [&'static str],
    content: &'static [&'static str],
    /// The column of the answer, where one row is a question and an answer.
    answer: Option<&'static str>,
    /// Whether the text is a whole conversation.
    transcript: bool,
    /// What the text may be written in.
    text: Markup,
    role: &'static [&'static str],
    roles: Roles,
    sender: &'static [&'static str],
    time: &'static [&'static str],
    status: &'static [&'static str],
    /// The column that names the customer on every row.
    customer: Option<&'static str>,
    notes: &'static [Notes],
    leave_out: Option<(&'static str, &'static [&'static str])>,
    default_role: Option<SenderRole>,
    rule: Option<ConversationRule>,
    /// What a person should know.
    remark: Option<(&'static str, &'static str)>,
}

/// What the values of the role column say.
enum Roles {
    /// Words; these beside those that are known.
    Words(&'static [(&'static str, SenderRole)]),
    /// Yes or no; yes is this side.
    Yes(SenderRole),
}

/// What text may be written in.
enum Markup {
    /// Nothing.
    None,
    /// HTML, in some values at least.
    Html,
    /// Slack's own marks.
    Slack,
}

/// The column that marks internal notes.
enum Notes {
    When(&'static str, bool),
    Words(&'static str, &'static [&'static str]),
}

const NONE: Preset = Preset {
    name: "",
    marks: &[],
    conversation: &[],
    content: &[],
    answer: None,
    transcript: false,
    text: Markup::Html,
    role: &[],
    roles: Roles::Words(&[]),
    sender: &[],
    time: &[],
    status: &[],
    customer: None,
    notes: &[],
    leave_out: None,
    default_role: None,
    rule: None,
    remark: None,
};

/// What the columns say of the product, where they are known; the mapping comes with it if there is text.
pub(super) enum Known {
    /// An export with messages, and its mapping.
    Mapped(Box<Detection>),
    /// An export without message text.
    WithoutText(KnownProduct),
}

/// Recognises an export by its columns.
pub(super) fn recognise(schema: &Schema, profiles: &[Profile<'_>]) -> Option<Known> {
    let find = |name: &str| schema.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name));
    let has = |mark: &&str| mark.split('|').any(|name| find(name).is_some());
    if let Some(preset) = list::PRESETS.iter().find(|preset| preset.marks.iter().all(&has)) {
        return Some(Known::Mapped(Box::new(Applied { preset, profiles, find: &find }.detection())));
    }
    let known = without_text::EXPORTS.iter().find(|export| {
        export.marks.iter().all(&has) && !export.not.iter().any(|name| find(name).is_some())
    })?;
    Some(Known::WithoutText(KnownProduct { name: known.name, remedy: Some(known.remedy) }))
}

struct Applied<'a> {
    preset: &'static Preset,
    profiles: &'a [Profile<'a>],
    find: &'a dyn Fn(&str) -> Option<usize>,
}

impl Applied<'_> {
    fn detection(&self) -> Detection {
        let preset = self.preset;
        let mut mappings: Vec<FieldMapping> = Vec::with_capacity(self.profiles.len());
        for (at, profile) in self.profiles.iter().enumerate() {
            let mut proposed = self.mappings(at, profile);
            if proposed.is_empty() {
                proposed.push(score::leftover(profile));
            }
            for mut mapping in proposed {
                super::detect::unique_custom(&mut mapping, &mappings);
                mappings.push(mapping);
            }
        }
        let (options, mut warnings) = self.options();
        if let Some((code, message)) = preset.remark {
            warnings.push(Warning::note(code, message));
        }
        if !preset.time.is_empty() && self.first(preset.time).is_none() {
            let message = "no column tells when a message was written: the order of the rows is taken for the order of the messages";
            warnings.push(Warning::note("no_time", message));
        }
        let tells_role = options.customer_field.is_some()
            || options.default_role.is_some()
            || !options.support_domains.is_empty()
            || !options.agent_senders.is_empty()
            || preset.answer.is_some()
            || preset.transcript
            || self.first(preset.role).is_some();
        if !tells_role {
            warnings.push(Warning::note("no_role", "no column tells who speaks: customer or agent"));
        }
        let product = Some(KnownProduct { name: preset.name, remedy: None });
        Detection { mappings, options, warnings, product }
    }

    /// The first of these columns that is there.
    fn first(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| (self.find)(name))
    }

    fn present(&self, names: &[&str]) -> Vec<usize> {
        names.iter().filter_map(|name| (self.find)(name)).collect()
    }

    /// What one column is proposed for: mostly one field, but a time may also tell the conversation.
    fn mappings(&self, at: usize, profile: &Profile<'_>) -> Vec<FieldMapping> {
        let preset = self.preset;
        let known = |field| {
            let reason = format!("{} have it under this name", preset.name);
            blank(profile, field, Confidence::High, vec![reason])
        };
        if preset.answer.and_then(self.find) == Some(at) {
            let mut mapping = known(StandardField::Content);
            mapping.role = Some(SenderRole::Agent);
            return vec![mapping];
        }
        let (mut proposed, mut standing_in) = (Vec::new(), None);
        let targets = [
            (StandardField::ConversationId, preset.conversation),
            (StandardField::Content, preset.content),
            (StandardField::Timestamp, preset.time),
            (StandardField::SenderRole, preset.role),
            (StandardField::SenderId, preset.sender),
            (StandardField::Status, preset.status),
        ];
        for (field, names) in targets {
            let columns = self.present(names);
            let Some(place) = columns.iter().position(|column| *column == at) else { continue };
            let stands_in = matches!(
                field,
                StandardField::ConversationId | StandardField::Content | StandardField::Timestamp
            );
            if place > 0 {
                if stands_in {
                    let reason = "stands in where the column before it is empty".to_owned();
                    standing_in = Some(blank(profile, StandardField::Ignore, Confidence::High, vec![reason]));
                }
                continue;
            }
            let mut mapping = known(field.clone());
            let mut rules = Vec::new();
            if stands_in && columns.len() > 1 {
                let names = columns.iter().filter_map(|at| self.profiles.get(*at));
                let names: Vec<serde_json::Value> =
                    names.map(|profile| profile.column.name.clone().into()).collect();
                rules.push(rule("coalesce", "fields", names.into()));
            }
            match field {
                StandardField::Content => {
                    match preset.text {
                        Markup::Html => rules.push(rule("html_to_text", "when", "found".into())),
                        Markup::Slack => rules.push(plain_rule("slack_text")),
                        Markup::None => {}
                    }
                    mapping.role = preset.answer.map(|_| SenderRole::Customer);
                }
                StandardField::SenderId => {
                    mapping.is_pii = true;
                    mapping.entity_type = score::entity_of_sender(profile);
                }
                StandardField::ConversationId => {
                    mapping.entity_type = score::entity_by_values(&profile.evidence)
                        .filter(|t| *t != crate::entity::EntityType::Person);
                    mapping.is_pii = mapping.entity_type.is_some();
                }
                StandardField::SenderRole => {
                    if let Roles::Yes(side) = preset.roles
                        && profile.evidence.roles < 0.5
                    {
                        mapping.transform_rule = Some(shape::direction_rule(side));
                    }
                }
                _ => {}
            }
            if !rules.is_empty() {
                mapping.transform_rule = Some(if rules.len() == 1 {
                    TransformRules::One(rules.remove(0))
                } else {
                    TransformRules::Many(rules)
                });
            }
            proposed.push(mapping);
        }
        if proposed.is_empty() {
            proposed.extend(standing_in);
        }
        proposed
    }

    fn options(&self) -> (MappingOptions, Vec<Warning>) {
        let preset = self.preset;
        let name = |at: usize| self.profiles.get(at).map(|profile| profile.column.name.clone());
        let shape = match preset.answer {
            Some(_) => RowShape::QuestionAnswer,
            None if preset.transcript => RowShape::Transcript,
            None => RowShape::Message,
        };
        let mut options = MappingOptions { row_shape: Some(shape), ..MappingOptions::default() };
        let mut warnings = Vec::new();
        if let Roles::Words(words) = preset.roles {
            options.role_values = words.iter().map(|(word, role)| ((*word).to_owned(), *role)).collect();
        }
        options.default_role = preset.default_role;
        options.internal_notes = preset.notes.iter().find_map(|notes| {
            let (column, when, values) = match notes {
                Notes::When(column, when) => (column, *when, &[][..]),
                Notes::Words(column, values) => (column, true, *values),
            };
            let field = name((self.find)(column)?)?;
            Some(InternalNotes { field, when, values: values.iter().map(|v| (*v).to_owned()).collect() })
        });
        options.leave_out = preset.leave_out.and_then(|(column, values)| {
            let field = name((self.find)(column)?)?;
            Some(LeaveOut { field, values: values.iter().map(|v| (*v).to_owned()).collect() })
        });
        if self.first(preset.conversation).is_none() {
            options.conversations = preset.rule.clone();
        }
        if self.first(preset.role).is_none() {
            self.roles_without_a_column(&mut options, &mut warnings);
        }
        (options, warnings)
    }

    /// Who speaks, where no column says it: by the customer's column, the domain of the team, or the order of two.
    fn roles_without_a_column(&self, options: &mut MappingOptions, warnings: &mut Vec<Warning>) {
        let Some(sender) = self.first(self.preset.sender).and_then(|at| self.profiles.get(at)) else {
            return;
        };
        if let Some(customer) = self.preset.customer.and_then(self.find).and_then(|at| self.profiles.get(at))
        {
            options.customer_field = Some(customer.column.name.clone());
            return;
        }
        let receiver = (self.find)("to").and_then(|at| self.profiles.get(at));
        if let Some(domain) = shape::support_domain(sender, receiver) {
            options.support_domains.push(domain);
            return;
        }
        let mut speakers: Vec<&str> = Vec::new();
        for value in sender.column.values.iter().map(|v| v.trim()).filter(|v| !v.is_empty()) {
            if !speakers.contains(&value) && speakers.len() < 3 {
                speakers.push(value);
            }
        }
        if let ([_, second], Some(ConversationRule::File)) = (speakers.as_slice(), &self.preset.rule) {
            options.agent_senders.push((*second).to_owned());
            let message = "nothing tells who speaks: the first of the two is taken for the customer, `mappingOptions.agentSenders` names the agents";
            warnings.push(Warning::note("guessed_role", message).at_column(&sender.column.name));
        }
    }
}

fn plain_rule(kind: &str) -> TransformRule {
    TransformRule { kind: kind.to_owned(), params: serde_json::Map::new() }
}

fn rule(kind: &str, key: &str, value: serde_json::Value) -> TransformRule {
    let params = [(key.to_owned(), value)].into_iter().collect();
    TransformRule { kind: kind.to_owned(), params }
}
