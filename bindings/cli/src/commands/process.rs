//! `process`: the main job, files in, a data set out.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use foundry_core::Pipeline;
use foundry_core::conversation::Timestamp;
use foundry_core::dataset::evidence::evidence_pack;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::export::ExportFormat;
use foundry_core::pipeline::{Outputs, RunOptions};
use foundry_core::record::Warning;

use crate::Status;
use crate::args::{ConfigArgs, ExportArgs, PiiArgs, ReadArgs, ThreadArgs, export_format, parse_size};
use crate::engine::{now, parse_time};
use crate::files::{self, Access, Output, expand, is_stdio, refuse_input_as_output};
use crate::ndjson::write_line;
use crate::output::{Ui, cannot_write, thousands};
use crate::progress::Bar;
use crate::spill::TempSpill;
use crate::summary;
use crate::target::{Target, data_paths};

const AFTER_HELP: &str = "\
Examples:
  foundry process tickets.csv -o train.jsonl
  foundry process 'exports/*.xlsx' -o qa.jsonl --format jsonl_qa --report manifest.json
  foundry process tickets.csv -o dataset --folder --split 80/10/10
  foundry process tickets.csv --dry-run                      what would happen
  zcat dump.ndjson.gz | foundry process - -o - | gzip > train.jsonl.gz

Without settings, format and columns are found out; a doubtful text column is refused (exit 2).
To settle it: `foundry inspect FILE --toml > foundry.toml`, and correct that file.";

/// Turn conversations into a de-identified data set
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, patterns such as 'dir/*.csv', or - for stdin
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// The data set, or - for stdout; with --folder a folder
    #[arg(short, long, value_name = "OUT", required_unless_present = "dry_run")]
    output: Option<PathBuf>,
    /// The export format
    #[arg(short, long, value_name = "FORMAT", value_parser = export_format(), env = "FOUNDRY_FORMAT", hide_env_values = true)]
    format: Option<ExportFormat>,
    /// Write a folder as the Hub and `datasets` read it: data files, data-set card, Croissant description, manifest,
    /// origin of each line
    #[arg(long)]
    folder: bool,
    /// Write the origin of each line (file, rows, hashes) here, one JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with = "folder")]
    provenance: Option<PathBuf>,
    /// Write what proves how the data set was made (manifest, settings, counts, hashes) here, as a ZIP
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
    /// Write the manifest (counts, hashes, settings, findings, warnings) here
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write warnings here, one JSON object a line
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Do everything but write
    #[arg(long)]
    dry_run: bool,
    /// Stop after this many rows
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Write the text as it is, personal data and all
    #[arg(long)]
    no_deid: bool,
    #[command(flatten)]
    threads: ThreadArgs,
    /// Memory for messages before they go to a temporary file
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "32M", env = "FOUNDRY_MEMORY", hide_env_values = true)]
    memory: usize,
    /// The folder for the temporary file
    #[arg(long, value_name = "DIR", env = "FOUNDRY_TEMP_DIR", hide_env_values = true)]
    temp_dir: Option<PathBuf>,
    /// The time that counts as now, for equal manifests and rolling date ranges
    #[arg(long, value_name = "RFC3339", value_parser = parse_time, env = "FOUNDRY_NOW", hide_env_values = true)]
    now: Option<Timestamp>,
    #[command(flatten)]
    export: ExportArgs,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    pii: PiiArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Runs the job.
