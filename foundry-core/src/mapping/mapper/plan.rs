//! From mappings to a plan: what is read from which column, and whether that is enough.

use std::collections::BTreeSet;

use super::{NoteMark, Plan, Source, Step};
use crate::conversation::SenderRole;
use crate::error::{Error, ErrorKind, Result};
use crate::mapping::field::{ConversationRule, FieldMapping, MappingOptions, RowShape, StandardField};
use crate::mapping::timestamp;
use crate::mapping::transform::{self, TimeFormat, Transform};

impl Plan {
    /// Compiles mappings. Errors name the setting's path.
    pub(super) fn new(mappings: &[FieldMapping], options: &MappingOptions) -> Result<Plan> {
        let utc_offset = match &options.utc_offset {
            None => 0,
            Some(text) => timestamp::parse_offset(text).ok_or_else(|| {
                Error::new(ErrorKind::Mapping, "the offset cannot be read")
                    .at_path("mappingOptions.utcOffset")
                    .with_hint("write it as `+02:00` or `Z`")
            })?,
        };
        let mut plan = Plan {
            columns: Vec::new(),
            custom_fields: Vec::new(),
            conversation: None,
            contents: Vec::new(),
            role: None,
            sender: None,
            time: None,
            status: None,
            custom: Vec::new(),
            personal: Vec::new(),
            carries_sender: true,
            shape: RowShape::Message,
            rule: ConversationRule::Row,
            utc_offset,
            date_order: options.date_order,
            customer: None,
            notes: None,
            leave_out: None,
            agent_senders: options.agent_senders.clone(),
            support_domains: options
                .support_domains
                .iter()
                .map(|d| d.trim_start_matches('@').to_lowercase())
                .collect(),
            role_values: options.role_values.iter().map(|(k, v)| (k.trim().to_lowercase(), *v)).collect(),
            default_role: options.default_role,
        };
        let mut taken = BTreeSet::new();
        for (i, mapping) in mappings.iter().enumerate() {
            plan.add(mapping, i, &mut taken)?;
        }
        plan.customer = options.customer_field.as_deref().map(|column| plan.slot(column));
        plan.notes = options.internal_notes.as_ref().map(|notes| {
            let mark = match notes.values.as_slice() {
                [] => NoteMark::Answer(notes.when),
                words => NoteMark::Words(words.to_vec()),
            };
            (plan.slot(&notes.field), mark)
        });
        plan.leave_out = options
            .leave_out
            .as_ref()
            .map(|rows| (plan.slot(&rows.field), rows.field.clone(), rows.values.clone()));
        plan.settle_shape(options)?;
        Ok(plan)
    }

    fn add(
        &mut self,
        mapping: &FieldMapping,
        index: usize,
        taken: &mut BTreeSet<StandardField>,
    ) -> Result<()> {
        let target = &mapping.target_field;
        let is_personal = mapping.is_pii || *target == StandardField::SenderId;
        if *target == StandardField::Ignore && !is_personal {
            return Ok(());
        }
        let single = !matches!(target, StandardField::Content | StandardField::Ignore);
        if single && !taken.insert(target.clone()) {
            let message = format!("two columns are mapped to `{}`", target.name());
            return Err(Error::new(ErrorKind::Mapping, message)
                .at_path(format!("mappings[{index}].targetField"))
                .with_hint("map one of them to `ignore`, or join them with a `concat` transform"));
        }
        if is_personal && *target != StandardField::Content {
            let source = self.source(mapping, index)?;
            self.personal.push((source, mapping.entity_type));
        }
        if *target == StandardField::Ignore {
            return Ok(());
        }
        let mut source = self.source(mapping, index)?;
        match target {
            StandardField::ConversationId => self.conversation = Some(source),
            StandardField::Content => self.contents.push((source, mapping.role)),
            StandardField::SenderRole => self.role = Some(source),
            StandardField::SenderId => self.sender = Some(source),
            StandardField::Status => self.status = Some(source),
            StandardField::Timestamp => {
                // The last rule says how the time is written; the time itself is read here, with its doubts.
                let format = match source.steps.pop() {
                    Some(Step::Change(Transform::ParseTimestamp(format))) => format,
                    other => {
                        source.steps.extend(other);
                        TimeFormat::default()
                    }
                };
                self.time = Some((source, format));
            }
            StandardField::Custom(name) => {
                self.custom.push(source);
                self.custom_fields.push(name.clone());
            }
            StandardField::Ignore => {}
        }
        Ok(())
    }

