//! `report`: what the conversations are like and what a run would make of them, as one HTML page.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use foundry_core::Pipeline;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::export::ExportFormat;
use foundry_core::pipeline::Outputs;
use foundry_core::report::{Level, MAX_SAMPLES, ReportData, ReportSettings};

use crate::Status;
use crate::args::{ConfigArgs, PiiArgs, ReadArgs, export_format};
use crate::files::{Access, Source, create, expand, is_stdio, refuse_as_output, source};
use crate::job::JobArgs;
use crate::output::{DIM, GREEN, Ui, YELLOW, cannot_write, printable};

/// A manifest begins like this, white space aside.
const MANIFEST: &[u8] = b"{\"manifestVersion\":";

const AFTER_HELP: &str = "\
Examples:
  foundry report tickets.csv -o report.html
  foundry report 'exports/*.xlsx' -o report.html --format jsonl_qa --samples 10
  foundry report tickets.csv -o report.html --utc-offset +02:00     days and hours as your team sees them
  foundry report tickets.csv -o private.html --originals            with the text before: personal data
  foundry report manifest.json -o report.html                       of an earlier run
  foundry report tickets.csv --json | jq .insights

Runs the whole job with the settings of `foundry process`, and keeps no data set. The page needs no network, runs no
script, and shows de-identified text alone unless --originals asks for more.";

/// Report what is in conversations and what a run makes of them: one HTML page with charts
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, patterns such as 'dir/*.csv', - for stdin; or the manifest of an earlier run
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// The page, or - for stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The export format that is judged
    #[arg(short, long, value_name = "FORMAT", value_parser = export_format(), env = "FOUNDRY_FORMAT", hide_env_values = true)]
    format: Option<ExportFormat>,
    /// How many conversations are shown
    #[arg(long, value_name = "N", default_value_t = ReportSettings::default().samples, value_parser = parse_samples)]
    samples: usize,
    /// Show them as they were, too: the page then holds personal data
    #[arg(long)]
    originals: bool,
    /// What is added to UTC for days and hours, such as +02:00
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true)]
    utc_offset: Option<String>,
    #[command(flatten)]
    job: JobArgs,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Reports.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let sources = expand(&args.inputs)?;
    let output = args.output.as_deref();
    match output {
        None if !ui.json => {
            return Err(Error::new(ErrorKind::Config, "there is no place for the page")
                .with_hint("name a file with `-o report.html`, or ask for data with `--json`"));
        }
        Some(path) if ui.json && is_stdio(path) => {
            return Err(Error::new(ErrorKind::Config, "`--json` and `-o -` both want stdout")
                .with_hint("write the page to a file"));
        }
        Some(path) => refuse_as_output(&sources, path)?,
        None => {}
    }
    // Made before the run: a folder that is missing shows now, not after an hour.
    let access = if args.originals { Access::Private } else { Access::Usual };
    let page = output.map(|path| create(path, access)).transpose()?;
    let data = match read_manifest(&args.inputs)? {
        Some(manifest) => ReportData::from_manifest(manifest),
        None => of_run(args, ui, &sources)?,
    };
    if data.holds_personal_data {
        ui.warn("the report holds personal data: its samples show the text as it was");
    }
    if let Some(page) = page {
        page.write_whole(data.to_html()?.as_bytes())?;
    }
    if ui.json {
        let json = data.to_json_pretty()?;
        io::stdout().lock().write_all(json.as_bytes()).map_err(cannot_write)?;
    } else if ui.talkative {
        // Nobody to read the words is no reason to fail: the page is complete.
        let _ = tell(&data, output);
    }
    Ok(Status::Ok)
}

fn of_run(args: &Args, ui: &Ui, sources: &[Source]) -> Result<ReportData> {
    let mut config = args.config.load(ui)?;
    args.read.apply(&mut config.source);
    args.pii.apply(&mut config.pii_settings)?;
    if let Some(format) = args.format {
        config.export_format = format;
    }
    config.export_config.count_tokens = true;
    let settings = ReportSettings {
        samples: args.samples,
        originals: args.originals,
        utc_offset: args.utc_offset.clone(),
    };
    let pipeline = Pipeline::with_model(&config, args.job.now(), args.pii.model(&config.pii_settings)?)?;
    args.job.go(ui, sources, |inputs, spill, options, show| {
        let mut nowhere = [io::sink(), io::sink(), io::sink()];
        let outputs = Outputs::nowhere(&mut nowhere);
        pipeline.run_with_report(inputs, spill, outputs, options, &settings, show)
    })
}

/// The manifest of an earlier run, if that is what was named.
fn read_manifest(inputs: &[PathBuf]) -> Result<Option<Manifest>> {
    let [path] = inputs else { return Ok(None) };
    if !path.is_file() || !begins_as_manifest(path) {
        return Ok(None);
    }
    let source = source(path)?;
    let manifest: Manifest = serde_json::from_str(&source.read_text()?).map_err(|e| {
        // The message of the parser may repeat a value.
        let message = format!("is no manifest of this version (line {}, column {})", e.line(), e.column());
        Error::new(ErrorKind::Format, message)
            .in_file(&source.name)
            .with_hint("make the report from the input itself, or run again and keep the new manifest")
    })?;
    manifest.check().map_err(|e| e.in_file(&source.name))?;
    Ok(Some(manifest))
}

/// Whether a file begins as a manifest does.
fn begins_as_manifest(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(256).read_to_end(&mut head));
    head.retain(|byte| !byte.is_ascii_whitespace());
    read.is_ok() && head.starts_with(MANIFEST)
}

fn tell(data: &ReportData, output: Option<&Path>) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    if let Some(path) = output {
        writeln!(out, "{GREEN}wrote{GREEN:#} {}", path.display())?;
    }
    for insight in &data.insights {
        let (style, mark) = match insight.level {
            Level::Look => (YELLOW, "look"),
            Level::Good => (GREEN, "good"),
            Level::Know => (DIM, "    "),
        };
        writeln!(out, "  {style}{mark}{style:#} {}", printable(&insight.text))?;
        if let (Some(next), Level::Look) = (&insight.next, insight.level) {
            writeln!(out, "       {DIM}{}{DIM:#}", printable(next))?;
        }
    }
    Ok(())
}

fn parse_samples(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number <= MAX_SAMPLES);
    number.ok_or_else(|| format!("a number from 0 to {MAX_SAMPLES}"))
}
