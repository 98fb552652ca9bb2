//! Words for people and programs: data on stdout, words on stderr, errors with place and hint.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use foundry_core::calls::error_json;
use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::record::Warning;
use serde_json::json;

use crate::args::{Color, Global};

pub const BOLD: Style = Style::new().bold();
pub const DIM: Style = Style::new().dimmed();
pub const RED: Style = AnsiColor::Red.on_default().bold();
pub const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub const GREEN: Style = AnsiColor::Green.on_default().bold();
pub const CYAN: Style = AnsiColor::Cyan.on_default();

/// How to talk on this run.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    /// Results and errors as JSON.
    pub json: bool,
    /// Whether stderr is a terminal and not told to be quiet: bar, notes and summary are wanted.
    pub talkative: bool,
    /// Errors only.
    pub quiet: bool,
}

impl Ui {
    /// From the global options and the terminal.
    pub fn new(global: &Global) -> Ui {
        choose_color(global.color);
        let terminal = io::stderr().is_terminal();
        Ui {
            json: global.json,
            talkative: !global.quiet && (terminal || global.verbose),
            quiet: global.quiet,
        }
    }

    /// A remark that only somebody who watches wants.
    pub fn note(&self, text: &str) {
        if self.talkative {
            anstream::eprintln!("{DIM}{text}{DIM:#}");
        }
    }

    /// Something to look at; silent with `--quiet`.
    pub fn warn(&self, text: &str) {
        if !self.quiet {
            self.warn_always(text);
        }
    }

    /// Something nobody may miss.
    pub fn warn_always(&self, text: &str) {
        anstream::eprintln!("{YELLOW}warning{YELLOW:#}: {text}");
    }

    /// Reports an error; a reader that went away is none.
    pub fn fail(&self, error: &Error) -> ExitCode {
        if error.io_source().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        if self.json {
            eprintln!("{}", json!({ "error": error_json(error) }));
        } else {
            let mut stderr = anstream::stderr().lock();
            let _ = writeln!(stderr, "{RED}error[{}]{RED:#}: {}", error.code(), error.message());
            let place = error.position().to_string();
            if !place.is_empty() {
                let _ = writeln!(stderr, "  at {place}");
            }
            if let Some(hint) = error.hint() {
                let _ = writeln!(stderr, "  {CYAN}hint{CYAN:#}: {hint}");
            }
        }
        ExitCode::from(if error.kind() == ErrorKind::Cancelled { 130 } else { 2 })
    }
}

/// Help and version on stdout with 0; a wrong command line on stderr with 2, as JSON if it asks for JSON.
pub fn usage_error(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && env::args_os().any(|arg| arg == "--json") {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        eprintln!("{}", json!({ "error": { "code": "usage", "message": message } }));
    } else {
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Wraps a failure to write on stdout.
pub fn cannot_write(error: io::Error) -> Error {
    Error::io("cannot write the output", error)
}

/// Writes one JSON value on stdout, indented.
pub fn print_json(value: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|e| Error::new(ErrorKind::Io, format!("cannot write JSON: {e}")))?;
    text.push('\n');
    io::stdout().lock().write_all(text.as_bytes()).map_err(cannot_write)
}

/// One warning on one line.
pub fn warning_line(warning: &Warning) -> String {
    let mut place: Vec<String> = warning.file.iter().cloned().collect();
    place.extend(warning.row.map(|row| format!("row {row}")));
    place.extend(warning.column.iter().map(|column| format!("column `{column}`")));
    let place = if place.is_empty() { String::new() } else { format!("{}: ", place.join(", ")) };
    printable(&format!("{place}{} ({})", warning.message, warning.code))
}

/// Text that cannot steer the terminal: control characters become spaces, line ends visible.
pub fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' => '⏎',
        c if c.is_control() => ' ',
        // Marks that turn the direction of what follows.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => ' ',
        c => c,
    };
    text.chars().filter(|c| *c != '\r').map(shown).collect()
}

fn choose_color(color: Color) {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let choice = match color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto if set("NO_COLOR") => ColorChoice::Never,
        Color::Auto
            if set("FORCE_COLOR") && env::var_os("FORCE_COLOR").as_deref() != Some(OsStr::new("0")) =>
        {
            ColorChoice::Always
        }
        Color::Auto => ColorChoice::Auto,
    };
    choice.write_global();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[31m\tb\r\nc\u{202E}d"), "a [31m b⏎c d");
    }
}
