//! `foundry_deidentify`.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use foundry_core::calls::{Engine, configured};
use foundry_core::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::read;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request<'r> {
    #[serde(borrow, default)]
    config: Option<&'r RawValue>,
    #[serde(borrow, default)]
    text: Option<Cow<'r, str>>,
    #[serde(borrow, default)]
    texts: Option<Vec<Cow<'r, str>>>,
    #[serde(borrow, default)]
    conversation: Option<&'r RawValue>,
    #[serde(default)]
    threads: Option<usize>,
}

/// Answers a request.
pub fn deidentify(request: &str) -> Result<String> {
    let request: Request<'_> = read(request)?;
    let engine = engine(request.config.map_or("{}", RawValue::get))?;
    match (request.text, request.texts, request.conversation) {
        (Some(text), None, None) => {
            let (text, map) = engine.deidentify_text(&text)?;
            Ok(format!("{{\"text\":{},\"tokenMap\":{}}}", json!(text), map.to_json()))
        }
        (None, Some(texts), None) => {
            let given: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_ref())).collect();
            let threads = request.threads.unwrap_or(1);
            let done = engine.answers(&given, threads, |text, room| engine.replaced(text, room))?;
            let clean = done.into_iter().zip(texts).map(|(clean, text)| clean.map_or(text, Cow::Owned));
            Ok(json!({ "texts": clean.collect::<Vec<Cow<'_, str>>>() }).to_string())
        }
        (None, None, Some(conversation)) => engine.deidentify_conversation(conversation.get()),
        _ => Err(Error::new(ErrorKind::Config, "a request has one of `text`, `texts` and `conversation`")),
    }
}

/// The settings of the last call, compiled: most programs have the same in every call.
static LAST: Mutex<Option<(String, Arc<Engine>)>> = Mutex::new(None);

fn engine(config: &str) -> Result<Arc<Engine>> {
    let last = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, engine)) = last().as_ref().filter(|(text, _)| text == config) {
        return Ok(engine.clone());
    }
    let engine = Arc::new(Engine::new(configured(config, false, None, "{}")?)?);
    *last() = Some((config.to_owned(), engine.clone()));
    Ok(engine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_of_input_is_asked_for() {
        let done = deidentify(r#"{"texts": ["write to ann@example.org", "hello"]}"#);
        assert_eq!(done.ok().as_deref(), Some(r#"{"texts":["write to [EMAIL_1]","hello"]}"#));
        for request in ["{}", r#"{"text": "a", "texts": []}"#, r#"{"text": 5}"#, "[]", "", r#"{"txt": ""}"#] {
            assert_eq!(deidentify(request).map_err(|e| e.code()), Err("invalid_config"), "{request}");
        }
    }

    #[test]
    fn settings_are_compiled_anew_only_where_they_differ() {
        let same = r#"{"piiSettings": {"minScore": 0.41}}"#;
        let first = engine(same).expect("compiles");
        assert!(Arc::ptr_eq(&first, &engine(same).expect("is there")));
        assert!(!Arc::ptr_eq(&first, &engine("{}").expect("compiles")));
    }
}