pub fn run(args: &Args, ui: &Ui) -> Result<Status> {
    let mut config = args.config.load(ui)?;
    args.read.apply(&mut config.source);
    args.pii.apply(&mut config.pii_settings)?;
    args.export.apply(&mut config.export_config);
    if let Some(format) = args.format {
        config.export_format = format;
    }
    if args.no_deid {
        config.pii_settings.enabled = false;
    }
    let sources = expand(&args.inputs)?;
    let output = args.output.as_deref().filter(|_| !args.dry_run);
    if ui.json && output.is_some_and(is_stdio) {
        return Err(Error::new(ErrorKind::Config, "`--json` and `-o -` both want stdout")
            .with_hint("write the manifest to a file with `--report FILE`"));
    }
    if args.folder && output.is_some_and(is_stdio) {
        return Err(
            Error::new(ErrorKind::Config, "a folder cannot go to stdout").with_hint("name it with `-o DIR`")
        );
    }
    let data_files = match output {
        Some(path) if args.folder => data_paths(path, &config),
        other => other.map(Path::to_owned).into_iter().collect(),
    };
    let side_files = [&args.report, &args.rejects, &args.provenance, &args.evidence];
    for path in side_files.into_iter().flatten().chain(&data_files) {
        refuse_input_as_output(&sources, path)?;
    }
    let model = args.pii.model(&config.pii_settings)?;
    let pipeline = Pipeline::with_model(&config, now(args.now), model)?;
    if !config.pii_settings.enabled {
        ui.warn_always("DE-IDENTIFICATION IS OFF: the output will hold personal data as it comes");
    }

    // All outputs are made before the run: a folder that is missing shows now, not after an hour.
    let mut target = match output {
        Some(path) if args.folder => Target::folder(path, &config)?,
        Some(path) => Target::file(path, args.provenance.as_deref())?,
        None => Target::Nowhere,
    };
    let create = |path: &PathBuf| Output::create(path, Access::Usual);
    let report = args.report.as_ref().map(create).transpose()?;
    let rejects = args.rejects.as_ref().map(create).transpose()?;
    let evidence = args.evidence.as_ref().map(create).transpose()?;

    let started = Instant::now();
    let manifest = {
        let mut nowhere = [io::sink(), io::sink(), io::sink()];
        let outputs = target.outputs(&mut nowhere);
        run_pipeline(args, ui, &pipeline, &sources, outputs).map_err(|e| with_way_out(e, &sources))?
    };
    target.finish(&manifest, &config)?;
    if let Some(mut evidence) = evidence {
        evidence.write_all(&evidence_pack(&manifest, &[])?).map_err(cannot_write)?;
        evidence.finish()?;
    }
    if let Some(report) = report {
        write_report(report, &manifest)?;
    }
    if let Some(rejects) = rejects {
        write_rejects(rejects, &manifest, ui)?;
    }
    tell(args, ui, &manifest, output, started.elapsed())?;
    Ok(Status::Ok)
}

fn run_pipeline(
    args: &Args,
    ui: &Ui,
    pipeline: &Pipeline,
    sources: &[files::Source],
    outputs: Outputs<'_>,
) -> Result<Manifest> {
    let options =
        RunOptions { threads: args.threads.count(), memory_budget: args.memory, row_limit: args.limit };
    let mut spill = TempSpill::new(args.temp_dir.clone());
    let mut bar = Bar::new(ui);
    let inputs = sources.iter().map(files::Source::input).collect();
    pipeline.run_into(inputs, &mut spill, outputs, &options, &mut |progress| {
        bar.show(progress);
        ControlFlow::Continue(())
    })
}

/// Where the columns are the trouble, says which command starts the settings that settle it.
fn with_way_out(error: Error, sources: &[files::Source]) -> Error {
    let ([first, ..], ErrorKind::NoContent) = (sources, error.kind()) else { return error };
    let name = error.position().file.clone().unwrap_or_else(|| first.name.clone());
    let start = format!("`foundry inspect {name} --toml > foundry.toml` writes settings to correct");
    let hint = error.hint().map_or(start.clone(), |hint| format!("{hint}; {start}"));
    error.in_file(name).with_hint(hint)
}

fn write_report(mut report: Output, manifest: &Manifest) -> Result<()> {
    report.write_all(manifest.to_json_pretty()?.as_bytes()).map_err(cannot_write)?;
    report.finish()
}

/// Writes the listed warnings; where there are more, a last line says how many.
fn write_rejects(mut rejects: Output, manifest: &Manifest, ui: &Ui) -> Result<()> {
    for warning in &manifest.warnings {
        write_line(&mut rejects, warning)?;
    }
    let listed = manifest.warnings.len() as u64;
    let unlisted = manifest.warning_counts.values().sum::<u64>().saturating_sub(listed);
    if unlisted > 0 {
        let text = format!(
            "only the first {} warnings are listed; {} more are counted in the manifest",
            thousands(listed),
            thousands(unlisted)
        );
        ui.warn(&text);
        write_line(&mut rejects, &Warning::note("list_cut", text))?;
    }
    rejects.finish()
}

fn tell(args: &Args, ui: &Ui, manifest: &Manifest, output: Option<&Path>, time: Duration) -> Result<()> {
    if ui.json {
        return io::stdout().lock().write_all(manifest.to_json_pretty()?.as_bytes()).map_err(cannot_write);
    }
    if ui.quiet {
        return Ok(());
    }
    let name = output.map(|path| if is_stdio(path) { "stdout".into() } else { path.display().to_string() });
    if args.dry_run {
        // With nothing else to give, the account is the result.
        return summary::write(&mut anstream::stdout().lock(), manifest, None, time).map_err(cannot_write);
    }
    let mut stderr = anstream::stderr().lock();
    let told = if ui.talkative {
        summary::write(&mut stderr, manifest, name.as_deref(), time)
    } else {
        summary::warnings(
            &mut stderr,
            &manifest.warnings,
            &manifest.warning_counts,
            "; `--rejects FILE` lists them",
        )
    };
    // Nobody to read the words is no reason to fail: the data set is complete.
    let _ = told;
    Ok(())
}
