//! Proposes a mapping: every column is scored for every field by name and values, then all are assigned at once.

use super::evidence::Evidence;
use super::field::{Confidence, FieldMapping, MappingOptions, RowShape, StandardField, TransformRules};
use super::products::{self, Known};
use super::shape::{self, Grouping, Pair};
use super::synonyms::{Meaning, Name, NameMatch};
use super::{Detection, score};
use crate::conversation::SenderRole;
use crate::entity::EntityType;
use crate::record::{Column, Schema, Warning};

/// A column with all that is known of it.
pub(super) struct Profile<'a> {
    pub column: &'a Column,
    pub name: Name,
    pub evidence: Evidence,
    /// What the name says beside the standard fields.
    pub other: Option<(Meaning, NameMatch)>,
}

impl<'a> Profile<'a> {
    fn of(column: &'a Column) -> Profile<'a> {
        let name = Name::new(&column.name);
        let other = name.other().filter(|(_, m)| m.score >= 0.6);
        Profile { column, evidence: Evidence::of(column), name, other }
    }
}

/// The single-valued fields, in the order of the assignment.
pub(super) const TARGETS: [StandardField; 6] = [
    StandardField::ConversationId,
    StandardField::Content,
    StandardField::SenderRole,
    StandardField::SenderId,
    StandardField::Timestamp,
    StandardField::Status,
];
const CONVERSATION: usize = 0;
const CONTENT: usize = 1;
const ROLE: usize = 2;
const SENDER: usize = 3;
const TIME: usize = 4;

/// What is not even a guess.
const FLOOR: f64 = 0.38;

/// How well a column fits a field, and why.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    pub score: f64,
    pub name: f64,
    pub value: f64,
    pub reasons: Vec<String>,
}

/// Proposes a mapping from the columns' names and sampled values, as one assignment over all columns. A column whose
/// values hold two things (`agent:17` is a role and a sender) gets two proposals, one after the other.
pub fn detect(schema: &Schema) -> Detection {
    let profiles: Vec<Profile<'_>> = schema.columns.iter().map(Profile::of).collect();
    let without_text = match products::recognise(schema, &profiles) {
        Some(Known::Mapped(detection)) => return *detection,
        Some(Known::WithoutText(product)) => Some(product),
        None => None,
    };
    let mut detection = propose(profiles);
    let has_text =
        |m: &FieldMapping| m.target_field == StandardField::Content && m.confidence > Confidence::Low;
    if let Some(product) = without_text.filter(|_| !detection.mappings.iter().any(has_text)) {
        let remedy = product.remedy.unwrap_or_default();
        let message = format!("the export holds no message text: it looks like {}; {remedy}", product.name);
        detection.warnings.insert(0, Warning::note("export_without_text", message));
        detection.product = Some(product);
    }
    detection
}

fn propose(profiles: Vec<Profile<'_>>) -> Detection {
    let pair = shape::question_and_answer(&profiles);
    let one_row = pair.is_some() || profiles.iter().any(|p| p.evidence.transcripts >= 0.6);
    let fits: Vec<[Fit; 6]> = profiles
        .iter()
        .enumerate()
        .map(|(at, profile)| {
            let of_pair = pair.as_ref().is_some_and(|p| p.question == at || p.answer == at);
            std::array::from_fn(|target| {
                let taken = of_pair || (pair.is_some() && matches!(target, CONTENT | ROLE));
                if taken { Fit::default() } else { score::fit(profile, target, one_row) }
            })
        })
        .collect();
    let assigned = assign(&fits);
    let mut proposal = Proposal {
        profiles,
        fits,
        assigned,
        customer: None,
        options: MappingOptions::default(),
        warnings: Vec::new(),
    };
    let mut key = None;
    proposal.settle_shape(pair.as_ref());
    if pair.is_none() && proposal.options.row_shape != Some(RowShape::Transcript) {
        proposal.settle_roles();
    }
    if proposal.column_of(CONVERSATION).is_none() && proposal.has_content(pair.as_ref()) {
        key = proposal.settle_conversations();
    }
    let mappings = proposal.mappings(pair.as_ref(), key);
    Detection { mappings, options: proposal.options, warnings: proposal.warnings, product: None }
}

