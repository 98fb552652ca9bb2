//! Settings compiled: the texts of a call in, findings or clean texts out.

use std::sync::{Mutex, PoisonError};
use std::thread;

use foundry_core::PipelineConfig;
use foundry_core::clean::{self, Removed};
use foundry_core::deid::{Deidentifier, PiiTokensMap, Scratch};
use foundry_core::entity::{self, Rank};
use foundry_core::offsets::{OffsetConverter, OffsetUnit};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::error::{Result, not_text, raised};
use crate::settings::configured;

/// A text at least this long is worth letting other Python threads run.
const LONG: usize = 2_048;
/// So many texts are held in both forms at a time, and so often a signal is looked for.
const BLOCK: usize = 1 << 16;
/// Fewer texts than this are not worth a thread.
const LEAST: usize = 64;

/// One place of personal data in a text. Holds no text.
#[pyclass(frozen, get_all, eq, module = "foundry")]
#[derive(PartialEq)]
pub struct Finding {
    /// The code point where it begins.
    start: usize,
    /// One past its last code point.
    end: usize,
    /// What it is: the entity type, or the token of a custom pattern.
    entity_type: String,
    /// How sure the recognizer is, 0.0 to 1.0.
    score: f64,
    /// How strong the kind of evidence is: `model`, `shape`, `cue`, `checked`, `caller`, `known`.
    rank: &'static str,
    /// Which rule fired.
    recognizer: String,
}

#[pymethods]
impl Finding {
    #[new]
    #[pyo3(signature = (start, end, entity_type, score, rank, recognizer))]
    fn new(
        start: usize,
        end: usize,
        entity_type: String,
        score: f64,
        rank: &str,
        recognizer: String,
    ) -> Finding {
        let rank = RANKS.into_iter().map(rank_name).find(|name| *name == rank).unwrap_or("shape");
        Finding { start, end, entity_type, score, rank, recognizer }
    }

    fn __repr__(&self) -> String {
        let Finding { start, end, entity_type, score, recognizer, .. } = self;
        format!("Finding({start}, {end}, '{entity_type}', score={score}, recognizer='{recognizer}')")
    }

    fn __getnewargs__(&self) -> (usize, usize, &str, f64, &str, &str) {
        (self.start, self.end, &self.entity_type, self.score, self.rank, &self.recognizer)
    }
}

/// Start, end and reason.
type CleanedPart = (usize, usize, &'static str);
/// What is left, what was cut, what is doubtful, and the kind of the message.
type CleanedParts<'py> = (Bound<'py, PyString>, Vec<CleanedPart>, Vec<CleanedPart>, Option<&'static str>);

const RANKS: [Rank; 6] = [Rank::Model, Rank::Shape, Rank::Cue, Rank::Checked, Rank::Caller, Rank::Known];

fn rank_name(rank: Rank) -> &'static str {
    match rank {
        Rank::Model => "model",
        Rank::Shape => "shape",
        Rank::Cue => "cue",
        Rank::Checked => "checked",
        Rank::Caller => "caller",
        Rank::Known => "known",
    }
}

