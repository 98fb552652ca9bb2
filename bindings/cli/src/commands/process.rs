//! `process`: the main job, files in, a data set out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use foundry_core::Pipeline;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::export::ExportFormat;
use foundry_core::filter::FilterReport;
use foundry_core::record::Warning;
use foundry_core::report::numbers::thousands;
use foundry_files::{DataSet, Job, data_paths};

use crate::Status;
use crate::args::{ConfigArgs, ExportArgs, PiiArgs, ReadArgs, export_format};
use crate::files::{Access, Output, create, expand, is_stdio, refuse_as_output};
use crate::job::JobArgs;
use crate::ndjson::write_line;
use crate::output::{Ui, cannot_write, print_json};
use crate::summary;

const AFTER_HELP: &str = "\
Examples:
  foundry process tickets.csv -o train.jsonl
  foundry process 'exports/*.xlsx' -o qa.jsonl --format jsonl_qa --report manifest.json
  foundry process tickets.csv -o dataset --folder --split 80/10/10
  foundry process tickets.csv --dry-run                      what would happen, and what each filter leaves out
  foundry process tickets.csv --dry-run --set filterSettings.duplicates=near --set filterSettings.minWordCount=20
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
    /// Write the report here: one HTML page with charts, as `foundry report` does
    #[arg(long, value_name = "FILE")]
    html_report: Option<PathBuf>,
    /// Write warnings here, one JSON object a line
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Do everything but write, and tell what each filter leaves out, alone and in order
    #[arg(long)]
    dry_run: bool,
    /// Write the text as it is, personal data and all
    #[arg(long)]
    no_deid: bool,
    #[command(flatten)]
    job: JobArgs,
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
    let side_files = [&args.report, &args.html_report, &args.rejects, &args.provenance, &args.evidence];
    for path in side_files.into_iter().flatten().chain(&data_files) {
        refuse_as_output(&sources, path)?;
    }
    let model = args.pii.model(&config.pii_settings)?;
    let pipeline = Pipeline::with_model(&config, args.job.now(), model)?;
    if !config.pii_settings.enabled {
        ui.warn_always("DE-IDENTIFICATION IS OFF: the output will hold personal data as it comes");
    }

    // All outputs are made before the run: a folder that is missing shows now, not after an hour.
    let create = |path: &PathBuf| create(path, Access::Usual);
    let optional = |path: &Option<PathBuf>| path.as_ref().map(create).transpose();
    let data = match &args.output {
        _ if args.dry_run => DataSet::Nowhere(None),
        Some(path) if args.folder => DataSet::folder(path, &config)?,
        Some(path) => DataSet::File { data: create(path)?, provenance: optional(&args.provenance)? },
        None => DataSet::Nowhere(None),
    };
    let job = Job {
        data,
        evidence: optional(&args.evidence)?,
        report: optional(&args.report)?,
        page: optional(&args.html_report)?,
    };
    let rejects = optional(&args.rejects)?;

    let started = Instant::now();
    let (manifest, filters) = args.job.go(ui, &sources, |inputs, spill, options, show| match job.data {
        // A page tells of a run that filters as it goes.
        DataSet::Nowhere(_) if job.page.is_none() => job
            .dry_run(&pipeline, inputs, spill, options, show)
            .map(|(manifest, filters)| (manifest, Some(filters))),
        _ => job.run(&pipeline, &config, inputs, spill, options, show).map(|manifest| (manifest, None)),
    })?;
    if let Some(rejects) = rejects {
        write_rejects(rejects, &manifest, ui)?;
    }
    tell(ui, &manifest, filters.as_ref(), output, started.elapsed())?;
    Ok(Status::Ok)
}

/// What a dry run gives as JSON: the manifest, and what the filters do.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct DryRun<'r> {
    #[serde(flatten)]
    manifest: &'r Manifest,
    filter_report: &'r FilterReport,
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

/// Tells what was done; `filters` is there for a dry run.
fn tell(
    ui: &Ui,
    manifest: &Manifest,
    filters: Option<&FilterReport>,
    output: Option<&Path>,
    time: Duration,
) -> Result<()> {
    if ui.json {
        return match filters {
            None => {
                io::stdout().lock().write_all(manifest.to_json_pretty()?.as_bytes()).map_err(cannot_write)
            }
            Some(filters) => print_json(&DryRun { manifest, filter_report: filters }),
        };
    }
    if ui.quiet {
        return Ok(());
    }
    let name = output.map(|path| if is_stdio(path) { "stdout".into() } else { path.display().to_string() });
    if let Some(filters) = filters {
        // With nothing else to give, the account is the result.
        let mut stdout = anstream::stdout().lock();
        return summary::write(&mut stdout, manifest, None, time)
            .and_then(|()| summary::filters(&mut stdout, filters))
            .map_err(cannot_write);
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
