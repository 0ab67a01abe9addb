//! The research tables against `knowledge/`: every row is there, or in `rejected.toml` with the reason.

pub mod lineage;
pub mod tells;
