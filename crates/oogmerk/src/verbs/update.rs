//! `oogmerk knowledge update`: another knowledge, installed offline after showing what it would change.
//!
//! Registers named with `--register` are read, never written: the same facts are assessed under both versions at the
//! same moment. A register takes the new knowledge at its next derivation, which is recorded under its version.

use super::pack::say_manifest;
use crate::arguments::Update;
use crate::exit::{Exit, Trouble};
use crate::shelf::{InUse, Shelf, is_older_program, read_bounded};
use crate::{clock, store};
use oogmerk_assess::{Difference, difference};
use oogmerk_knowledge::signed::{self, Manifest, PACK_MAX, PackError};
use oogmerk_knowledge::{Knowledge, KnowledgeDifference, Oracle, Rows, blocks};
use oogmerk_model::Timestamp;
use oogmerk_register::Register;
use oogmerk_report::terminal;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

/// Largest file of address blocks, in bytes.
const BLOCKS_MAX: usize = (64 << 20) + 1;
/// Rows shown of each list where not all are asked for.
const ROWS: usize = 20;

/// What is to be installed.
enum New {
    Pack(Vec<u8>),
    Blocks(String),
}

/// Runs the verb.
pub fn run(a: &Update, out: &mut impl Write) -> Result<Exit, Trouble> {
    let shelf = Shelf::needed()?;
    let in_use = shelf.in_use()?;
    let before = in_use.load()?;
    let (new, after, exit) = match &a.pack {
        Some(path) => pack(path, a, &shelf, &in_use, out)?,
        None => oui(a, &before, &in_use, out)?,
    };
    let rows = if a.all { usize::MAX } else { ROWS };
    writeln!(out, "in use {} ({}), then {}", before.version(), terminal(&in_use.whence()), after.version())?;
    say_knowledge(&KnowledgeDifference::between(&before, &after), rows, out)?;
    let now = clock::now();
    for register in &a.register {
        what_if(register, &before, &after, now, rows, out)?;
    }
    if before.version() == after.version() {
        writeln!(out, "this knowledge is in use already: nothing is installed")?;
        return Ok(exit);
    }
    if a.dry_run {
        writeln!(out, "nothing is installed (--dry-run)")?;
        return Ok(exit);
    }
    out.flush()?;
    if !a.yes && !agreed()? {
        writeln!(out, "nothing is installed")?;
        return Ok(exit);
    }
    match new {
        New::Pack(bytes) => shelf.put_pack(&bytes)?,
        New::Blocks(csv) => shelf.put_blocks(&csv)?,
    }
    writeln!(out, "installed: {} is in use from now on", shelf.in_use()?.pack.version)?;
    Ok(exit)
}

/// Asks on a terminal; elsewhere nobody is there to ask.
fn agreed() -> Result<bool, Trouble> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Trouble::wrong_use(
            "nobody can be asked here: add --yes to install, or --dry-run to look",
        ));
    }
    eprint!("Install it? [y/N] ");
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes" | "j" | "ja" | "o" | "oui"))
}

type Prepared = (New, Knowledge, Exit);

fn pack(
    path: &Path,
    a: &Update,
    shelf: &Shelf,
    in_use: &InUse,
    out: &mut impl Write,
) -> Result<Prepared, Trouble> {
    let bytes = read_bounded(path, PACK_MAX)?;
    let opened = signed::open(&bytes, &shelf.trusted()?).map_err(|e| refused(path, &e))?;
    writeln!(out, "{}: signed and whole", path.display())?;
    say_manifest(&opened.manifest, &opened.key, out)?;
    if let Some(reason) = is_older(&opened.manifest, in_use)
        && !a.allow_older
        && !a.dry_run
    {
        let reason = terminal(&reason);
        return Err(Trouble::refused(format!(
            "{}: {reason}; --allow-older installs it all the same",
            path.display()
        )));
    }
    // The refreshed address blocks stay over whatever lies beneath them.
    let after = if in_use.has_blocks {
        let csv = in_use.pack.file("oui.csv").unwrap_or_default();
        let with =
            opened.pack.with_file("oui.csv", csv.as_bytes()).map_err(|e| Trouble::nothing(e.to_string()))?;
        Knowledge::of_pack(&with).map_err(|e| Trouble::nothing(format!("{e:?}")))?
    } else {
        opened.knowledge
    };
    Ok((New::Pack(bytes), after, Exit::Done))
}

/// A pack that cannot be believed is refused for safety; one that cannot be read is a file that cannot be read.
fn refused(path: &Path, error: &PackError) -> Trouble {
    // Nobody vouches for what an unproved manifest says: it may hold commands to a terminal.
    let text = terminal(&format!("{}: {error}", path.display()));
    match error {
        PackError::Untrusted { fingerprint, .. } => Trouble::refused(format!(
            "{text}. If its maker told you that this is their fingerprint: oogmerk knowledge trust '{fingerprint}' --from {}",
            path.display()
        )),
        PackError::Signature | PackError::Part(..) | PackError::TooLarge => Trouble::refused(text),
        PackError::Malformed(..) | PackError::Schema(_) | PackError::Manifest(_) | PackError::Content(_) => {
            Trouble::nothing(text)
        }
    }
}

/// Why a pack is older than what is in use, if it is.
fn is_older(manifest: &Manifest, in_use: &InUse) -> Option<String> {
    let program = env!("CARGO_PKG_VERSION");
    if is_older_program(&manifest.program, program) {
        return Some(format!("it was made for version {} and this is {program}", manifest.program));
    }
    let installed = in_use.manifest.as_ref()?;
    (manifest.made_on < installed.made_on).then(|| {
        format!("it was made on {} and the installed one on {}", manifest.made_on, installed.made_on)
    })
}

