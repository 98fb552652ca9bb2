//! `process`: the whole job, on a thread of its own.
//!
//! Not on libuv's pool: a run waits for streams that read files on that pool, and a few runs would hold it up for ever.
//! The thread speaks with JavaScript by events (`pull` a chunk, `write` one, `progress`, `done`, `failed`); each `pull` and
//! `write` waits for a [`Run::reply`], so that neither side runs ahead of the other.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use foundry_core::Pipeline;
use foundry_core::calls;
use foundry_core::error::{Error, ErrorKind};
use foundry_core::pipeline::{Input, Progress, RunOptions};
use foundry_files::{Access, DataSet, Job, Output, TempSpill, matching, refuse_as_output, refuse_twins};
use napi::Status;
use napi::bindgen_prelude::{Buffer, Either};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use serde_json::json;

use crate::engine::Engine;
use crate::error::{Result, thrown};
use crate::files::{FileInput, Source};

/// What a run says.
#[napi(object, object_from_js = false)]
pub struct RunEvent {
    /// `pull`, `write`, `progress`, `done` or `failed`.
    pub kind: String,
    /// The stream of a `pull` or `write`.
    pub stream: Option<u32>,
    /// The bytes of a `write`.
    pub bytes: Option<Buffer>,
    /// The JSON of a progress, of the manifest, or of the error.
    pub text: Option<String>,
}

/// Where a run writes: a path, or the number of a stream.
#[napi(object, object_to_js = false)]
pub struct Destination {
    /// The data set.
    pub out: Option<Either<String, u32>>,
    /// The same as a folder with its parts and what describes them.
    pub folder: Option<String>,
    /// The origin of each line.
    pub provenance: Option<Either<String, u32>>,
    /// What proves how the data set was made.
    pub evidence: Option<Either<String, u32>>,
    /// The manifest.
    pub report: Option<Either<String, u32>>,
    /// The report as a page.
    pub html_report: Option<Either<String, u32>>,
}

/// How a run uses the machine.
#[napi(object, object_to_js = false)]
pub struct RunLimits {
    /// The time that counts as now, in RFC 3339.
    pub now: String,
    /// Worker threads.
    pub threads: u32,
    /// Bytes of messages held in memory.
    pub memory: Option<i64>,
    /// Stop after so many rows.
    pub limit: Option<i64>,
    /// The folder of the temporary file.
    pub temp_dir: Option<String>,
}

impl RunLimits {
    /// The same as the core takes it.
    pub fn options(&self) -> RunOptions {
        let usual = RunOptions::default();
        RunOptions {
            threads: (self.threads as usize).max(1),
            memory_budget: self.memory.and_then(|bytes| bytes.try_into().ok()).unwrap_or(usual.memory_budget),
            row_limit: self.limit.and_then(|rows| rows.try_into().ok()),
        }
    }

    /// A place for what does not fit in memory.
    pub fn spill(self) -> TempSpill {
        TempSpill::new(self.temp_dir.map(PathBuf::from))
    }
}

type Events = ThreadsafeFunction<RunEvent, (), RunEvent, Status, false>;

enum Given {
    Path(String),
    Bytes(Source),
    Stream(String, usize),
}

enum Reply {
    Chunk(Vec<u8>),
    Done,
    Failed,
}

/// A run being made ready, then under way. It can be made once.
#[napi]
#[derive(Default)]
pub struct Run {
    inputs: Vec<Given>,
    /// Per stream the way to answer it, and the end at which the run waits.
    streams: Vec<(Sender<Reply>, Option<Receiver<Reply>>)>,
    stopped: Arc<AtomicBool>,
}

#[napi]
impl Run {
    /// Nothing to read yet.
    #[napi(constructor)]
    pub fn new() -> Run {
        Run::default()
    }

    /// Adds the file at a path, or the files of a pattern.
    #[napi]
    pub fn add_path(&mut self, path: String) {
        self.inputs.push(Given::Path(path));
    }

    /// Adds bytes.
    #[napi]
    pub fn add_file(&mut self, file: FileInput) {
        self.inputs.push(Given::Bytes(file.into()));
    }

