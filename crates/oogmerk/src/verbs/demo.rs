//! `oogmerk demo`: a simulated town, surveyed over loopback, listened to, reconciled with its own list, judged, shown.
//!
//! Everything after the simulator is the ordinary pipeline: the town's answers come over real sockets, its traffic as
//! a capture file, its list as a spreadsheet.

use crate::arguments::Demo;
use crate::deriving::derive;
use crate::exit::{Exit, Trouble};
use crate::inputs::import_options;
use crate::say::say;
use crate::shelf::current;
use crate::verbs::discover::survey;
use crate::verbs::serve;
use crate::{clock, store};
use oogmerk_discover::{Ceilings, Plan, Question};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::Fact;
use oogmerk_register::{Disclosure, Register, When};
use oogmerk_report::{Lang, Reality};
use oogmerk_sim::Town;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// Raises the town's ports above those that need privileges.
const PORT_SHIFT: u16 = 20_000;

/// Runs the verb.
pub fn run(a: &Demo, lang: Lang) -> Result<Exit, Trouble> {
    let knowledge = current()?;
    let temporary = tempfile::Builder::new().prefix("oogmerk-demo-").tempdir()?;
    let folder: PathBuf = a.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    std::fs::create_dir_all(&folder)?;
    store::runtime()?.block_on(async {
        let register = build(&folder, a.seed, &knowledge, lang).await?;
        let standing = register.standing(When::default(), Disclosure::Secret).await?;
        std::io::stdout().lock().write_all(oogmerk_report::demo_summary(&standing, lang).as_bytes())?;
        if a.headless {
            register.close().await?;
            return Ok(Exit::Done);
        }
        serve::serve(register, a.port, lang, Reality::Invented).await
    })
}

/// Makes the town's register in a folder: survey, capture, list, derivation.
pub async fn build(folder: &Path, seed: u64, knowledge: &Knowledge, lang: Lang) -> Result<Register, Trouble> {
    let town = Town::merelbrugge(seed);
    say!("Building {}, a town that does not exist: {} devices", town.name, town.residents.len());
    let path = folder.join("merelbrugge.db");
    if path.exists() {
        return Err(Trouble::wrong_use(format!(
            "{} stands there already: give another --keep folder",
            path.display()
        )));
    }
    let register = store::open_or_create(&path, town.name).await?;

    say!("Surveying it over loopback, gently …");
    let surveyed = survey_town(&town, knowledge).await?;
    store::take_in(&register, knowledge, "survey of the town", None, surveyed, lang).await?;

    say!("Listening to {} days of its traffic …", oogmerk_sim::traffic::DAYS);
    let capture = oogmerk_sim::traffic::capture(&town, seed);
    let list = oogmerk_sim::list::spreadsheet(&town);
    for (name, bytes) in [("merelbrugge.pcap", capture), ("camera-lijst.csv", list.into_bytes())] {
        std::fs::write(folder.join(name), &bytes)?;
        let mut facts: Vec<Fact> = Vec::new();
        oogmerk_import::read(
            Box::new(Cursor::new(&bytes)),
            name,
            None,
            &import_options(knowledge, &[]),
            &mut facts,
        );
        store::take_in(&register, knowledge, name, None, facts, lang).await?;
    }
    derive(&register, knowledge, lang).await?;
    Ok(register)
}

async fn survey_town(town: &Town, knowledge: &Knowledge) -> Result<Vec<Fact>, Trouble> {
    let listening = oogmerk_sim::sockets::listen(town, PORT_SHIFT).await.map_err(|e| {
        Trouble::nothing(format!("the simulated town could not listen on loopback: {e}. Its ports are those of real devices plus {PORT_SHIFT}; another demo may be running."))
    })?;
    let neighbours = town.neighbours();
    let mut token = [0u8; 32];
    clock::entropy(&mut token);
    // The neighbour table first: only what lives is asked.
    let plan = Plan {
        addresses: neighbours.iter().map(|(ip, _)| *ip).collect(),
        asks: Question::all(),
        loopback_port_shift: PORT_SHIFT,
        token,
    };
    let ceilings = Ceilings::lowered_to(Ceilings::SITE);
    let facts = survey(&plan, ceilings, "survey of Merelbrugge", &neighbours, knowledge).await;
    listening.stop();
    facts
}
