//! What the program that trains the model needs of the runtime: the same tokens, words and templates.

pub use super::cache::special_word;
pub use super::decode::{OUTSIDE, STATES, follows, is_inside, kind_of};
pub use super::features::{IDENTITIES, PLACES, REACH, Setting, gate, gate_asked, joint, row, single};
pub use super::fixed::digest;
pub use super::lists::{
    BANDS, BEGINS, CLUSTER_BITS, CLUSTERS, COUNT_BITS, GOES_ON, Lists, NAME_BITS, SETS, key,
};
pub use super::model::{HEAD, LABELS, MAGIC, Numbers, Reader, VERSION};
pub use super::packed::{Bits, CLASSES, LOWEST, PAIRS, SHARE_BITS, low_bits, read_rows, values};
pub use super::token::{Token, mode, shape, tokenize};
pub use super::window::{Asking, mark_phrases};
pub use super::word::{Ends, Folded, Word, join};
