//! `oogmerk knowledge update`: another knowledge, installed offline after showing what it would change.
//!
//! Registers named with `--register` are read, never written: the same facts are assessed under both versions at the
//! same moment. A register takes the new knowledge at its next derivation, which is recorded under its version.

use super::pack::card;
use crate::arguments::Update;
use crate::assessment::Assessment;
use crate::exit::{Exit, Trouble};
use crate::say::say;
use crate::shelf::{InUse, Shelf, is_older_program, read_bounded};
use crate::{clock, store};
use oogmerk_identify::{Difference, Side, Told, difference};
use oogmerk_knowledge::signed::{self, Manifest, PACK_MAX, PackError};
use oogmerk_knowledge::{Knowledge, KnowledgeDifference, Oracle, Rows, blocks};
use oogmerk_model::{Count, Timestamp};
use oogmerk_register::{Census, Counted, Disclosure, Register};
use oogmerk_report::{
    ConclusionChanged, CountChanged, Ended, Lang, PackFile, Reading, RowsChange, VerdictChanged, WhatIf,
    blocks_change_text, knowledge_change_text, pack_text, terminal, update_end_text, update_question,
    what_if_text,
};
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
pub fn run(a: &Update, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    let shelf = Shelf::needed()?;
    let in_use = shelf.in_use()?;
    let before = in_use.load()?;
    let (new, after, exit) = match &a.pack {
        Some(path) => pack(path, a, &shelf, &in_use, lang, out)?,
        None => oui(a, &before, &in_use, lang, out)?,
    };
    let rows = if a.all { usize::MAX } else { ROWS };
    let changes = changes(KnowledgeDifference::between(&before, &after));
    let whence = (before.version(), &in_use.whence());
    write!(out, "{}", knowledge_change_text(whence, after.version(), &changes, rows, lang))?;
    let now = clock::now();
    for register in &a.register {
        write!(out, "{}", what_if_text(&what_if(register, &before, &after, now, lang)?, rows, lang))?;
    }
    out.flush()?;
    let ended = if before.version() == after.version() {
        Ended::InUseAlready
    } else if a.dry_run {
        Ended::DryRun
    } else if !a.yes && !agreed(lang)? {
        Ended::Declined
    } else {
        match new {
            New::Pack(bytes) => shelf.put_pack(&bytes)?,
            New::Blocks(csv) => shelf.put_blocks(&csv)?,
        }
        Ended::Installed(shelf.in_use()?.pack.version)
    };
    write!(out, "\n{}", update_end_text(&ended, lang))?;
    Ok(exit)
}

/// Asks on a terminal; elsewhere nobody is there to ask. Every language's letter for yes is understood.
fn agreed(lang: Lang) -> Result<bool, Trouble> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Trouble::wrong_use(
            "nobody can be asked here: add --yes to install, or --dry-run to look",
        ));
    }
    eprint!("{}", update_question(lang));
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "j" | "ja" | "o" | "oui"))
}

type Prepared = (New, Knowledge, Exit);

