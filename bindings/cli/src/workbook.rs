//! Workbooks are taken apart in a process of their own with little memory and time: one made to harm ends in an error
//! that names the limit, not in a crash of the run.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, Read, Write};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use foundry_core::error::{Error, ErrorKind, Result};
use foundry_core::read::{ReadLimits, ReadOptions, WorkbookLoader, load_workbook};

/// The first argument of the process that takes a workbook apart; nobody types it.
const COMMAND: &str = "__read-workbook";

/// Seconds between the end of the time allowed and the signal of the system, which cannot be told from a crash.
const GRACE_SECONDS: u64 = 5;

/// Reads workbooks in a process of their own.
pub fn loader() -> WorkbookLoader {
    WorkbookLoader::new(load_outside)
}

/// Whether this process was started to take a workbook apart.
pub fn is_asked(first: Option<&OsStr>) -> bool {
    first.is_some_and(|argument| argument == COMMAND)
}

/// Takes the workbook on stdin apart and writes the answer to stdout: a line with the options, then the bytes.
pub fn answer() -> ExitCode {
    let mut input = io::stdin().lock();
    let mut line = String::new();
    let (Ok(_), Ok(options)) = (input.read_line(&mut line), serde_json::from_str::<ReadOptions>(&line))
    else {
        return ExitCode::FAILURE;
    };
    limit_process(&options.limits);
    let mut bytes = Vec::new();
    let done = input
        .read_to_end(&mut bytes)
        .and_then(|_| io::stdout().write_all(&load_workbook(&bytes, &options)))
        .and_then(|()| io::stdout().flush());
    if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(unix)]
fn limit_process(limits: &ReadLimits) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |count: u64| Rlimit { current: Some(count), maximum: Some(count) };
    // A limit that is already tighter stays; nothing else can fail.
    let _ = setrlimit(Resource::As, at_most(limits.max_workbook_memory));
    let _ = setrlimit(Resource::Cpu, at_most(limits.max_workbook_seconds.saturating_add(GRACE_SECONDS)));
    let _ = setrlimit(Resource::Core, at_most(0));
}

#[cfg(not(unix))]
fn limit_process(_: &ReadLimits) {}

/// Gives a pipe more room than the usual 64 KB, so that the two processes wake each other less often.
#[cfg(target_os = "linux")]
fn widen(pipe: &impl std::os::fd::AsFd) {
    // Where the system does not allow it, the pipe works as it is.
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, 1 << 20);
}

#[cfg(not(target_os = "linux"))]
fn widen<P>(_: &P) {}

fn load_outside(bytes: &[u8], options: &ReadOptions) -> Result<Vec<u8>> {
    let failed = |e: io::Error| Error::io("the process that reads workbooks cannot be started", e);
    let head = serde_json::to_string(options)
        .map_err(|e| Error::new(ErrorKind::Config, format!("the settings cannot be passed on: {e}")))?;
    let mut child = Command::new(env::current_exe().map_err(failed)?)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let (Some(mut stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Error::new(ErrorKind::Io, "the process that reads workbooks has no pipes"));
    };
    widen(&stdin);
    widen(&stdout);
    let (sender, receiver) = mpsc::channel();
    let limits = &options.limits;
    let answer = thread::scope(|scope| {
        scope.spawn(move || {
            // A child that died early closes the pipe; its end is told below.
            let _ = stdin.write_all(head.as_bytes()).and_then(|()| stdin.write_all(b"\n"));
            let _ = stdin.write_all(bytes);
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let outcome = stdout.read_to_end(&mut answer).map(|_| answer);
            let _ = sender.send(outcome);
        });
        let answer = receiver.recv_timeout(Duration::from_secs(limits.max_workbook_seconds));
        if answer.is_err() {
            // Its pipes close with it, so that both threads end.
            let _ = child.kill();
        }
        answer
    });
    let status = child.wait().map_err(failed)?;
    match answer {
        Ok(Ok(answer)) if status.success() => Ok(answer),
        Ok(Err(error)) => {
            Err(Error::io("the answer of the process that reads workbooks cannot be read", error))
        }
        Err(RecvTimeoutError::Timeout) => Err(Error::new(
            ErrorKind::Limit,
            format!("the workbook takes more than {} seconds to read", limits.max_workbook_seconds),
        )
        .with_hint("save it as CSV, or raise `source.limits.maxWorkbookSeconds` if the file can be trusted")),
        _ => Err(died(status, limits)),
    }
}

/// What ended the process: out of memory in nearly every case, since everything else is caught in it.
fn died(status: ExitStatus, limits: &ReadLimits) -> Error {
    let megabytes = limits.max_workbook_memory >> 20;
    if status.code().is_some() {
        return Error::new(ErrorKind::Io, "the process that reads workbooks failed");
    }
    Error::new(ErrorKind::Limit, format!("the workbook takes more than {megabytes} MiB of memory to read"))
        .with_hint("save it as CSV, or raise `source.limits.maxWorkbookMemory` if the file can be trusted")
}
