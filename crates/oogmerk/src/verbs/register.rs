//! `oogmerk register`: the register's questions on a terminal.

use crate::arguments::{Output, Register as Arguments, RegisterQuestion, When as Asked};
use crate::clock;
use crate::deriving::derive;
use crate::exit::{Exit, Trouble};
use crate::say::json_line;
use crate::shelf::current;
use crate::store;
use crate::verbs::identify::screen;
use crate::verbs::report::moment;
use oogmerk_model::{Count, DeviationKind, Standing};
use oogmerk_register::{
    Change, Check, Disclosure, Kinds, Receipt, Register, RetentionPolicy, Scope, Statement, Topic, When,
    Which,
};
use oogmerk_report::Lang;
use serde::Serialize;
use std::io::{BufWriter, Write};

/// Runs the verb.
pub fn run(a: &Arguments, lang: Lang) -> Result<Exit, Trouble> {
    store::runtime()?.block_on(async {
        match &a.question {
            RegisterQuestion::List(when) => list(&standing(when, "list").await?, when.output, lang),
            RegisterQuestion::Show { id, when } => show(&standing(when, "show").await?, id),
            RegisterQuestion::Count { by, of, when } => {
                let standing = standing(when, "count").await?;
                let count = match (of, by.as_str()) {
                    (Some(of), by) => &count_of(when, by, of).await?,
                    (None, "brand") => &standing.by_brand,
                    (None, "kind") => &standing.by_kind,
                    (None, _) => &standing.by_maker,
                };
                print_count(count, &standing, when.output, lang)
            }
            RegisterQuestion::Reconcile(when) => reconcile(&standing(when, "reconcile").await?, when.output),
            RegisterQuestion::History { id, when } => history(id, when).await,
            RegisterQuestion::Check { register } => check(register).await,
            RegisterQuestion::Export { register } => export(register).await,
            RegisterQuestion::State { id, topic, value, register, from } => {
                state(register, id, topic, value.clone(), from.as_deref(), lang).await
            }
            RegisterQuestion::Forget {
                register,
                evidence_months,
                contact_months,
                reader_months,
                draft_days,
            } => {
                let policy = RetentionPolicy {
                    evidence_after_removal_months: *evidence_months,
                    contacts_months: *contact_months,
                    reads_months: *reader_months,
                    drafts_days: *draft_days,
                    ..RetentionPolicy::default()
                };
                let register = Register::open(register).await?;
                let receipt = register.forget(&policy, clock::now(), &mut clock::entropy).await?;
                forgotten(register, receipt, lang).await
            }
            RegisterQuestion::Erase { register, input, device, text, rule } => {
                let which = match (input, device, text) {
                    (Some(input), None, None) => Which::Input(input.clone()),
                    (None, Some(device), None) => Which::Device(device.clone()),
                    (None, None, Some(text)) => Which::Text(text.clone()),
                    _ => return Err(Trouble::wrong_use("say what: --input, --device or --text")),
                };
                let register = Register::open(register).await?;
                let erase = Change::Erase { which, rule: rule.clone() };
                let receipt =
                    register.apply(&[erase], &store::actor(), clock::now(), &mut clock::entropy).await?;
                forgotten(register, receipt, lang).await
            }
        }
    })
}

fn asked(when: &Asked) -> Result<When, Trouble> {
    Ok(When { as_of: moment(when.as_of.as_deref())?, known_on: moment(when.known_on.as_deref())? })
}

async fn standing(when: &Asked, what: &str) -> Result<Standing, Trouble> {
    let register = Register::open(&when.register).await?;
    let standing = register.standing(asked(when)?, Disclosure::Secret).await?;
    register.log_read(&store::actor(), what, clock::now(), &mut clock::entropy).await?;
    register.close().await?;
    Ok(standing)
}

