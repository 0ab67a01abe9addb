//! `oogmerk discover`: a safe, active survey. Without a warrant of loopback only.

use crate::arguments::{Discover, ForeignCopies, Identify, IncludeWhat, Output};
use crate::assessment::assess;
use crate::deriving::derive;
use crate::exit::{Exit, Trouble};
use crate::say::say;
use crate::shelf::current;
use crate::verbs::identify;
use crate::{clock, store};
use oogmerk_discover::{Asker, Authority, Ceilings, Gate, Plan, Question, Survey, TooWide, addresses};
use oogmerk_identify::{Ground, Options};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Fact, Mac, Sink};
use oogmerk_report::Lang;
use std::io::{IsTerminal, Write};
use std::net::IpAddr;
use std::sync::Arc;

/// Runs the verb.
pub fn run(a: &Discover, lang: Lang) -> Result<Exit, Trouble> {
    if a.warrant.is_some() {
        return Err(Trouble::refused("warrants are not built yet: only loopback may be surveyed"));
    }
    let addresses = addresses(&a.ranges, Authority::Loopback).map_err(|e| match e {
        TooWide::Refused(_) => Trouble::refused(e.to_string()),
        TooWide::NotARange(_) | TooWide::Wide(_) => Trouble::wrong_use(e.to_string()),
    })?;
    let asks = asks(&a.only)?;
    let mut token = [0u8; 32];
    clock::entropy(&mut token);
    let plan = Plan { addresses, asks, loopback_port_shift: a.loopback_port_shift, token };
    let ceilings = a.pace.map_or_else(Ceilings::default, Ceilings::lowered_to);
    if a.dry_run {
        return dry_run(&plan, ceilings, a.output);
    }
    let runtime = store::runtime()?;
    let knowledge = current()?;
    let facts = runtime.block_on(survey(&plan, ceilings, "survey", &[], &knowledge))?;
    if let Some(path) = &a.register {
        return runtime.block_on(async {
            let register = store::open_or_create(path, "").await?;
            let name = format!("survey {}", clock::now());
            store::take_in(&register, &knowledge, &name, None, facts, lang).await?;
            let derived = derive(&register, &knowledge, lang).await?;
            println!("{} devices in the register", derived.devices);
            register.close().await?;
            Ok(Exit::Done)
        });
    }
    let mut ground = Ground::of(facts);
    ground.close();
    let options = Options::at(clock::now(), oogmerk_wire::hearing());
    let assessment = assess(&ground, &knowledge, &options);
    let shown = Identify {
        paths: Vec::new(),
        output: a.output,
        format: None,
        include: IncludeWhat::Registered,
        each: false,
        inside: Vec::new(),
        ascii: false,
        all: false,
        as_of: None,
        held_most: None,
        named_most: None,
        copies: ForeignCopies::default(),
    };
    identify::print(&shown, lang, 1, &assessment)?;
    Ok(Exit::Done)
}

fn asks(only: &[String]) -> Result<Vec<Question>, Trouble> {
    let every = Question::all();
    for name in only {
        if !every.iter().any(|a| a.protocol() == name) {
            let mut all: Vec<&str> = every.iter().map(Question::protocol).collect();
            all.dedup();
            return Err(Trouble::wrong_use(format!(
                "'{name}' cannot be asked. There are: {}",
                all.join(", ")
            )));
        }
    }
    Ok(every.into_iter().filter(|a| only.is_empty() || only.iter().any(|o| o == a.protocol())).collect())
}

/// Lists what would be sent, and sends nothing.
fn dry_run(plan: &Plan, ceilings: Ceilings, output: Output) -> Result<Exit, Trouble> {
    let mut out = std::io::stdout().lock();
    let mut packets = 0u64;
    let mut per_ask: Vec<(Question, u64, usize)> = Vec::new();
    for q in plan.questions() {
        packets += u64::from(q.packets);
        if output == Output::Jsonl {
            let line = serde_json::json!({
                "to": q.to.to_string(), "protocol": q.inquiry.protocol(), "purpose": q.inquiry.purpose(),
                "packets_at_most": q.packets, "bytes": q.inquiry.bytes().len(),
                "payload": String::from_utf8_lossy(q.inquiry.bytes()),
            });
            writeln!(out, "{line}")?;
        }
    }
    if output == Output::Jsonl {
        return Ok(Exit::Done);
    }
    for ask in &plan.asks {
        let one = Plan { asks: vec![*ask], ..plan.clone() };
        let (mut n, mut bytes) = (0, 0);
        for q in one.questions() {
            n += u64::from(q.packets);
            bytes = q.inquiry.bytes().len();
        }
        per_ask.push((*ask, n, bytes));
    }
    let seconds = packets.div_ceil(u64::from(ceilings.site())).max(2 * plan.asks.len() as u64);
    writeln!(
        out,
        "Would ask {} addresses: at most {packets} packets, about {seconds} s.",
        plan.addresses.len()
    )?;
    writeln!(out, "\n  {:16} {:>9} {:>7}  asks", "protocol", "packets ≤", "bytes")?;
    for (ask, n, bytes) in per_ask {
        let purpose = Plan {
            addresses: plan.addresses.iter().take(1).copied().collect(),
            asks: vec![ask],
            ..plan.clone()
        }
        .questions()
        .next()
        .map_or("", |q| q.inquiry.purpose());
        writeln!(out, "  {:16} {n:>9} {bytes:>7}  {purpose}", ask.protocol())?;
    }
    writeln!(out, "\nNever: passwords, log-ins, streams, pictures. Every byte: --dry-run --output jsonl")?;
    Ok(Exit::Done)
}

/// Runs a survey and hands over its facts; says on standard error how far it is.
pub async fn survey(
    plan: &Plan,
    ceilings: Ceilings,
    name: &str,
    neighbours: &[(IpAddr, Mac)],
    knowledge: &Knowledge,
) -> Result<Vec<Fact>, Trouble> {
    let started = clock::now();
    let asker = Asker {
        survey: Arc::from(format!("{name}, {}", minute(started))),
        vantage: Arc::from("this machine"),
        authority: Arc::from("loopback needs no warrant"),
        started,
        markers: knowledge.page_markers(),
    };
    let engine = Survey::new(plan, Gate::new(Authority::Loopback, ceilings));
    let all = plan.questions().count();
    let terminal = std::io::stderr().is_terminal();
    let mut facts: Vec<Fact> = Vec::new();
    let mut asked = 0usize;
    let outcome =
        oogmerk_discover::run(plan, engine, &asker, neighbours, &mut facts as &mut dyn Sink, |_| {
            asked += 1;
            if terminal && asked.is_multiple_of(64) {
                eprint!("\r{asked} of at most {all} questions asked ");
            }
        })
        .await?;
    if terminal {
        eprint!("\r\x1b[K");
    }
    say!(
        "{} of {} addresses answered, {} refused, {} silent; at most {} packets sent",
        outcome.answered.len(),
        plan.addresses.len(),
        outcome.refused.difference(&outcome.answered).count(),
        outcome.silent,
        outcome.packets
    );
    Ok(facts)
}

/// A moment to the minute, for a name: `2026-11-24 04:07`.
fn minute(at: oogmerk_model::Timestamp) -> String {
    at.to_string().chars().take(16).collect::<String>().replace('T', " ")
}