fn pack(
    path: &Path,
    a: &Update,
    shelf: &Shelf,
    in_use: &InUse,
    lang: Lang,
    out: &mut impl Write,
) -> Result<Prepared, Trouble> {
    let bytes = read_bounded(path, PACK_MAX)?;
    let opened = signed::open(&bytes, &shelf.trusted()?).map_err(|e| refused(path, &e))?;
    let card = card(&opened.manifest, &opened.key);
    writeln!(out, "{}", pack_text(&path.display().to_string(), PackFile::Proved, &card, lang))?;
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
        // No line to type stands here: whoever copies a fingerprint from the refusal believes the stranger's own word.
        PackError::Untrusted { .. } => Trouble::refused(format!(
            "{text}. Ask its maker for their fingerprint by another way, and compare it; how a key is trusted stands in \
             'oogmerk knowledge trust --help'"
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

fn oui(
    a: &Update,
    before: &Knowledge,
    in_use: &InUse,
    lang: Lang,
    out: &mut impl Write,
) -> Result<Prepared, Trouble> {
    let mut files = Vec::new();
    for path in &a.oui {
        files.push((path.display().to_string(), read_bounded(path, BLOCKS_MAX)?));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let refreshed = blocks::refresh(before, &files).map_err(|e| Trouble::nothing(e.to_string()))?;
    let blocks::Refreshed { read, added, changed, gone, kept, .. } = &refreshed;
    let numbers = [*read, added.len(), changed.len(), gone.len(), *kept];
    write!(out, "{}", blocks_change_text(numbers.map(|n| n as u64), lang))?;
    for problem in refreshed.problems.iter().take(ROWS) {
        say!("not readable: {problem}");
    }
    let with = in_use.pack.with_file("oui.csv", refreshed.csv.as_bytes());
    let with = with.map_err(|e| Trouble::nothing(e.to_string()))?;
    let after = Knowledge::of_pack(&with).map_err(|e| Trouble::nothing(format!("{e:?}")))?;
    let exit = if refreshed.problems.is_empty() { Exit::Done } else { Exit::Partly };
    Ok((New::Blocks(refreshed.csv), after, exit))
}

fn changes(d: KnowledgeDifference) -> Vec<RowsChange> {
    let sorts: [(&'static str, Rows); 6] = [
        ("tells", d.tells),
        ("edges", d.edges),
        ("grammar", d.grammars),
        ("policies", d.policies),
        ("vendors", d.vendors),
        ("blocks", d.blocks),
    ];
    let change = |(sort, Rows { added, removed, changed })| RowsChange { sort, added, removed, changed };
    sorts.into_iter().map(change).collect()
}

/// Assesses a register's facts under both versions and tells what differs. Nothing is written.
fn what_if(
    path: &Path,
    before: &Knowledge,
    after: &Knowledge,
    now: Timestamp,
    lang: Lang,
) -> Result<WhatIf, Trouble> {
    let difference = store::runtime()?.block_on(async {
        let register = Register::open(path).await?;
        let (_, old) = store::assess_register(&register, before, now, &[], lang).await?;
        let (_, new) = store::assess_register(&register, after, now, &[], lang).await?;
        register.close().await?;
        let counts = [counts(&old, before), counts(&new, after)];
        Ok::<_, Trouble>(difference(side(&old, &counts[0]), side(&new, &counts[1])))
    })?;
    Ok(told(path, difference))
}

fn side<'a>(assessment: &'a Assessment, counts: &'a [Count]) -> Side<'a> {
    Side { devices: &assessment.devices, findings: &assessment.findings, counts }
}

/// What the pages would count, by key: a maker whose printed name alone changes is not told as two.
fn counts(assessment: &Assessment, knowledge: &Knowledge) -> Vec<Count> {
    let census = Census::of(&assessment.devices, Vec::new());
    let count = |counted: Counted| {
        let mut rows = census.count(counted, &counted.usual_scope(), Disclosure::Public).rows;
        if counted != Counted::Kind {
            for row in &mut rows {
                row.key = knowledge.key_of_name(&row.key).unwrap_or_else(|| row.key.to_lowercase());
            }
        }
        Count { question: counted.question().into(), rows, ..Count::default() }
    };
    Counted::ALL.map(count).to_vec()
}

fn told(register: &Path, d: Difference) -> WhatIf {
    let side = |Told { state, values }| Reading { state, values };
    let verdicts = d.verdicts.into_iter().map(|c| VerdictChanged {
        device: c.device,
        property: c.property.to_owned(),
        sides: [side(c.from), side(c.to)],
        now_says: c.now_says,
        no_longer_says: c.no_longer_says,
    });
    let conclusions = d.findings.into_iter().map(|c| ConclusionChanged {
        device: c.device,
        rule: c.rule,
        sides: [c.from, c.to],
    });
    let counts = d.counts.into_iter().map(|c| CountChanged {
        property: c.question.trim_start_matches("how_many_by_").to_owned(),
        key: c.key,
        sides: [c.from, c.to],
    });
    WhatIf {
        register: register.display().to_string(),
        verdicts: verdicts.collect(),
        conclusions: conclusions.collect(),
        appears: d.appears,
        vanishes: d.vanishes,
        counts: counts.collect(),
    }
}
