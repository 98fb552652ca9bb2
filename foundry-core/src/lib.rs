//! Turns support conversations into clean, de-identified, validated training data:
//! read → map → group → de-identify → filter → export.
#![warn(missing_docs)]

pub mod config;
pub mod conversation;
pub mod dataset;
pub mod deid;
pub mod entity;
pub mod error;
pub mod export;
pub mod filter;
pub mod group;
pub mod mapping;
pub mod offsets;
pub mod pipeline;
pub mod read;
pub mod record;

pub use config::PipelineConfig;
pub use error::{Error, ErrorKind, Result};
pub use pipeline::Pipeline;
