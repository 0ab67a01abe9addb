//! The user's own copies of other people's fingerprints: opened here, read by `oogmerk-knowledge`.

use crate::arguments::ForeignCopies;
use crate::exit::Trouble;
use crate::say::say;
use crate::shelf::read_bounded;
use oogmerk_knowledge::Knowledge;
use oogmerk_knowledge::foreign::{self, Foreign};
use oogmerk_report::{Lang, Patterns, patterns_text};
use std::path::Path;

/// Most bytes of one file; what is larger is refused by the reader with its name.
const FILE_MAX: usize = (64 << 20) + 1;

/// The knowledge with the copies the user names, saying on standard error how much of them is of use.
pub fn with_copies(knowledge: Knowledge, copies: &ForeignCopies, lang: Lang) -> Result<Knowledge, Trouble> {
    let mut all = Foreign::default();
    if let Some(folder) = &copies.recog {
        let recog = recog(folder)?;
        say("recog", &recog, copies.verbose, lang);
        all.append(recog);
    }
    if let Some(path) = &copies.nmap_probes {
        let nmap = nmap(path)?;
        say("nmap", &nmap, copies.verbose, lang);
        all.append(nmap);
    }
    Ok(if all.tells.is_empty() { knowledge } else { knowledge.with_foreign(all.tells) })
}

/// Every `.xml` file of a folder, or of the folder `xml` in it, in the order of their names.
pub fn recog(folder: &Path) -> Result<Foreign, Trouble> {
    let inner = folder.join("xml");
    let folder = if inner.is_dir() { inner.as_path() } else { folder };
    let place = |e: std::io::Error| Trouble::nothing(format!("{}: {e}", folder.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(place)? {
        let path = entry.map_err(place)?.path();
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, read_bounded(&path, FILE_MAX)?));
        }
    }
    if files.is_empty() {
        return Err(Trouble::nothing(format!("{}: no Recog database (.xml) in it", folder.display())));
    }
    files.sort();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    Ok(foreign::recog(&files))
}

/// An installed nmap's service probes.
pub fn nmap(path: &Path) -> Result<Foreign, Trouble> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(foreign::nmap(&name, &read_bounded(path, FILE_MAX)?))
}

/// How much of a copy is of use, and why the rest is not.
pub fn say(what: &str, foreign: &Foreign, verbose: bool, lang: Lang) {
    let causes = foreign.causes().into_iter().take(if verbose { 0 } else { 8 });
    let said = Patterns {
        of: what.to_owned(),
        usable: foreign.tells.len() as u64,
        all: (foreign.tells.len() + foreign.skipped.len()) as u64,
        speaking: foreign.speaking() as u64,
        causes: causes.map(|(reason, n)| (reason.to_owned(), n as u64)).collect(),
    };
    say!("{}", patterns_text(&said, lang).trim_end());
    if verbose {
        for skipped in &foreign.skipped {
            say!("{what}: {}, line {}: {}", skipped.file, skipped.line, skipped.reason);
        }
    }
}