fn lines<T: Serialize>(rows: &[T]) -> Result<Exit, Trouble> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for row in rows {
        json_line(&mut out, row)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn list(standing: &Standing, output: Output, lang: Lang) -> Result<Exit, Trouble> {
    let mut out = std::io::stdout().lock();
    match output {
        Output::Jsonl => return lines(&standing.devices),
        Output::Csv => out.write_all(oogmerk_report::device_csv(&standing.devices).as_bytes())?,
        Output::Table => {
            out.write_all(
                oogmerk_report::identify_table(&standing.devices, lang, screen(false, true)).as_bytes(),
            )?;
            out.write_all(oogmerk_report::bystander_line(&standing.bystanders, lang).as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

fn show(standing: &Standing, id: &str) -> Result<Exit, Trouble> {
    let device = standing
        .devices
        .iter()
        .find(|d| d.id == id)
        .ok_or_else(|| Trouble::wrong_use(format!("no device is called '{id}' there")))?;
    lines(std::slice::from_ref(device))
}

fn print_count(count: &Count, standing: &Standing, output: Output, lang: Lang) -> Result<Exit, Trouble> {
    if output == Output::Jsonl {
        return lines(std::slice::from_ref(count));
    }
    let text = oogmerk_report::count_text(count, &standing.labels, lang);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// A count over other kinds than the usual ones.
async fn count_of(when: &Asked, by: &str, of: &str) -> Result<Count, Trouble> {
    let kinds = match of {
        "cameras" => Kinds::Cameras,
        "recorders" => Kinds::Recorders,
        _ => Kinds::Registered,
    };
    let scope = Scope { kinds, ..Scope::default() };
    let register = Register::open(&when.register).await?;
    let (when, level) = (asked(when)?, Disclosure::Secret);
    let count = match by {
        "brand" => register.how_many_by_brand(&scope, when, level).await?,
        "kind" => register.how_many_by_kind(&scope, when, level).await?,
        _ => register.how_many_by_maker(&scope, when, level).await?,
    };
    register.close().await?;
    Ok(count)
}

fn reconcile(standing: &Standing, output: Output) -> Result<Exit, Trouble> {
    if output == Output::Jsonl {
        return lines(&standing.deviations);
    }
    let mut out = std::io::stdout().lock();
    for (word, kind) in [
        ("declared, not found", DeviationKind::DeclaredNotFound),
        ("found, not declared", DeviationKind::FoundNotDeclared),
        ("differs", DeviationKind::Differs),
    ] {
        let rows: Vec<_> = standing.deviations.iter().filter(|d| d.kind == kind).collect();
        writeln!(out, "{word}: {}", rows.len())?;
        for row in rows {
            let fields: Vec<String> = row.fields.iter().map(|(f, d, x)| format!("{f}: {d} ↔ {x}")).collect();
            let text = format!(
                "{} {} {}",
                row.declared.as_deref().unwrap_or("–"),
                row.device.as_deref().unwrap_or("–"),
                fields.join("; ")
            );
            writeln!(out, "  {}", oogmerk_report::terminal(&text))?;
        }
    }
    Ok(Exit::Done)
}

async fn history(id: &str, when: &Asked) -> Result<Exit, Trouble> {
    let register = Register::open(&when.register).await?;
    let rows = register.history(id, asked(when)?, Disclosure::Secret).await?;
    register.close().await?;
    lines(&rows)
}

async fn check(path: &std::path::Path) -> Result<Exit, Trouble> {
    let register = Register::open(path).await?;
    let check = register.check(None).await?;
    register.close().await?;
    json_line(std::io::stdout().lock(), &check)?;
    Ok(if matches!(check, Check::Ok { .. }) { Exit::Done } else { Exit::Findings })
}

/// Says what was erased, and derives anew from what is left.
async fn forgotten(register: Register, receipt: Receipt, lang: Lang) -> Result<Exit, Trouble> {
    json_line(std::io::stdout().lock(), &receipt)?;
    if receipt.erased > 0 {
        derive(&register, &current()?, lang).await?;
    }
    register.close().await?;
    Ok(Exit::Done)
}

async fn state(
    path: &std::path::Path,
    id: &str,
    topic: &str,
    value: Option<String>,
    from: Option<&str>,
    lang: Lang,
) -> Result<Exit, Trouble> {
    let topic: Topic = serde_json::from_value(serde_json::Value::String(topic.to_owned())).map_err(|_| {
        Trouble::wrong_use(format!(
            "'{topic}' is no topic. There are: place, room, department, purpose, legal-ground, supplier, contract, note, removed"
        ))
    })?;
    let valid_from = match from {
        Some(day) => Some(
            oogmerk_model::Timestamp::parse_day(day)
                .ok_or_else(|| Trouble::wrong_use(format!("'{day}' is no day")))?,
        ),
        None => (topic == Topic::Removed).then(clock::now),
    };
    let register = Register::open(path).await?;
    if register.device(id, When::default(), Disclosure::Secret).await?.is_none() {
        return Err(Trouble::wrong_use(format!("no device is called '{id}' there")));
    }
    // Saying nothing takes a statement back; that a device was removed is said by the topic alone.
    let value = if topic == Topic::Removed { value.or_else(|| Some(String::new())) } else { value };
    let statement = Statement { about: id.to_owned(), topic, value, valid_from, valid_to: None };
    register.apply(&[Change::Stated(statement)], &store::actor(), clock::now(), &mut clock::entropy).await?;
    derive(&register, &current()?, lang).await?;
    register.close().await?;
    Ok(Exit::Done)
}

async fn export(path: &std::path::Path) -> Result<Exit, Trouble> {
    let register = Register::open(path).await?;
    let mut out = BufWriter::new(std::io::stdout());
    register.export_jsonl(&mut out).await?;
    out.flush()?;
    register.close().await?;
    Ok(Exit::Done)
}
