//! The second half of a run: clean, de-identify, filter and export partition by partition, on any number of threads.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use super::Phase;
use super::intake::drop_metadata;
use super::ledger::Ledger;
use super::outputs::{Parts, Sinks, Written};
use super::selection::{Candidate, Selected, Selection, SelectionPlan};
use crate::clean::{CleanCounts, CleanSettings, Cleaned, Cleaner, RemovalReason, Removed};
use crate::conversation::{Conversation, KnownValue};
use crate::dataset::manifest::StageCounts;
use crate::dataset::split::{Split, SplitUnit};
use crate::deid::{AuditCounts, DeidentifiedConversation, Deidentifier, Scratch};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{ExportCounts, Exporter};
use crate::filter::{Broken, Filter, FilterReport, Fingerprinter};
use crate::group::{Origin, PartitionReader};
use crate::report::Gathered;

/// The stages that a worker drives.
pub(super) struct Stages<'s> {
    pub clean_settings: &'s CleanSettings,
    pub deidentifier: &'s Deidentifier,
    pub filter: &'s Filter,
    pub exporter: &'s Exporter,
    /// What decides about the parts of a split, and traces lines, if asked for.
    pub parts: Option<&'s Parts>,
    /// What is decided in the order of conversations, if anything is.
    pub selection: Option<&'s SelectionPlan>,
    /// Whether senders and custom fields are for the export; else they were carried for the split alone.
    pub writes_metadata: bool,
    pub custom_fields: &'s [Vec<String>],
    /// What each partition gathers for a report, if there is one.
    pub gathering: Option<&'s Gathered>,
}

impl Stages<'_> {
    /// The rules that a conversation breaks by itself: all of them for a report on the filters, else the first.
    fn broken_by(&self, conversation: &DeidentifiedConversation<'_>) -> Broken {
        if self.reports_on_filters() {
            return self.filter.broken_by(conversation);
        }
        self.filter.verdict_of(conversation).into_iter().collect()
    }

    fn reports_on_filters(&self) -> bool {
        self.selection.is_some_and(|plan| plan.reports)
    }
}

/// What one partition gave.
#[derive(Default)]
struct PartitionDone {
    /// By part; all in the first where there is no split, or where candidates are still to be selected.
    bytes: [Vec<u8>; 3],
    examples: Vec<Written>,
    candidates: Vec<Candidate>,
    counts: StageCounts,
    findings: std::collections::BTreeMap<crate::entity::EntityType, u64>,
    audit: AuditCounts,
    gathered: Option<Gathered>,
}

impl PartitionDone {
    /// Writes a conversation that no rule leaves out.
    fn add(
        &mut self,
        stages: &Stages<'_>,
        origin: &Origin<'_, '_>,
        conversation: &DeidentifiedConversation<'_>,
        unit: Option<SplitUnit>,
    ) -> Result<()> {
        self.counts.kept += 1;
        let [train, ..] = &mut self.bytes;
        let Some((parts, unit)) = stages.parts.zip(unit) else {
            return stages.exporter.write(conversation, train, &mut self.counts.export);
        };
        let Some(split) = parts.split(&unit) else {
            self.counts.export.drop_conversation(SPLIT_CONFLICT);
            return Ok(());
        };
        let Some(bytes) = self.bytes.get_mut(split as usize) else { return Ok(()) };
        let start = bytes.len();
        stages.exporter.write(conversation, bytes, &mut self.counts.export)?;
        let written = bytes.get(start..).unwrap_or_default();
        parts.note(origin, (&unit, split), written, &mut self.examples);
        Ok(())
    }

    /// Writes a conversation as a candidate, to be compared with the others in their order; what breaks a rule by itself
    /// is carried for the report on the filters.
    fn add_candidate(
        &mut self,
        stages: &Stages<'_>,
        fingerprinter: &mut Fingerprinter,
        origin: &Origin<'_, '_>,
        conversation: &DeidentifiedConversation<'_>,
        broken: Broken,
        unit: Option<SplitUnit>,
    ) -> Result<()> {
        let is_left_out = broken.first().is_some();
        let split = match stages.parts.zip(unit.as_ref()) {
            None => Some(Split::Train),
            Some((parts, unit)) => parts.split(unit),
        };
        let [bytes, ..] = &mut self.bytes;
        let start = bytes.len();
        let (mut export, mut examples) = (ExportCounts::default(), Vec::new());
        match split {
            _ if is_left_out => {}
            None => export.drop_conversation(SPLIT_CONFLICT),
            Some(split) => {
                stages.exporter.write(conversation, bytes, &mut export)?;
                if let Some((parts, unit)) = stages.parts.zip(unit.as_ref()) {
                    let written = bytes.get(start..).unwrap_or_default();
                    parts.note(origin, (unit, split), written, &mut examples);
                }
            }
        }
        self.candidates.push(Candidate {
            number: self.counts.conversations - 1,
            row: conversation.conversation().first_row,
            broken,
            fingerprint: fingerprinter.take(conversation.conversation()),
            split: split.unwrap_or(Split::Train),
            unit,
            bytes: start..bytes.len(),
            examples,
            export,
        });
        Ok(())
    }
}

