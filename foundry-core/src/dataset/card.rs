//! The data-set card: `README.md` with the YAML head that the Hub and `datasets` read.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::manifest::Manifest;
use crate::export::ExportFormat;

/// What the card says that only its author knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CardSettings {
    /// The name of the data set; `Support conversations` if empty.
    pub name: String,
    /// What it is, in a few sentences.
    pub description: String,
    /// The licence, as the Hub spells it: `cc-by-4.0`, `apache-2.0`, `other` (if empty) …
    pub license: String,
    /// The languages, as ISO 639-1 codes.
    pub languages: Vec<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Where it will be found.
    pub url: String,
    /// Who made it.
    pub creator: String,
}

impl CardSettings {
    /// The name to show.
    pub fn shown_name(&self) -> &str {
        if self.name.trim().is_empty() { "Support conversations" } else { self.name.trim() }
    }

    /// What it is.
    pub fn shown_description(&self) -> &str {
        if self.description.trim().is_empty() {
            "Support conversations, de-identified and brought into a form that models are trained on."
        } else {
            self.description.trim()
        }
    }

    /// The licence.
    pub fn shown_license(&self) -> &str {
        if self.license.trim().is_empty() { "other" } else { self.license.trim() }
    }
}

/// One file of a data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The part: `train`, `validation` or `test`.
    pub split: String,
    /// Its path from the folder of the card, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
    /// Examples in it.
    pub examples: u64,
}

impl DataFile {
    /// The files of a run, as `data/train.jsonl` and so on; parts without an example are left out.
    pub fn of_run(manifest: &Manifest) -> Vec<DataFile> {
        let extension = manifest.output.format.extension();
        let file = |split: &str, bytes: u64, sha256: &str, examples: u64| DataFile {
            split: split.to_owned(),
            path: format!("data/{split}.{extension}"),
            bytes,
            sha256: sha256.to_owned(),
            examples,
        };
        let output = &manifest.output;
        match &manifest.splits {
            None => vec![file("train", output.bytes, &output.sha256, manifest.counts.export.records)],
            Some(splits) => ["train", "validation", "test"]
                .into_iter()
                .filter_map(|name| splits.parts.get(name).map(|part| (name, part)))
                .filter(|(_, part)| part.examples > 0)
                .map(|(name, part)| file(name, part.bytes, &part.sha256, part.examples))
                .collect(),
        }
    }
}

/// The card of a run.
pub fn dataset_card(manifest: &Manifest, settings: &CardSettings, files: &[DataFile]) -> String {
    let mut text = String::from("---\n");
    // Writing to a String cannot fail.
    let _ = write_head(&mut text, manifest, settings, files);
    text.push_str("---\n\n");
    let _ = write_body(&mut text, manifest, settings, files);
    text
}

fn write_head(
    text: &mut String,
    manifest: &Manifest,
    settings: &CardSettings,
    files: &[DataFile],
) -> std::fmt::Result {
    let examples: u64 = files.iter().map(|file| file.examples).sum();
    writeln!(text, "license: {}", yaml(settings.shown_license()))?;
    if !settings.languages.is_empty() {
        writeln!(text, "language:")?;
        settings.languages.iter().try_for_each(|language| writeln!(text, "- {}", yaml(language)))?;
    }
    writeln!(text, "pretty_name: {}", yaml(settings.shown_name()))?;
    let task = match manifest.output.format {
        ExportFormat::Chunks => "text-retrieval",
        ExportFormat::JsonlQa => "question-answering",
        _ => "text-generation",
    };
    writeln!(text, "task_categories:\n- {task}")?;
    writeln!(text, "size_categories:\n- {}", size_category(examples))?;
    writeln!(text, "tags:")?;
    let own = settings.tags.iter().map(String::as_str);
    own.chain(["customer-support", "conversational", "de-identified"])
        .try_for_each(|tag| writeln!(text, "- {}", yaml(tag)))?;
    writeln!(text, "configs:\n- config_name: default\n  data_files:")?;
    for file in files {
        writeln!(text, "  - split: {}\n    path: {}", file.split, yaml(&file.path))?;
    }
    Ok(())
}

fn write_body(
    text: &mut String,
    manifest: &Manifest,
    settings: &CardSettings,
    files: &[DataFile],
) -> std::fmt::Result {
    writeln!(text, "# {}\n\n{}\n", one_line(settings.shown_name()), settings.shown_description())?;
    let counts = &manifest.counts;
    writeln!(text, "| part | file | examples | bytes |\n|---|---|---|---|")?;
    for file in files {
        writeln!(text, "| {} | `{}` | {} | {} |", file.split, file.path, file.examples, file.bytes)?;
    }
    writeln!(text, "\nFormat: `{}`.", manifest.output.format.as_str())?;
    if let Some(tokens) = &manifest.tokens {
        writeln!(
            text,
            "Tokens ({}): {} in all, {} in the largest example.",
            tokens.tokenizer.as_str(),
            tokens.total,
            tokens.largest_example
        )?;
    }
    writeln!(text, "\n## How it was made\n")?;
    writeln!(
        text,
        "By `{}` from {} input file(s): {} rows read, {} messages, {} conversations, of which {} were kept and {} \
         written.",
        manifest.engine,
        manifest.inputs.len(),
        counts.rows_read,
        counts.messages,
        counts.conversations,
        counts.kept,
        counts.export.conversations
    )?;
    list(text, "Left out by filters", &counts.filtered_by_reason)?;
    list(text, "Left out while writing", &counts.export.dropped)?;
    list(text, "Changed while writing", &counts.export.changes)?;
    writeln!(text, "\n## Personal data\n")?;
    if manifest.deidentified {
        let replaced: u64 = manifest.findings.values().sum();
        writeln!(
            text,
            "{replaced} personal values were replaced; {} original values were searched for again in everything that \
             was written, and {} were left.",
            manifest.leak_audit.checked, manifest.leak_audit.residual
        )?;
        list(text, "By type", &manifest.findings)?;
    } else {
        writeln!(text, "**De-identification was off: the data holds personal data as it came.**")?;
    }
    if let Some(splits) = &manifest.splits {
        writeln!(text, "\n## Parts\n")?;
        let by = if splits.customers_known { "customer" } else { "conversation" };
        writeln!(
            text,
            "Split by a keyed hash of the {by}. In more than one part: {} conversations, {} customers, {} examples.",
            splits.crossing_conversations, splits.crossing_customers, splits.crossing_examples
        )?;
        if splits.clusters_known {
            writeln!(
                text,
                "Near duplicates were kept together: {} clusters cross.",
                splits.crossing_clusters
            )?;
        }
    }
    Ok(())
}

fn list(text: &mut String, what: &str, counts: &std::collections::BTreeMap<String, u64>) -> std::fmt::Result {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(text, "\n{what}:\n")?;
    counts.iter().try_for_each(|(name, count)| writeln!(text, "- `{}`: {count}", one_line(name)))
}

/// The classes of the Hub.
fn size_category(examples: u64) -> &'static str {
    match examples {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        _ => "10M<n<100M",
    }
}

/// A YAML scalar: plain where nothing can be misread, else in quotes, which YAML 1.2 takes from JSON.
fn yaml(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " -_./".contains(c))
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_yaml_would_misread_are_quoted() {
        for (text, written) in [
            ("cc-by-4.0", "cc-by-4.0"),
            ("no", "\"no\""),
            ("a: b", "\"a: b\""),
            ("# x", "\"# x\""),
            ("line\nbreak", "\"line\\nbreak\""),
            ("1.0", "\"1.0\""),
        ] {
            assert_eq!(yaml(text), written);
        }
    }
}
