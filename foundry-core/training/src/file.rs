//! Writes the model file.

use foundry_core::deid::tagger::training as core;
use sha2::{Digest, Sha256};

use crate::crf::Weights;
use crate::lists::Tables;

/// Largest weight; larger ones are cut.
const LARGEST: f32 = 4.0;
/// Weights up to this are 0, which makes the file smaller when compressed.
const SMALLEST: f32 = 0.06;

/// Thresholds in scores of 1.0.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// What the gate must give to one token of a stretch that is looked at closely.
    pub gate: f32,
    /// What the gate must give to the tokens around it.
    pub near: f32,
    /// What is taken from O for a balanced result.
    pub balanced: f32,
    /// What is taken from O for high recall.
    pub recall: f32,
}

/// The bytes of the model file.
pub fn write(weights: &Weights, tables: &Tables, thresholds: Thresholds) -> Vec<u8> {
    let unit = 127.0 / LARGEST;
    let units = |score: f32| (score * unit).round() as i32;
    let mut body = Vec::new();
    body.extend((weights.rows.len() as u32).to_le_bytes());
    body.extend((weights.gates.len() as u32).to_le_bytes());
    for number in [1.0, thresholds.gate, thresholds.near, thresholds.balanced, thresholds.recall] {
        body.extend(units(number).to_le_bytes());
    }
    let entries = [
        tables.sets.len(),
        tables.names.len() / core::NAME_ENTRY,
        tables.clusters.len() / core::CLUSTER_ENTRY,
    ];
    for count in entries {
        body.extend((count as u32).to_le_bytes());
    }
    for score in weights.transitions.iter().flatten() {
        body.extend((units(*score) as i16).to_le_bytes());
    }
    for set in &tables.sets {
        body.extend(set.to_le_bytes());
    }
    body.extend(&tables.name_counts);
    body.extend(&tables.names);
    body.extend(&tables.cluster_counts);
    body.extend(&tables.clusters);
    for weight in weights.rows.iter().flatten().chain(&weights.gates) {
        let kept = if weight.abs() < SMALLEST { 0.0 } else { weight.clamp(-LARGEST, LARGEST) };
        body.push((units(kept) + 128) as u8);
    }
    let mut file = core::MAGIC.to_vec();
    file.extend(core::VERSION.to_le_bytes());
    file.extend(Sha256::digest(&body));
    file.extend(body);
    file
}
