//! The folder of labelled text: its files, their weights, the tenth of each that is kept for tuning.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use foundry_core::deid::{Deidentifier, PiiSettings, tagger::Mask};
use foundry_core::entity::{EntitySet, EntityType, Span};
use serde::Deserialize;

use crate::Failure;
use crate::labelled::{Label, LabelledText};

/// A text, what it names, and what rules found in it.
#[derive(Debug, Clone)]
pub struct Example {
    /// Text and names.
    pub labelled: LabelledText,
    /// Values that rules found, sorted.
    pub masked: Vec<(Span, Mask)>,
    /// Times it is trained on in an epoch.
    pub weight: u8,
}

/// The texts of one file or generator.
pub struct Set {
    /// Its name.
    pub name: String,
    /// Texts to train on.
    pub train: Vec<Example>,
    /// Texts to tune on: never trained on.
    pub tune: Vec<Example>,
}

/// Files of the folder `train`, with the weight of their texts; 0 for those kept for tuning as a whole.
const FILES: [(&str, u8); 13] = [
    ("wnut17_train", 2),
    ("wnut17_dev", 0),
    ("btc_train", 2),
    ("btc_dev", 0),
    ("wikigold", 2),
    ("tweebank", 2),
    ("crossner", 1),
    ("gum", 2),
    ("hwu64", 1),
    ("restaurant8k_train", 1),
    ("banking77_train", 1),
    ("snips", 1),
    ("synth_chat", 1),
];

#[derive(Deserialize)]
struct Line {
    text: String,
    spans: Vec<LineSpan>,
}

#[derive(Deserialize)]
struct LineSpan {
    start: usize,
    end: usize,
    label: String,
}

/// Finds the values that the model sees masked.
pub struct Masker(Deidentifier);

impl Masker {
    /// All entity types that are found by default and are masked.
    pub fn new() -> Result<Masker, Failure> {
        let standard = EntitySet::default_types();
        let chosen = EntityType::ALL.iter().copied();
        let chosen = chosen.filter(|kind| standard.contains(*kind) && Mask::of(*kind).is_some()).collect();
        Ok(Masker(Deidentifier::new(&PiiSettings { entities: Some(chosen), ..PiiSettings::default() })?))
    }

    /// The values in a text, apart from those that touch a labelled name.
    pub fn mask(&self, labelled: &LabelledText) -> Vec<(Span, Mask)> {
        let found = self.0.find(&labelled.text).expect("no model can fail: none is given");
        found
            .iter()
            .filter(|finding| !labelled.spans.iter().any(|(span, _)| span.overlaps(finding.span)))
            .filter_map(|finding| Some((finding.span, Mask::of(finding.entity_type)?)))
            .collect()
    }

    /// A text with its masked values.
    pub fn example(&self, labelled: LabelledText, weight: u8) -> Example {
        Example { masked: self.mask(&labelled), labelled, weight }
    }
}

/// Reads every file of `folder/train`.
pub fn read(folder: &Path, masker: &Masker) -> Result<Vec<Set>, Failure> {
    FILES.iter().map(|(name, weight)| read_set(folder, name, *weight, masker)).collect()
}

fn read_set(folder: &Path, name: &str, weight: u8, masker: &Masker) -> Result<Set, Failure> {
    let mut set = Set { name: name.to_owned(), train: Vec::new(), tune: Vec::new() };
    for line in lines(&folder.join("train").join(format!("{name}.jsonl.gz")))? {
        let labelled = labelled(&line?)?;
        let tenth = fnv(labelled.text.as_bytes()).is_multiple_of(10);
        let example = masker.example(labelled, weight);
        if weight == 0 || tenth { set.tune.push(example) } else { set.train.push(example) }
    }
    Ok(set)
}

fn labelled(line: &str) -> Result<LabelledText, Failure> {
    let Line { text, spans } = serde_json::from_str(line)?;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut out = Vec::new();
    for span in spans {
        let (Some(start), Some(end)) = (bytes.get(span.start), bytes.get(span.end)) else {
            return Err("a span lies outside its text".into());
        };
        let label = match span.label.as_str() {
            "PERSON" => Label::Person,
            "ORGANIZATION" => Label::Organization,
            "LOCATION" => Label::Location,
            "ADDRESS" => Label::Address,
            other => return Err(format!("unknown label `{other}`").into()),
        };
        out.push((Span::new(*start, *end), label));
    }
    out.sort();
    Ok(LabelledText { text, spans: out })
}

/// The lines of a compressed file.
#[allow(clippy::disallowed_methods, reason = "the trainer reads files, the core does not")]
pub fn lines(path: &Path) -> Result<impl Iterator<Item = std::io::Result<String>> + use<>, Failure> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(BufReader::new(GzDecoder::new(file)).lines())
}

/// FNV-1a, 64 bits.
pub fn fnv(bytes: &[u8]) -> u64 {
    let hash = bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    hash ^ hash >> 32
}