/// The assignment with the greatest sum of scores, each column and each field at most once: exact, by dynamic
/// programming over the sets of fields already given.
fn assign(fits: &[[Fit; 6]]) -> Vec<Option<usize>> {
    const SETS: usize = 1 << TARGETS.len();
    let mut best = [f64::NEG_INFINITY; SETS];
    best[0] = 0.0;
    let mut choices: Vec<[Option<usize>; SETS]> = Vec::with_capacity(fits.len());
    for row in fits {
        let mut next = best;
        let mut choice = [None; SETS];
        for (set, sum) in best.iter().enumerate().filter(|(_, sum)| sum.is_finite()) {
            for (target, fit) in row.iter().enumerate() {
                let with = set | 1 << target;
                let total = sum + fit.score;
                if with != set && fit.score >= FLOOR && next.get(with).is_some_and(|n| total > *n + 1e-9) {
                    next[with] = total;
                    choice[with] = Some(target);
                }
            }
        }
        best = next;
        choices.push(choice);
    }
    let mut set = (0..SETS).rev().max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
    let mut assigned = vec![None; fits.len()];
    for (slot, choice) in assigned.iter_mut().zip(&choices).rev() {
        if let Some(target) = choice[set] {
            *slot = Some(target);
            set &= !(1 << target);
        }
    }
    assigned
}

struct Proposal<'a> {
    profiles: Vec<Profile<'a>>,
    fits: Vec<[Fit; 6]>,
    assigned: Vec<Option<usize>>,
    /// The column that names the customer, where it tells the role.
    customer: Option<usize>,
    options: MappingOptions,
    warnings: Vec<Warning>,
}

