//! The first half of a run: read, map, and hand every message to the grouper.

use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard};

use super::ledger::Ledger;
#[cfg(feature = "compression")]
use super::members;
use super::{Input, Phase, PipelineConfig, RunOptions};
use crate::conversation::Conversation;
use crate::dataset::hash::Sha256Stream;
use crate::dataset::manifest::InputSummary;
use crate::error::{Error, ErrorKind, Result};
use crate::export::TOOL_FIELDS;
use crate::group::{Grouper, InputRule};
use crate::mapping::{
    self, Confidence, ConversationRule, FieldMapping, Mapper, MappingOptions, StandardField, TransformRules,
};
#[cfg(feature = "compression")]
use crate::read::{Opened, open_archive};
use crate::read::{ReadOptions, RecordReader, Row};
use crate::record::Schema;

/// Rows between two looks at the progress callback.
const ROWS_PER_REPORT: u64 = 4_096;

/// What later stages need to know of all inputs, in their order.
#[derive(Default)]
pub(super) struct Intake {
    pub rules: Vec<InputRule>,
    pub custom_fields: Vec<Vec<String>>,
}

/// Reads all inputs to their ends and counts the messages they gave.
pub(super) fn read_all(
    config: &PipelineConfig,
    inputs: Vec<Input<'_>>,
    grouper: &mut Grouper<'_>,
    options: &RunOptions,
    ledger: &mut Ledger<'_>,
) -> Result<Intake> {
    let mut intake = Intake::default();
    for input in inputs {
        for done in read_whole(config, intake.rules.len(), input, grouper, options, ledger)? {
            intake.rules.push(done.rule);
            intake.custom_fields.push(done.custom_fields);
        }
    }
    ledger.counts.messages = grouper.messages();
    Ok(intake)
}

/// What later stages need to know of an input.
pub(super) struct InputDone {
    pub rule: InputRule,
    pub custom_fields: Vec<String>,
}

/// Reads one input to its end; `first` is the number of inputs before it. A ZIP archive is as many inputs as it has
/// readable members.
fn read_whole(
    config: &PipelineConfig,
    first: usize,
    input: Input<'_>,
    grouper: &mut Grouper<'_>,
    options: &RunOptions,
    ledger: &mut Ledger<'_>,
) -> Result<Vec<InputDone>> {
    let Input { name, reader, .. } = input;
    #[cfg(feature = "compression")]
    let reader = match open_archive(reader, &config.source.limits).map_err(|error| error.in_file(&name))? {
        Opened::Archive(archive) => {
            return members::read_all(config, first, (&name, archive), grouper, options, ledger);
        }
        Opened::File(reader) => reader,
    };
    let open = RecordReader::open;
    read_input(config, number_of(first)?, (&name, reader, open), grouper, options, ledger)
        .map(|done| vec![done])
}

/// The number of an input behind so many others.
pub(super) fn number_of(before: usize) -> Result<u16> {
    u16::try_from(before).map_err(|_| {
        Error::new(ErrorKind::Limit, "more than 65,536 inputs")
            .with_hint("join the files, or run once for each part")
    })
}

type Reader<'r> = Box<dyn Read + Send + 'r>;

/// Reads one file, or one member of an archive, to its end.
pub(super) fn read_input<'r>(
    config: &PipelineConfig,
    number: u16,
    (name, reader, open): (
        &str,
        Reader<'r>,
        impl FnOnce(&str, Reader<'r>, &ReadOptions) -> Result<RecordReader<'r>>,
    ),
    grouper: &mut Grouper<'_>,
    options: &RunOptions,
    ledger: &mut Ledger<'_>,
) -> Result<InputDone> {
    let mut shared = SharedInput::new(reader);
    let mut rows = open(name, Box::new(shared.clone()), &config.source)?;
    ledger.enter_file(name);
    rows.take_notes().into_iter().for_each(|note| ledger.warn(note));

    let (mut mappings, mapping_options) =
        choose_mappings(config, rows.schema(), ledger).map_err(|e| e.in_file(name))?;
    let mut mapper = Mapper::new(&mappings, &mapping_options).map_err(|e| e.in_file(name))?;
    // What no later stage looks at is not carried: it would be stored and read back with every message.
    let has_tools = mapper.custom_fields().iter().any(|name| TOOL_FIELDS.contains(&name.as_str()));
    if !writes_metadata(config) && config.export_config.split.is_none() && !has_tools {
        mapper = mapper.without_metadata();
    }
    if !config.pii_settings.enabled {
        mapper = mapper.without_known_values();
    }
    rows.bind(&mapper.columns()).map_err(|e| e.in_file(name))?;

    let before = ledger.bytes_read;
    let mut notes = Vec::new();
    let mut complete = true;
    loop {
        if options.row_limit.is_some_and(|limit| ledger.counts.rows_read >= limit) {
            complete = false;
            break;
        }
        if ledger.counts.rows_read.is_multiple_of(ROWS_PER_REPORT) {
            ledger.bytes_read = before + shared.lock().byte_count();
            ledger.report(Phase::Read)?;
        }
        let warning = match rows.next_row()? {
            None => break,
            Some(Row::Rejected(warning)) => Some(warning),
            Some(Row::Record(record)) => {
                mapper.map(&record, &mut notes, &mut |message| grouper.push(number, &message))?.err()
            }
        };
        ledger.counts.rows_read += 1;
        match warning {
            None => ledger.counts.rows_mapped += 1,
            Some(warning) => {
                ledger.counts.rows_rejected += 1;
                ledger.warn(warning);
            }
        }
        notes.drain(..).for_each(|note| ledger.warn(note));
    }
    let (date_order, note) = mapper.settle_dates();
    note.into_iter().chain(rows.take_notes()).for_each(|note| ledger.warn(note));

    let custom_fields = mapper.custom_fields().to_vec();
    let source = rows.resolved().clone();
    drop(rows);
    if complete {
        // What a reader leaves (the end of a document) belongs to the file's hash all the same.
        let rest = std::io::copy(&mut shared, &mut std::io::sink());
        rest.map_err(|e| Error::io("cannot read the input", e).in_file(name))?;
    }
    let (bytes, sha256) = shared.finish();
    ledger.bytes_read = before + bytes;
    ledger.report(Phase::Read)?;
    if !(config.mappings.is_empty() && config.remembered_mappings.is_empty()) {
        mappings.iter_mut().for_each(blank_params);
    }
    ledger.inputs.push(InputSummary { name: name.to_owned(), bytes, sha256, source, mappings });
    let gap_millis = match mapping_options.conversations {
        Some(ConversationRule::SenderGap { gap_minutes }) => Some(i64::from(gap_minutes) * 60_000),
        _ => None,
    };
    Ok(InputDone { rule: InputRule { date_order, gap_millis }, custom_fields })
}

