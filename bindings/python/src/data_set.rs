//! The data set on its way: one file, or a folder with its parts, its card and the origin of each line.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use foundry_core::PipelineConfig;
use foundry_core::dataset::card::{DataFile, dataset_card};
use foundry_core::dataset::croissant::croissant;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::dataset::split::Split;
use foundry_core::error::{Error, Result};
use foundry_core::pipeline::Outputs;

use crate::files::{Output, Raised, Target};

/// Where a data set goes.
pub enum DataSet {
    /// Nowhere, all parts of it; the origin of each line may still be wanted.
    Nowhere(Option<Output>),
    /// One file or object.
    File {
        /// The data set.
        data: Output,
        /// The origin of each line.
        provenance: Option<Output>,
    },
    /// A folder as the Hub reads it.
    Folder {
        /// Where it is.
        path: PathBuf,
        /// The parts: training, validation, test data.
        parts: Vec<Output>,
        /// The origin of each line.
        provenance: Output,
    },
}

impl DataSet {
    /// A data set that is not kept.
    pub fn nowhere(provenance: Option<Target>, raised: &Raised) -> Result<DataSet> {
        Ok(DataSet::Nowhere(wanted(provenance, raised)?))
    }

    /// One file or object.
    pub fn file(out: Target, provenance: Option<Target>, raised: &Raised) -> Result<DataSet> {
        let data = Output::create(Some(out), raised)?;
        Ok(DataSet::File { data, provenance: wanted(provenance, raised)? })
    }

    /// A folder, made where it is missing.
    pub fn folder(path: PathBuf, config: &PipelineConfig, raised: &Raised) -> Result<DataSet> {
        let data = path.join("data");
        fs::create_dir_all(&data)
            .map_err(|e| Error::io("the folder cannot be made", e).in_file(data.display().to_string()))?;
        let create = |path: PathBuf| Output::create(Some(Target::Path(path)), raised);
        let count = if config.export_config.split.is_some() { Split::ALL.len() } else { 1 };
        let parts = Split::ALL.into_iter().take(count).map(|split| create(data_path(&path, split, config)));
        let parts = parts.collect::<Result<_>>()?;
        let provenance = create(path.join("provenance.jsonl"))?;
        Ok(DataSet::Folder { path, parts, provenance })
    }

    /// The streams for a run; what has no place goes into `nowhere`.
    pub fn outputs<'t>(&'t mut self, nowhere: &'t mut [io::Sink; 3]) -> Outputs<'t> {
        match self {
            DataSet::Nowhere(provenance) => {
                let [train, validation, test] = nowhere;
                let provenance = provenance.as_mut().map(|out| out as &mut dyn Write);
                Outputs { train, validation: Some(validation), test: Some(test), provenance }
            }
            DataSet::File { data, provenance } => {
                let provenance = provenance.as_mut().map(|out| out as &mut dyn Write);
                Outputs { train: data, validation: None, test: None, provenance }
            }
            DataSet::Folder { parts, provenance, .. } => {
                let [first, ..] = nowhere;
                let mut parts = parts.iter_mut().map(|part| part as &mut dyn Write);
                Outputs {
                    train: parts.next().unwrap_or(first),
                    validation: parts.next(),
                    test: parts.next(),
                    provenance: Some(provenance),
                }
            }
        }
    }

    /// Gives every file its name. Of a folder, writes what describes the data; a part without an example is left out.
    pub fn finish(self, manifest: &Manifest, config: &PipelineConfig, raised: &Raised) -> Result<()> {
        let (path, parts, provenance) = match self {
            DataSet::Nowhere(provenance) => return provenance.map_or(Ok(()), Output::finish),
            DataSet::File { data, provenance } => {
                data.finish()?;
                return provenance.map_or(Ok(()), Output::finish);
            }
            DataSet::Folder { path, parts, provenance } => (path, parts, provenance),
        };
        let files = DataFile::of_run(manifest);
        for (split, part) in Split::ALL.into_iter().zip(parts) {
            if files.iter().any(|file| file.split == split.as_str()) {
                part.finish()?;
            } else {
                remove_old(&data_path(&path, split, config))?;
            }
        }
        provenance.finish()?;
        let card = config.export_config.card.clone().unwrap_or_default();
        let texts = [
            ("README.md", dataset_card(manifest, &card, &files)),
            ("croissant.json", croissant(manifest, &card, &files)?),
            ("manifest.json", manifest.to_json_pretty()?),
        ];
        for (name, text) in texts {
            let mut output = Output::create(Some(Target::Path(path.join(name))), raised)?;
            output.write_all(text.as_bytes()).map_err(|e| Error::io("cannot be written", e).in_file(name))?;
            output.finish()?;
        }
        Ok(())
    }
}

fn wanted(target: Option<Target>, raised: &Raised) -> Result<Option<Output>> {
    target.map(|target| Output::create(Some(target), raised)).transpose()
}

fn data_path(folder: &Path, split: Split, config: &PipelineConfig) -> PathBuf {
    folder.join("data").join(format!("{}.{}", split.as_str(), config.export_format.extension()))
}

/// A part of an earlier run that is empty now must not stay beside the new ones.
fn remove_old(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("an old part cannot be removed", error).in_file(path.display().to_string()))
        }
        _ => Ok(()),
    }
}
