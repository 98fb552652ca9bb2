//! Where a data set goes: one file, or a folder with its parts, its card and the origin of each line.

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

use crate::files::{Access, Output};
use crate::output::cannot_write;

/// Where a data set goes.
pub enum Target {
    /// One file or stream.
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

impl Target {
    /// One file, and maybe the origin of its lines.
    pub fn file(path: &Path, provenance: Option<&Path>) -> Result<Target> {
        let data = Output::create(path, Access::Usual)?;
        let provenance = provenance.map(|path| Output::create(path, Access::Usual)).transpose()?;
        Ok(Target::File { data, provenance })
    }

    /// A folder, made where it is missing.
    pub fn folder(path: &Path, config: &PipelineConfig) -> Result<Target> {
        let data = path.join("data");
        fs::create_dir_all(&data)
            .map_err(|e| Error::io("the folder cannot be made", e).in_file(data.display().to_string()))?;
        let part = |path: &PathBuf| Output::create(path, Access::Usual);
        let parts = data_paths(path, config).iter().map(part).collect::<Result<_>>()?;
        let provenance = Output::create(&path.join("provenance.jsonl"), Access::Usual)?;
        Ok(Target::Folder { path: path.to_owned(), parts, provenance })
    }

    /// The streams for a run; `nowhere` stands in for training data that has no place.
    pub fn outputs<'t>(&'t mut self, nowhere: &'t mut io::Sink) -> Outputs<'t> {
        match self {
            Target::File { data, provenance } => Outputs {
                train: data,
                validation: None,
                test: None,
                provenance: provenance.as_mut().map(|out| out as &mut dyn Write),
            },
            Target::Folder { parts, provenance, .. } => {
                let mut parts = parts.iter_mut().map(|part| part as &mut dyn Write);
                Outputs {
                    train: parts.next().unwrap_or(nowhere),
                    validation: parts.next(),
                    test: parts.next(),
                    provenance: Some(provenance),
                }
            }
        }
    }

    /// Gives every file its name. Of a folder, writes what describes the data; a part without an example is left out.
    pub fn finish(self, manifest: &Manifest, config: &PipelineConfig) -> Result<()> {
        match self {
            Target::File { data, provenance } => {
                data.finish()?;
                provenance.map_or(Ok(()), Output::finish)
            }
            Target::Folder { path, parts, provenance } => {
                let files = DataFile::of_run(manifest);
                for (split, part) in Split::ALL.into_iter().zip(parts) {
                    if files.iter().any(|file| file.split == split.as_str()) {
                        part.finish()?;
                    } else {
                        remove_old(&path, split, config)?;
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
                    let mut output = Output::create(&path.join(name), Access::Usual)?;
                    output.write_all(text.as_bytes()).map_err(cannot_write)?;
                    output.finish()?;
                }
                Ok(())
            }
        }
    }
}

/// The data files of a folder: the training data, then those of a split.
pub fn data_paths(folder: &Path, config: &PipelineConfig) -> Vec<PathBuf> {
    let count = if config.export_config.split.is_some() { Split::ALL.len() } else { 1 };
    Split::ALL.into_iter().take(count).map(|split| data_path(folder, split, config)).collect()
}

fn data_path(folder: &Path, split: Split, config: &PipelineConfig) -> PathBuf {
    folder.join("data").join(format!("{}.{}", split.as_str(), config.export_format.extension()))
}

/// A part of an earlier run that is empty now must not stay beside the new ones.
fn remove_old(path: &Path, split: Split, config: &PipelineConfig) -> Result<()> {
    let old = data_path(path, split, config);
    match fs::remove_file(&old) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("an old part cannot be removed", error).in_file(old.display().to_string()))
        }
        _ => Ok(()),
    }
}
