//! The functions of the header: strings in, strings out. Nothing else in this crate is `unsafe`.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char};
use std::panic::catch_unwind;

use foundry_core::error::{Error, ErrorKind, Result};

use crate::{answer, deidentify, failure, process};

/// De-identifies a text, many texts, or a conversation.
///
/// The request is a JSON object: `config` (the settings of a run, optional) and one of
/// - `text`: a string. The answer is `{"text", "tokenMap"}`.
/// - `texts`: an array of strings, each by itself; `threads` of them at a time (1 if absent). The answer is `{"texts"}`.
/// - `conversation`: `{"id", "messages": [{"role", "content"}]}`, equal values by equal tokens. The answer is
///   `{"conversation", "tokenMap", "audit", "findings"}`.
///
/// Returns JSON to be given to `foundry_free`. An error is `{"error": {"code", "message", "hint"?, …}}`.
///
/// # Safety
/// `request` is null, or a string that ends with a zero byte and is not written to meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn foundry_deidentify(request: *const c_char) -> *mut c_char {
    // SAFETY: as the caller promises.
    unsafe { answered(request, deidentify::deidentify) }
}

/// Runs the whole job: files in, a data set out, its account back.
///
/// The request is a JSON object: `config` (the settings of a run, optional), `files` (an array of `{"name", "text"}` or
/// `{"name", "base64"}`), `now` (the time that counts as now, RFC 3339; the clock's if absent) and `threads` (1 if absent).
/// The answer is `{"output", "manifest"}`; an output that is no text, such as Parquet, is given as `outputBase64`.
///
/// Returns JSON to be given to `foundry_free`. An error is `{"error": {"code", "message", "hint"?, …}}`.
///
/// # Safety
/// `request` is null, or a string that ends with a zero byte and is not written to meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn foundry_process(request: *const c_char) -> *mut c_char {
    // SAFETY: as the caller promises.
    unsafe { answered(request, process::process) }
}

/// Gives an answer back; null is fine.
///
/// # Safety
/// `answer` is null, or came from a call of this library and was not given back yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn foundry_free(answer: *mut c_char) {
    if !answer.is_null() {
        // SAFETY: it came from `CString::into_raw`, as the caller promises.
        drop(unsafe { CString::from_raw(answer) });
    }
}

unsafe fn answered(request: *const c_char, call: fn(&str) -> Result<String>) -> *mut c_char {
    let answered = catch_unwind(|| {
        // SAFETY: as the caller promises.
        let request = unsafe { text(request) };
        answer(request, call)
    });
    let text = answered.unwrap_or_else(|_| failure(&Error::new(ErrorKind::Io, "the call ended early")));
    // JSON has no zero byte.
    CString::new(text).unwrap_or_default().into_raw()
}

unsafe fn text<'r>(request: *const c_char) -> Result<&'r str> {
    if request.is_null() {
        return Err(Error::new(ErrorKind::Config, "the request is null"));
    }
    // SAFETY: as the caller promises.
    let request = unsafe { CStr::from_ptr(request) };
    request.to_str().map_err(|_| Error::new(ErrorKind::Encoding, "the request is not valid UTF-8"))
}
