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

use crate::output::{Access, Output};

/// Where a data set goes.
pub enum DataSet {
    /// Nowhere, all parts of it; the origin of each line may still be wanted.
    Nowhere(Option<Output>),
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

impl DataSet {
    /// A folder, made where it is missing.
    ///
    /// # Errors
    /// If it cannot be made or written to.
    pub fn folder(path: &Path, config: &PipelineConfig) -> Result<DataSet> {
        let data = path.join("data");
        fs::create_dir_all(&data)
            .map_err(|e| Error::io("the folder cannot be made", e).in_file(data.display().to_string()))?;
        let part = |path: &PathBuf| Output::create(path, Access::Usual);
        let parts = data_paths(path, config).iter().map(part).collect::<Result<_>>()?;
        let provenance = Output::create(&path.join("provenance.jsonl"), Access::Usual)?;
        Ok(DataSet::Folder { path: path.to_owned(), parts, provenance })
    }

    /// The streams for a run; what has no place goes into `nowhere`.
    pub fn outputs<'t>(&'t mut self, nowhere: &'t mut [io::Sink; 3]) -> Outputs<'t> {
        match self {
            DataSet::Nowhere(provenance) => {
                let provenance = provenance.as_mut().map(|out| out as &mut dyn Write);
                Outputs { provenance, ..Outputs::nowhere(nowhere) }
            }
            DataSet::File { data, provenance } => Outputs {
                train: data,
                validation: None,
                test: None,
                provenance: provenance.as_mut().map(|out| out as &mut dyn Write),
            },
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
    ///
    /// # Errors
    /// If one cannot be written.
    pub fn finish(self, manifest: &Manifest, config: &PipelineConfig) -> Result<()> {
        match self {
            DataSet::Nowhere(provenance) => provenance.map_or(Ok(()), Output::finish),
            DataSet::File { data, provenance } => {
                data.finish()?;
                provenance.map_or(Ok(()), Output::finish)
            }
            DataSet::Folder { path, parts, provenance } => {
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
                    Output::create(&path.join(name), Access::Usual)?.write_whole(text.as_bytes())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_has_three_files_and_an_old_one_does_not_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = PipelineConfig::default();
        assert_eq!(data_paths(folder.path(), &config).len(), 1);
        config.export_config.split = Some(Default::default());
        let names: Vec<String> = data_paths(folder.path(), &config)
            .iter()
            .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
            .collect();
        assert_eq!(names, ["train.jsonl", "validation.jsonl", "test.jsonl"]);
        fs::create_dir_all(folder.path().join("data")).expect("makes");
        fs::write(folder.path().join("data/test.jsonl"), "old").expect("writes");
        for _ in 0..2 {
            remove_old(folder.path(), Split::Test, &config).expect("is gone, or never was");
        }
        assert!(!folder.path().join("data/test.jsonl").exists());
    }
}
