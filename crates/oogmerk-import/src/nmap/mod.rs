//! What the outputs of nmap have in common: hosts, scripts and fingerprints.

mod fingerprint;
mod host;
mod prescan;
mod script;

pub(crate) use fingerprint::join;
pub(crate) use host::{Host, Port, Script, keep, keep_script, put_host};
pub(crate) use prescan::hosts_of;