fn oui(a: &Update, before: &Knowledge, in_use: &InUse, out: &mut impl Write) -> Result<Prepared, Trouble> {
    let mut files = Vec::new();
    for path in &a.oui {
        files.push((path.display().to_string(), read_bounded(path, BLOCKS_MAX)?));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let refreshed = blocks::refresh(before, &files).map_err(|e| Trouble::nothing(e.to_string()))?;
    writeln!(
        out,
        "address blocks: {} read, {} added, {} changed, {} gone",
        refreshed.read,
        refreshed.added.len(),
        refreshed.changed.len(),
        refreshed.gone.len()
    )?;
    for problem in refreshed.problems.iter().take(ROWS) {
        eprintln!("not readable: {problem}");
    }
    let with = in_use.pack.with_file("oui.csv", refreshed.csv.as_bytes());
    let with = with.map_err(|e| Trouble::nothing(e.to_string()))?;
    let after = Knowledge::of_pack(&with).map_err(|e| Trouble::nothing(format!("{e:?}")))?;
    let exit = if refreshed.problems.is_empty() { Exit::Done } else { Exit::Partly };
    Ok((New::Blocks(refreshed.csv), after, exit))
}

fn say_knowledge(d: &KnowledgeDifference, rows: usize, out: &mut impl Write) -> Result<(), Trouble> {
    let kinds: [(&str, &Rows); 6] = [
        ("tells", &d.tells),
        ("lineage", &d.edges),
        ("grammar", &d.grammars),
        ("lists", &d.policies),
        ("vendors", &d.vendors),
        ("blocks", &d.blocks),
    ];
    for (what, changed) in kinds {
        if changed.is_empty() {
            continue;
        }
        let (added, removed, other) = (changed.added.len(), changed.removed.len(), changed.changed.len());
        writeln!(out, "{what:8} {added} added, {removed} removed, {other} changed")?;
        let signed = [("+", &changed.added), ("-", &changed.removed), ("~", &changed.changed)];
        let all = signed.iter().flat_map(|(sign, ids)| ids.iter().map(move |id| (sign, id)));
        for (sign, id) in all.take(rows) {
            writeln!(out, "  {sign} {}", terminal(id))?;
        }
        more(added + removed + other, rows, out)?;
    }
    Ok(())
}

fn more(all: usize, rows: usize, out: &mut impl Write) -> Result<(), Trouble> {
    if all > rows {
        writeln!(out, "  … and {} more (--all shows them)", all - rows)?;
    }
    Ok(())
}

/// Assesses a register's facts under both versions and tells what differs. Nothing is written.
fn what_if(
    path: &Path,
    before: &Knowledge,
    after: &Knowledge,
    now: Timestamp,
    rows: usize,
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let told = store::runtime()?.block_on(async {
        let register = Register::open(path).await?;
        let (_, old) = store::assess_register(&register, before, now, Vec::new()).await?;
        let (_, new) = store::assess_register(&register, after, now, Vec::new()).await?;
        register.close().await?;
        Ok::<_, Trouble>(difference((&old, before), (&new, after)))
    })?;
    writeln!(out, "\nwhat if {}:", path.display())?;
    say_difference(&told, rows, out)
}

fn say_difference(d: &Difference, rows: usize, out: &mut impl Write) -> Result<(), Trouble> {
    if d.is_empty() {
        writeln!(out, "  no verdict, finding or count would change")?;
        return Ok(());
    }
    let named = |text: &str| if text.is_empty() { "not established".to_owned() } else { terminal(text) };
    writeln!(out, "  verdicts that change: {}", d.verdicts.len())?;
    for change in d.verdicts.iter().take(rows) {
        writeln!(
            out,
            "    {} {:8} {} → {}",
            change.device,
            change.property,
            named(&change.from),
            named(&change.to)
        )?;
        let because = [("+", &change.now_says), ("-", &change.no_longer_says)];
        for (sign, says) in
            because.iter().flat_map(|(sign, says)| says.iter().take(4).map(move |by| (sign, by)))
        {
            writeln!(out, "      {sign} {}", terminal(says))?;
        }
    }
    more(d.verdicts.len(), rows, out)?;
    writeln!(out, "  findings that change: {}", d.findings.len())?;
    for change in d.findings.iter().take(rows) {
        let word = |c: Option<oogmerk_model::Conclusion>| match c {
            Some(conclusion) => format!("{conclusion:?}").to_lowercase(),
            None => "not judged".to_owned(),
        };
        writeln!(out, "    {} {} {} → {}", change.device, change.rule, word(change.from), word(change.to))?;
    }
    more(d.findings.len(), rows, out)?;
    for (word, ids) in [("devices that appear", &d.appears), ("devices that vanish", &d.vanishes)] {
        if !ids.is_empty() {
            writeln!(out, "  {word}: {}", ids.len())?;
            for id in ids.iter().take(rows) {
                writeln!(out, "    {id}")?;
            }
            more(ids.len(), rows, out)?;
        }
    }
    writeln!(out, "  counts (proved, at most): {}", d.counts.len())?;
    for change in &d.counts {
        writeln!(
            out,
            "    {:20} {:24} {}, {} → {}, {}",
            change.question,
            terminal(&change.key),
            change.from.0,
            change.from.1,
            change.to.0,
            change.to.1
        )?;
    }
    Ok(())
}
