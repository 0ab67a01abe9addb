//! The binary: configuration, clock, files. One file per verb under `verbs/`; nothing here decides anything.

mod arguments;
mod assessment;
mod clock;
mod deriving;
mod exit;
mod foreign;
mod inputs;
mod overflow;
mod say;
mod shelf;
mod store;
mod verbs;
mod workshop;

use arguments::{Arguments, Verb};
use clap::Parser;
use exit::Exit;
use say::say;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            wrong_use(&error);
            return if error.use_stderr() { Exit::WrongUse.into() } else { Exit::Done.into() };
        }
    };
    match run(arguments) {
        Ok(exit) => exit.into(),
        Err(trouble) => {
            // A closed pipe (`| head`) is no trouble of ours: it ends quietly.
            if trouble.is_closed_pipe() {
                return Exit::Done.into();
            }
            say!("oogmerk: {trouble}");
            trouble.exit.into()
        }
    }
}

/// Says what is wrong with the arguments, in colours where they are repeated as letters only.
fn wrong_use(error: &clap::Error) {
    let plain = error.to_string();
    if plain.chars().any(|c| c != '\n' && oogmerk_report::commands(c)) {
        say!("{}", plain.trim_end());
    } else {
        let _ = error.print();
    }
}

fn run(arguments: Arguments) -> Result<Exit, exit::Trouble> {
    let lang = arguments.language();
    match arguments.verb {
        Some(Verb::Identify(a)) => verbs::identify::run(&a, lang),
        Some(Verb::Explain(a)) => verbs::explain::run(&a, lang),
        Some(Verb::Discover(a)) => verbs::discover::run(&a, lang),
        Some(Verb::Watch(a)) => verbs::watch::run(&a, lang),
        Some(Verb::Import(a)) => verbs::import::run(&a, lang),
        Some(Verb::Register(a)) => verbs::register::run(&a, lang),
        Some(Verb::Report(a)) => verbs::report::run(&a, lang),
        Some(Verb::Serve(a)) => verbs::serve::run(&a, lang),
        Some(Verb::Demo(a)) => verbs::demo::run(&a, lang),
        Some(Verb::Knowledge(a)) => verbs::knowledge::run(&a, lang),
        Some(Verb::Bench(a)) => verbs::bench::run(&a),
        Some(Verb::Completions(a)) => Ok(verbs::manual::completions(&a)),
        Some(Verb::Manual(a)) => verbs::manual::pages(&a),
        None => verbs::start::run(lang),
    }
}
