//! `oogmerk completions` and `oogmerk manual`: generated from the command line itself.

use crate::arguments::{Arguments, Completions, Manual};
use crate::exit::{Exit, Trouble};
use clap::CommandFactory;

/// Shell completions on standard output.
pub fn completions(a: &Completions) -> Exit {
    clap_complete::generate(a.shell, &mut Arguments::command(), "oogmerk", &mut std::io::stdout());
    Exit::Done
}

/// One manual page a verb.
pub fn pages(a: &Manual) -> Result<Exit, Trouble> {
    std::fs::create_dir_all(&a.folder)?;
    clap_mangen::generate_to(Arguments::command(), &a.folder)?;
    Ok(Exit::Done)
}
