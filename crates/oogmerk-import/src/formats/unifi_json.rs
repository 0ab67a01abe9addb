//! UniFi Protect: the bootstrap that a console gives its clients, or one entry of it.
//!
//! Each entry is a subject. Access keys, tokens, network names, places and people of the export are never read.
//! Names of keys: as consoles answer them (published samples of the uiprotect project).

use crate::document::{unmarked, whole};
use crate::head::Keys;
use crate::reading::{How, Reading, at};
use crate::row::Row;
use oogmerk_bytes::json;
use oogmerk_model::{Field, ProblemSeverity, Subject};
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("unifi-json", |head| head.json().is_some_and(is_one), read);

/// A console's bootstrap, one entry, or a list of entries.
fn is_one(keys: &Keys<'_>) -> bool {
    let bootstrap = keys.has_any(&["authUserId", "accessKey", "nvr"])
        && keys.has_any(&["cameras", "nvr", "lights", "sensors"]);
    let entry = keys.has("mac")
        && keys.has_any(&["modelKey", "marketName", "isAdopted"])
        && keys.has_any(&["firmwareVersion", "connectionHost", "type"]);
    let list = |base: &str| keys.has(&format!("{base}modelKey")) && keys.has(&format!("{base}mac"));
    bootstrap || entry || list("cameras[].") || list("[].")
}

/// Lists of entries in a bootstrap, and a list alone. `nvr` is a single entry.
pub(crate) const LISTS: [&str; 11] = [
    "cameras[]",
    "lights[]",
    "sensors[]",
    "viewers[]",
    "bridges[]",
    "chimes[]",
    "doorlocks[]",
    "displays[]",
    "aiports[]",
    "speakers[]",
    "[]",
];

const FIELDS: [(&str, &str); 9] = [
    ("type", "unifi.type"),
    ("modelKey", "unifi.model_key"),
    ("marketName", "unifi.market_name"),
    ("firmwareVersion", "unifi.firmware"),
    ("mac", "unifi.mac"),
    ("host", "unifi.host"),
    ("name", "unifi.name"),
    // What a camera of another firm answered when the console asked it by ONVIF.
    ("thirdPartyCameraInfo.manufacturer", "onvif.manufacturer"),
    ("thirdPartyCameraInfo.model", "onvif.model"),
];

#[derive(Default)]
struct Entry {
    id: Option<String>,
    found: Vec<(&'static str, String, usize, How)>,
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let (bytes, base) = unmarked(bytes);
    let digest = crate::reading::digest(&bytes);
    // An entry alone has its keys at the top; a bootstrap has them one level down.
    let mut top = Entry::default();
    let mut nvr = Entry::default();
    let mut current = Entry::default();
    let mut position: Option<(usize, usize)> = None;
    let mut entries: Vec<Entry> = Vec::new();
    let ended = json::walk_document(&bytes, &mut |leaf| {
        let (entry, key) = if let Some(key) = leaf.path.strip_prefix("nvr.") {
            (&mut nvr, key)
        } else if let Some((list, key)) = in_list(leaf.path) {
            let here = Some((list, leaf.indexes.first().copied().unwrap_or(0)));
            if position != here {
                entries.push(std::mem::take(&mut current));
                position = here;
            }
            (&mut current, key)
        } else {
            (&mut top, leaf.path)
        };
        let is_known = FIELDS.iter().any(|(known, _)| *known == key);
        if key.contains(['.', '[']) && !is_known {
            return;
        }
        let Some(value) = leaf.text() else { return };
        if key == "id" {
            entry.id = Some(value.into_owned());
        } else if let Some((_, field)) = FIELDS.iter().find(|(k, _)| *k == key) {
            let how = if leaf.is_decoded() { How::Decoded } else { How::Copied };
            entry.found.push((field, value.into_owned(), leaf.span.start, how));
        }
    });
    entries.push(current);
    entries.push(nvr);
    entries.push(top);
    for entry in entries.iter().filter(|e| {
        e.found.iter().any(|(f, ..)| matches!(*f, "unifi.mac" | "unifi.type" | "unifi.model_key"))
    }) {
        put(entry, &digest, base, reading);
    }
    if let Err(stop) = ended {
        let severity =
            if reading.outcome.records == 0 { ProblemSeverity::Whole } else { ProblemSeverity::Rest };
        reading.problem(severity, None, Some(base + stop.offset as u64), stop.reason);
    } else if reading.outcome.records == 0 {
        reading.problem(ProblemSeverity::Whole, None, None, "holds no entry");
    }
}

fn in_list(path: &str) -> Option<(usize, &str)> {
    LISTS.iter().enumerate().find_map(|(i, list)| Some((i, path.strip_prefix(list)?.strip_prefix('.')?)))
}

fn put(entry: &Entry, digest: &Arc<str>, base: u64, reading: &mut Reading<'_>) {
    let mac = entry.found.iter().find(|(f, ..)| *f == "unifi.mac").map(|(_, v, ..)| v.to_ascii_lowercase());
    let name = entry.id.clone().or(mac).unwrap_or_else(|| "entry".to_owned());
    let mut observation =
        reading.observation(Subject::named(&format!("unifi:{name}")), "unifi-json", None, &[]);
    observation.digest = Arc::clone(digest);
    let observation = Arc::new(observation);
    reading.outcome.records += 1;
    for (field, value, offset, how) in &entry.found {
        let place = at(base + *offset as u64);
        match *field {
            "unifi.mac" => reading.put_mac(&observation, Field::of(field), value, place),
            "unifi.host" => reading.put_ip(&observation, Field::of(field), value, place),
            _ => reading.put(&observation, Field::of(field), value, *how, place),
        }
    }
}
