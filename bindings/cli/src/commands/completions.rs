//! `completions`: a script for the shell.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use foundry_core::error::Result;

use crate::Status;
use crate::args::Cli;
use crate::output::cannot_write;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  foundry completions bash > ~/.local/share/bash-completion/completions/foundry
  foundry completions zsh > ~/.zfunc/_foundry")]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &Args) -> Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "foundry", &mut script);
    io::stdout().lock().write_all(&script).map_err(cannot_write)?;
    Ok(Status::Ok)
}
