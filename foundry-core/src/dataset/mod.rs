//! What surrounds the lines of a data set.

pub mod card;
pub mod croissant;
pub mod evidence;
pub mod hash;
pub mod manifest;
pub mod prices;
pub mod provenance;
pub mod split;
pub mod tokens;
#[cfg(feature = "tokens")]
mod vocabulary;
