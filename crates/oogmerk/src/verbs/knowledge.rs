//! `oogmerk knowledge`: what is known, its proof, and one tell at a time.

use crate::arguments::{Knowledge as Arguments, KnowledgeWhat};
use crate::exit::{Exit, Trouble};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_report::{KnowledgeCheck, Lang, knowledge_check_text};
use oogmerk_wire::codec::{CODECS, Proof};
use std::collections::BTreeMap;
use std::io::Write;

/// The embedded knowledge; if it does not load, that is ours and nothing can be done.
pub fn embedded() -> Result<Knowledge, Trouble> {
    Knowledge::embedded().map_err(|errors| {
        let lines: Vec<String> = errors.iter().take(5).map(ToString::to_string).collect();
        Trouble::nothing(format!("the embedded knowledge does not load (our fault): {}", lines.join("; ")))
    })
}

/// Runs the verb.
pub fn run(a: &Arguments, lang: Lang) -> Result<Exit, Trouble> {
    let knowledge = embedded()?;
    let mut out = std::io::stdout().lock();
    match &a.what {
        KnowledgeWhat::List => list(&knowledge, &mut out),
        KnowledgeWhat::Check => check(&knowledge, lang, &mut out),
        KnowledgeWhat::Explain { tell } => explain(&knowledge, tell, &mut out),
    }
}

fn list(knowledge: &Knowledge, out: &mut impl Write) -> Result<Exit, Trouble> {
    let mut by_folder: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for tell in knowledge.tells() {
        let folder = tell.id.split('.').next().unwrap_or("");
        *by_folder.entry(folder).or_default().entry(status_word(tell.status)).or_default() += 1;
    }
    writeln!(out, "knowledge {}", knowledge.version())?;
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

fn check(knowledge: &Knowledge, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
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
    Ok(if report.passed() { Exit::Done } else { Exit::Findings })
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
