//! Where the bytes of a run go: one data set, or one for each part of a split; and the origin of each line.

use std::io::{self, Write};

use super::{ExportFormat, PipelineConfig};
use crate::conversation::Conversation;
use crate::dataset::hash::{Sha256Stream, sha256_hex};
use crate::dataset::provenance::{LineOrigin, MAX_ROWS};
use crate::dataset::split::{Split, SplitProof, SplitReport, SplitSettings, SplitUnit, Splitter};
use crate::error::{Error, ErrorKind, Result};
use crate::export::{Exporter, ParquetTable};
use crate::group::Origin;

/// Where a run writes.
pub struct Outputs<'o> {
    /// The data set; of a split the training data.
    pub train: &'o mut dyn Write,
    /// Validation data; needed if the settings have a share for it.
    pub validation: Option<&'o mut dyn Write>,
    /// Test data; likewise.
    pub test: Option<&'o mut dyn Write>,
    /// The origin of each line, one JSON object a line ([`LineOrigin`]), if wanted.
    pub provenance: Option<&'o mut dyn Write>,
}

impl<'o> Outputs<'o> {
    /// One data set, no provenance.
    pub fn whole(train: &'o mut dyn Write) -> Outputs<'o> {
        Outputs { train, validation: None, test: None, provenance: None }
    }

    /// Nowhere, all parts of a split; no provenance.
    pub fn nowhere([train, validation, test]: &'o mut [io::Sink; 3]) -> Outputs<'o> {
        Outputs { train, validation: Some(validation), test: Some(test), provenance: None }
    }

    /// Checks that every part of the split has its place.
    pub(super) fn check(&self, config: &PipelineConfig) -> Result<()> {
        let Some(split) = &config.export_config.split else { return Ok(()) };
        let parts = [("validation", split.validation, &self.validation), ("test", split.test, &self.test)];
        for (name, share, output) in parts {
            if share > 0.0 && output.is_none() {
                return Err(Error::new(ErrorKind::Config, format!("there is no place for the {name} data"))
                    .at_path(format!("exportConfig.split.{name}"))
                    .with_hint("write a folder, or take the split out of the settings"));
            }
        }
        Ok(())
    }
}

/// What a worker finds out about each conversation before its personal data is gone.
pub(super) struct Parts {
    splitter: Splitter,
    splits: bool,
    traces: bool,
}

impl Parts {
    /// `None` where there is nothing to find out.
    pub(super) fn new(config: &PipelineConfig, traces: bool) -> Result<Option<Parts>> {
        let split = config.export_config.split.as_ref();
        if split.is_none() && !traces {
            return Ok(None);
        }
        let whole = SplitSettings { validation: 0.0, ..SplitSettings::default() };
        let splitter = Splitter::new(split.unwrap_or(&whole), config.pii_settings.hash_key.as_deref())?;
        Ok(Some(Parts { splitter, splits: split.is_some(), traces }))
    }

    pub(super) fn unit(&self, conversation: &Conversation<'_>) -> SplitUnit {
        self.splitter.unit(conversation)
    }

    /// The part of a conversation; `None` where it fits in none.
    pub(super) fn split(&self, unit: &SplitUnit) -> Option<Split> {
        if self.splits { self.splitter.split(unit) } else { Some(Split::Train) }
    }

    /// Notes the examples that a conversation gave.
    pub(super) fn note(
        &self,
        origin: &Origin<'_, '_>,
        (unit, split): (&SplitUnit, Split),
        written: &[u8],
        examples: &mut Vec<Written>,
    ) {
        let mut rows = Vec::new();
        if self.traces {
            rows.extend(origin.rows().take(MAX_ROWS));
            rows.sort_unstable();
            rows.dedup();
        }
        let lines = written.split(|byte| *byte == b'\n');
        for line in
            lines.map(|line| line.strip_suffix(b",").unwrap_or(line)).filter(|line| line.starts_with(b"{"))
        {
            examples.push(Written {
                unit: unit.clone(),
                split,
                sha256: sha256_hex(line),
                input: u16::try_from(origin.input()).unwrap_or(u16::MAX),
                rows: rows.clone(),
            });
        }
    }
}

/// One example that was written.
pub(super) struct Written {
    unit: SplitUnit,
    split: Split,
    sha256: String,
    input: u16,
    rows: Vec<u64>,
}

impl Written {
    /// Settles where it goes, and with which cluster.
    pub(super) fn move_to(&mut self, split: Split, cluster: u64) {
        self.split = split;
        self.unit.cluster = Some(cluster);
    }
}

/// The streams of a run, hashed as they go.
pub(super) struct Sinks<'o> {
    parts: [Option<Sink<'o>>; 3],
    provenance: Option<&'o mut dyn Write>,
    proof: SplitProof,
    splits: bool,
    lines: [u64; 3],
    buffer: Vec<u8>,
}

impl<'o> Sinks<'o> {
    /// Begins every stream.
    pub(super) fn begin(
        outputs: Outputs<'o>,
        exporter: &Exporter,
        config: &PipelineConfig,
    ) -> Result<Sinks<'o>> {
        let is_table = config.export_format == ExportFormat::Parquet;
        let mut begin = Vec::new();
        exporter.begin(&mut begin);
        let sink = |out: Option<&'o mut dyn Write>| {
            let Some(out) = out else { return Ok(None) };
            let table = is_table.then(ParquetTable::default);
            let mut sink = Sink { out: Sha256Stream::new(out), table, any: false };
            sink.write(&begin)?;
            Ok::<_, Error>(Some(sink))
        };
        let Outputs { train, validation, test, provenance } = outputs;
        let parts = [sink(Some(train))?, sink(validation)?, sink(test)?];
        Ok(Sinks {
            parts,
            provenance,
            proof: SplitProof::default(),
            splits: config.export_config.split.is_some(),
            lines: [0; 3],
            buffer: Vec::new(),
        })
    }

