//! A model of the user's own, read from a folder.

use std::path::Path;
use std::sync::Arc;

use foundry_core::deid::{PiiSettings, SpanModel};
use foundry_core::error::Result;

/// The model in a folder, with what the settings say of it.
#[cfg(feature = "onnx")]
pub fn open(folder: &Path, settings: &PiiSettings) -> Result<Arc<dyn SpanModel>> {
    use foundry_core::deid::{OnnxFiles, OnnxModel};

    let model = read(folder, &["model.onnx", "onnx/model.onnx"])?;
    let tokenizer = read(folder, &["tokenizer.json"])?;
    let config = read(folder, &["gliner_config.json", "config.json"])?;
    let files = OnnxFiles { model: &model, tokenizer: &tokenizer, config: &config };
    let wanted = settings.span_model.clone().unwrap_or_default();
    Ok(Arc::new(OnnxModel::new(files, &wanted)?))
}

/// None: this build leaves the feature out.
#[cfg(not(feature = "onnx"))]
pub fn open(_: &Path, _: &PiiSettings) -> Result<Arc<dyn SpanModel>> {
    use foundry_core::error::{Error, ErrorKind};

    Err(Error::new(ErrorKind::Unsupported, "this build cannot run ONNX models")
        .with_hint("build it with `--features onnx`"))
}

/// The first of these files that is in the folder.
#[cfg(feature = "onnx")]
fn read(folder: &Path, names: &[&str]) -> Result<Vec<u8>> {
    use foundry_core::error::Error;
    use std::{fs, io};

    let mut missing = io::Error::from(io::ErrorKind::NotFound);
    for name in names {
        match fs::read(folder.join(name)) {
            Ok(bytes) => return Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing = error,
            Err(error) => {
                return Err(Error::io("the model cannot be read", error)
                    .in_file(folder.join(name).display().to_string()));
            }
        }
    }
    let wanted = folder.join(names.first().copied().unwrap_or_default());
    Err(Error::io("the model cannot be read", missing)
        .in_file(wanted.display().to_string())
        .with_hint("the folder of a model holds `model.onnx`, `tokenizer.json` and `config.json` or `gliner_config.json`"))
}
