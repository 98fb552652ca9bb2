//! Foundry for C, and through it for Go, Java, .NET: two calls with JSON in and JSON out.
//!
//! [`abi`] reads and hands out strings, and is all that is `unsafe`; `include/foundry.h` is made from it. The requests and
//! answers are documented there.

mod abi;
mod deidentify;
mod process;

use foundry_core::calls::error_json;
use foundry_core::error::{Error, Result};
use serde::Deserialize;
use serde_json::json;

/// The answer to a request: what the call gives, or `{"error": {code, message, hint, …}}`.
fn answer(request: Result<&str>, call: fn(&str) -> Result<String>) -> String {
    request.and_then(call).unwrap_or_else(|error| failure(&error))
}

fn failure(error: &Error) -> String {
    json!({ "error": error_json(error) }).to_string()
}

/// A request of a documented shape.
fn read<'r, T: Deserialize<'r>>(request: &'r str) -> Result<T> {
    foundry_core::calls::shaped("the request", request)
}
