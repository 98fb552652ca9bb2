//! Errors of the core on their way to `FoundryError`.

use foundry_core::error::Error;
use napi::Status;
use serde_json::Value;

/// What every call of this crate returns.
pub type Result<T> = napi::Result<T>;

/// An error whose message is the JSON of the core's, with its whole `text`; `index.js` makes a `FoundryError` of it.
pub fn thrown(error: &Error) -> napi::Error {
    let mut json = foundry_core::calls::error_json(error);
    if let Some(object) = json.as_object_mut() {
        object.insert("text".into(), Value::from(error.to_string()));
    }
    napi::Error::new(Status::GenericFailure, json.to_string())
}
