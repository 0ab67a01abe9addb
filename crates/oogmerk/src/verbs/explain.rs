//! `oogmerk explain`: the spine walked backwards, from a register or from files.

use crate::arguments::Explain;
use crate::exit::{Exit, Trouble};
use crate::foreign::with_copies;
use crate::shelf::current;
use crate::verbs::identify::{Asked, pipeline};
use crate::{clock, store};
use oogmerk_identify::Include;
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Because, Device, Finding};
use oogmerk_register::{Disclosure, When};
use oogmerk_report::Lang;
use std::io::Write;

/// Runs the verb.
pub fn run(a: &Explain, lang: Lang) -> Result<Exit, Trouble> {
    let knowledge = with_copies(current()?, &a.copies, lang)?;
    let (device, arguments_of, findings, standing) = match (&a.register, a.paths.is_empty()) {
        (Some(path), true) => store::runtime()?.block_on(async {
            let register = oogmerk_register::Register::open(path).await?;
            let standing = register.standing(When::default(), Disclosure::Secret).await?;
            register
                .log_read(&store::actor(), &format!("explain {}", a.id), clock::now(), &mut clock::entropy)
                .await?;
            register.close().await?;
            let id = found(&a.id, &standing.devices, |d| {
                standing.declared.iter().any(|x| x.key == a.id && x.device.as_deref() == Some(d.id.as_str()))
            })?;
            let told = standing.arguments.get(&id.id).cloned().unwrap_or_default();
            Ok::<_, Trouble>((id, told, Vec::new(), Some(standing)))
        })?,
        (None, false) => {
            let (include, now) = (Include::All, clock::now());
            let asked = Asked { paths: &a.paths, format: None, inside: &[], include, now };
            let (taken, found_all) = pipeline(asked, &knowledge, lang)?;
            taken.say_problems();
            let device = found(&a.id, &found_all.devices, |_| false)?;
            let told: Vec<Because> = oogmerk_identify::explain(&device, &knowledge);
            let findings: Vec<Finding> =
                found_all.findings.into_iter().filter(|f| f.device == device.id).collect();
            (device, told, findings, None)
        }
        _ => {
            return Err(Trouble::wrong_use(
                "give a register (--register) or the files the device was identified from",
            ));
        }
    };
    let text = match &a.why_not {
        Some(maker) => {
            let key = knowledge
                .key_of_name(maker)
                .ok_or_else(|| Trouble::wrong_use(format!("no maker is known as '{maker}'")))?;
            let answer = oogmerk_identify::why_not(&device, &key, &knowledge);
            let told = oogmerk_report::WhyNot {
                maker: &knowledge.label(&key),
                reason: &answer.reason,
                speaks_for: &answer.speaks_for,
                speaks_against: &answer.speaks_against,
                lineage: &answer.lineage,
                needs: &answer.needs,
            };
            match &standing {
                Some(standing) => {
                    oogmerk_report::why_not_device(standing, &device.id, &told, lang).unwrap_or_default()
                }
                None => oogmerk_report::why_not_text(&device, &told, lang),
            }
        }
        None => match &standing {
            Some(standing) => oogmerk_report::explain_device(standing, &device.id, lang).unwrap_or_default(),
            None => oogmerk_report::explain_text(
                &device,
                &arguments_of,
                &findings.iter().collect::<Vec<_>>(),
                lang,
            ),
        },
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// The device an id, MAC, address, subject or asset number names; a beginning that names one alone will do.
fn found(id: &str, devices: &[Device], declared: impl Fn(&Device) -> bool) -> Result<Device, Trouble> {
    let folded = id.to_lowercase();
    let is = |d: &&Device| {
        d.id == id
            || d.subjects.iter().any(|s| s == id)
            || d.mac.iter().any(|m| m.to_string() == folded.replace('-', ":"))
            || d.ip.iter().any(|ip| ip.to_string() == id)
            || declared(d)
    };
    let exact: Vec<&Device> = devices.iter().filter(is).collect();
    let hits = if exact.is_empty() {
        devices.iter().filter(|d| id.len() >= 6 && d.id.starts_with(id)).collect()
    } else {
        exact
    };
    match hits.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Trouble::wrong_use(format!("no device is called '{id}' there"))),
        several => {
            let ids: Vec<&str> = several.iter().take(8).map(|d| d.id.as_str()).collect();
            Err(Trouble::wrong_use(format!("'{id}' names several: {}", ids.join(", "))))
        }
    }
}