/// The settings of a run, compiled once and used by every call.
#[pyclass(frozen, module = "foundry._foundry")]
pub struct Engine {
    pub settings: PipelineConfig,
    pub deidentifier: Deidentifier,
    rooms: Mutex<Vec<Scratch>>,
}

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, text: &str, toml: bool, file: Option<&str>, over: &str) -> Result<Engine> {
        let made = py.detach(|| {
            let config = configured(text, toml, file, over)?;
            Ok((Deidentifier::new(&config.pii_settings)?, config))
        });
        let (deidentifier, config) = made.map_err(raised)?;
        Ok(Engine { settings: config, deidentifier, rooms: Mutex::default() })
    }

    /// The settings as a manifest shows them.
    fn snapshot(&self) -> String {
        self.settings.to_snapshot().to_string()
    }

    /// The settings complete, as JSON without their keys: what the calls without an engine take.
    fn config(&self) -> String {
        serde_json::to_string(&self.settings).unwrap_or_default()
    }

    /// SHA-256 over the settings without their keys.
    fn fingerprint(&self) -> String {
        self.settings.fingerprint()
    }

    /// One text de-identified; the same object where nothing was found.
    fn deidentify<'py>(&self, text: &Bound<'py, PyString>) -> Result<Bound<'py, PyString>> {
        let given = text.to_str().map_err(|_| not_text(None))?;
        Ok(
            match self
                .unless_short(text.py(), given, |scratch| self.replaced(given, scratch))
                .map_err(raised)?
            {
                None => text.clone(),
                Some(clean) => PyString::new(text.py(), &clean),
            },
        )
    }

    /// One text de-identified, and what its tokens stand for.
    fn deidentify_text<'py>(
        &self,
        text: &Bound<'py, PyString>,
    ) -> Result<(Bound<'py, PyString>, Bound<'py, PyDict>)> {
        let py = text.py();
        let given = text.to_str().map_err(|_| not_text(None))?;
        let done = self.unless_short(py, given, |scratch| {
            self.deidentifier
                .deidentify_text_with(given, scratch)
                .map(|(clean, map)| (clean.into_owned(), map))
        });
        let (clean, map) = done.map_err(raised)?;
        Ok((PyString::new(py, &clean), token_map(py, &map)?))
    }

    /// Many texts de-identified, each by itself; `None` stays, and so does the object of a text without findings.
    fn deidentify_list<'py>(&self, texts: &Bound<'py, PyList>, threads: usize) -> Result<Bound<'py, PyList>> {
        let py = texts.py();
        let result = PyList::empty(py);
        self.each_block(
            texts,
            threads,
            |text, scratch| self.replaced(text, scratch),
            |given, clean| match clean {
                Some(clean) => result.append(PyString::new(py, &clean)),
                None => result.append(given),
            },
        )?;
        Ok(result)
    }

    /// What is found in a text.
    fn find<'py>(&self, text: &Bound<'py, PyString>) -> Result<Bound<'py, PyList>> {
        let given = text.to_str().map_err(|_| not_text(None))?;
        let found =
            self.unless_short(text.py(), given, |scratch| self.findings(given, scratch)).map_err(raised)?;
        PyList::new(text.py(), found)
    }

    /// What is found in many texts, each by itself; `None` for `None`.
    fn find_list<'py>(&self, texts: &Bound<'py, PyList>, threads: usize) -> Result<Bound<'py, PyList>> {
        let py = texts.py();
        let result = PyList::empty(py);
        self.each_block(
            texts,
            threads,
            |text, scratch| self.findings(text, scratch),
            |given, found| {
                if given.is_none() { result.append(given) } else { result.append(PyList::new(py, found)?) }
            },
        )?;
        Ok(result)
    }

    /// A text cleaned: what is left (the same object where nothing was cut), what was cut, placeholders that stay, and
    /// what the whole message is where no person wrote it.
    fn clean<'py>(&self, text: &Bound<'py, PyString>) -> Result<CleanedParts<'py>> {
        let given = text.to_str().map_err(|_| not_text(None))?;
        let clean = || clean::clean(given, &self.settings.clean_settings);
        let done = if given.len() < LONG { clean() } else { text.py().detach(clean) };
        let left = if done.text == given { text.clone() } else { PyString::new(text.py(), &done.text) };
        let kind = done.kind.map(|kind| kind.code());
        Ok((left, parts(given, &done.removed), parts(given, &done.flagged), kind))
    }

    /// A column de-identified: an Arrow array, or a stream of them.
    #[cfg(feature = "arrow")]
    fn deidentify_column<'py>(
        &self,
        py: Python<'py>,
        column: pyo3_arrow::input::AnyArray,
        threads: usize,
    ) -> Result<Option<Bound<'py, PyAny>>> {
        crate::columns::deidentify(py, self, column, threads)
    }
}

impl Engine {
    /// A text de-identified; `None` where nothing was found.
    pub fn replaced(&self, text: &str, scratch: &mut Scratch) -> foundry_core::Result<Option<String>> {
        let (clean, _) = self.deidentifier.deidentify_text_with(text, scratch)?;
        Ok(match clean {
            std::borrow::Cow::Borrowed(_) => None,
            std::borrow::Cow::Owned(clean) => Some(clean),
        })
    }

    /// Runs with room that is used again, and lets other Python threads run meanwhile unless the text is short.
    fn unless_short<T: Send>(
        &self,
        py: Python<'_>,
        text: &str,
        run: impl FnOnce(&mut Scratch) -> T + Send,
    ) -> T {
        let run = || self.with_room(run);
        if text.len() < LONG { run() } else { py.detach(run) }
    }

    /// Runs with room that is used again.
    pub fn with_room<T>(&self, run: impl FnOnce(&mut Scratch) -> T) -> T {
        let rooms = || self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = rooms().pop().unwrap_or_default();
        let result = run(&mut scratch);
        rooms().push(scratch);
        result
    }