    fn source(&mut self, mapping: &FieldMapping, index: usize) -> Result<Source> {
        let path = format!("mappings[{index}].transformRule");
        let transforms = transform::compile(mapping.transform_rule.as_ref(), &path)?;
        let column = mapping.source_field.clone();
        let stands_alone = |t: &Transform| {
            matches!(
                t,
                Transform::Constant(_)
                    | Transform::Concat { .. }
                    | Transform::Coalesce { .. }
                    | Transform::Default(_)
            )
        };
        let slot = if column.is_empty() {
            if !transforms.first().is_some_and(stands_alone) {
                return Err(Error::new(ErrorKind::Mapping, "no column is named")
                    .at_path(format!("mappings[{index}].sourceField"))
                    .with_hint("only a `constant`, `default` or `concat` transform needs no column"));
            }
            None
        } else {
            Some(self.slot(&column))
        };
        let steps = transforms.into_iter().map(|transform| match transform {
            Transform::Concat { fields, separator } => {
                Step::Concat { slots: fields.iter().map(|field| self.slot(field)).collect(), separator }
            }
            Transform::Coalesce { fields } => {
                Step::Coalesce(fields.iter().map(|field| self.slot(field)).collect())
            }
            other => Step::Change(other),
        });
        let steps = steps.collect();
        Ok(Source { slot, column, steps })
    }

    fn slot(&mut self, column: &str) -> usize {
        match self.columns.iter().position(|c| c == column) {
            Some(slot) => slot,
            None => {
                self.columns.push(column.to_owned());
                self.columns.len() - 1
            }
        }
    }

    fn settle_shape(&mut self, options: &MappingOptions) -> Result<()> {
        let several = self.contents.len() > 1;
        self.shape =
            options.row_shape.unwrap_or(if several { RowShape::QuestionAnswer } else { RowShape::Message });
        if self.contents.is_empty() {
            return Err(Error::new(ErrorKind::NoContent, "no column is mapped to `content`")
                .at_path("mappings")
                .with_hint("map the column that holds the message text to `content`"));
        }
        let pairs = self.shape == RowShape::QuestionAnswer;
        if several && !pairs {
            return Err(Error::new(ErrorKind::Mapping, "two columns are mapped to `content`")
                .at_path("mappings")
                .with_hint(
                    "give each a `role` and leave `rowShape` out, or join them with a `concat` transform",
                ));
        }
        if pairs && self.contents.iter().any(|(_, role)| role.is_none()) {
            return Err(Error::new(
                ErrorKind::Mapping,
                "several columns are mapped to `content`, and one has no `role`",
            )
            .at_path("mappings")
            .with_hint(
                "say `\"role\": \"customer\"` for the question and `\"role\": \"agent\"` for the answer",
            ));
        }
        if let [(_, first), (_, Some(SenderRole::Customer))] = self.contents.as_slice()
            && *first != Some(SenderRole::Customer)
        {
            // The question comes first, whatever the order of the columns.
            self.contents.reverse();
        }
        let has_role = self.role.is_some()
            || self.default_role.is_some()
            || self.contents.iter().all(|(_, role)| role.is_some())
            || ((self.customer.is_some()
                || !self.support_domains.is_empty()
                || !self.agent_senders.is_empty())
                && self.sender.is_some());
        if self.customer.is_some() && self.sender.is_none() {
            return Err(Error::new(ErrorKind::Mapping, "nothing to compare the customer with")
                .at_path("mappingOptions.customerField")
                .with_hint("map the column that names the author of a message to `sender_id`"));
        }
        if self.shape == RowShape::Message && !has_role {
            return Err(Error::new(ErrorKind::Mapping, "nothing tells who speaks")
                .at_path("mappings")
                .with_hint(
                    "map a column to `sender_role`, or set `customerField`, `agentSenders`, `supportDomains` or `defaultRole` in `mappingOptions`",
                ));
        }
        self.rule = match &options.conversations {
            Some(rule) => rule.clone(),
            None if self.conversation.is_some() || self.shape != RowShape::Message => ConversationRule::Row,
            None => {
                return Err(Error::new(
                    ErrorKind::Mapping,
                    "nothing tells which conversation a row belongs to",
                )
                .at_path("mappings")
                .with_hint("map a column to `conversation_id`, or set `mappingOptions.conversations`"));
            }
        };
        if matches!(self.rule, ConversationRule::SenderGap { .. })
            && self.conversation.is_none()
            && self.sender.is_none()
        {
            return Err(Error::new(
                ErrorKind::Mapping,
                "conversations by sender need a column mapped to `sender_id`",
            )
            .at_path("mappingOptions.conversations"));
        }
        Ok(())
    }
}
