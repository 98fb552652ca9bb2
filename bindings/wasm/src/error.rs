//! Errors of the core as `FoundryError`.

use foundry_core::error::{Error, ErrorKind};
use serde_json::json;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./error.js")]
extern "C" {
    /// The class that users see.
    type FoundryError;

    #[wasm_bindgen(constructor)]
    fn new(json: &str) -> FoundryError;
}

/// What every call of this crate returns.
pub type Result<T> = std::result::Result<T, JsValue>;

/// The exception for an error: the same code, text, place and hint.
pub fn raised(error: Error) -> JsValue {
    let at = error.position();
    let json = json!({
        "code": error.code(),
        "text": error.to_string(),
        "message": error.message(),
        "hint": error.hint(),
        "file": at.file,
        "row": at.row,
        "column": at.column,
        "byte": at.byte,
        "path": at.path,
    });
    FoundryError::new(&json.to_string()).into()
}

/// A result as JSON.
pub fn written<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|_| raised(Error::new(ErrorKind::Format, "the result cannot be written as JSON")))
}
