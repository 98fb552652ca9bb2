//! `map_messages`: the rows of a file as messages.

use std::io::Read;

use serde_json::{Map, Value, json};

use super::inspect::meaning;
use crate::config::PipelineConfig;
use crate::conversation::Timestamp;
use crate::error::Result;
use crate::export::TOOL_FIELDS;
use crate::mapping::{ConversationKey, DateOrder, MappedMessage, Mapper, RawTime};
use crate::read::{RecordReader, Row};
use crate::record::Warning;

/// The rows of a file as messages, by the mappings of the settings or those that are found out: JSON of the shape
/// `{messages, warnings}`.
///
/// # Errors
/// Those of reading and of the mappings.
pub fn map_messages(name: &str, input: Box<dyn Read + Send + '_>, config: &PipelineConfig) -> Result<String> {
    let mut reader = RecordReader::open(name, input, &config.source)?;
    let mut warnings = Vec::new();
    let mut mapper = if config.mappings.is_empty() {
        let detection = meaning(config, reader.schema());
        warnings.extend(detection.warnings);
        Mapper::new(&detection.mappings, &config.mapping_options.over(detection.options))?
    } else {
        Mapper::new(&config.mappings, &config.mapping_options)?
    };
    reader.bind(&mapper.columns())?;
    // A list of messages in a cell brings fields of tools along, behind those of the mappings.
    let of_lists = TOOL_FIELDS.map(str::to_owned);
    let custom_fields: Vec<String> = mapper.custom_fields().iter().cloned().chain(of_lists).collect();
    let mut messages: Vec<(Value, Option<RawTime>)> = Vec::new();
    while let Some(row) = reader.next_row()? {
        match row {
            Row::Rejected(warning) => warnings.push(warning),
            Row::Record(record) => {
                let mut notes: Vec<Warning> = Vec::new();
                let outcome = mapper.map(&record, &mut notes, &mut |message| {
                    messages.push((message_json(&message, &custom_fields), message.time));
                    Ok(())
                })?;
                warnings.append(&mut notes);
                warnings.extend(outcome.err());
            }
        }
    }
    let (order, doubt) = mapper.settle_dates();
    warnings.extend(doubt);
    let messages: Vec<Value> =
        messages.into_iter().map(|(message, time)| timed(message, time, order)).collect();
    Ok(json!({ "messages": messages, "warnings": warnings }).to_string())
}

fn message_json(message: &MappedMessage<'_>, custom_fields: &[String]) -> Value {
    let conversation = match message.key {
        ConversationKey::Id(id) => json!(id),
        ConversationKey::Row(row) => json!({ "row": row }),
        ConversationKey::Sender(sender) => json!({ "sender": sender }),
        ConversationKey::File => json!({ "file": true }),
    };
    let custom = custom_fields.iter().zip(message.custom);
    let custom: Map<String, Value> =
        custom.filter_map(|(name, value)| Some((name.clone(), json!(value.as_deref()?)))).collect();
    let known = message.known.iter();
    let known: Vec<Value> =
        known.map(|known| json!({ "entityType": known.entity_type, "value": known.value })).collect();
    json!({
        "conversation": conversation,
        "row": message.row,
        "role": message.role,
        "content": message.content,
        "senderId": message.sender_id,
        "status": message.status,
        "custom": custom,
        "known": known,
    })
}

/// The message with its time, in the order of day and month that all rows together settle.
fn timed(mut message: Value, time: Option<RawTime>, order: DateOrder) -> Value {
    let time = time.map(|time| match order {
        DateOrder::MonthFirst => Timestamp(time.month_first),
        DateOrder::DayFirst | DateOrder::Auto => Timestamp(time.day_first),
    });
    if let Some(message) = message.as_object_mut() {
        message.insert("timestamp".into(), json!(time));
    }
    message
}
