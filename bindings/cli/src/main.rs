//! The command line `foundry`.
fn main() {}
