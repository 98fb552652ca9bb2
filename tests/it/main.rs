//! The one integration binary: everything a user can see goes through here.

mod bombs;
mod cases;
mod encodings;
mod filters;
mod known_values;
mod laws;
mod mail_bodies;
mod mutations;
mod planted;
mod public_data;
mod purity;
mod report;
mod runs;
mod snapshots;
mod types;
