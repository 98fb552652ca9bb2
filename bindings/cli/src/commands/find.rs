//! `find`: where personal data is, as spans.

use std::io::{self, Write};
use std::path::PathBuf;

use foundry_core::calls::explain;
use foundry_core::deid::{Deidentifier, Explanation, Scratch};
use foundry_core::entity::Finding;
use foundry_core::error::Result;
use foundry_core::offsets::OffsetConverter;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, ThreadArgs, Unit};
use crate::files::source;
use crate::ndjson::{Answer, TextLine, answer_lines, write_line};
use crate::output::{Ui, cannot_write};

const AFTER_HELP: &str = "\
Examples:
  echo '{\"id\": 1, \"text\": \"write to ann@example.org\"}' | foundry find
  foundry find texts.ndjson --offsets chars --entities EMAIL_ADDRESS,PHONE_NUMBER
  foundry find texts.ndjson --entities all --min-score 0.6 --explain

In:   {\"id\": …, \"text\": \"…\"} a line.  Out: {\"id\": …, \"spans\": [{\"start\", \"end\", \"entityType\", \"score\",
\"recognizer\"}]} a line, in the same order, spans sorted and never overlapping. --explain adds \"explained\":
all findings, dropped ones too, with \"rank\", \"source\" (column, pattern, word_list …), \"validator\", \"cue\" and
\"decision\" (found, kept, allow_list, below_min_score, lost_overlap_to …).";

/// Find personal data in NDJSON lines of {"id", "text"}
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The lines, or - for stdin
    #[arg(default_value = "-", value_name = "FILE")]
    input: PathBuf,
    /// What start and end count
    #[arg(long, value_enum, default_value_t = Unit::Bytes, value_name = "UNIT")]
    offsets: Unit,
    /// Say of all findings, those that were dropped too, what they rest on and what became of them
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Serialize)]
struct FoundLine<'a> {
    id: Option<&'a RawValue>,
    spans: &'a [FoundSpan<'a>],
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Explanation>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FoundSpan<'a> {
    start: usize,
    end: usize,
    entity_type: &'a str,
    score: f32,
    recognizer: &'a str,
}

/// Finds.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut settings = args.config.load(ui)?.pii_settings;
    args.pii.apply(&mut settings)?;
    let deidentifier = args.pii.deidentifier(&settings)?;
    let source = source(&args.input)?;
    let mut stdout = io::stdout().lock();
    let each = |scratch: &mut Scratch, line: &TextLine<'_>, answer: &mut Answer| {
        let findings = deidentifier.find_with(&[], &line.text, scratch)?;
        let mut offsets = OffsetConverter::new(&line.text, args.offsets.into());
        let spans = findings.iter().map(|f| found(&deidentifier, f, &mut offsets));
        let spans: Vec<FoundSpan<'_>> = spans.collect();
        let explain = || explain(&deidentifier, &line.text, args.offsets.into(), scratch);
        let explained = args.explain.then(explain).transpose()?;
        write_line(&mut answer.out, &FoundLine { id: line.id, spans: &spans, explained })
    };
    answer_lines(&source, args.threads.count(), Scratch::default, each, |answer| {
        stdout.write_all(&answer.out).and_then(|()| stdout.flush()).map_err(cannot_write)
    })?;
    Ok(Status::Ok)
}

fn found<'a>(
    deidentifier: &'a Deidentifier,
    finding: &Finding,
    offsets: &mut OffsetConverter<'_>,
) -> FoundSpan<'a> {
    let span = offsets.convert_span(finding.span);
    FoundSpan {
        start: span.start,
        end: span.end,
        entity_type: deidentifier.entity_name(finding.entity_type),
        score: finding.score,
        recognizer: finding.recognizer,
    }
}
