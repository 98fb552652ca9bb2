//! Settings compiled: the texts of a call in, findings or clean texts out.

use foundry_core::calls::{self, CleanedPart, CleanedText, FoundSpan, configured};
use foundry_core::deid::{PiiTokensMap, Scratch};
use foundry_core::entity::Rank;
use foundry_core::offsets::OffsetUnit;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::error::{Result, not_text, raised};

/// A text at least this long is worth letting other Python threads run.
const LONG: usize = 2_048;
/// So many texts are held in both forms at a time, and so often a signal is looked for.
const BLOCK: usize = 1 << 16;

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
type Part = (usize, usize, &'static str);
/// What is left, what was cut, what is doubtful, and the kind of the message.
type CleanedParts<'py> = (Bound<'py, PyString>, Vec<Part>, Vec<Part>, Option<&'static str>);

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
    pub core: calls::Engine,
}

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, text: &str, toml: bool, file: Option<&str>, over: &str) -> Result<Engine> {
        let made = py.detach(|| calls::Engine::new(configured(text, toml, file, over)?));
        Ok(Engine { core: made.map_err(raised)? })
    }

    /// The settings as a manifest shows them.
    fn snapshot(&self) -> String {
        self.core.settings().to_snapshot().to_string()
    }

    /// The settings complete, as JSON without their keys: what the calls without an engine take.
    fn config(&self) -> String {
        serde_json::to_string(self.core.settings()).unwrap_or_default()
    }

    /// SHA-256 over the settings without their keys.
    fn fingerprint(&self) -> String {
        self.core.settings().fingerprint()
    }

    /// One text de-identified; the same object where nothing was found.
    fn deidentify<'py>(&self, text: &Bound<'py, PyString>) -> Result<Bound<'py, PyString>> {
        let given = text.to_str().map_err(|_| not_text(None))?;
        Ok(
            match self
                .unless_short(text.py(), given, |scratch| self.core.replaced(given, scratch))
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
            self.core
                .deidentifier()
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
            |text, scratch| self.core.replaced(text, scratch),
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
        let clean = || self.core.clean(given, OffsetUnit::Chars);
        let done = if given.len() < LONG { clean() } else { text.py().detach(clean) };
        let CleanedText { text: left, removed, flagged, kind } = done;
        let left = if left == given { text.clone() } else { PyString::new(text.py(), &left) };
        Ok((left, parts(&removed), parts(&flagged), kind))
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
    /// Runs with room that is used again, and lets other Python threads run meanwhile unless the text is short.
    fn unless_short<T: Send>(
        &self,
        py: Python<'_>,
        text: &str,
        run: impl FnOnce(&mut Scratch) -> T + Send,
    ) -> T {
        let run = || self.core.with_room(run);
        if text.len() < LONG { run() } else { py.detach(run) }
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
            let done = py.detach(|| self.core.answers(&block, threads, &answer)).map_err(raised)?;
            for (item, done) in given.iter().zip(done) {
                take(item, done)?;
            }
            first += given.len();
        }
    }

    fn findings(&self, text: &str, scratch: &mut Scratch) -> foundry_core::Result<Vec<Finding>> {
        let found = calls::find(self.core.deidentifier(), text, OffsetUnit::Chars, scratch)?;
        Ok(found.iter().map(finding).collect())
    }
}

fn finding(found: &FoundSpan<'_>) -> Finding {
    Finding {
        start: found.start,
        end: found.end,
        entity_type: found.entity_type.to_owned(),
        score: found.score,
        rank: rank_name(found.rank),
        recognizer: found.recognizer.to_owned(),
    }
}

fn parts(parts: &[CleanedPart]) -> Vec<Part> {
    parts.iter().map(|part| (part.start, part.end, part.reason)).collect()
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
