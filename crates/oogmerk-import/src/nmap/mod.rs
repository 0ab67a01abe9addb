//! What the outputs of nmap have in common: hosts, scripts and fingerprints.

mod fingerprint;
mod host;
mod script;

pub(crate) use fingerprint::join;
pub(crate) use host::{Host, PORTS_MAX, Port, SCRIPTS_MAX, Script, keep, put_host};
