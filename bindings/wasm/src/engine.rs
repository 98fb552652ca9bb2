//! Settings compiled once: texts in, findings or clean texts out.

use std::borrow::Cow;

use foundry_core::PipelineConfig;
use foundry_core::calls::{self, EvaluateOptions};
use foundry_core::offsets::OffsetUnit;
use foundry_core::pipeline::RunOptions;
use js_sys::{Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::error::{Result, raised, written};
use crate::files::{Source, open, thrown_or};
use crate::texts;

/// The settings of a run, compiled once and used by every call.
#[wasm_bindgen]
pub struct Engine {
    core: calls::Engine,
}

#[wasm_bindgen]
impl Engine {
    /// Compiles settings, written as JSON or as TOML.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, toml: bool) -> Result<Engine> {
        let settings = if toml { PipelineConfig::from_toml(text) } else { PipelineConfig::from_json(text) };
        let core = settings.and_then(calls::Engine::new).map_err(raised)?;
        Ok(Engine { core })
    }

    /// The settings complete, as JSON without their keys.
    pub fn config(&self) -> Result<String> {
        written(self.core.settings())
    }

    /// The settings as TOML, as far as they differ from the defaults, without their keys.
    pub fn toml(&self) -> Result<String> {
        self.core.settings().to_toml().map_err(raised)
    }

    /// The settings as a manifest shows them, as JSON.
    pub fn snapshot(&self) -> String {
        self.core.settings().to_snapshot().to_string()
    }

    /// SHA-256 over the settings without their keys.
    pub fn fingerprint(&self) -> String {
        self.core.settings().fingerprint()
    }

    /// One text de-identified; `undefined` where nothing was found.
    pub fn replaced(&self, text: &str) -> Result<Option<String>> {
        Ok(match self.core.deidentify(text).map_err(raised)? {
            Cow::Borrowed(_) => None,
            Cow::Owned(clean) => Some(clean),
        })
    }

    /// Many texts de-identified, each by itself. `joined` holds them all in UTF-8, `lengths` the UTF-16 units of each:
    /// one crossing for a block of texts. Gives `[places, lengths, joined]` of those that changed.
    #[wasm_bindgen(js_name = replacedAll)]
    pub fn replaced_all(&self, joined: &[u8], lengths: &[u32]) -> Result<Vec<JsValue>> {
        let texts = texts::split(joined, lengths).map_err(raised)?;
        let answer = |text: &str, scratch: &mut _| self.core.replaced(text, scratch);
        let done = self.core.answers(&texts, 1, answer).map_err(raised)?;
        let (mut places, mut units, mut changed) = (Vec::new(), Vec::new(), String::new());
        for (place, clean) in (0u32..).zip(done).filter_map(|(place, clean)| Some((place, clean?))) {
            places.push(place);
            units.push(texts::units(&clean));
            changed.push_str(&clean);
        }
        Ok(vec![
            Uint32Array::from(places.as_slice()).into(),
            Uint32Array::from(units.as_slice()).into(),
            changed.into(),
        ])
    }

    /// One text de-identified, and what its tokens stand for: `[text, token, original, token, original …]`.
    #[wasm_bindgen(js_name = withTokens)]
    pub fn with_tokens(&self, text: &str) -> Result<Vec<String>> {
        let (clean, map) = self.core.deidentify_text(text).map_err(raised)?;
        let members = map.members().flat_map(|(token, original)| [token.to_owned(), original.to_owned()]);
        Ok(std::iter::once(clean.into_owned()).chain(members).collect())
    }

    /// What is found in a text, as JSON.
    pub fn find(&self, text: &str, offsets: &str) -> Result<String> {
        let unit = calls::offset_unit(offsets).map_err(raised)?;
        written(&self.core.find(text, unit).map_err(raised)?)
    }

    /// Every finding of a text with its reasons, dropped ones too, as JSON.
    pub fn explain(&self, text: &str) -> Result<String> {
        self.core.explain(text, OffsetUnit::Utf16).map_err(raised)
    }

    /// What is left of a message, and what was cut, as JSON.
    pub fn clean(&self, text: &str) -> Result<String> {
        written(&self.core.clean(text, OffsetUnit::Utf16))
    }

    /// A conversation de-identified and audited, as JSON.
    #[wasm_bindgen(js_name = deidentifyConversation)]
    pub fn deidentify_conversation(&self, conversation: &str) -> Result<String> {
        self.core.deidentify_conversation(conversation).map_err(raised)
    }

    /// Conversations as a data set in the format of the settings: `[bytes, counts as JSON]`.
    pub fn export(&self, conversations: &str) -> Result<Vec<JsValue>> {
        let (out, counts) = self.core.export(conversations).map_err(raised)?;
        Ok(vec![Uint8Array::from(out.as_slice()).into(), written(&counts)?.into()])
    }

    /// How good findings are on labelled lines, as JSON.
    pub fn evaluate(
        &self,
        lines: Vec<String>,
        predictions: Option<Vec<String>>,
        label_map: &str,
        offsets: &str,
        show_errors: usize,
    ) -> Result<String> {
        let options = EvaluateOptions {
            label_map: calls::shaped("the label map", label_map).map_err(raised)?,
            offsets: calls::offset_unit(offsets).map_err(raised)?,
            show_errors,
            error_offsets: OffsetUnit::Utf16,
        };
        self.core.evaluate(&lines, predictions.as_deref(), &options).map_err(raised)
    }

    /// What a file holds and what its columns mean, as JSON.
    pub fn inspect(&self, file: Source, samples: usize) -> Result<String> {
        let input = open(file)?;
        calls::inspect(&input.name, input.reader, self.core.settings(), samples).map_err(thrown_or)
    }

    /// The rows of a file as messages, as JSON.
    #[wasm_bindgen(js_name = mapMessages)]
    pub fn map_messages(&self, file: Source) -> Result<String> {
        let input = open(file)?;
        calls::map_messages(&input.name, input.reader, self.core.settings()).map_err(thrown_or)
    }

    /// The first conversations of a file before and after, as JSON.
    pub fn preview(&self, file: Source, now: &str, rows: u32, count: usize) -> Result<String> {
        let now = calls::time(now).map_err(raised)?;
        let options = RunOptions { row_limit: Some(rows.into()), ..RunOptions::default() };
        let inputs = vec![open(file)?];
        let shown = calls::preview(self.core.settings(), None, inputs, now, &options, count);
        written(&shown.map_err(thrown_or)?)
    }

    /// Why the filters leave a conversation out; `undefined` to keep it.
    #[wasm_bindgen(js_name = filterReason)]
    pub fn filter_reason(&self, conversation: &str, now: &str) -> Result<Option<String>> {
        let now = calls::time(now).map_err(raised)?;
        let reason = calls::filter_reason(conversation, self.core.settings(), now).map_err(raised)?;
        Ok(reason.map(str::to_owned))
    }
}
