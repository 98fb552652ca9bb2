//! `inspect`: what a file holds, and what its columns mean.

use std::io::Read;

use serde_json::{Value, json};

use crate::config::PipelineConfig;
use crate::error::Result;
use crate::mapping::{Confidence, Detection, detect, header_fingerprint, remembered};
use crate::read::{ReadOptions, RecordReader};
use crate::record::{Schema, Warning};

/// What was found out about one file.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// How it is read, complete.
    pub source: ReadOptions,
    /// Its columns, with samples.
    pub schema: Schema,
    /// What they mean.
    pub detection: Detection,
    /// Remarks on the bytes.
    pub notes: Vec<Warning>,
}

impl Inspection {
    /// Reads the head of a file. A mapping that a person confirmed for these columns wins over what is found out.
    ///
    /// # Errors
    /// Those of reading.
    pub fn open(name: &str, input: Box<dyn Read + Send + '_>, config: &PipelineConfig) -> Result<Inspection> {
        let mut reader = RecordReader::open(name, input, &config.source)?;
        let detection = meaning(config, reader.schema());
        let notes = reader.take_notes();
        Ok(Inspection {
            source: reader.resolved().clone(),
            schema: reader.schema().clone(),
            detection,
            notes,
        })
    }

    /// The shape that crosses: `Inspection` of `bindings/types.d.ts`, each column with so many samples.
    pub fn to_json(&self, name: &str, samples: usize) -> Value {
        let columns = self.schema.columns.iter();
        let columns: Vec<Value> = columns
            .map(|c| json!({ "name": c.name, "type": c.column_type, "samples": c.samples(samples) }))
            .collect();
        let mut mappings = json!(self.detection.mappings);
        for mapping in mappings.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            // Always there for those who read it.
            mapping.entry("reasons").or_insert_with(|| json!([]));
        }
        json!({
            "file": name,
            "format": self.source.format.map(|format| format.as_str()),
            "source": self.source,
            "columns": columns,
            "fingerprint": header_fingerprint(self.schema.names()),
            "product": self.detection.product.map(|product| product.name),
            "mappings": mappings,
            "mappingOptions": self.detection.options,
            "warnings": self.detection.warnings,
            "notes": self.notes,
        })
    }
}

/// What a file holds and what its columns mean, as JSON.
///
/// # Errors
/// Those of reading.
pub fn inspect(
    name: &str,
    input: Box<dyn Read + Send + '_>,
    config: &PipelineConfig,
    samples: usize,
) -> Result<String> {
    Ok(Inspection::open(name, input, config)?.to_json(name, samples).to_string())
}

/// What columns mean: what a person confirmed for them, or what is found out.
pub(super) fn meaning(config: &PipelineConfig, schema: &Schema) -> Detection {
    let Some(known) = remembered(&config.remembered_mappings, schema.names()) else {
        return detect(schema);
    };
    let mut mappings = known.mappings.clone();
    for mapping in &mut mappings {
        mapping.confidence = Confidence::High;
        mapping.reasons = vec!["confirmed for these columns".into()];
    }
    Detection { mappings, options: known.mapping_options.clone(), warnings: Vec::new(), product: None }
}
