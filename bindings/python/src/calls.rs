//! Calls whose input and result cross as the JSON of the core.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use foundry_core::PipelineConfig;
use foundry_core::conversation::{Conversation, Timestamp};
use foundry_core::deid::{AuditCounts, Deidentified, PiiTokensMap, Reidentifier};
use foundry_core::error::{Error, ErrorKind};
use foundry_core::evaluate::{Evaluator, LabelMap, LabelledText, detect};
use foundry_core::export::{self, ExportFormat, guess_format};
use foundry_core::mapping::{
    Confidence, ConversationKey, DateOrder, Detection, MappedMessage, Mapper, RawTime, header_fingerprint,
    remembered,
};
use foundry_core::offsets::{OffsetConverter, OffsetUnit};
use foundry_core::read::{ReadLimits, RecordReader, Row, unpacked};
use foundry_core::record::{Schema, Warning};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::engine::Engine;
use crate::error::{Result, core, raised, unfit};
use crate::files::{Raised, Source};
use crate::run::time;

/// The longest first line that is looked at to tell a format.
const LONGEST_LINE: u64 = 16 << 20;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeidentifiedJson<'a> {
    conversation: &'a Conversation<'a>,
    /// In order of appearance, which a JSON value would not keep.
    token_map: Box<RawValue>,
    audit: AuditCounts,
    findings: BTreeMap<&'a str, u64>,
}

#[pymethods]
impl Engine {
    /// A conversation de-identified and audited.
    fn deidentify_conversation(&self, py: Python<'_>, conversation: &str) -> Result<String> {
        let given: Conversation<'_> = shaped("the conversation", conversation)?;
        py.detach(|| {
            let done = self.deidentifier.deidentify(given)?;
            let Deidentified { conversation, token_map, .. } = done;
            let findings = conversation.findings().iter();
            let result = DeidentifiedJson {
                conversation: conversation.conversation(),
                token_map: RawValue::from_string(token_map.to_json()).map_err(unwritten)?,
                audit: conversation.audit(),
                findings: findings.map(|(t, count)| (self.deidentifier.entity_name(*t), *count)).collect(),
            };
            serde_json::to_string(&result).map_err(unwritten)
        })
        .map_err(raised)
    }

    /// Every finding of a text with its reasons, dropped ones too.
    fn explain(&self, py: Python<'_>, text: &str) -> Result<String> {
        py.detach(|| {
            let mut offsets = OffsetConverter::new(text, OffsetUnit::Chars);
            let mut explained =
                self.with_room(|scratch| self.deidentifier.find_explained_with(&[], text, scratch))?;
            for explanation in &mut explained {
                explanation.start = offsets.convert(explanation.start);
                explanation.end = offsets.convert(explanation.end);
                explanation.cue = explanation.cue.map(|cue| offsets.convert_span(cue));
            }
            serde_json::to_string(&explained).map_err(unwritten)
        })
        .map_err(raised)
    }

    /// De-identified conversations as a data set in the format of the settings, and what was written.
    fn export<'py>(&self, py: Python<'py>, conversations: &str) -> Result<(Bound<'py, PyBytes>, String)> {
        let given: Vec<Conversation<'_>> = shaped("the conversations", conversations)?;
        let (out, counts) = py
            .detach(|| {
                let done = given.into_iter().map(|conversation| self.deidentifier.deidentify(conversation));
                let done = done.collect::<foundry_core::Result<Vec<_>>>()?;
                let conversations = done.iter().map(|done| &done.conversation);
                foundry_core::export(conversations, self.settings.export_format, &self.settings.export_config)
            })
            .map_err(raised)?;
        Ok((PyBytes::new(py, &out), json!(counts).to_string()))
    }

    /// How good findings are on labelled lines: the report and the first wrong places, as JSON. `predictions` are lines
    /// of another tool; without them our own findings are judged.
    fn evaluate(
        &self,
        py: Python<'_>,
        lines: Vec<String>,
        predictions: Option<Vec<String>>,
        label_map: BTreeMap<String, String>,
        offsets: &str,
        shown: usize,
    ) -> Result<String> {
        let unit = OffsetUnit::from_name(offsets).ok_or_else(|| {
            let names = OffsetUnit::ALL.map(OffsetUnit::as_str).join(", ");
            raised(
                Error::new(ErrorKind::Config, format!("unknown value `{offsets}`"))
                    .at_path("offsets")
                    .with_hint(format!("known here: {names}")),
            )
        })?;
        py.detach(|| self.judge(&lines, predictions.as_deref(), label_map, unit, shown)).map_err(raised)
    }
}

