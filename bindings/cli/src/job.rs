//! A run of the whole job as several commands make it: what of the machine it uses, its progress, the way out of an
//! error.

use std::ops::ControlFlow;
use std::path::PathBuf;

use foundry_core::conversation::Timestamp;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::pipeline::{Input, Progress, RunOptions};
use foundry_files::TempSpill;

use crate::args::{ThreadArgs, parse_size};
use crate::engine::{now, parse_time};
use crate::files::Source;
use crate::output::Ui;
use crate::progress::Bar;

/// How a run uses the machine, and when it is.
#[derive(Debug, clap::Args)]
pub struct JobArgs {
    /// Stop after this many rows
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
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
}

impl JobArgs {
    /// `--now`, or the system's clock.
    pub fn now(&self) -> Timestamp {
        now(self.now)
    }

    /// Runs a job over these inputs: `run` is given what it asks of the machine.
    pub fn go<T>(
        &self,
        ui: &Ui,
        sources: &[Source],
        run: impl FnOnce(
            Vec<Input<'_>>,
            &mut TempSpill,
            &RunOptions,
            &mut dyn FnMut(Progress) -> ControlFlow<()>,
        ) -> Result<T>,
    ) -> Result<T> {
        let inputs = sources.iter().map(Source::input).collect();
        let options =
            RunOptions { threads: self.threads.count(), memory_budget: self.memory, row_limit: self.limit };
        let mut spill = TempSpill::new(self.temp_dir.clone());
        let mut bar = Bar::new(ui);
        let mut show = |progress| {
            bar.show(progress);
            ControlFlow::Continue(())
        };
        run(inputs, &mut spill, &options, &mut show).map_err(|error| with_way_out(error, sources))
    }
}

/// Where the columns are the trouble, says which command starts the settings that settle it.
fn with_way_out(error: Error, sources: &[Source]) -> Error {
    let ([first, ..], ErrorKind::NoContent) = (sources, error.kind()) else { return error };
    let name = error.position().file.clone().unwrap_or_else(|| first.name.clone());
    let start = format!("`foundry inspect {name} --toml > foundry.toml` writes settings to correct");
    let hint = error.hint().map_or(start.clone(), |hint| format!("{hint}; {start}"));
    error.in_file(name).with_hint(hint)
}
