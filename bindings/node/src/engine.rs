//! Settings compiled: texts, conversations and files of a call in, answers out.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use foundry_core::calls::{self, EvaluateOptions, configured};
use foundry_core::error::{Error, ErrorKind};
use foundry_core::offsets::OffsetUnit;
use foundry_core::pipeline::RunOptions;
use napi::Env;
use napi::bindgen_prelude::{Buffer, Function};
use napi_derive::napi;
use serde::Serialize;
use serde_json::json;

use crate::call::{Call, Raw};
use crate::error::{Result, thrown};
use crate::files::{FileInput, Source};
use crate::run::RunLimits;

/// Between the texts of a block; `index.js` gives no block that holds it otherwise.
const BETWEEN: u8 = 0;

/// The settings of a run, compiled once and used by every call.
#[napi]
pub struct Engine {
    core: Arc<calls::Engine>,
}

impl Engine {
    /// The same for another thread.
    pub fn core(&self) -> Arc<calls::Engine> {
        self.core.clone()
    }

    fn call(
        &self,
        work: impl FnOnce(&calls::Engine) -> foundry_core::Result<String> + Send + 'static,
    ) -> Call {
        let core = self.core();
        Call::of(move || work(&core))
    }
}

#[napi]
impl Engine {
    /// Settings by their JSON, or by the file they are in, with others put over them.
    #[napi(constructor)]
    pub fn new(text: Option<String>, file: Option<String>, over: String) -> Result<Engine> {
        let made = || {
            let config = match &file {
                None => configured(text.as_deref().unwrap_or("{}"), false, None, &over)?,
                Some(path) => {
                    let text = foundry_files::Source::new(Path::new(path))?.read_text()?;
                    let is_toml = !path.to_lowercase().ends_with(".json");
                    configured(&text, is_toml, Some(path), &over)?
                }
            };
            calls::Engine::new(config)
        };
        made().map(|core| Engine { core: Arc::new(core) }).map_err(|e| thrown(&e))
    }

    /// The settings as a manifest shows them, as JSON.
    #[napi]
    pub fn snapshot(&self) -> String {
        self.core.settings().to_snapshot().to_string()
    }

    /// The settings complete, as JSON without their keys.
    #[napi]
    pub fn config(&self) -> String {
        serde_json::to_string(self.core.settings()).unwrap_or_default()
    }

    /// SHA-256 over the settings without their keys.
    #[napi]
    pub fn fingerprint(&self) -> String {
        self.core.settings().fingerprint()
    }