/// Processes all partitions and writes their bytes in order, whatever the number of threads. Gives the report on the
/// filters, if one was to be made.
pub(super) fn write_all(
    stages: &Stages<'_>,
    partitions: &PartitionReader<'_>,
    sinks: &mut Sinks<'_>,
    threads: usize,
    ledger: &mut Ledger<'_>,
) -> Result<Option<FilterReport>> {
    let selection = stages.selection.map(|plan| plan.clone().begin());
    ledger.partitions = (0, partitions.len() as u64);
    let mut taker = Taker { stages, selection, sinks, ledger };
    let workers = threads.clamp(1, partitions.len().max(1));
    if workers > 1 {
        on_threads(stages, partitions, workers, &mut taker)?;
    } else {
        let mut worker = Worker::new(stages);
        for index in 0..partitions.len() {
            let done = worker.process(stages, partitions, index)?;
            worker.bytes = taker.take(done)?;
        }
    }
    Ok(taker.selection.and_then(Selection::into_report))
}

/// Worker `w` takes the partitions `w`, `w + workers`, …; each channel holds one, so memory stays bounded.
fn on_threads(
    stages: &Stages<'_>,
    partitions: &PartitionReader<'_>,
    workers: usize,
    taker: &mut Taker<'_, '_, '_>,
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
            let _ = give_back.send(taker.take(done)?);
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
    let mut worker = Worker::new(stages);
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

/// Takes what partitions gave, one after the other.
struct Taker<'t, 'o, 'p> {
    stages: &'t Stages<'t>,
    selection: Option<Selection>,
    sinks: &'t mut Sinks<'o>,
    ledger: &'t mut Ledger<'p>,
}

impl Taker<'_, '_, '_> {
    /// Writes one partition's bytes, adds its counts, and gives its buffers back for reuse.
    fn take(&mut self, mut done: PartitionDone) -> Result<[Vec<u8>; 3]> {
        if self.selection.is_some() {
            self.select(&mut done)?;
        } else {
            for (split, bytes) in Split::ALL.into_iter().zip(&done.bytes) {
                self.sinks.write(split, bytes, self.stages.exporter.separator())?;
            }
        }
        if !done.examples.is_empty() {
            self.sinks.account(done.examples)?;
        }
        self.ledger.add(&done.counts, done.audit);
        self.ledger.partitions.0 += 1;
        for (entity_type, count) in done.findings {
            let name = self.stages.deidentifier.entity_name(entity_type).to_owned();
            *self.ledger.findings.entry(name).or_default() += count;
        }
        if let Some(gathered) = done.gathered.take() {
            self.ledger.gather(gathered);
        }
        self.ledger.report(Phase::Process)?;
        Ok(done.bytes)
    }

    /// Selects among the candidates of a partition and writes what stays, neighbours of one part in one piece.
    fn select(&mut self, done: &mut PartitionDone) -> Result<()> {
        let Some(selection) = &mut self.selection else { return Ok(()) };
        let separator = self.stages.exporter.separator();
        let first = self.ledger.counts.conversations;
        let [bytes, ..] = &done.bytes;
        let mut write = |(split, range): (Split, std::ops::Range<usize>)| {
            let piece = bytes.get(range).unwrap_or_default();
            self.sinks.write(split, piece.strip_prefix(separator).unwrap_or(piece), separator)
        };
        let mut piece: Option<(Split, std::ops::Range<usize>)> = None;
        for mut candidate in std::mem::take(&mut done.candidates) {
            match selection.select(first, &mut candidate) {
                Selected::Filtered(reason) => done.counts.filter_out(reason),
                Selected::Conflict => {
                    done.counts.kept += 1;
                    done.counts.export.drop_conversation(SPLIT_CONFLICT);
                }
                Selected::Kept(split) => {
                    done.counts.kept += 1;
                    done.counts.export.add(&candidate.export);
                    done.examples.append(&mut candidate.examples);
                    match &mut piece {
                        Some((part, range)) if *part == split && range.end == candidate.bytes.start => {
                            range.end = candidate.bytes.end;
                        }
                        _ => piece.replace((split, candidate.bytes)).map_or(Ok(()), &mut write)?,
                    }
                }
            }
        }
        piece.map_or(Ok(()), write)
    }
}