    /// Writes what a partition gave for one part.
    pub(super) fn write(&mut self, split: Split, bytes: &[u8], separator: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let Some(Some(sink)) = self.parts.get_mut(split as usize) else {
            return Err(Error::new(ErrorKind::Config, "a part of the split has no place to go"));
        };
        if sink.any {
            sink.write(separator)?;
        }
        sink.any = true;
        match &mut sink.table {
            None => sink.write(bytes),
            Some(table) => {
                self.buffer.clear();
                table.push_lines(bytes, &mut self.buffer)?;
                sink.write(&self.buffer)
            }
        }
    }

    /// Takes the account of the examples of a partition, in order.
    pub(super) fn account(&mut self, examples: Vec<Written>) -> Result<()> {
        self.buffer.clear();
        for example in examples {
            let Some(line) = self.lines.get_mut(example.split as usize) else { continue };
            *line += 1;
            if self.splits {
                let hash = example.sha256.get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok());
                self.proof.take(&example.unit, example.split, hash.unwrap_or_default());
            }
            if self.provenance.is_some() {
                let origin = LineOrigin {
                    split: example.split,
                    line: *line,
                    sha256: example.sha256,
                    conversation: format!("{:016x}", example.unit.conversation),
                    input: example.input,
                    rows: example.rows,
                };
                origin.push_line(&mut self.buffer);
            }
        }
        match &mut self.provenance {
            Some(out) => out.write_all(&self.buffer).map_err(cannot_write),
            None => Ok(()),
        }
    }

    /// Ends every stream: size and hash of the training data, and the account of the split.
    pub(super) fn finish(mut self, exporter: &Exporter) -> Result<(u64, String, Option<SplitReport>)> {
        let mut end = Vec::new();
        exporter.end(&mut end);
        let mut sizes = [None, None, None];
        for (part, size) in self.parts.into_iter().zip(&mut sizes) {
            let Some(mut sink) = part else { continue };
            if let Some(table) = sink.table.take() {
                self.buffer.clear();
                table.finish(&mut self.buffer);
                sink.write(&self.buffer)?;
            }
            sink.write(&end)?;
            sink.out.flush().map_err(cannot_write)?;
            let (_, bytes, sha256) = sink.out.finish();
            *size = Some((bytes, sha256));
        }
        if let Some(provenance) = &mut self.provenance {
            provenance.flush().map_err(cannot_write)?;
        }
        let report =
            self.splits.then(|| self.proof.report(|split| sizes.get(split as usize).cloned().flatten()));
        let [train, ..] = sizes;
        let (bytes, sha256) = train.unwrap_or_default();
        Ok((bytes, sha256, report))
    }
}

/// Where the bytes of one part go, and whether any example has been written yet.
struct Sink<'o> {
    out: Sha256Stream<&'o mut dyn Write>,
    table: Option<ParquetTable>,
    any: bool,
}

impl Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(cannot_write)
    }
}

fn cannot_write(error: std::io::Error) -> Error {
    Error::io("cannot write the data set", error)
}