impl Proposal<'_> {
    fn column_of(&self, target: usize) -> Option<usize> {
        self.assigned.iter().position(|t| *t == Some(target))
    }

    fn profile_of(&self, target: usize) -> Option<&Profile<'_>> {
        self.profiles.get(self.column_of(target)?)
    }

    fn has_content(&self, pair: Option<&Pair>) -> bool {
        pair.is_some() || self.column_of(CONTENT).is_some()
    }

    fn warn(&mut self, code: &str, message: &str, column: Option<usize>) {
        let mut warning = Warning::note(code, message);
        if let Some(profile) = column.and_then(|at| self.profiles.get(at)) {
            warning = warning.at_column(&profile.column.name);
        }
        self.warnings.push(warning);
    }

    fn settle_shape(&mut self, pair: Option<&Pair>) {
        let content = self.column_of(CONTENT);
        if pair.is_some() {
            self.options.row_shape = Some(RowShape::QuestionAnswer);
        } else if content.and_then(|at| self.profiles.get(at)).is_some_and(|p| p.evidence.transcripts >= 0.6)
        {
            self.options.row_shape = Some(RowShape::Transcript);
        } else if content.is_some() {
            self.options.row_shape = Some(RowShape::Message);
        } else {
            self.warn("no_content", "no column can be taken for the message text", None);
            return;
        }
        if pair.is_none() && content.is_some_and(|at| self.confidence(at, CONTENT) == Confidence::Low) {
            self.warn("low_confidence_content", "this column may not be the message text", content);
        }
    }

    /// Where no column says the role, a column that names the customer or the sender's domain may.
    fn settle_roles(&mut self) {
        let Some(content) = self.profile_of(CONTENT) else { return };
        self.options.internal_notes = shape::internal_notes(content, &self.profiles);
        if let Some(role) = self.column_of(ROLE) {
            if self.confidence(role, ROLE) == Confidence::Low {
                self.warn("low_confidence_role", "this column may not tell who speaks", Some(role));
            }
            return;
        }
        self.customer = self.profile_of(SENDER).and_then(|s| shape::customer_column(s, &self.profiles));
        if let Some(profile) = self.customer.and_then(|at| self.profiles.get(at)) {
            self.options.customer_field = Some(profile.column.name.clone());
            return;
        }
        let receives = |p: &&Profile<'_>| p.name.matches(Meaning::Receiver).is_some_and(|m| m.score >= 0.85);
        let receiver = self.profiles.iter().find(receives);
        let domain = self.profile_of(SENDER).and_then(|sender| shape::support_domain(sender, receiver));
        match domain {
            Some(domain) => self.options.support_domains.push(domain),
            None => self.warn("no_role", "no column tells who speaks: customer or agent", None),
        }
    }

    /// Without a conversation id: each row, or by the customer; returns the column to be the key.
    fn settle_conversations(&mut self) -> Option<usize> {
        if self.options.row_shape != Some(RowShape::Message) {
            self.options.conversations = Some(super::ConversationRule::Row);
            return None;
        }
        if let Some(slot) = self.customer.and_then(|at| self.assigned.get_mut(at)) {
            // The sender must stay who wrote: the customer's column is the key as it stands.
            *slot = Some(CONVERSATION);
            let doubt = "no conversation id: all messages about one customer are taken for one conversation";
            self.warn("no_conversation_id", doubt, self.customer);
            return None;
        }
        let Grouping { rule, key, doubt } =
            shape::grouping(&self.profiles, self.column_of(ROLE), self.column_of(SENDER));
        self.options.conversations = Some(rule);
        if let Some(doubt) = doubt {
            self.warn("no_conversation_id", doubt, None);
        }
        if let Some(key) = key {
            for slot in self.assigned.iter_mut().filter(|slot| **slot == Some(SENDER)) {
                *slot = None;
            }
            if let Some(slot) = self.assigned.get_mut(key) {
                *slot = Some(SENDER);
            }
        }
        key
    }

    /// High needs name and values, and no other column that does nearly as well.
    fn confidence(&self, column: usize, target: usize) -> Confidence {
        let Some(fit) = self.fits.get(column).and_then(|row| row.get(target)) else { return Confidence::Low };
        let rivals = self.fits.iter().enumerate().filter(|(at, _)| *at != column);
        let free = rivals.filter(|(at, _)| self.assigned.get(*at).is_none_or(Option::is_none));
        let rival = free.filter_map(|(_, row)| row.get(target)).map(|f| f.score).fold(0.0, f64::max);
        if fit.score >= 0.84 && fit.value >= 0.75 && fit.name >= 0.55 && rival < fit.score - 0.05 {
            Confidence::High
        } else if (fit.score >= 0.6 && fit.value > 0.3)
            || (target == CONTENT && self.is_only_text(fit, rival))
        {
            Confidence::Medium
        } else {
            Confidence::Low
        }
    }

    /// Whether a column tells whom a conversation is about, and not who wrote a message: it stands on the messages of
    /// both sides, or nothing says otherwise. Where a row holds both sides, that is all there is to tell.
    fn names_the_customer(&self, profile: &Profile<'_>) -> bool {
        let one_message = self.options.row_shape == Some(RowShape::Message);
        one_message && matches!(profile.other, Some((Meaning::Customer(_), m)) if m.score >= 0.75)
    }

    /// Whether a column without a telling name is still the one text beside a column of role words.
    fn is_only_text(&self, fit: &Fit, rival: f64) -> bool {
        let role = self.column_of(ROLE).and_then(|at| self.fits.get(at)?.get(ROLE));
        fit.value >= 0.6 && role.is_some_and(|r| r.value >= 0.9) && rival < fit.score * 0.7
    }

    fn mappings(&self, pair: Option<&Pair>, key: Option<usize>) -> Vec<FieldMapping> {
        let mut mappings: Vec<FieldMapping> = Vec::with_capacity(self.profiles.len());
        let clock = self.clock_beside_date();
        for (at, profile) in self.profiles.iter().enumerate() {
            let spoken = pair.and_then(|p| match at {
                _ if at == p.question => Some((SenderRole::Customer, p.score)),
                _ if at == p.answer => Some((SenderRole::Agent, p.score)),
                _ => None,
            });
            let mut mapping = if let Some((role, score)) = spoken {
                pair_mapping(profile, role, score)
            } else if let Some(target) = self.assigned.get(at).copied().flatten() {
                let mut mapping = self.field_mapping(at, target, profile, key);
                if key == Some(at) {
                    mapping
                        .reasons
                        .push("names the customer on every row, so conversations are formed by it".into());
                }
                mapping
            } else if clock == Some(at) {
                let reasons = vec!["a time of day, joined to the date in another column".to_owned()];
                blank(profile, StandardField::Ignore, Confidence::High, reasons)
            } else {
                score::leftover(profile)
            };
            if let (StandardField::Timestamp, Some(clock)) =
                (&mapping.target_field, clock.and_then(|at| self.profiles.get(at)))
            {
                let fields = vec![profile.column.name.clone(), clock.column.name.clone()];
                mapping.transform_rule = Some(shape::rule("concat", [("fields", fields.into())]));
                mapping.reasons.push(format!("joined with the time of day in `{}`", clock.column.name));
            }
            if self.customer == Some(at) {
                mapping
                    .reasons
                    .push("equals the sender in the customer's messages, so it tells the role".into());
            }
            if self.options.internal_notes.as_ref().is_some_and(|notes| notes.field == profile.column.name) {
                mapping.reasons.push("marks internal notes".into());
            }
            unique_custom(&mut mapping, &mappings);
            let prefixed =
                mapping.target_field == StandardField::SenderRole && profile.evidence.role_prefixes >= 0.6;
            mappings.push(mapping);
            if prefixed && self.column_of(SENDER).is_none() {
                let reasons = vec!["values name the sender after the role".to_owned()];
                let mut sender = blank(profile, StandardField::SenderId, Confidence::Medium, reasons);
                sender.is_pii = true;
                mappings.push(sender);
            }
        }
        mappings
    }

    /// The time-of-day column that completes a date without one.
    fn clock_beside_date(&self) -> Option<usize> {
        let date = self.profile_of(TIME)?;
        let has_time = date.column.values.iter().any(|v| v.contains(':'));
        if has_time || date.evidence.dates < 0.8 {
            return None;
        }
        self.profiles.iter().position(|p| {
            p.evidence.clock >= 0.8 && p.name.matches(Meaning::Clock).is_some_and(|m| m.score >= 0.6)
        })
    }

    fn field_mapping(
        &self,
        at: usize,
        target: usize,
        profile: &Profile<'_>,
        key: Option<usize>,
    ) -> FieldMapping {
        let fit = self.fits.get(at).and_then(|row| row.get(target)).cloned().unwrap_or_default();
        let field = TARGETS.get(target).cloned().unwrap_or(StandardField::Ignore);
        let mut confidence = self.confidence(at, target);
        if target == SENDER && key != Some(at) && self.names_the_customer(profile) {
            confidence = Confidence::Low;
        }
        // Which side a yes is, and whether two columns are one time, is worth a look however sure the names are.
        let is_flag = target == ROLE && profile.evidence.booleans >= 0.8 && profile.evidence.roles < 0.5;
        if is_flag || (target == TIME && self.clock_beside_date().is_some()) {
            confidence = confidence.min(Confidence::Medium);
        }
        let mut mapping = blank(profile, field, confidence, fit.reasons);
        let e = &profile.evidence;
        match target {
            SENDER => {
                mapping.is_pii = true;
                mapping.entity_type = score::entity_of_sender(profile);
            }
            CONVERSATION => {
                mapping.entity_type = score::entity_by_values(e).filter(|t| *t != EntityType::Person);
                mapping.is_pii = mapping.entity_type.is_some();
            }
            CONTENT if e.html >= 0.2 => {
                mapping.transform_rule = Some(html_rule());
                mapping.reasons.push("values hold html".into());
            }
            ROLE => mapping.transform_rule = role_rule(profile),
            _ => {}
        }
        mapping
    }
}

