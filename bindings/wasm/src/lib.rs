//! Foundry for JavaScript engines without native code: convert in, call the core, convert out.
//!
//! Settings, results and errors cross as the JSON of [`foundry_core::calls`]; bytes of files cross in pieces, both ways
//! ([`files`]). What users see is `js/`.

mod calls;
mod engine;
mod error;
mod files;
mod reader;
mod run;
mod session;
mod texts;