/// Whether senders or custom fields are written, or steer what is.
pub(super) fn writes_metadata(config: &PipelineConfig) -> bool {
    config.export_config.include_metadata || config.export_format.needs_custom_fields()
}

/// Drops what was carried along for other ends than to be written: senders and custom fields but those of tools.
pub(super) fn drop_metadata(conversation: &mut Conversation<'_>) {
    for message in &mut conversation.messages {
        message.sender_id = None;
        message.custom.retain(|(name, _)| TOOL_FIELDS.contains(&name.as_ref()));
    }
}

/// The mappings of the settings, or what the detection proposes; refuses a content column that is only a guess.
fn choose_mappings(
    config: &PipelineConfig,
    schema: &Schema,
    ledger: &mut Ledger<'_>,
) -> Result<(Vec<FieldMapping>, MappingOptions)> {
    if !config.mappings.is_empty() {
        return Ok((config.mappings.clone(), config.mapping_options.clone()));
    }
    if let Some(known) = mapping::remembered(&config.remembered_mappings, schema.names()) {
        let options = config.mapping_options.over(known.mapping_options.clone());
        return Ok((known.mappings.clone(), options));
    }
    if schema.columns.iter().all(|column| column.values.iter().all(String::is_empty)) {
        return Err(Error::new(ErrorKind::NoContent, "no value could be read from the first rows").with_hint(
            "check that the export has finished; `foundry scan FILE` tells which rows cannot be read, and why",
        ));
    }
    let detection = mapping::detect(schema);
    let content: Vec<&FieldMapping> =
        detection.mappings.iter().filter(|m| m.target_field == StandardField::Content).collect();
    if let Some((product, remedy)) =
        detection.product.and_then(|product| Some((product.name, product.remedy?)))
    {
        let message = format!("the export holds no message text: it looks like {product}");
        return Err(Error::new(ErrorKind::NoContent, message).with_hint(remedy));
    }
    if content.is_empty() {
        return Err(Error::new(ErrorKind::NoContent, "no column looks like message text").with_hint(format!(
            "the columns are {}; map one of them to `content` in the settings, or export the messages from the help desk and not only the tickets",
            schema.listed()
        )));
    }
    if let Some(doubtful) = content.iter().find(|m| m.confidence == Confidence::Low) {
        let reasons = doubtful.reasons.join("; ");
        return Err(Error::new(ErrorKind::NoContent, "message text was only guessed, so nothing was written")
            .at_column(doubtful.source_field.as_str())
            .with_hint(format!(
                "why it was looked at: {reasons}; if it is right, map it to `content` in the settings (`foundry inspect FILE --toml` writes a start)"
            )));
    }
    let given = &config.mapping_options;
    let settled = !given.agent_senders.is_empty()
        || !given.support_domains.is_empty()
        || given.customer_field.is_some();
    let open = |code: &str| !(settled && matches!(code, "no_role" | "guessed_role"));
    detection.warnings.into_iter().filter(|w| open(&w.code)).for_each(|warning| ledger.warn(warning));
    Ok((detection.mappings, config.mapping_options.over(detection.options)))
}

/// Leaves of each transform its type: parameters that somebody wrote may hold names (`{"Ann Example": "agent"}`), and
/// the manifest holds none.
fn blank_params(mapping: &mut FieldMapping) {
    match &mut mapping.transform_rule {
        None => {}
        Some(TransformRules::One(rule)) => rule.params.clear(),
        Some(TransformRules::Many(rules)) => rules.iter_mut().for_each(|rule| rule.params.clear()),
    }
}

/// An input that the record reader owns and that is asked for its count and hash from outside.
#[derive(Clone)]
struct SharedInput<'r>(Arc<Mutex<Sha256Stream<Box<dyn Read + Send + 'r>>>>);

impl<'r> SharedInput<'r> {
    fn new(reader: Box<dyn Read + Send + 'r>) -> SharedInput<'r> {
        SharedInput(Arc::new(Mutex::new(Sha256Stream::new(reader))))
    }

    fn lock(&self) -> MutexGuard<'_, Sha256Stream<Box<dyn Read + Send + 'r>>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn finish(self) -> (u64, String) {
        let mut stream = self.lock();
        let ended: Box<dyn Read + Send + 'r> = Box::new(std::io::empty());
        let (_, bytes, sha256) = std::mem::replace(&mut *stream, Sha256Stream::new(ended)).finish();
        (bytes, sha256)
    }
}

impl Read for SharedInput<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.lock().read(buffer)
    }
}
