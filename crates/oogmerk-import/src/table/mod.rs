//! What lists kept by people have in common: rows, headings, and what cells mean.

pub(crate) mod headings;
mod polled;
pub(crate) mod records;
mod row;
mod sheet;
mod sniffing;
pub(crate) mod values;

pub(crate) use row::SheetRow;
pub(crate) use sheet::{COLUMNS_MAX, NO_HEADING, SAMPLE_ROWS, Sheet, plan_for};