    /// Adds what a stream gives; its number.
    #[napi]
    pub fn add_stream(&mut self, name: String) -> u32 {
        let stream = self.open_stream();
        self.inputs.push(Given::Stream(name, stream as usize));
        stream
    }

    /// A stream to write to; its number.
    #[napi]
    pub fn open_stream(&mut self) -> u32 {
        let (sender, receiver) = channel();
        self.streams.push((sender, Some(receiver)));
        (self.streams.len() - 1) as u32
    }

    /// Runs on a thread of its own, which tells its end by an event.
    #[napi(
        ts_args_type = "engine: Engine, to: Destination, limits: RunLimits, onEvent: (event: RunEvent) => void"
    )]
    pub fn start(&mut self, engine: &Engine, to: Destination, limits: RunLimits, on_event: Events) {
        let events = Arc::new(on_event);
        let work = self.work(engine, to, limits, Some(events.clone()));
        thread::spawn(move || {
            let event = match work() {
                Ok(manifest) => event("done", None, None, Some(manifest)),
                Err(error) => event("failed", None, None, Some(thrown(&error).reason)),
            };
            events.call(event, ThreadsafeFunctionCallMode::Blocking);
        });
    }

    /// Runs on the calling thread, without streams; the manifest as JSON.
    #[napi]
    pub fn run(&mut self, engine: &Engine, to: Destination, limits: RunLimits) -> Result<String> {
        self.work(engine, to, limits, None)().map_err(|e| thrown(&e))
    }

    /// Answers a `pull` with the next bytes (none at the end), or a `write` that is done.
    #[napi]
    pub fn reply(&self, stream: u32, bytes: Option<Buffer>) {
        let reply = bytes.map_or(Reply::Done, |bytes| Reply::Chunk(bytes.to_vec()));
        self.answer(stream, reply);
    }

    /// Answers that the stream failed.
    #[napi]
    pub fn fail(&self, stream: u32) {
        self.answer(stream, Reply::Failed);
    }

    /// Stops the run soon.
    #[napi]
    pub fn cancel(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        for stream in 0..self.streams.len() {
            self.answer(stream as u32, Reply::Failed);
        }
    }
}

impl Run {
    fn answer(&self, stream: u32, reply: Reply) {
        if let Some((sender, _)) = self.streams.get(stream as usize) {
            // A run that has ended needs no answer.
            let _ = sender.send(reply);
        }
    }

    /// Everything the run needs, to be taken to its thread.
    fn work(
        &mut self,
        engine: &Engine,
        to: Destination,
        limits: RunLimits,
        events: Option<Arc<Events>>,
    ) -> impl FnOnce() -> foundry_core::Result<String> + Send + 'static {
        let inputs = std::mem::take(&mut self.inputs);
        let receivers = self.streams.iter_mut().map(|(_, receiver)| receiver.take()).collect();
        let mut streams = Streams { receivers, events };
        let (engine, stopped) = (engine.core(), self.stopped.clone());
        move || {
            let work = || process(&engine, inputs, to, limits, &mut streams, &stopped);
            let done = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|_| Err(Error::new(ErrorKind::Io, "the run ended early")));
            match done {
                // A stream that was cut off is not why it ended.
                Err(_) if stopped.load(Ordering::Relaxed) => {
                    Err(Error::new(ErrorKind::Cancelled, "stopped by the caller"))
                }
                done => done,
            }
        }
    }
}

/// The streams of a run, each taken by whoever reads from it or writes to it.
struct Streams {
    receivers: Vec<Option<Receiver<Reply>>>,
    events: Option<Arc<Events>>,
}

impl Streams {
    fn take(&mut self, number: usize) -> foundry_core::Result<Port> {
        let replies = self.receivers.get_mut(number).and_then(Option::take);
        match (self.events.clone(), replies) {
            (Some(events), Some(replies)) => {
                Ok(Port { number: number as u32, events, replies, rest: Vec::new(), read: 0, ended: false })
            }
            _ => Err(Error::new(
                ErrorKind::Config,
                "a stream can be read or written once, and not by a call that waits",
            )),
        }
    }

    fn output(&mut self, to: Option<Either<String, u32>>) -> foundry_core::Result<Option<Output>> {
        Ok(match to {
            None => None,
            Some(Either::A(path)) => Some(Output::create(Path::new(&path), Access::Usual)?),
            Some(Either::B(stream)) => Some(Output::stream(self.take(stream as usize)?)),
        })
    }
}

