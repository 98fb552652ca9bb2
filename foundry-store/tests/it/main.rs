//! The store against a real Postgres, one fresh database a test.

mod aggregates;
mod audit;
mod database;
mod isolation;
mod migrations;
mod private;
mod queue;
mod readme;
mod retention;
mod schema;
mod secrets;
mod streams;
mod transactions;
