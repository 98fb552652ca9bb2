#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod calls;
pub mod clean;
pub mod config;
pub mod conversation;
pub mod dataset;
pub mod deid;
pub mod entity;
pub mod error;
pub mod evaluate;
pub mod export;
pub mod filter;
pub mod group;
pub mod mapping;
pub mod offsets;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod report;

pub use config::PipelineConfig;
pub use deid::{deidentify_conversation, deidentify_text, find_pii, reidentify};
pub use error::{Error, ErrorKind, Result};
pub use evaluate::evaluate;
pub use export::{export, validate};
pub use filter::filter;
pub use mapping::detect as detect_mapping;
pub use pipeline::Pipeline;
