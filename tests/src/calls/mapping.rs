//! `detect_mapping` and `map`: what columns mean, and rows as messages.

use foundry_core::Result;
use foundry_core::conversation::Timestamp;
use foundry_core::mapping::{
    ConversationKey, DateOrder, FieldMapping, MappedMessage, Mapper, MappingOptions, RawTime, detect,
};
use foundry_core::read::{ReadOptions, Row};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::read::{open, warnings_json};
use super::{File, settings, shaped};

pub(super) fn detect_mapping(input: &Value) -> Result<Value> {
    let reader = open(&shaped(input), &ReadOptions::default())?;
    let detection = detect(reader.schema());
    Ok(json!({
        "mappings": detection.mappings,
        "options": detection.options,
        "warnings": warnings_json(&detection.warnings),
        "product": detection.product.map(|product| product.name),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MapConfig {
    mappings: Vec<FieldMapping>,
    #[serde(default)]
    mapping_options: MappingOptions,
}

pub(super) fn map(config: &Value, input: &Value) -> Result<Value> {
    let config: MapConfig = settings(config)?;
    let file: File = shaped(input);
    let mut mapper = Mapper::new(&config.mappings, &config.mapping_options)?;
    let mut reader = open(&file, &ReadOptions::default())?;
    reader.bind(&mapper.columns())?;
    let custom_fields = mapper.custom_fields().to_vec();
    let mut warnings = Vec::new();
    let mut messages: Vec<(Value, Option<RawTime>)> = Vec::new();
    while let Some(row) = reader.next_row()? {
        match row {
            Row::Rejected(warning) => warnings.push(warning),
            Row::Record(record) => {
                let mut notes = Vec::new();
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
    Ok(json!({ "messages": messages, "warnings": warnings_json(&warnings) }))
}

fn message_json(message: &MappedMessage<'_>, custom_fields: &[String]) -> Value {
    let conversation = match message.key {
        ConversationKey::Id(id) => json!(id),
        ConversationKey::Row(row) => json!({ "row": row }),
        ConversationKey::Sender(sender) => json!({ "sender": sender }),
        ConversationKey::File => json!({ "file": true }),
    };
    let custom: Map<String, Value> = custom_fields
        .iter()
        .zip(message.custom)
        .filter_map(|(name, value)| Some((name.clone(), json!(value.as_deref()?))))
        .collect();
    let known: Vec<Value> = message
        .known
        .iter()
        .map(|known| json!({ "entityType": known.entity_type, "value": known.value }))
        .collect();
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

fn timed(mut message: Value, time: Option<RawTime>, order: DateOrder) -> Value {
    let time = time.map(|time| match order {
        DateOrder::MonthFirst => Timestamp(time.month_first),
        DateOrder::DayFirst | DateOrder::Auto => Timestamp(time.day_first),
    });
    message["timestamp"] = json!(time);
    message
}
