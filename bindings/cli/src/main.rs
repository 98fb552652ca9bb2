//! The command line `foundry`: files in, a clean, de-identified, validated data set out. Everything that knows about
//! the data is in `foundry-core`; here are files, the terminal and exit codes.

mod args;
mod commands;
mod config;
mod engine;
mod files;
mod interrupt;
mod job;
mod layout;
mod ndjson;
mod output;
mod own_model;
mod progress;
mod summary;
mod workbook;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use output::Ui;

/// How a command ended; the numbers are part of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0: done.
    Ok,
    /// 1: done, and something was found or is invalid.
    Found,
}

fn main() -> ExitCode {
    if workbook::is_asked(std::env::args_os().nth(1).as_deref()) {
        return workbook::answer();
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return output::usage_error(&error),
    };
    let ui = Ui::new(&cli.global);
    interrupt::listen();
    let result = match &cli.command {
        Command::Process(args) => commands::process::run(args, &ui),
        Command::Inspect(args) => commands::inspect::run(args, &ui),
        Command::Preview(args) => commands::preview::run(args, &ui),
        Command::Scan(args) => commands::scan::run(args, &ui),
        Command::Find(args) => commands::find::run(args, &ui),
        Command::Deid(args) => commands::deid::run(args, &ui),
        Command::Reidentify(args) => commands::reidentify::run(args, &ui),
        Command::Validate(args) => commands::validate::run(args, &ui),
        Command::Eval(args) => commands::eval::run(args, &ui),
        Command::Report(args) => commands::report::run(args, &ui),
        Command::Schema => commands::schema::run(),
        Command::Completions(args) => commands::completions::run(args),
    };
    // If an interrupt came first, its exit code counts, not that of a run whose input was cut off with it.
    drop(foundry_files::unfinished());
    match result {
        Ok(Status::Ok) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        Err(error) => ui.fail(&error),
    }
}
