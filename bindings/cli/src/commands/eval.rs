//! `eval`: how well personal data is found in labelled texts, by this program or by another.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;

use anstyle::Style;
use foundry_core::deid::{Deidentifier, PiiSettings, Scratch};
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::evaluate::{
    EvaluationReport, Evaluator, Fault, FoundSpan, LabelMap, LabelledText, TypeReport, detect,
};
use foundry_core::offsets::OffsetUnit;
use foundry_core::report::numbers::{counted, thousands};

use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, Unit};
use crate::files::{Source, not_utf8, source};
use crate::layout::{Piece, table};
use crate::output::{BOLD, CYAN, DIM, RED, Ui, cannot_write, print_json, printable};

/// Characters shown on either side of a wrong place.
const AROUND: usize = 30;

const AFTER_HELP: &str = "\
Examples:
  foundry eval labelled.ndjson --label-map NAME=PERSON,TEL=PHONE_NUMBER
  foundry eval labelled.ndjson --label-map map.json --entities PERSON,PHONE_NUMBER --json
  foundry eval labelled.ndjson --label-map map.json --predictions other-tool.ndjson
  foundry eval labelled.ndjson --max-leak-rate 0.02              a gate for a pipeline

In: {\"id\", \"text\", \"spans\": [{\"start\", \"end\", \"label\"}]} a line; \"language\" and \"knownValues\"
([{\"entityType\", \"value\"}]) may stand beside them. A label stands for an entity type, `-` (left out) or
`O` (plain text). Labels that are not mapped and no entity types are left out, and listed.

strict: equal start, end and type; partial: sharing a character, same type; chars: by characters.
leaked: labelled places of which a letter or digit stays readable. clean lines: nothing labelled in them.

Exit codes: 0 done, 1 more leaks than --max-leak-rate or more clean lines touched than --max-touched,
2 cannot be judged.";

/// Judge what is found in labelled NDJSON lines of {"id", "text", "spans"}
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The labelled lines, or - for stdin
    #[arg(value_name = "FILE")]
    input: PathBuf,
    /// What the labels stand for: KEY=TYPE,… or a JSON file of {label: type}
    #[arg(long, value_name = "MAP")]
    label_map: Option<String>,
    /// Judge the spans of another tool: lines in the same order, of the same shape or as `find` writes them
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// What start and end count
    #[arg(long, value_enum, default_value_t = Unit::Bytes, value_name = "UNIT")]
    offsets: Unit,
    /// Show the first N wrong places with the text around them: personal data, on stdout
    #[arg(long, value_name = "N")]
    show_errors: Option<usize>,
    /// Exit with 1 if a greater share of labelled places leaks (0.0 to 1.0)
    #[arg(long, value_name = "RATE")]
    max_leak_rate: Option<f64>,
    /// Exit with 1 if a greater share of clean lines is touched (0.0 to 1.0)
    #[arg(long, value_name = "RATE")]
    max_touched: Option<f64>,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Judges.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut settings = args.config.load(ui)?.pii_settings;
    args.pii.apply(&mut settings)?;
    // A text filter is judged, whatever a project's settings say about data sets.
    settings.enabled = true;
    let mut evaluator = Evaluator::new(label_map(args.label_map.as_deref(), &settings)?);
    let mut engine = match &args.predictions {
        Some(path) => Detector::Other(Lines::open(&source(path)?)?),
        None => {
            let deidentifier = args.pii.deidentifier(&settings)?;
            Detector::Own(Box::new((deidentifier, Scratch::default())))
        }
    };
    let mut lines = Lines::open(&source(&args.input)?)?;
    let mut errors_left = args.show_errors.unwrap_or(0);
    let unit = args.offsets.into();
    while let Some(line) = lines.next()? {
        let labelled = LabelledText::from_json(line, unit).map_err(|e| lines.place(e))?;
        let (found, deidentified) = engine.look(&labelled, unit, &lines)?;
        let faults = evaluator.add(&labelled, &found, deidentified.as_deref());
        if errors_left > 0 {
            let shown = faults.len().min(errors_left);
            errors_left -= shown;
            show(&labelled, faults.get(..shown).unwrap_or_default(), lines.number).map_err(cannot_write)?;
        }
    }
    engine.end(&lines)?;
    let report = evaluator.report();
    if report.lines == 0 {
        return Err(Error::new(ErrorKind::Format, "there is no line to judge").in_file(lines.name));
    }
    if ui.json {
        print_json(&report)?;
    } else {
        tell(&report).map_err(cannot_write)?;
    }
    warn_of_labels(&report, ui);
    let over = |limit: Option<f64>, rate: Option<f64>| limit.zip(rate).is_some_and(|(most, is)| is > most);
    let failed = over(args.max_leak_rate, report.overall.leak_rate)
        || over(args.max_touched, report.clean_lines.touched_share);
    Ok(if failed { Status::Found } else { Status::Ok })
}

/// What is judged.
enum Detector {
    /// This program.
    Own(Box<(Deidentifier, Scratch)>),
    /// Another one, by what it wrote.
    Other(Lines),
}

impl Detector {
    fn look(
        &mut self,
        labelled: &LabelledText<'_>,
        unit: OffsetUnit,
        lines: &Lines,
    ) -> Result<(Vec<FoundSpan<'_>>, Option<String>)> {
        match self {
            Detector::Own(own) => {
                let (deidentifier, scratch) = own.as_mut();
                let (found, text) = detect(deidentifier, labelled, scratch).map_err(|e| lines.place(e))?;
                Ok((found, Some(text)))
            }
            Detector::Other(predictions) => {
                let Some(line) = predictions.next()? else {
                    return Err(uneven("ends before the labelled file").in_file(&predictions.name));
                };
                let found = labelled.found_from_json(line, unit);
                Ok((found.map_err(|e| predictions.place(e))?, None))
            }
        }
    }

    /// Makes sure that no prediction is left over.
    fn end(&mut self, lines: &Lines) -> Result<()> {
        let Detector::Other(predictions) = self else { return Ok(()) };
        let is_left = predictions.next()?.is_some();
        let message = || uneven(&format!("goes on behind the end of {}", lines.name));
        if is_left { Err(predictions.place(message())) } else { Ok(()) }
    }
}

fn uneven(message: &str) -> Error {
    Error::new(ErrorKind::Format, message)
        .with_hint("the predictions need one line for every labelled line, in the same order")
}

/// The lines of a file that are not blank, with their numbers.
struct Lines {
    name: String,
    number: u64,
    reader: BufReader<Box<dyn Read + Send>>,
    line: Vec<u8>,
    source: Source,
}

impl Lines {
    fn open(source: &Source) -> Result<Lines> {
        let (name, reader) = (source.name.clone(), source.open_lines()?);
        Ok(Lines { name, number: 0, reader, line: Vec::new(), source: source.clone() })
    }

    fn next(&mut self) -> Result<Option<&str>> {
        loop {
            self.line.clear();
            self.number += 1;
            let read = self.reader.read_until(b'\n', &mut self.line);
            if read.map_err(|e| self.source.cannot_read(e))? == 0 {
                return Ok(None);
            }
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        str::from_utf8(self.line.trim_ascii()).map(Some).map_err(|_| not_utf8(&self.name, self.number))
    }

    fn place(&self, error: Error) -> Error {
        error.in_file(&self.name).at_row(self.number)
    }
}

fn label_map(given: Option<&str>, settings: &PiiSettings) -> Result<LabelMap> {
    let Some(given) = given else { return LabelMap::new::<String, String>([], settings) };
    if !given.contains('=') {
        let source = source(given.as_ref())?;
        let text = source.read_text()?;
        let pairs: Result<std::collections::BTreeMap<String, String>, _> = serde_json::from_str(&text);
        let pairs = pairs.map_err(|_| {
            Error::new(ErrorKind::Config, "is not a JSON object of labels and entity types")
                .with_hint("such as {\"NAME\": \"PERSON\", \"JOB\": \"-\"}")
        });
        return pairs.and_then(|pairs| LabelMap::new(pairs, settings)).map_err(|e| e.in_file(source.name));
    }
    let pairs = given.split(',').map(str::trim).filter(|pair| !pair.is_empty()).map(|pair| {
        pair.split_once('=').map(|(label, target)| (label.trim(), target.trim())).ok_or_else(|| {
            Error::new(ErrorKind::Config, "a label has no `=`")
                .at_path("--label-map")
                .with_hint("such as --label-map NAME=PERSON,JOB=-")
        })
    });
    LabelMap::new(pairs.collect::<Result<Vec<_>>>()?, settings)
}

fn show(labelled: &LabelledText<'_>, faults: &[Fault], number: u64) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let text = labelled.text.as_ref();
    for fault in faults {
        let (before, rest) = text.split_at_checked(fault.span.start).unwrap_or((text, ""));
        let (place, after) = rest.split_at_checked(fault.span.len()).unwrap_or((rest, ""));
        let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        let (before, after) = (before.get(from..).unwrap_or_default(), after.get(..to).unwrap_or_default());
        let (kind, entity_type) = (fault.kind.as_str(), &fault.entity_type);
        let (before, place, after) = (printable(before), printable(place), printable(after));
        writeln!(
            out,
            "{DIM}line {number}{DIM:#} {CYAN}{kind} {entity_type}{CYAN:#}: {before}{RED}⟦{place}⟧{RED:#}{after}"
        )?;
    }
    Ok(())
}

fn warn_of_labels(report: &EvaluationReport, ui: &Ui) {
    let unmapped = report.labels.iter().filter(|(_, label)| label.stands_for.is_none());
    let unmapped: Vec<String> = unmapped
        .map(|(name, label)| format!("{} ({})", printable(name), thousands(label.labelled + label.found)))
        .collect();
    if !unmapped.is_empty() {
        ui.warn(&format!("left out, because --label-map says nothing about them: {}", unmapped.join(", ")));
    }
}

fn tell(report: &EvaluationReport) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    const HEAD: [&str; 15] = [
        "TYPE", "LABELLED", "FOUND", "P", "R", "F1", "F2", "PART P", "PART R", "CHAR P", "CHAR R", "CHAR F2",
        "BLIND R", "MISSED", "LEAKED",
    ];
    let mut rows: Vec<Vec<Piece>> = report.entity_types.iter().map(|(name, of)| row(name, of)).collect();
    rows.extend(report.languages.iter().map(|(name, of)| row(&format!("in {name}"), of)));
    rows.push(row("all", &report.overall));
    table(&mut out, &HEAD, &rows)?;
    let EvaluationReport { overall, clean_lines: clean, residual_values: residual, .. } = report;
    let tokens = report.token_consistency;
    let of = |part: u64, whole: u64, share: Option<f64>| {
        format!("{} of {} ({})", thousands(part), thousands(whole), percent(share))
    };
    writeln!(out)?;
    for (name, figure) in [
        ("lines", thousands(report.lines)),
        ("leaked", of(overall.leaked, overall.labelled, overall.leak_rate)),
        ("fully missed", of(overall.missed, overall.labelled, overall.missed_rate)),
        (
            "covered whole",
            of(overall.labelled - overall.leaked, overall.labelled, overall.full_coverage_rate),
        ),
        ("values still readable", of(residual.residual, residual.values, residual.residual_share)),
        ("clean lines touched", of(clean.touched, clean.lines, clean.touched_share)),
        ("found where nothing is", thousands(overall.spurious)),
        (
            "token errors",
            format!(
                "{} of {} ({} split, {} merged)",
                thousands(tokens.errors),
                counted(tokens.values, "value"),
                thousands(tokens.split),
                thousands(tokens.merged)
            ),
        ),
    ] {
        writeln!(out, "  {name:24}{BOLD}{figure}{BOLD:#}")?;
    }
    Ok(())
}

fn row(name: &str, of: &TypeReport) -> Vec<Piece> {
    let plain = Style::new();
    let mut row =
        vec![(printable(name), CYAN), (thousands(of.labelled), plain), (thousands(of.found), plain)];
    for rate in [
        of.strict.precision,
        of.strict.recall,
        of.strict.f1,
        of.strict.f2,
        of.partial.precision,
        of.partial.recall,
        of.characters.precision,
        of.characters.recall,
        of.characters.f2,
        of.blind_character_recall,
    ] {
        row.push((rate.map_or_else(|| "-".into(), |rate| format!("{rate:.3}")), plain));
    }
    row.push((thousands(of.missed), RED));
    row.push((thousands(of.leaked), RED));
    row
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".into(), |share| format!("{:.2} %", 100.0 * share))
}