    /// The function that de-identifies one text; it gives `null` where nothing was found. A function of its own has its
    /// settings at hand, where a method first has to look its object up: a fifth of a short call.
    #[napi(ts_return_type = "(text: string) => string | null")]
    pub fn replacer<'e>(&self, env: &'e Env) -> Result<Function<'e, String, Option<String>>> {
        let core = self.core();
        env.create_function_from_closure("replace", move |call| {
            let text: String = call.get(0)?;
            core.with_room(|room| core.replaced(&text, room)).map_err(|e| thrown(&e))
        })
    }

    /// One text de-identified, and what its tokens stand for, as JSON.
    #[napi]
    pub fn deidentify_text(&self, text: String) -> Call {
        self.call(move |core| {
            let (clean, map) = core.deidentify_text(&text)?;
            Ok(format!("{{\"text\":{},\"tokenMap\":{}}}", json!(clean), map.to_json()))
        })
    }

    /// Many texts in buffers with a zero byte between them, each de-identified by itself: those that changed with a zero byte
    /// between them, and their places as numbers of 32 bits (little-endian). No bytes where a text itself holds a zero
    /// byte.
    #[napi]
    pub fn deidentify_block(&self, texts: Vec<Buffer>, count: u32, threads: u32) -> Call {
        let core = self.core();
        Call::with_bytes(move || {
            let Some(texts) = split(&texts, count)? else { return Ok(Raw::default()) };
            let done = core.answers(&texts, threads as usize, |text, room| core.replaced(text, room))?;
            let (mut changed, mut places) = (String::new(), Vec::new());
            for (place, clean) in (0_u32..).zip(&done) {
                if let Some(clean) = clean {
                    if !places.is_empty() {
                        changed.push(char::from(BETWEEN));
                    }
                    changed.push_str(clean);
                    places.extend_from_slice(&place.to_le_bytes());
                }
            }
            Ok((changed, Some(places)))
        })
    }

    /// What is found in a text, as JSON.
    #[napi]
    pub fn find(&self, text: String) -> Result<String> {
        self.core.find(&text, OffsetUnit::Utf16).and_then(|found| written(&found)).map_err(|e| thrown(&e))
    }

    /// What is found in each of many texts in buffers with a zero byte between them, as JSON: pairs of a text's place and its
    /// findings, where there are any. Nothing where a text itself holds a zero byte.
    #[napi]
    pub fn find_block(&self, texts: Vec<Buffer>, count: u32, threads: u32) -> Call {
        let core = self.core();
        Call::of(move || {
            let Some(texts) = split(&texts, count)? else { return Ok(String::new()) };
            let found = core.answers(&texts, threads as usize, |text, room| {
                calls::find(core.deidentifier(), text, OffsetUnit::Utf16, room)
            })?;
            let found = found.iter().enumerate().filter(|(_, found)| !found.is_empty());
            written(&found.collect::<Vec<_>>())
        })
    }

    /// A text cleaned, as JSON.
    #[napi]
    pub fn clean(&self, text: String) -> Call {
        self.call(move |core| written(&core.clean(&text, OffsetUnit::Utf16)))
    }

    /// Every finding of a text with its reasons, dropped ones too, as JSON.
    #[napi]
    pub fn explain(&self, text: String) -> Call {
        self.call(move |core| core.explain(&text, OffsetUnit::Utf16))
    }

    /// A conversation de-identified and audited, as JSON.
    #[napi]
    pub fn deidentify_conversation(&self, conversation: String) -> Call {
        self.call(move |core| core.deidentify_conversation(&conversation))
    }

    /// De-identified conversations as the bytes of a data set, and the account of it as JSON.
    #[napi]
    pub fn export(&self, conversations: String) -> Call {
        let core = self.core();
        Call::with_bytes(move || -> foundry_core::Result<Raw> {
            let (bytes, counts) = core.export(&conversations)?;
            Ok((written(&counts)?, Some(bytes)))
        })
    }

    /// How good findings are on labelled lines: the report and the first wrong places, as JSON.
    #[napi]
    pub fn evaluate(
        &self,
        lines: Vec<String>,
        predictions: Option<Vec<String>>,
        label_map: BTreeMap<String, String>,
        offsets: String,
        show_errors: u32,
    ) -> Call {
        self.call(move |core| {
            let offsets = calls::offset_unit(&offsets)?;
            let show_errors = show_errors as usize;
            let options =
                EvaluateOptions { label_map, offsets, show_errors, error_offsets: OffsetUnit::Utf16 };
            core.evaluate(&lines, predictions.as_deref(), &options)
        })
    }

    /// Why the filters leave a conversation out, or `null`.
    #[napi]
    pub fn filter_reason(&self, conversation: String, now: String) -> Result<Option<&'static str>> {
        calls::time(&now)
            .and_then(|now| calls::filter_reason(&conversation, self.core.settings(), now))
            .map_err(|e| thrown(&e))
    }

    /// What a file holds and what its columns mean, as JSON.
    #[napi]
    pub fn inspect(&self, file: FileInput, samples: u32) -> Call {
        let file = Source::from(file);
        self.call(move |core| calls::inspect(file.name(), file.reader()?, core.settings(), samples as usize))
    }

    /// The rows of a file as they stand in it, as JSON.
    #[napi]
    pub fn read(&self, file: FileInput, limit: Option<u32>) -> Call {
        let file = Source::from(file);
        let limit = limit.map(u64::from);
        self.call(move |core| calls::read_rows(file.name(), file.reader()?, core.settings(), limit))
    }

    /// The rows of a file as messages, as JSON.
    #[napi]
    pub fn map_messages(&self, file: FileInput) -> Call {
        let file = Source::from(file);
        self.call(move |core| calls::map_messages(file.name(), file.reader()?, core.settings()))
    }

    /// The first conversations of a file before and after, and the account of all that was looked at, as JSON.
    #[napi]
    pub fn preview(&self, file: FileInput, now: String, rows: u32, count: u32) -> Call {
        let file = Source::from(file);
        self.call(move |core| {
            let options = RunOptions { row_limit: Some(rows.into()), ..RunOptions::default() };
            let now = calls::time(&now)?;
            written(&calls::preview(
                core.settings(),
                None,
                vec![file.input()?],
                now,
                &options,
                count as usize,
            )?)
        })
    }

    /// What the conversations of files, or of patterns of files, are like and what a run makes of them: the report as JSON,
    /// and its page. `shown` are ReportSettings as JSON.
    #[napi]
    pub fn report(&self, files: Vec<FileInput>, shown: String, limits: RunLimits) -> Call {
        let files: Vec<Source> = files.into_iter().map(Source::from).collect();
        let core = self.core();
        Call::with_bytes(move || {
            let shown = calls::shaped("what the report shows", &shown)?;
            let (now, options) = (calls::time(&limits.now)?, limits.options());
            let inputs: Vec<Vec<_>> =
                files.iter().map(Source::inputs).collect::<foundry_core::Result<_>>()?;
            let inputs = inputs.into_iter().flatten().collect();
            let mut go_on = |_| ControlFlow::Continue(());
            let spill = &mut limits.spill();
            let data = calls::report(core.settings(), inputs, spill, now, &options, &shown, &mut go_on)?;
            Ok((written(&data)?, Some(data.to_html()?.into_bytes())))
        })
    }
}

fn written(value: &impl Serialize) -> foundry_core::Result<String> {
    serde_json::to_string(value).map_err(|e| Error::io("the result cannot be written as JSON", e.into()))
}

/// The texts of buffers; `None` where they are not as many as they should be.
fn split(buffers: &[Buffer], count: u32) -> foundry_core::Result<Option<Vec<Option<&str>>>> {
    let mut texts = Vec::with_capacity(count as usize);
    for buffer in buffers {
        let whole = std::str::from_utf8(buffer)
            .map_err(|_| Error::new(ErrorKind::Encoding, "the texts of a block are not UTF-8"))?;
        texts.extend(whole.split(char::from(BETWEEN)).map(Some));
    }
    Ok((texts.len() == count as usize).then_some(texts))
}