impl Engine {
    fn judge(
        &self,
        lines: &[String],
        predictions: Option<&[String]>,
        label_map: BTreeMap<String, String>,
        unit: OffsetUnit,
        shown: usize,
    ) -> foundry_core::Result<String> {
        if predictions.is_some_and(|predictions| predictions.len() != lines.len()) {
            return Err(Error::new(ErrorKind::Format, "labelled lines and predictions differ in number")
                .with_hint("the predictions need one line for every labelled line, in the same order"));
        }
        let mut evaluator = Evaluator::new(LabelMap::new(label_map, &self.settings.pii_settings)?);
        let (mut scratch, mut wrong) = (Default::default(), Vec::new());
        for (place, line) in lines.iter().enumerate() {
            let at = |e: Error| e.at_row(place as u64 + 1);
            let text = LabelledText::from_json(line, unit).map_err(at)?;
            let faults = match predictions.and_then(|predictions| predictions.get(place)) {
                Some(predicted) => {
                    evaluator.add(&text, &text.found_from_json(predicted, unit).map_err(at)?, None)
                }
                None => {
                    let (found, clean) = detect(&self.deidentifier, &text, &mut scratch).map_err(at)?;
                    evaluator.add(&text, &found, Some(&clean))
                }
            };
            let mut chars = OffsetConverter::new(&text.text, OffsetUnit::Chars);
            for fault in faults.iter().take(shown.saturating_sub(wrong.len())) {
                let span = chars.convert_span(fault.span);
                wrong.push(json!({
                    "line": place + 1, "kind": fault.kind.as_str(), "entityType": fault.entity_type,
                    "start": span.start, "end": span.end,
                }));
            }
        }
        Ok(json!({ "report": evaluator.report(), "faults": wrong }).to_string())
    }
}

/// Originals for tokens, values for what was encrypted, text after text of one conversation.
#[pyfunction]
pub fn reidentify(
    py: Python<'_>,
    texts: Vec<String>,
    token_map: &str,
    key: Option<&str>,
) -> Result<Vec<String>> {
    let map = core(PiiTokensMap::from_json(token_map))?;
    py.detach(|| {
        let mut way_back = Reidentifier::new(&map);
        if let Some(key) = key {
            way_back = way_back.with_key(key)?;
        }
        texts.iter().map(|text| way_back.restore(text)).collect::<foundry_core::Result<_>>()
    })
    .map_err(raised)
}

/// What a file holds and what its columns mean, as JSON.
#[pyfunction]
pub fn inspect(py: Python<'_>, name: &str, source: Source, config: &str, samples: usize) -> Result<String> {
    let kept = Raised::default();
    let config = core(PipelineConfig::from_json(config))?;
    let input = core(source.open(name, &kept))?;
    py.detach(|| {
        let mut reader = RecordReader::open(name, input.reader, &config.source)?;
        let detection = meaning(&config, reader.schema());
        let columns = reader.schema().columns.iter();
        let columns: Vec<Value> = columns
            .map(|c| json!({ "name": c.name, "type": c.column_type, "samples": c.samples(samples) }))
            .collect();
        let mut mappings = json!(detection.mappings);
        for mapping in mappings.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            // Always there for those who read it.
            mapping.entry("reasons").or_insert_with(|| json!([]));
        }
        let format = reader.resolved().format.map(|format| format.as_str());
        Ok(json!({
            "file": name,
            "format": format,
            "source": reader.resolved(),
            "columns": columns,
            "fingerprint": header_fingerprint(reader.schema().names()),
            "product": detection.product.map(|product| product.name),
            "mappings": mappings,
            "mappingOptions": detection.options,
            "warnings": detection.warnings,
            "notes": reader.take_notes(),
        })
        .to_string())
    })
    .map_err(|e| kept.or(e))
}

/// What columns mean: what a person confirmed for them, or what is found out.
fn meaning(config: &PipelineConfig, schema: &Schema) -> Detection {
    match remembered(&config.remembered_mappings, schema.names()) {
        None => foundry_core::detect_mapping(schema),
        Some(known) => {
            let mut mappings = known.mappings.clone();
            for mapping in &mut mappings {
                mapping.confidence = Confidence::High;
                mapping.reasons = vec!["confirmed for these columns".into()];
            }
            let options = known.mapping_options.clone();
            Detection { mappings, options, warnings: Vec::new(), product: None }
        }
    }
}

