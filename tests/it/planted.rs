//! No personal value that was planted in the examples survives in any export, and nothing harmless is lost.

use std::collections::BTreeMap;
use std::fs;

use foundry_core::PipelineConfig;
use foundry_core::export::{ExportConfig, ExportFormat};
use foundry_core::pipeline::RunOptions;
use foundry_tests::examples_folder;
use serde::Deserialize;

use crate::runs::{EXAMPLES, assert_counts_add_up, example, run};

/// `planted.json`: file name → what its generator put in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planted {
    /// Values that must not survive.
    pub personal: Vec<PlantedValue>,
    /// Texts that look like personal data and are none.
    look_alikes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PlantedValue {
    pub value: String,
    entity_type: String,
    /// `column`: it stands in a column of its own too. `text`: in free text only.
    place: String,
}

/// Of names that stand in free text only, with no column to know them from, at least this share must be found.
const FREE_NAME_RECALL: f64 = 0.6;
/// Of the look-alikes at least this share must stay readable.
const LOOK_ALIKE_KEPT: f64 = 0.9;

pub fn planted() -> BTreeMap<String, Planted> {
    let text = fs::read_to_string(examples_folder().join("planted.json")).expect("planted.json is there");
    serde_json::from_str(&text).expect("planted.json is well-formed")
}

/// The output in lower case, or why there is none.
fn output_of(name: &str, format: ExportFormat) -> Result<String, String> {
    let config = PipelineConfig {
        export_format: format,
        export_config: ExportConfig { include_metadata: true, ..ExportConfig::default() },
        ..PipelineConfig::default()
    };
    let (output, manifest) = run(&config, name, &example(name), &RunOptions::default())
        .map_err(|e| format!("{name} cannot be processed: {e}; {}", e.hint().unwrap_or_default()))?;
    assert_counts_add_up(&manifest);
    let records = manifest.counts.export.records;
    if records < 20 { Err(format!("{name}: only {records} records")) } else { Ok(output.to_lowercase()) }
}

/// Whether a name or place in free text, which no pattern and no column can prove.
pub fn is_free_name(value: &PlantedValue) -> bool {
    value.place == "text"
        && matches!(value.entity_type.as_str(), "PERSON" | "LOCATION" | "ORGANIZATION" | "STREET_ADDRESS")
}

/// The output without the names that the test below counts: the `Noor` of a neighbour in free text is not the `Noor`
/// of a column in another conversation.
pub fn without_free_names(output: String, values: &[PlantedValue]) -> String {
    let free = values.iter().filter(|value| is_free_name(value) && value.value.contains(' '));
    free.fold(output, |output, value| output.replace(&value.value.to_lowercase(), "\u{2026}"))
}

#[test]
fn no_planted_value_survives() {
    let planted = planted();
    let mut survivors = Vec::new();
    for name in EXAMPLES {
        let values = &planted[name].personal;
        for format in ExportFormat::ALL {
            let output = match output_of(name, format) {
                Ok(output) => output,
                Err(fault) => {
                    survivors.push(fault);
                    continue;
                }
            };
            let output = without_free_names(output, values);
            for value in values.iter().filter(|value| !is_free_name(value)) {
                if contains_whole(&output, &value.value.to_lowercase()) {
                    survivors.push(format!(
                        "{name}, {}: {} {}",
                        format.as_str(),
                        value.entity_type,
                        value.value
                    ));
                }
            }
        }
    }
    assert!(survivors.is_empty(), "{} faults\n{}", survivors.len(), survivors.join("\n"));
}

#[test]
fn most_names_in_free_text_are_found() {
    let planted = planted();
    let (mut found, mut all) = (0, 0);
    let mut missed = Vec::new();
    for name in EXAMPLES {
        // A file that cannot be processed fails the test above.
        let Ok(output) = output_of(name, ExportFormat::JsonRaw) else { continue };
        for value in planted[name].personal.iter().filter(|value| is_free_name(value)) {
            // Places and addresses in free text have no recognizer yet.
            if value.entity_type != "PERSON" {
                continue;
            }
            all += 1;
            if contains_whole(&output, &value.value.to_lowercase()) {
                missed.push(format!("{name}: {} {}", value.entity_type, value.value));
            } else {
                found += 1;
            }
        }
    }
    println!("names in free text: {found} of {all} found");
    assert!(
        f64::from(found) >= FREE_NAME_RECALL * f64::from(all),
        "{found} of {all} found\n{}",
        missed.join("\n")
    );
}

#[test]
fn look_alikes_stay_readable() {
    let planted = planted();
    let (mut kept, mut all) = (0, 0);
    let mut lost = Vec::new();
    for name in EXAMPLES {
        // A file that cannot be processed fails the test above.
        let Ok(output) = output_of(name, ExportFormat::JsonRaw) else { continue };
        for text in &planted[name].look_alikes {
            all += 1;
            if contains_whole(&output, &text.to_lowercase()) {
                kept += 1;
            } else {
                lost.push(format!("{name}: {text}"));
            }
        }
    }
    println!("look-alikes: {kept} of {all} kept");
    assert!(all > 50, "only {all} look-alikes planted");
    assert!(f64::from(kept) >= LOOK_ALIKE_KEPT * f64::from(all), "{kept} of {all} kept\n{}", lost.join("\n"));
}

/// Whether `value` stands in `text` with no letter or digit beside it.
fn contains_whole(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
