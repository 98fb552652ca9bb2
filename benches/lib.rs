//! Benchmarks of every stage; see README.md.
