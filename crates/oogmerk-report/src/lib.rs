//! Everything a person reads: one [`Standing`](oogmerk_model::Standing) in, pages, tables and texts in four languages
//! out.
//!
//! This crate changes nothing, sends nothing, decides nothing and computes no figure of its own beyond adding rows of
//! a count it prints. It knows no clock: every day comes from its input. All words are in `messages/*.ftl`, all
//! markup in `templates/` and here; SVG is made here so that page, print and document show the same picture.

mod argument;
mod book;
mod counting;
mod coverage;
mod csv;
mod device_page;
mod device_section;
mod dispute;
mod explain;
mod flow;
mod hostile;
mod known;
mod language;
mod lineage;
mod lists;
pub mod marks;
mod overview;
mod own_page;
mod packs;
mod readings;
mod sayings;
mod sections;
mod site;
mod standing_page;
mod summary;
pub mod svg;
mod tables;
mod terminal;
mod view;
mod what_if;
mod words;
mod writing;

pub use book::{Book, Links, group, isolation_name, linked, percent};
pub use counting::count_text;
pub use coverage::{CoverageTable, CoveredFirm, coverage_csv, coverage_text};
pub use csv::{device_csv, device_csv_of};
pub use dispute::{DisputeForm, Disputed, ListStory, ShapeStory, dispute_text};
pub use explain::{
    WhyNot, argument_of, explain_device, explain_text, why_not, why_not_argument, why_not_device,
    why_not_text,
};
pub use hostile::{Html, anchor, commands, terminal, terminal_lines};
pub use known::{EdgeStory, TellStory, edges_text, tell_text};
pub use language::Lang;
pub use lineage::{FirmStory, LineageStory, lineage_text};
pub use packs::{
    KnowledgeList, PackCard, PackFile, Patterns, Whence, examples_text, key_text, knowledge_list_text,
    pack_text, patterns_text, reset_text, trust_text, whence_text,
};
pub use site::{SiteDevice, SiteTable, device_body, device_table, overview_body};
pub use standing_page::{PageOptions, Reality, STYLE, as_of, foot, notice, standing_page, title};
pub use summary::{
    ChangedCell, ImportDiff, KnowledgeCheck, Stored, demo_summary, demo_summary_on, import_diff_text,
    knowledge_check_text, three_questions,
};
pub use terminal::{
    MarkSet, Roll, Screen, bystander_line, identify_open, identify_summary, identify_table, no_room, too_many,
};
pub use what_if::{
    ConclusionChanged, CountChanged, Ended, Reading, RowsChange, VerdictChanged, WhatIf, blocks_change_text,
    knowledge_change_text, update_end_text, update_question, what_if_text,
};
pub use words::{Arg, Target, Words};
pub use writing::ListWord;
