//! What is said alike wherever a device is spoken of: in its argument, on its page, in the report and on a terminal.
//! How a clue was seen, what the maker's name rests on, what is open, in which order rules stand.

use crate::book::Book;
use crate::hostile::Html;
use crate::readings::argument;
use crate::words::Arg;
use oogmerk_model::{Because, Conclusion, Device, Field, Finding, Isolation, State};

/// What a sentence about a clue is chosen by: whose word it is where another program took the device for something,
/// then the sort of knowledge that spoke, else the first word of the field.
pub(crate) fn how_seen(b: &Because) -> &'static str {
    match b.field.split('.').next().unwrap_or_default() {
        "nmap" => return "nmap",
        "port" | "shadowserver" => return "scanner",
        "agent" => return "agent",
        _ if b.field == "import.vendor" => return "scanner",
        _ => {}
    }
    match b.by.split_once(':').map(|(sort, _)| sort) {
        Some("lineage") => return "lineage",
        Some("grammar") => return "model",
        Some("oui") => return "mac",
        Some("cloud") => return "contact",
        _ => {}
    }
    match b.field.split('.').next().unwrap_or_default() {
        "sadp" | "dhdiscover" | "xm" | "tdp" | "ubiquiti" | "dvrip" | "tuya" | "unifi" | "baichuan"
        | "pppp" | "netwave" | "mhed" => "search",
        "onvif" | "wsd" | "ws-discovery" => "onvif",
        "ssdp" | "upnp" => "upnp",
        "mdns" => "mdns",
        "rtsp" | "sdp" => "rtsp",
        "http" | "isapi" | "vapix" => "http",
        "tls" => "tls",
        "dhcp" | "dhcp6" => "dhcp",
        "snmp" => "snmp",
        "mac" | "link" => "mac",
        "label" => "label",
        "sheet" | "statement" | "decision" => "sheet",
        "outside" | "contact" => "contact",
        _ => "other",
    }
}

/// `e3: sadp.device_description`: what the maker's name rests on, for the fixed wording.
pub(crate) fn main_evidence(d: &Device, because: &[Because]) -> Option<String> {
    let value = d.maker.value.as_deref()?;
    argument(because, "maker")
        .into_iter()
        .find(|b| b.value.eq_ignore_ascii_case(value) || d.maker.because.iter().any(|e| e.0 == b.id))
        .map(|b| format!("{} ({})", b.field, b.id))
        .or_else(|| {
            let e = d.maker.because.first()?;
            let cited = d.evidence.iter().find(|c| c.id == *e)?;
            Some(format!("{} ({})", cited.field, cited.id.0))
        })
}

/// What would settle an open maker; `None` where it is decided.
pub(crate) fn open_maker(book: &Book<'_>, d: &Device) -> Option<Vec<Html>> {
    if d.maker.verdict == State::Decided {
        return None;
    }
    let mut needs: Vec<&str> =
        book.questions(&d.id).iter().filter(|q| q.property == "maker").map(|q| q.field.as_str()).collect();
    if needs.is_empty() {
        needs = d.maker.needs.iter().map(Field::as_str).collect();
    }
    Some(if needs.is_empty() {
        vec![Html::own(&book.words.text("settle-label-model"))]
    } else {
        needs.iter().take(6).map(|f| book.settles(f)).collect()
    })
}

/// How long it was measured, and what was lost.
pub(crate) fn window_said(book: &Book<'_>, i: &Isolation) -> Html {
    book.words.html(
        if i.dropped.is_some() { "isolation-window" } else { "isolation-window-uncounted" },
        &[("length", Arg::T(&book.lang.duration(i.window_s))), ("dropped", Arg::N(i.dropped.unwrap_or(0)))],
        &[],
    )
}

/// What is broken first, then what is open, then what is met.
pub(crate) fn rules_sorted(mut findings: Vec<&Finding>) -> Vec<&Finding> {
    findings.sort_by(|a, b| {
        a.conclusion.cmp(&b.conclusion).then(b.severity.cmp(&a.severity)).then(a.rule.cmp(&b.rule))
    });
    findings
}

/// Whether a finding follows from who built it.
pub(crate) fn follows_from_maker(f: &Finding) -> bool {
    f.conclusion == Conclusion::Breaks && f.because.iter().any(|b| b.starts_with("maker:"))
}

/// The fixed wording for a maker whom proven knowledge decides, or that for one decided on tested facts.
pub(crate) fn because_maker(d: &Device) -> &'static str {
    if d.maker.established { "because-maker" } else { "because-tested" }
}

/// Who built it and by what evidence, once for all the rules that follow from it.
pub(crate) fn rules_said(
    book: &Book<'_>,
    d: &Device,
    because: &[Because],
    findings: &[&Finding],
) -> Option<Html> {
    let first = findings.iter().find(|f| follows_from_maker(f))?;
    Some(book.words.html(
        because_maker(d),
        &[
            ("maker", Arg::X(book.label(d.maker.decided_value()?))),
            ("evidence", Arg::X(&main_evidence(d, because)?)),
            ("on", Arg::X(&book.lang.day(&first.as_of))),
        ],
        &[],
    ))
}

/// With a capital at its beginning, as a sentence has.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