    /// Answers texts in order, on so many threads.
    pub fn answers<T: Send + Default>(
        &self,
        texts: &[Option<&str>],
        threads: usize,
        answer: impl Fn(&str, &mut Scratch) -> foundry_core::Result<T> + Sync,
    ) -> foundry_core::Result<Vec<T>> {
        let part = |texts: &[Option<&str>]| {
            self.with_room(|scratch| {
                let each =
                    |text: &Option<&str>| text.map_or_else(|| Ok(T::default()), |t| answer(t, scratch));
                texts.iter().map(each).collect::<foundry_core::Result<Vec<T>>>()
            })
        };
        let size = texts.len().div_ceil(threads.max(1)).max(LEAST);
        if texts.len() <= size {
            return part(texts);
        }
        thread::scope(|scope| {
            let parts: Vec<_> = texts.chunks(size).map(|texts| scope.spawn(|| part(texts))).collect();
            let mut all = Vec::with_capacity(texts.len());
            for done in parts {
                all.extend(done.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok(all)
        })
    }

    /// Answers the texts of a list block by block, and hands each with its answer to `take`.
    fn each_block<'py, T: Send + Default>(
        &self,
        texts: &Bound<'py, PyList>,
        threads: usize,
        answer: impl Fn(&str, &mut Scratch) -> foundry_core::Result<T> + Sync,
        mut take: impl FnMut(&Bound<'py, PyAny>, T) -> PyResult<()>,
    ) -> Result<()> {
        let py = texts.py();
        let mut given: Vec<Bound<'py, PyAny>> = Vec::new();
        let mut first = 0;
        let mut items = texts.iter();
        loop {
            given.clear();
            given.extend(items.by_ref().take(BLOCK));
            if given.is_empty() {
                return Ok(());
            }
            py.check_signals()?;
            let block: Vec<Option<&str>> =
                (first..).zip(&given).map(|(place, item)| text_of(item, place)).collect::<Result<_>>()?;
            let done = py.detach(|| self.answers(&block, threads, &answer)).map_err(raised)?;
            for (item, done) in given.iter().zip(done) {
                take(item, done)?;
            }
            first += given.len();
        }
    }

    fn findings(&self, text: &str, scratch: &mut Scratch) -> foundry_core::Result<Vec<Finding>> {
        let mut offsets = OffsetConverter::new(text, OffsetUnit::Chars);
        let found = self.deidentifier.find_with(&[], text, scratch)?;
        Ok(found.iter().map(|finding| self.finding(finding, &mut offsets)).collect())
    }

    fn finding(&self, finding: &entity::Finding, offsets: &mut OffsetConverter<'_>) -> Finding {
        let span = offsets.convert_span(finding.span);
        Finding {
            start: span.start,
            end: span.end,
            entity_type: self.deidentifier.entity_name(finding.entity_type).to_owned(),
            score: shortest(finding.score),
            rank: rank_name(finding.rank),
            recognizer: finding.recognizer.to_owned(),
        }
    }
}

/// Parts of a cleaned text by their code points, each with its reason.
fn parts(text: &str, removed: &[Removed]) -> Vec<CleanedPart> {
    let mut offsets = OffsetConverter::new(text, OffsetUnit::Chars);
    let each = removed.iter();
    each.map(|part| {
        let start = offsets.convert(part.span.start);
        (start, offsets.convert(part.span.end), part.reason.code())
    })
    .collect()
}

/// A score as it is written: `0.85`, not the number of twice the width that is nearest to it.
fn shortest(score: f32) -> f64 {
    (f64::from(score) * 1e6).round() / 1e6
}

fn text_of<'a>(item: &'a Bound<'_, PyAny>, place: usize) -> Result<Option<&'a str>> {
    if item.is_none() {
        return Ok(None);
    }
    match item.cast::<PyString>() {
        Ok(text) => text.to_str().map(Some).map_err(|_| not_text(Some(place))),
        Err(_) => {
            let name = item.get_type().name()?;
            Err(PyTypeError::new_err(format!("text {place} must be a str or None, not {name}")))
        }
    }
}

/// Tokens and originals in order of appearance.
fn token_map<'py>(py: Python<'py>, map: &PiiTokensMap) -> PyResult<Bound<'py, PyDict>> {
    let tokens = PyDict::new(py);
    for (token, original) in map.members() {
        tokens.set_item(token, original)?;
    }
    Ok(tokens)
}
