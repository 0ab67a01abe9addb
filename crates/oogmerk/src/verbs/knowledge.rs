//! `oogmerk knowledge`: what is known, its proof, and one tell at a time.

use super::{pack, update};
use crate::arguments::{ForeignCopies, Knowledge as Arguments, KnowledgeWhat};
use crate::exit::{Exit, Trouble};
use crate::foreign::{self, say};
use crate::shelf::{Shelf, current};
use oogmerk_knowledge::foreign::verify;
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_report::{KnowledgeCheck, Lang, knowledge_check_text, terminal};
use oogmerk_wire::codec::{CODECS, Proof};
use std::collections::BTreeMap;
use std::io::Write;

/// Runs the verb.
pub fn run(a: &Arguments, lang: Lang) -> Result<Exit, Trouble> {
    let mut out = std::io::stdout().lock();
    match &a.what {
        KnowledgeWhat::List => list(&mut out),
        KnowledgeWhat::Check { copies } => check(&current()?, copies, lang, &mut out),
        KnowledgeWhat::Explain { tell } => explain(&current()?, tell, &mut out),
        KnowledgeWhat::Pack(a) => pack::pack(a, &mut out),
        KnowledgeWhat::Key { what } => pack::key(what, &mut out),
        KnowledgeWhat::Trust(a) => pack::trust(a, &mut out),
        KnowledgeWhat::Update(a) => update::run(a, &mut out),
        KnowledgeWhat::Reset => pack::reset(&mut out),
    }
}

fn list(out: &mut impl Write) -> Result<Exit, Trouble> {
    let in_use = match Shelf::here() {
        Some(shelf) => Some((shelf.in_use()?, shelf.trusted()?)),
        None => None,
    };
    let knowledge = &current()?;
    let mut by_folder: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for tell in knowledge.tells() {
        let folder = tell.id.split('.').next().unwrap_or("");
        *by_folder.entry(folder).or_default().entry(status_word(tell.status)).or_default() += 1;
    }
    writeln!(out, "knowledge {}", knowledge.version())?;
    if let Some((in_use, trusted)) = in_use {
        writeln!(out, "from      {}", terminal(&in_use.whence()))?;
        if let Some(passed_over) = &in_use.passed_over {
            let note = format!("{} of {}: made for an older program", passed_over.version, passed_over.maker);
            writeln!(out, "not used  {}", terminal(&note))?;
        }
        for (key, name) in &trusted.0 {
            writeln!(out, "trusted   {} {}", key.fingerprint(), terminal(name))?;
        }
    }
    for (folder, counts) in by_folder {
        let counts: Vec<String> = counts.iter().map(|(status, n)| format!("{n} {status}")).collect();
        writeln!(out, "{folder:28} {}", counts.join(", "))?;
    }
    for policy in knowledge.policies() {
        writeln!(out, "policy {:28} {} ({})", policy.id, policy.name, policy.country)?;
    }
    Ok(Exit::Done)
}

fn status_word(status: oogmerk_knowledge::Status) -> &'static str {
    match status {
        oogmerk_knowledge::Status::Draft => "draft",
        oogmerk_knowledge::Status::Tested => "tested",
        oogmerk_knowledge::Status::Proven => "proven",
    }
}

fn check(
    knowledge: &Knowledge,
    copies: &ForeignCopies,
    lang: Lang,
    out: &mut impl Write,
) -> Result<Exit, Trouble> {
    let report = knowledge.check();
    let unproven = CODECS.iter().filter(|c| matches!(c.proof, Proof::Unproven)).map(|c| c.name.to_owned());
    let by_status = |counts: &BTreeMap<String, usize>| {
        ["draft", "tested", "proven"].map(|s| counts.get(s).map_or(0, |n| *n as u64))
    };
    let mut by_vendor: Vec<(String, u64)> =
        report.tells_by_vendor.iter().map(|(key, n)| (key.clone(), *n as u64)).collect();
    by_vendor.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let said = KnowledgeCheck {
        version: report.version.clone(),
        vendors: report.vendors as u64,
        tells: by_status(&report.tells_by_status),
        examples: knowledge.tells().iter().map(|t| (t.matches.len() + t.silent.len()) as u64).sum(),
        edges: by_status(&report.edges_by_status),
        by_vendor,
        policies: report.policies as u64,
        unproven_codecs: unproven.collect(),
        unexercised: report.unexercised.clone(),
        overlaps: report.overlaps.clone(),
        problems: report.failures.clone(),
    };
    write!(out, "{}", knowledge_check_text(&said, lang))?;
    for line in &report.remarks {
        eprintln!("{line}");
    }
    let others_pass = check_copies(copies, out)?;
    Ok(if report.passed() && others_pass { Exit::Done } else { Exit::Findings })
}

/// How much of other people's fingerprints is of use, and whether Recog's own examples agree, at least 999 of 1,000.
fn check_copies(copies: &ForeignCopies, out: &mut impl Write) -> Result<bool, Trouble> {
    if let Some(path) = &copies.nmap_probes {
        say("nmap", &foreign::nmap(path)?, copies.verbose);
    }
    let Some(folder) = &copies.recog else { return Ok(true) };
    let recog = foreign::recog(folder)?;
    say("recog", &recog, copies.verbose);
    let examples = recog.examples.clone();
    let verified = verify(&current()?.with_foreign(recog.tells), &examples);
    writeln!(
        out,
        "recog: {} of {} examples are matched first by their own pattern",
        verified.right,
        examples.len()
    )?;
    for line in &verified.differences {
        writeln!(out, "recog: {}", terminal(line))?;
    }
    Ok(verified.differences.len() * 1_000 <= examples.len())
}

fn explain(knowledge: &Knowledge, id: &str, out: &mut impl Write) -> Result<Exit, Trouble> {
    let Some(tell) = knowledge.tells().iter().find(|t| t.id == id) else {
        if let Some(text) = oogmerk_knowledge::explain_edges(knowledge, id) {
            return write!(out, "{text}").map(|()| Exit::Done).map_err(Into::into);
        }
        let near: Vec<&str> =
            knowledge.tells().iter().map(|t| t.id.as_str()).filter(|t| t.contains(id)).take(5).collect();
        return Err(Trouble::wrong_use(format!("no tell is called '{id}'. Near it: {}", near.join(", "))));
    };
    writeln!(out, "{}\n  reads    {}\n  pattern  {:?}", tell.id, tell.field, tell.pattern)?;
    writeln!(
        out,
        "  claims   maker {:?}, brand {:?}, kinds {:?}, {:?}",
        tell.claims.maker, tell.claims.brand, tell.claims.kinds, tell.claims.other
    )?;
    writeln!(
        out,
        "  weight   {} · status {} · group {}",
        tell.weight.as_str(),
        status_word(tell.status),
        tell.group
    )?;
    writeln!(out, "  source   {}", tell.source)?;
    for example in &tell.matches {
        writeln!(out, "  match    {example}")?;
    }
    for example in &tell.silent {
        writeln!(out, "  silent   {example}")?;
    }
    Ok(Exit::Done)
}
