//! The words by which mail programs, help desks and people mark what is not the message, in their own spelling. They
//! are folded (small letters without marks) before anything is compared, so every phrase stands here once.

pub(super) mod automatic;
pub(super) mod disclaimer;
pub(super) mod quote;
pub(super) mod signature;
pub(super) mod speech;
