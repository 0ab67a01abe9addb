//! Writes the standing report of the invented test town in four languages, to look at: `cargo run -p oogmerk-report
//! --example pages -- FOLDER [EXTRA]`. EXTRA more cameras show how a large town looks.

#![allow(clippy::disallowed_methods, reason = "an example writes files and tells how long it took")]

#[path = "../tests/town.rs"]
mod town;

use oogmerk_report::{
    Lang, PageOptions, Reality, Screen, demo_summary, explain_device, identify_summary, identify_table,
    standing_page,
};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(arguments.next().unwrap_or_else(|| "out".into()));
    let extra = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(0);
    std::fs::create_dir_all(&folder)?;
    let standing = town::town(extra);
    let options = PageOptions { reality: Reality::Invented, sections: 60, ..PageOptions::default() };
    for lang in Lang::ALL {
        let started = std::time::Instant::now();
        let page = standing_page(&standing, lang, &options);
        println!("{}: {} bytes in {:?}", lang.code(), page.len(), started.elapsed());
        std::fs::write(folder.join(format!("standing-{}.html", lang.code())), page)?;
    }
    println!("{}", demo_summary(&standing, Lang::Nl));
    for width in [Some(80), Some(120)] {
        print!("{}", identify_summary(&standing.devices, 2, Lang::En));
        print!(
            "{}",
            identify_table(
                &standing.devices[75..],
                Lang::En,
                Screen { width, rows: Some(30), ..Screen::default() }
            )
        );
    }
    for d in standing.devices.iter().filter(|d| ["dev-00032", "dev-0006b"].contains(&d.id.as_str())) {
        println!("{}", explain_device(&standing, &d.id, Lang::Nl).unwrap_or_default());
    }
    Ok(())
}
