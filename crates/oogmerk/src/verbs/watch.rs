//! `oogmerk watch`: captures into a register, or summed up where there is none. Sends nothing. A live interface is
//! not read yet.

use crate::arguments::{ForeignCopies, Identify, Import, IncludeWhat, Output, Watch};
use crate::exit::{Exit, Trouble};
use oogmerk_report::Lang;

/// Runs the verb.
pub fn run(a: &Watch, lang: Lang) -> Result<Exit, Trouble> {
    if let Some(missing) = a.captures.iter().find(|c| c.as_os_str() != "-" && !c.exists()) {
        return Err(Trouble::wrong_use(format!(
            "'{}' is no capture file. Reading a live interface is not built yet: capture with another tool and give the file.",
            missing.display()
        )));
    }
    let capture = Some("capture".to_owned());
    match &a.register {
        Some(register) => super::import::run(
            &Import {
                paths: a.captures.clone(),
                register: register.clone(),
                dry_run: false,
                map: Vec::new(),
                format: capture,
                body: String::new(),
                held_most: None,
                named_most: None,
            },
            lang,
        ),
        None => super::identify::run(
            &Identify {
                paths: a.captures.clone(),
                output: Output::Table,
                format: capture,
                include: IncludeWhat::Registered,
                each: false,
                inside: Vec::new(),
                ascii: false,
                all: false,
                as_of: None,
                held_most: None,
                named_most: None,
                copies: ForeignCopies::default(),
            },
            lang,
        ),
    }
}
