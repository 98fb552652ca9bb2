//! The second half of a run: clean, de-identify, filter and export partition by partition, on any number of threads.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use super::Phase;
use super::ledger::Ledger;
use super::outputs::{Parts, Sinks, Written};
use crate::clean::{CleanCounts, CleanSettings, Cleaner, RemovalReason, Removed};
use crate::conversation::{Conversation, KnownValue};
use crate::dataset::manifest::StageCounts;
use crate::dataset::split::Split;
use crate::deid::{AuditCounts, Deidentifier, Scratch};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{Exporter, TOOL_FIELDS};
use crate::filter::Filter;
use crate::group::PartitionReader;

/// The stages that a worker drives.
pub(super) struct Stages<'s> {
    pub clean_settings: &'s CleanSettings,
    pub deidentifier: &'s Deidentifier,
    pub filter: &'s Filter,
    pub exporter: &'s Exporter,
    /// What decides about the parts of a split, and traces lines, if asked for.
    pub parts: Option<&'s Parts>,
    /// Whether senders and custom fields are for the export; else they were carried for the split alone.
    pub writes_metadata: bool,
    pub custom_fields: &'s [Vec<String>],
}

/// What one partition gave.
#[derive(Default)]
struct PartitionDone {
    /// By part; all in the first where there is no split.
    bytes: [Vec<u8>; 3],
    examples: Vec<Written>,
    counts: StageCounts,
    findings: std::collections::BTreeMap<crate::entity::EntityType, u64>,
    audit: AuditCounts,
}

/// Processes all partitions and writes their bytes in order, whatever the number of threads.
pub(super) fn write_all(
    stages: &Stages<'_>,
    partitions: &PartitionReader<'_>,
    sinks: &mut Sinks<'_>,
    threads: usize,
    ledger: &mut Ledger<'_>,
) -> Result<()> {
    let workers = threads.clamp(1, partitions.len().max(1));
    if workers > 1 {
        return on_threads(stages, partitions, workers, sinks, ledger);
    }
    let mut worker = Worker::new(stages.clean_settings);
    for index in 0..partitions.len() {
        let done = worker.process(stages, partitions, index)?;
        worker.bytes = take(stages, done, sinks, ledger)?;
    }
    Ok(())
}

/// Worker `w` takes the partitions `w`, `w + workers`, …; each channel holds one, so memory stays bounded.
fn on_threads(
    stages: &Stages<'_>,
    partitions: &PartitionReader<'_>,
    workers: usize,
    sinks: &mut Sinks<'_>,
    ledger: &mut Ledger<'_>,
) -> Result<()> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let mut channels = Vec::with_capacity(workers);
        for first in 0..workers {
            let (sender, receiver) = sync_channel(1);
            let (give_back, spare) = channel();
            channels.push((receiver, give_back));
            let stop = &stop;
            scope.spawn(move || {
                let indexes = (first..partitions.len()).step_by(workers);
                work(stages, partitions, indexes, &sender, &spare, stop);
            });
        }
        let result = (0..partitions.len()).try_for_each(|index| {
            let (receiver, give_back) = &channels[index % workers];
            let done = receiver
                .recv()
                .unwrap_or_else(|_| Err(Error::new(ErrorKind::Io, "a worker thread ended early")))?;
            // A worker that has no partition left takes no buffer back.
            let _ = give_back.send(take(stages, done, sinks, ledger)?);
            Ok(())
        });
        // Dropping the receivers wakes a worker that waits to send.
        stop.store(true, Ordering::Relaxed);
        drop(channels);
        result
    })
}

fn work(
    stages: &Stages<'_>,
    partitions: &PartitionReader<'_>,
    indexes: impl Iterator<Item = usize>,
    sender: &SyncSender<Result<PartitionDone>>,
    spare: &Receiver<[Vec<u8>; 3]>,
    stop: &AtomicBool,
) {
    let mut worker = Worker::new(stages.clean_settings);
    for index in indexes {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // A buffer that has grown to its size costs no fresh memory.
        worker.bytes = spare.try_recv().unwrap_or_default();
        let done = worker.process(stages, partitions, index);
        let failed = done.is_err();
        if sender.send(done).is_err() || failed {
            return;
        }
    }
}

/// Writes one partition's bytes, adds its counts, and gives its buffers back for reuse.
fn take(
    stages: &Stages<'_>,
    done: PartitionDone,
    sinks: &mut Sinks<'_>,
    ledger: &mut Ledger<'_>,
) -> Result<[Vec<u8>; 3]> {
    for (split, bytes) in Split::ALL.into_iter().zip(&done.bytes) {
        sinks.write(split, bytes, stages.exporter.separator())?;
    }
    if !done.examples.is_empty() {
        sinks.account(done.examples)?;
    }
    ledger.add(&done.counts, done.audit);
    for (entity_type, count) in done.findings {
        *ledger.findings.entry(stages.deidentifier.entity_name(entity_type).to_owned()).or_default() += count;
    }
    ledger.report(Phase::Process)?;
    Ok(done.bytes)
}

/// What a thread keeps between partitions.
struct Worker {
    stored: Vec<u8>,
    bytes: [Vec<u8>; 3],
    cleaner: Cleaner,
    scratch: Scratch,
}

