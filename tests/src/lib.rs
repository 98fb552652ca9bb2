//! The shared case loader and what the integration tests need.
