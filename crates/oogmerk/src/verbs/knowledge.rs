//! `oogmerk knowledge`: what is known, its proof, and one tell, edge or brand at a time.

use super::rows::{edge_story, tell_story, unknown};
use super::{coverage, lineage, pack, update};
use crate::arguments::{ForeignCopies, Knowledge as Arguments, KnowledgeWhat};
use crate::exit::{Exit, Trouble};
use crate::foreign::{self, say};
use crate::say::say;
use crate::shelf::{Shelf, current};
use oogmerk_knowledge::foreign::verify;
use oogmerk_knowledge::{Knowledge, Oracle, Status};
use oogmerk_report::{
    KnowledgeCheck, KnowledgeList, Lang, edges_text, examples_text, knowledge_check_text,
    knowledge_list_text, lineage_text, tell_text,
};
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::Proof;
use std::collections::BTreeMap;
use std::io::Write;

/// Runs the verb.
pub fn run(a: &Arguments, lang: Lang) -> Result<Exit, Trouble> {
    let mut out = std::io::stdout().lock();
    match &a.what {
        KnowledgeWhat::List => list(lang, &mut out),
        KnowledgeWhat::Check { copies } => check(&current()?, copies, lang, &mut out),
        KnowledgeWhat::Explain { about } => explain(&current()?, about, lang, &mut out),
        KnowledgeWhat::Coverage { firms, output } => {
            coverage::run(&current()?, firms, *output, lang, &mut out)
        }
        KnowledgeWhat::Dispute { id, output } => {
            lineage::dispute(&current()?, id, output.as_deref(), lang, &mut out)
        }
        KnowledgeWhat::Pack(a) => pack::pack(a, lang, &mut out),
        KnowledgeWhat::Key { what } => pack::key(what, lang, &mut out),
        KnowledgeWhat::Trust(a) => pack::trust(a, lang, &mut out),
        KnowledgeWhat::Update(a) => update::run(a, lang, &mut out),
        KnowledgeWhat::Reset => pack::reset(lang, &mut out),
    }
}

fn list(lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    let in_use = match Shelf::here() {
        Some(shelf) => Some((shelf.in_use()?, shelf.trusted()?)),
        None => None,
    };
    let knowledge = &current()?;
    let mut tells: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for tell in knowledge.tells() {
        let firm = tell.claims.maker.as_ref().or(tell.claims.brand.as_ref()).map_or("-", String::as_str);
        let [proven, tested, draft] = tells.entry(firm.to_owned()).or_default();
        *match tell.status {
            Status::Draft => draft,
            Status::Tested => tested,
            Status::Proven => proven,
        } += 1;
    }
    let mut said = KnowledgeList {
        version: knowledge.version().to_owned(),
        tells: tells.into_iter().collect(),
        policies: knowledge
            .policies()
            .iter()
            .map(|p| [p.id.clone(), p.name.clone(), p.country.clone()])
            .collect(),
        ..KnowledgeList::default()
    };
    if let Some((in_use, trusted)) = in_use {
        said.whence = Some(in_use.whence());
        said.passed_over = in_use.passed_over.map(|m| (m.version, m.maker));
        said.trusted = trusted.0.iter().map(|(key, name)| (key.fingerprint(), name.clone())).collect();
    }
    write!(out, "{}", knowledge_list_text(&said, lang))?;
    Ok(Exit::Done)
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
        say!("{line}");
    }
    let others_pass = check_copies(copies, lang, out)?;
    Ok(if report.passed() && others_pass { Exit::Done } else { Exit::Findings })
}

/// How much of other people's fingerprints is of use, and whether Recog's own examples agree, at least 999 of 1,000.
fn check_copies(copies: &ForeignCopies, lang: Lang, out: &mut impl Write) -> Result<bool, Trouble> {
    if let Some(path) = &copies.nmap_probes {
        say("nmap", &foreign::nmap(path)?, copies.verbose, lang);
    }
    let Some(folder) = &copies.recog else { return Ok(true) };
    let recog = foreign::recog(folder)?;
    say("recog", &recog, copies.verbose, lang);
    let examples = recog.examples.clone();
    let verified = verify(&current()?.with_foreign(recog.tells), &examples);
    let (right, all) = (verified.right as u64, examples.len() as u64);
    write!(out, "{}", examples_text("recog", right, all, &verified.differences, lang))?;
    Ok(verified.differences.len() * 1_000 <= examples.len())
}

fn explain(knowledge: &Knowledge, id: &str, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    if let Some(tell) = knowledge.tells().iter().find(|t| t.id == id) {
        write!(out, "{}", tell_text(&tell_story(knowledge, tell), lang))?;
        return Ok(Exit::Done);
    }
    if let Some(edge) = knowledge.edges().iter().find(|e| e.id == id) {
        write!(out, "{}", edges_text(&[edge_story(knowledge, edge)], lang))?;
        return Ok(Exit::Done);
    }
    if let Some(firm) = lineage::firm(knowledge, id) {
        write!(out, "{}", lineage_text(&lineage::story(knowledge, firm), lang))?;
        return Ok(Exit::Done);
    }
    Err(unknown(knowledge, id))
}
