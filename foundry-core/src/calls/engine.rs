//! Settings compiled once, and room that calls use again.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::texts;
use crate::clean;
use crate::config::PipelineConfig;
use crate::deid::{Deidentifier, PiiTokensMap, Scratch};
use crate::error::Result;
use crate::offsets::OffsetUnit;

/// Fewer texts than this are not worth a thread.
const LEAST: usize = 64;

/// The settings of a run, compiled once and used by every call. May be shared between threads.
pub struct Engine {
    settings: PipelineConfig,
    deidentifier: Deidentifier,
    #[expect(clippy::vec_box, reason = "a short call would move a room, which is large, out and back in")]
    rooms: Mutex<Vec<Box<Scratch>>>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({})", self.settings.fingerprint())
    }
}

impl Engine {
    /// Compiles settings.
    ///
    /// # Errors
    /// Those of the settings, by their path.
    pub fn new(settings: PipelineConfig) -> Result<Engine> {
        let deidentifier = Deidentifier::new(&settings.pii_settings)?;
        Ok(Engine { settings, deidentifier, rooms: Mutex::default() })
    }

    /// The settings it was made of, keys and all.
    pub fn settings(&self) -> &PipelineConfig {
        &self.settings
    }

    /// What finds and replaces.
    pub fn deidentifier(&self) -> &Deidentifier {
        &self.deidentifier
    }

    /// One text without its personal data; borrowed where nothing was found.
    ///
    /// # Errors
    /// Those of the operators.
    pub fn deidentify<'t>(&self, text: &'t str) -> Result<Cow<'t, str>> {
        Ok(self.deidentify_text(text)?.0)
    }

    /// The same, and what its tokens stand for.
    ///
    /// # Errors
    /// Those of the operators.
    pub fn deidentify_text<'t>(&self, text: &'t str) -> Result<(Cow<'t, str>, PiiTokensMap)> {
        self.with_room(|scratch| self.deidentifier.deidentify_text_with(text, scratch))
    }

    /// What is found in a text, by offsets of this unit.
    ///
    /// # Errors
    /// Those of a model of the caller's.
    pub fn find(&self, text: &str, unit: OffsetUnit) -> Result<Vec<texts::FoundSpan<'_>>> {
        self.with_room(|scratch| texts::find(&self.deidentifier, text, unit, scratch))
    }

    /// Every finding of a text with its reasons, dropped ones too, as JSON.
    ///
    /// # Errors
    /// Those of a model of the caller's, and a failure to write the JSON.
    pub fn explain(&self, text: &str, unit: OffsetUnit) -> Result<String> {
        let explained = self.with_room(|scratch| texts::explain(&self.deidentifier, text, unit, scratch))?;
        serde_json::to_string(&explained).map_err(super::given::unwritten)
    }

    /// A message without what the person did not write for it, by offsets of this unit.
    pub fn clean<'t>(&self, text: &'t str, unit: OffsetUnit) -> texts::CleanedText<'t> {
        texts::CleanedText::of(text, clean::clean(text, &self.settings.clean_settings), unit)
    }

    /// Runs with room that is used again.
    pub fn with_room<T>(&self, run: impl FnOnce(&mut Scratch) -> T) -> T {
        let rooms = || self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = rooms().pop().unwrap_or_default();
        let result = run(&mut scratch);
        rooms().push(scratch);
        result
    }

    /// Answers texts in order, on so many threads; for none there is the default answer.
    ///
    /// # Errors
    /// The first of the answers.
    pub fn answers<T: Send + Default>(
        &self,
        texts: &[Option<&str>],
        threads: usize,
        answer: impl Fn(&str, &mut Scratch) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let part = |texts: &[Option<&str>]| {
            self.with_room(|scratch| {
                let each =
                    |text: &Option<&str>| text.map_or_else(|| Ok(T::default()), |t| answer(t, scratch));
                texts.iter().map(each).collect::<Result<Vec<T>>>()
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

    /// A text de-identified with room of the caller's; `None` where nothing was found: what [`Engine::answers`] takes.
    ///
    /// # Errors
    /// Those of the operators.
    pub fn replaced(&self, text: &str, scratch: &mut Scratch) -> Result<Option<String>> {
        Ok(match self.deidentifier.deidentify_text_with(text, scratch)?.0 {
            Cow::Borrowed(_) => None,
            Cow::Owned(clean) => Some(clean),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> Engine {
        Engine::new(PipelineConfig::default()).expect("the defaults are valid")
    }

    #[test]
    fn answers_keep_their_order_at_any_number_of_threads() {
        let engine = engine();
        let texts: Vec<String> =
            (0..1_000)
                .map(|n| {
                    if n % 3 == 0 {
                        format!("line {n}")
                    } else {
                        format!("write to user{n}@example.org, {n}")
                    }
                })
                .collect();
        let given: Vec<Option<&str>> =
            texts.iter().enumerate().map(|(n, text)| (n % 7 != 0).then_some(text.as_str())).collect();
        let one = engine.answers(&given, 1, |text, room| engine.replaced(text, room)).expect("answers");
        for threads in [0, 2, 5, 64] {
            let many = engine.answers(&given, threads, |text, room| engine.replaced(text, room));
            assert_eq!(many.expect("answers"), one);
        }
        assert_eq!(one.get(1).cloned().flatten().as_deref(), Some("write to [EMAIL_1], 1"));
        assert_eq!((one.first(), one.get(3)), (Some(&None), Some(&None)));
    }

    #[test]
    fn an_engine_shows_no_settings() {
        let mut config = PipelineConfig::default();
        config.pii_settings.allow_list = vec!["Quillon".into()];
        let engine = Engine::new(config).expect("valid");
        assert!(!format!("{engine:?}").contains("Quillon"));
    }
}