impl Worker {
    fn new(settings: &CleanSettings) -> Worker {
        Worker {
            stored: Vec::new(),
            bytes: Default::default(),
            cleaner: Cleaner::new(settings),
            scratch: Scratch::default(),
        }
    }

    fn process(
        &mut self,
        stages: &Stages<'_>,
        partitions: &PartitionReader<'_>,
        index: usize,
    ) -> Result<PartitionDone> {
        let Worker { stored, bytes, cleaner, scratch } = self;
        partitions.load(index, stored)?;
        let mut done = PartitionDone { bytes: std::mem::take(bytes), ..PartitionDone::default() };
        done.bytes.iter_mut().for_each(Vec::clear);
        partitions.conversations_from(stored, stages.custom_fields, &mut |origin, mut conversation| {
            clean(stages, cleaner, scratch, &mut conversation, &mut done.counts.clean)?;
            let unit = stages.parts.map(|parts| (parts, parts.unit(&conversation)));
            if unit.is_some() && !stages.writes_metadata {
                for message in &mut conversation.messages {
                    message.sender_id = None;
                    message.custom.retain(|(name, _)| TOOL_FIELDS.contains(&name.as_ref()));
                }
            }
            let deidentified = stages.deidentifier.deidentify_with(conversation, scratch)?.conversation;
            done.counts.conversations += 1;
            for (entity_type, count) in deidentified.findings() {
                *done.findings.entry(*entity_type).or_default() += count;
            }
            done.audit.add(deidentified.audit());
            if let Some(reason) = stages.filter.verdict(deidentified.conversation()) {
                done.counts.filtered += 1;
                *done.counts.filtered_by_reason.entry(reason.code().to_owned()).or_default() += 1;
                return Ok(());
            }
            done.counts.kept += 1;
            let [train, ..] = &mut done.bytes;
            let Some((parts, unit)) = unit else {
                return stages.exporter.write(&deidentified, train, &mut done.counts.export);
            };
            let Some(split) = parts.split(&unit) else {
                *done.counts.export.dropped.entry("split_conflict".to_owned()).or_default() += 1;
                return Ok(());
            };
            let Some(bytes) = done.bytes.get_mut(split as usize) else { return Ok(()) };
            let start = bytes.len();
            stages.exporter.write(&deidentified, bytes, &mut done.counts.export)?;
            let written = bytes.get(start..).unwrap_or_default();
            parts.note(origin, (&unit, split), written, &mut done.examples);
            Ok(())
        })?;
        Ok(done)
    }
}

/// Cleans a conversation. Names, addresses and numbers that stood in what was cut stay known to the de-identification:
/// a name that only the signature told is found in the other messages all the same.
fn clean(
    stages: &Stages<'_>,
    cleaner: &mut Cleaner,
    scratch: &mut Scratch,
    conversation: &mut Conversation<'_>,
    counts: &mut CleanCounts,
) -> Result<()> {
    let mut learned: Vec<KnownValue<'static>> = Vec::new();
    let mut outcome = Ok(());
    cleaner.clean_conversation(conversation, counts, &mut |_, before, cleaned| {
        if stages.deidentifier.settings().enabled && outcome.is_ok() {
            outcome = cleaned
                .removed
                .iter()
                .try_for_each(|part| learn(stages.deidentifier, scratch, before, part, &mut learned));
        }
    });
    outcome?;
    let known = &mut conversation.known_values;
    for value in learned {
        if !known.iter().any(|k| k.entity_type == value.entity_type && k.value == value.value) {
            known.push(value);
        }
    }
    Ok(())
}

/// The personal values of a part that was cut: of a signature and of the header of a quote. What is quoted below stands
/// in the conversation itself.
fn learn(
    deidentifier: &Deidentifier,
    scratch: &mut Scratch,
    text: &str,
    part: &Removed,
    learned: &mut Vec<KnownValue<'static>>,
) -> Result<()> {
    let cut = text.get(part.span.clone()).unwrap_or_default();
    let lines = match part.reason {
        RemovalReason::Signature => cut,
        RemovalReason::QuotedReply | RemovalReason::ForwardedHeader => header_of(cut),
        _ => return Ok(()),
    };
    for finding in deidentifier.find_with(&[], lines, scratch)? {
        let Some(value) = lines.get(finding.span.start..finding.span.end) else { continue };
        let wanted = match finding.entity_type {
            // One word may be any word; a name of two is one.
            EntityType::Person => value.contains(' ') && !value.contains('\n'),
            EntityType::EmailAddress | EntityType::PhoneNumber => true,
            _ => false,
        };
        if wanted && learned.len() < MAX_LEARNED {
            learned.push(KnownValue {
                entity_type: finding.entity_type,
                value: Cow::Owned(value.to_owned()),
                party: 0,
            });
        }
    }
    Ok(())
}

/// More values than this are not learned from one conversation.
const MAX_LEARNED: usize = 64;
/// A header is no longer than this, in bytes.
const HEADER_BYTES: usize = 600;

/// The first paragraph of a quote, as far as it is not marked.
fn header_of(quote: &str) -> &str {
    let mut end = 0;
    for line in quote.split_inclusive('\n') {
        let is_over = line.trim().is_empty() && end > 0;
        if is_over || line.trim_start().starts_with('>') || end + line.len() > HEADER_BYTES {
            break;
        }
        end += line.len();
    }
    quote.get(..end).unwrap_or_default()
}
