//! Writes the model file.

use foundry_core::deid::tagger::training as core;
use sha2::{Digest, Sha256};

use crate::crf::Weights;
use crate::lists::Tables;
use crate::packed::write_rows;

/// Largest weight; larger ones are cut.
const LARGEST: f32 = 4.0;

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

/// How coarse weights are: all are multiples of so many units.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// Weights of the labels.
    pub weights: u16,
    /// Weights of the gate.
    pub gates: u16,
}

/// The bytes of the model file.
pub fn write(weights: &Weights, tables: &Tables, thresholds: Thresholds, steps: Steps) -> Vec<u8> {
    let unit = 127.0 / LARGEST;
    let units = |score: f32| (score * unit).round() as i32;
    let mut body = Vec::new();
    body.extend((weights.rows.len() as u32).to_le_bytes());
    body.extend((weights.gates.len() as u32).to_le_bytes());
    for number in [1.0, thresholds.gate, thresholds.near, thresholds.balanced, thresholds.recall] {
        body.extend(units(number).to_le_bytes());
    }
    for score in weights.transitions.iter().flatten() {
        body.extend((units(*score) as i16).to_le_bytes());
    }
    body.extend(&tables.bytes);
    let scaled = |row: &[f32; core::LABELS]| row.map(|weight| weight * unit);
    write_rows(weights.rows.iter().map(scaled), steps.weights, &mut body);
    write_rows(weights.gates.as_chunks().0.iter().map(scaled), steps.gates, &mut body);
    let mut file = core::MAGIC.to_vec();
    file.extend(core::VERSION.to_le_bytes());
    file.extend(Sha256::digest(&body));
    file.extend(body);
    file
}