/// Why a conversation that fits in no part of a split gives no example.
const SPLIT_CONFLICT: &str = "split_conflict";

/// What a thread keeps between partitions.
struct Worker {
    stored: Vec<u8>,
    bytes: [Vec<u8>; 3],
    cleaner: Cleaner,
    scratch: Scratch,
    fingerprinter: Option<Fingerprinter>,
}

impl Worker {
    fn new(stages: &Stages<'_>) -> Worker {
        Worker {
            stored: Vec::new(),
            bytes: Default::default(),
            cleaner: Cleaner::new(stages.clean_settings),
            scratch: Scratch::default(),
            fingerprinter: stages.selection.map(SelectionPlan::fingerprinter),
        }
    }

    fn process(
        &mut self,
        stages: &Stages<'_>,
        partitions: &PartitionReader<'_>,
        index: usize,
    ) -> Result<PartitionDone> {
        let Worker { stored, bytes, cleaner, scratch, fingerprinter } = self;
        partitions.load(index, stored)?;
        let mut done = PartitionDone { bytes: std::mem::take(bytes), ..PartitionDone::default() };
        done.bytes.iter_mut().for_each(Vec::clear);
        done.gathered = stages.gathering.map(Gathered::fresh);
        partitions.conversations_from(stored, stages.custom_fields, &mut |origin, mut conversation| {
            let counts = &mut done.counts.clean;
            clean(stages.deidentifier, cleaner, scratch, &mut conversation, counts, &mut |_, _, _| {})?;
            let unit = stages.parts.map(|parts| (parts, parts.unit(&conversation)));
            if unit.is_some() && !stages.writes_metadata {
                drop_metadata(&mut conversation);
            }
            let held = done.gathered.as_ref().and_then(|g| g.hold(origin.input(), &conversation));
            let deidentified = stages.deidentifier.deidentify_with(conversation, scratch)?.conversation;
            done.counts.conversations += 1;
            for (entity_type, count) in deidentified.findings() {
                *done.findings.entry(*entity_type).or_default() += count;
            }
            done.audit.add(deidentified.audit());
            let broken = stages.broken_by(&deidentified);
            if let Some(gathered) = &mut done.gathered {
                gathered.take(origin.input(), &deidentified, held, broken.first());
            }
            let unit = unit.map(|(_, unit)| unit);
            match (broken.first(), fingerprinter.as_mut()) {
                (Some(reason), _) if !stages.reports_on_filters() => done.counts.filter_out(reason),
                (_, Some(fingerprinter)) => {
                    done.add_candidate(stages, fingerprinter, origin, &deidentified, broken, unit)?;
                }
                (_, None) => done.add(stages, origin, &deidentified, unit)?,
            }
            Ok(())
        })?;
        Ok(done)
    }
}

/// Cleans a conversation. Names, addresses and numbers that stood in what was cut stay known to the de-identification:
/// a name that only the signature told is found in the other messages all the same.
/// `visit` is shown what was cut, as by [`Cleaner::clean_conversation`].
pub(super) fn clean(
    deidentifier: &Deidentifier,
    cleaner: &mut Cleaner,
    scratch: &mut Scratch,
    conversation: &mut Conversation<'_>,
    counts: &mut CleanCounts,
    visit: &mut dyn FnMut(usize, &str, &Cleaned<'_>),
) -> Result<()> {
    let mut learned: Vec<KnownValue<'static>> = Vec::new();
    let mut outcome = Ok(());
    cleaner.clean_conversation(conversation, counts, &mut |index, before, cleaned| {
        visit(index, before, cleaned);
        if deidentifier.settings().enabled && outcome.is_ok() {
            let mut parts = cleaned.removed.iter();
            outcome = parts.try_for_each(|part| learn(deidentifier, scratch, before, part, &mut learned));
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
