//! Where each line of a data set comes from: a side file, one JSON object for each line, so that the lines themselves
//! stay clean for services that refuse further keys. Holds no personal data.

use serde::{Deserialize, Serialize};

use super::split::Split;

/// The origin of one example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineOrigin {
    /// The part of the data set.
    pub split: Split,
    /// The line (or array element) in the file of that part, from 1.
    pub line: u64,
    /// SHA-256 of the line without its line feed, in hex.
    pub sha256: String,
    /// The hash of the conversation's id, keyed with the seed of the split and, where the run has one, its hash key.
    pub conversation: String,
    /// The place of its input file in the manifest's `inputs`, from 0.
    pub input: u16,
    /// The rows of the input that the conversation's messages come from, ascending; at most [`MAX_ROWS`].
    pub rows: Vec<u64>,
}

/// At most this many row numbers are listed for one line.
pub const MAX_ROWS: usize = 1_000;

impl LineOrigin {
    /// Appends it as a line of JSON.
    pub fn push_line(&self, out: &mut Vec<u8>) {
        // Writing plain fields to a Vec cannot fail.
        if serde_json::to_writer(&mut *out, self).is_ok() {
            out.push(b'\n');
        }
    }
}