fn html_rule() -> TransformRules {
    shape::rule("html_to_text", [])
}

fn role_rule(profile: &Profile<'_>) -> Option<TransformRules> {
    let e = &profile.evidence;
    if e.booleans >= 0.8 && e.roles < 0.5 {
        let says = |meaning| profile.name.matches(meaning).map_or(0.0, |m| m.score);
        let customer = says(Meaning::Inbound) >= says(Meaning::FromAgent);
        return Some(shape::direction_rule(if customer { SenderRole::Customer } else { SenderRole::Agent }));
    }
    if e.role_prefixes >= 0.6 {
        let value = profile.column.values.iter().find(|v| !v.is_empty())?;
        let separator = value.chars().find(|c| matches!(c, ':' | '/' | '|' | '#'))?;
        return Some(shape::rule(
            "split",
            [("separator", separator.to_string().into()), ("index", 0.into())],
        ));
    }
    None
}

/// A proposal for a column, without marks and rules.
pub(super) fn blank(
    profile: &Profile<'_>,
    target_field: StandardField,
    confidence: Confidence,
    reasons: Vec<String>,
) -> FieldMapping {
    FieldMapping {
        source_field: profile.column.name.clone(),
        target_field,
        confidence,
        is_pii: false,
        entity_type: None,
        role: None,
        transform_rule: None,
        reasons,
    }
}

fn pair_mapping(profile: &Profile<'_>, role: SenderRole, score: f64) -> FieldMapping {
    let (meaning, what) = match role {
        SenderRole::Customer => (Meaning::Question, "question"),
        _ => (Meaning::Answer, "answer"),
    };
    let named = profile.name.matches(meaning).map_or("", |m| m.phrase).trim_start_matches('=');
    let confidence =
        if score >= 0.84 && profile.evidence.prose >= 0.5 { Confidence::High } else { Confidence::Medium };
    let reasons = vec![
        format!("name says `{named}`"),
        format!("stands as the {what} beside the other side's column"),
        "values read like messages".to_owned(),
    ];
    let mut mapping = blank(profile, StandardField::Content, confidence, reasons);
    mapping.role = Some(role);
    if profile.evidence.html >= 0.2 {
        mapping.transform_rule = Some(html_rule());
    }
    mapping
}

/// Two columns of one name after folding get `_2`, `_3` …
pub(super) fn unique_custom(mapping: &mut FieldMapping, before: &[FieldMapping]) {
    let StandardField::Custom(slug) = &mapping.target_field else { return };
    let base = slug.clone();
    let mut number = 1;
    while before.iter().any(|m| m.target_field == mapping.target_field) {
        number += 1;
        let cut: String = base.chars().take(60).collect();
        mapping.target_field = StandardField::Custom(format!("{cut}_{number}"));
    }
}

#[cfg(test)]
mod tests;
