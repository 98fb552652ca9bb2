//! The calls that every binding makes: texts, bytes and JSON in, texts, bytes and JSON out.
//!
//! A binding converts what its host gives, calls here, and converts back. Settings, conversations and reports cross as the
//! camelCase JSON of the core; `bindings/types.d.ts` lists their shapes. An [`Engine`] holds settings compiled once, for the
//! calls that de-identify; the free functions need the settings of a run alone.

mod check;
mod engine;
mod evaluate;
mod given;
mod inspect;
mod messages;
mod report;
mod rows;
mod run;
mod settings;
mod texts;

pub use crate::pipeline::preview::pairs as preview;
pub use check::{tell_format, validate};
pub use engine::Engine;
pub use evaluate::EvaluateOptions;
pub use given::{error_json, export_format, offset_unit, shaped, time};
pub use inspect::{Inspection, inspect};
pub use messages::map_messages;
pub use report::report;
pub use rows::read_rows;
pub use run::process;
pub use settings::configured;
pub use texts::{CleanedPart, CleanedText, FoundSpan, explain, find};

use crate::config::PipelineConfig;
use crate::conversation::{Conversation, Timestamp};
use crate::deid::{PiiTokensMap, Reidentifier};
use crate::error::Result;
#[cfg(not(feature = "encryption"))]
use crate::error::{Error, ErrorKind};

/// Puts originals back for tokens, and, with the key, for encrypted values: text after text of one conversation, in order.
/// `token_map` is a JSON object of tokens and originals.
///
/// # Errors
/// Of kind `UnknownToken` for a token that the map does not hold, `Config` for a key or a map that cannot be one.
pub fn reidentify<T: AsRef<str>>(texts: &[T], token_map: &str, key: Option<&str>) -> Result<Vec<String>> {
    let map = PiiTokensMap::from_json(token_map)?;
    let mut way_back = Reidentifier::new(&map);
    #[cfg(feature = "encryption")]
    if let Some(key) = key {
        way_back = way_back.with_key(key)?;
    }
    #[cfg(not(feature = "encryption"))]
    if key.is_some() {
        return Err(Error::new(ErrorKind::Unsupported, "encrypted values need the feature `encryption`")
            .with_hint("build the core with it, or leave the key out"));
    }
    texts.iter().map(|text| way_back.restore(text.as_ref())).collect()
}

/// Why the filters of these settings leave a conversation (its JSON) out: the stable code, or `None` to keep it.
///
/// # Errors
/// Of kind `Config` for a conversation of another shape and for settings that contradict themselves.
pub fn filter_reason(
    conversation: &str,
    config: &PipelineConfig,
    now: Timestamp,
) -> Result<Option<&'static str>> {
    let conversation: Conversation<'_> = shaped("the conversation", conversation)?;
    let verdict = crate::filter::filter(&conversation, &config.filter_settings, now)?;
    Ok(verdict.map(|reason| reason.code()))
}