/// The rows of a file as messages, as JSON; `config` holds the settings of a run.
#[pyfunction]
pub fn map_messages(py: Python<'_>, name: &str, source: Source, config: &str) -> Result<String> {
    let kept = Raised::default();
    let config = core(PipelineConfig::from_json(config))?;
    let input = core(source.open(name, &kept))?;
    py.detach(|| messages(name, input.reader, &config)).map_err(|e| kept.or(e))
}

fn messages(
    name: &str,
    input: Box<dyn Read + Send>,
    config: &PipelineConfig,
) -> foundry_core::Result<String> {
    let mut reader = RecordReader::open(name, input, &config.source)?;
    let mut warnings = Vec::new();
    let mut mapper = if config.mappings.is_empty() {
        let detection = meaning(config, reader.schema());
        warnings.extend(detection.warnings);
        Mapper::new(&detection.mappings, &detection.options)?
    } else {
        Mapper::new(&config.mappings, &config.mapping_options)?
    };
    reader.bind(&mapper.columns())?;
    let custom_fields = mapper.custom_fields().to_vec();
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

/// Why a conversation is left out by the filters of these settings, or `None`.
#[pyfunction]
pub fn filter_reason(conversation: &str, config: &str, now: &str) -> Result<Option<&'static str>> {
    let conversation: Conversation<'_> = shaped("the conversation", conversation)?;
    let settings = core(PipelineConfig::from_json(config))?.filter_settings;
    let verdict = core(foundry_core::filter(&conversation, &settings, time(now)?))?;
    Ok(verdict.map(|reason| reason.code()))
}

/// What breaks the rules of a format in a file, as JSON; the format is told from the first line where it is not named.
#[pyfunction]
pub fn validate(py: Python<'_>, name: &str, source: Source, format: Option<&str>) -> Result<String> {
    let kept = Raised::default();
    let input = core(source.open(name, &kept))?;
    let format = format.map(named_format).transpose()?;
    py.detach(|| {
        let failed = |e: std::io::Error| match e.downcast::<Error>() {
            Ok(error) => error.in_file(name),
            Err(error) => Error::io("cannot be read", error).in_file(name),
        };
        let input = unpacked(input.reader, &ReadLimits::default()).map_err(|e| e.in_file(name))?;
        let mut reader = BufReader::new(input);
        let mut head = Vec::new();
        let format = match format {
            Some(format) => format,
            None => {
                let mut lines = (&mut reader).take(LONGEST_LINE);
                while head.trim_ascii().is_empty() && lines.read_until(b'\n', &mut head).map_err(failed)? > 0
                {
                }
                told_format(name, &head)?
            }
        };
        let report =
            export::validate(Cursor::new(head).chain(reader), format).map_err(|e| e.in_file(name))?;
        Ok(json!(report).to_string())
    })
    .map_err(|e| kept.or(e))
}

fn named_format(name: &str) -> Result<ExportFormat> {
    ExportFormat::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = ExportFormat::names().collect();
        let hint = match foundry_core::error::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", names.join(", ")),
        };
        raised(
            Error::new(ErrorKind::Config, format!("unknown value `{name}`"))
                .at_path("format")
                .with_hint(hint),
        )
    })
}

fn told_format(name: &str, head: &[u8]) -> foundry_core::Result<ExportFormat> {
    if head.trim_ascii().is_empty() {
        return Err(Error::new(ErrorKind::Format, "the file is empty")
            .in_file(name)
            .with_hint("check that the export has finished"));
    }
    // A byte-order mark breaks a rule of its own, but tells nothing of the format.
    guess_format(String::from_utf8_lossy(head).trim_start_matches('\u{feff}')).ok_or_else(|| {
        let names = ExportFormat::names().collect::<Vec<_>>().join(", ");
        Error::new(ErrorKind::Format, "its first line does not tell the format")
            .in_file(name)
            .with_hint(format!("name it with `format`: {names}"))
    })
}

/// The JSON Schema of the settings.
#[pyfunction]
pub fn json_schema() -> String {
    PipelineConfig::json_schema().to_string()
}

fn shaped<'de, T: Deserialize<'de>>(what: &str, json: &'de str) -> Result<T> {
    serde_json::from_str(json).map_err(|e| unfit(what, &e))
}

fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Format, format!("the result cannot be written as JSON: {error}"))
}
