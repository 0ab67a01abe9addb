//! Answers: what devices said of themselves, wherever somebody saved it: a page, an export, a log, a mail, a paste.
//!
//! Text is taken apart into *bags*, pairs of a key and a value that stand side by side in one object, element or run
//! of lines. A *dialect* knows the keys of one interface and which fields they fill. Heads of HTTP, RTSP and SIP go to
//! their codecs. Nothing is kept but what a dialect names, so what else stands there (accounts, keys, people) is never
//! held. What is absent: any maker as a conclusion, and files: who reads files places what is found here.

mod bag;
mod before;
mod blocks;
mod calls;
mod cleaned;
mod dialect;
mod dialects;
mod dig;
mod extents;
mod field_keys;
mod forms;
mod from_grid;
mod from_json;
mod from_lines;
mod from_sql;
mod from_table;
mod from_xml;
mod heading;
mod heads;
mod keys;
mod lent;
mod message;
mod monitor;
mod remark;
mod remote_control;
mod scope;
mod session;
mod stamp;
mod things;
mod told;

pub use dig::in_text;
pub use from_sql::holds_statements;
pub use session::{holds_commands, holds_several};
pub use things::Answer;
