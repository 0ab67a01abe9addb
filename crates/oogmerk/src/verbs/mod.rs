//! One file per verb.

pub mod bench;
pub mod coverage;
pub mod demo;
pub mod discover;
pub mod each;

pub mod explain;
pub mod identify;
pub mod import;
pub mod knowledge;
pub mod lineage;
pub mod manual;
pub mod pack;
pub mod register;
pub mod report;
pub mod rows;
pub mod serve;
pub mod start;
pub mod update;
pub mod watch;