fn process(
    engine: &calls::Engine,
    given: Vec<Given>,
    to: Destination,
    limits: RunLimits,
    streams: &mut Streams,
    stopped: &AtomicBool,
) -> foundry_core::Result<String> {
    let settings = engine.settings();
    let pipeline = Pipeline::new(settings, calls::time(&limits.now)?)?;
    let mut files = Vec::new();
    let mut inputs: Vec<Input<'_>> = Vec::new();
    for one in &given {
        match one {
            Given::Path(path) => {
                let found = matching(Path::new(path))?;
                for file in found {
                    inputs.push(file.input());
                    files.push(file);
                }
            }
            Given::Bytes(source) => inputs.push(source.input()?),
            Given::Stream(name, stream) => {
                let reader = Box::new(streams.take(*stream)?);
                inputs.push(Input { name: name.clone(), reader, size: None });
            }
        }
    }
    refuse_twins(&files)?;
    let Destination { out, folder, provenance, evidence, report, html_report } = to;
    let paths = [&out, &provenance, &evidence, &report, &html_report];
    for path in paths.into_iter().flatten() {
        if let Either::A(path) = path {
            refuse_as_output(&files, Path::new(path))?;
        }
    }
    // All are made before the run: a folder that is missing shows now, not after an hour.
    let data = match (folder, streams.output(out)?) {
        (Some(folder), _) => {
            for path in foundry_files::data_paths(Path::new(&folder), settings) {
                refuse_as_output(&files, &path)?;
            }
            DataSet::folder(Path::new(&folder), settings)?
        }
        (None, Some(data)) => DataSet::File { data, provenance: streams.output(provenance)? },
        (None, None) => DataSet::Nowhere(streams.output(provenance)?),
    };
    let job = Job {
        data,
        evidence: streams.output(evidence)?,
        report: streams.output(report)?,
        page: streams.output(html_report)?,
    };
    let (options, mut spill) = (limits.options(), limits.spill());
    let events = streams.events.clone();
    let mut tell = |progress: Progress| {
        if let Some(events) = &events {
            let text = json!(progress).to_string();
            events.call(event("progress", None, None, Some(text)), ThreadsafeFunctionCallMode::NonBlocking);
        }
        if stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    job.run(&pipeline, settings, inputs, &mut spill, &options, &mut tell)?.to_json_pretty()
}

/// A stream of JavaScript, as a reader or a writer of the core.
struct Port {
    number: u32,
    events: Arc<Events>,
    replies: Receiver<Reply>,
    /// Bytes that came and were not asked for yet, and how many of them are read.
    rest: Vec<u8>,
    read: usize,
    ended: bool,
}

impl Port {
    /// Asks, and waits for the answer.
    fn ask(&self, kind: &str, bytes: Option<&[u8]>) -> io::Result<Reply> {
        let gone = || io::Error::other("the stream is gone");
        let bytes = bytes.map(|bytes| Buffer::from(bytes.to_vec()));
        let asked = event(kind, Some(self.number), bytes, None);
        if self.events.call(asked, ThreadsafeFunctionCallMode::Blocking) != Status::Ok {
            return Err(gone());
        }
        match self.replies.recv() {
            Ok(Reply::Failed) => Err(io::Error::other("the stream of the caller failed")),
            Ok(reply) => Ok(reply),
            Err(_) => Err(gone()),
        }
    }
}

impl Read for Port {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.rest.len() && !self.ended {
            (self.rest, self.read) = (Vec::new(), 0);
            match self.ask("pull", None)? {
                Reply::Chunk(bytes) => self.rest = bytes,
                _ => self.ended = true,
            }
        }
        let waiting = self.rest.get(self.read..).unwrap_or_default();
        let count = io::Read::read(&mut &*waiting, buffer)?;
        self.read += count;
        Ok(count)
    }
}

impl Write for Port {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.ask("write", Some(bytes)).map(|_| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn event(kind: &str, stream: Option<u32>, bytes: Option<Buffer>, text: Option<String>) -> RunEvent {
    RunEvent { kind: kind.to_owned(), stream, bytes, text }
}
