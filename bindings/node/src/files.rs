//! Files that a call reads: by path, or as bytes.

use std::io::{Cursor, Read};
use std::path::Path;

use foundry_core::error::Error;
use foundry_core::pipeline::Input;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

/// One input: bytes if there are any, else the file at the path.
#[napi(object, object_to_js = false)]
pub struct FileInput {
    /// Its name, for errors and as a hint for the format.
    pub name: String,
    /// Where it lies.
    pub path: Option<String>,
    /// What it holds.
    pub bytes: Option<Buffer>,
}

/// An input that another thread may open, as often as it likes.
#[derive(Clone)]
pub enum Source {
    /// What the caller gave. Copied, since the caller may write to a buffer while another thread reads it.
    Bytes(String, Vec<u8>),
    /// A file, opened when it is read.
    Path(String, String),
}

impl From<FileInput> for Source {
    fn from(given: FileInput) -> Source {
        match (given.bytes, given.path) {
            (Some(bytes), _) => Source::Bytes(given.name, bytes.to_vec()),
            (None, path) => Source::Path(given.name.clone(), path.unwrap_or(given.name)),
        }
    }
}

impl Source {
    /// Its name.
    pub fn name(&self) -> &str {
        let (Source::Bytes(name, _) | Source::Path(name, _)) = self;
        name
    }

    /// A reader over it.
    ///
    /// # Errors
    /// If there is no such file.
    pub fn input(&self) -> Result<Input<'_>, Error> {
        match self {
            Source::Bytes(name, bytes) => Ok(Input {
                name: name.clone(),
                size: Some(bytes.len() as u64),
                reader: Box::new(Cursor::new(bytes.as_slice())),
            }),
            Source::Path(name, path) => {
                let input = foundry_files::Source::new(Path::new(path))?.input();
                Ok(Input { name: name.clone(), ..input })
            }
        }
    }

    /// Readers over it, or over all files of its pattern.
    ///
    /// # Errors
    /// If there is no such file.
    pub fn inputs(&self) -> Result<Vec<Input<'_>>, Error> {
        match self {
            Source::Bytes(..) => Ok(vec![self.input()?]),
            Source::Path(_, path) => Ok(foundry_files::matching(Path::new(path))?
                .iter()
                .map(foundry_files::Source::input)
                .collect()),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// If there is no such file.
    pub fn reader(&self) -> Result<Box<dyn Read + Send + '_>, Error> {
        self.input().map(|input| input.reader)
    }
}
