//! Calls of a device's console over HTTP (`RPC2`): a question names a method, the answer repeats its number, and each
//! answer holds one thing. What was said to several is put together.
//!
//! Source: mcw0/DahuaConsole, `console.py` and `net.py` (methods of `magicBox`, the answer to `global.login`).

use super::bag::Bag;
use super::keys::fold;
use std::collections::HashMap;
use std::net::IpAddr;

/// Most questions that wait for an answer.
const ASKED_MAX: usize = 4096;

/// Methods, the key in their answer, and the key of the interface that says the same in lines.
const METHODS: [(&str, &str, &str); 7] = [
    ("getdevicetype", "type", "deviceType"),
    ("getdeviceclass", "type", "class"),
    ("getvendor", "vendor", "vendor"),
    ("getsoftwareversion", "version", "version"),
    ("getserialno", "sn", "serialNumber"),
    ("gethardwareversion", "version", "hardwareVersion"),
    ("getmachinename", "name", "machineName"),
];

/// The one method that a line names, where somebody asks or heads an answer with it.
pub(super) fn asked_in(line: &str) -> Option<&'static str> {
    if line.len() > 2000 || memchr::memmem::find(line.as_bytes(), b"get").is_none() {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let mut named = METHODS.iter().filter(|(name, _, _)| lower.contains(name));
    let (name, _, _) = named.next()?;
    named.next().is_none().then_some(*name)
}

/// The key of the interface under which what a method answered stands.
pub(super) fn key_of(method: &str, key: &str) -> Option<&'static str> {
    let known = METHODS.iter().find(|(name, own, _)| *name == method && fold(key) == *own);
    known.map(|(_, _, line)| *line)
}

/// Answers of lines that hold one thing each, as tools write them one by one (`{'vendor': 'Maker'}`): of somebody who
/// answered in that interface too, they are the rest of what he said.
#[derive(Default)]
pub(super) struct Pieces {
    pieces: Vec<(String, Bag)>,
}

impl Pieces {
    /// Keeps a bag that says nothing but a version of that interface's form, a vendor, or both.
    pub fn take(&mut self, bag: &Bag, scope: &str) {
        let is_piece = |pair: &super::bag::Pair| match pair.key.as_str() {
            "version" => is_of_the_console(&pair.value),
            "vendor" => pair.value.len() <= 40,
            _ => false,
        };
        if self.pieces.len() < ASKED_MAX && !bag.pairs.is_empty() && bag.pairs.iter().all(is_piece) {
            let own = Bag { name: "rpc2".to_owned(), pairs: bag.pairs.clone(), ..Bag::default() };
            self.pieces.push((scope.to_owned(), own));
        }
    }

    /// Those of whom `is_known`.
    pub fn end(self, is_known: impl Fn(&str) -> bool) -> Vec<(String, Bag)> {
        self.pieces.into_iter().filter(|(scope, _)| is_known(scope)).collect()
    }
}

/// `2.800.0000000.13.R,build:2020-06-05`; the day of the build may have been taken off.
fn is_of_the_console(version: &str) -> bool {
    let bare = version.split(",build").next().unwrap_or_default();
    let parts: Vec<&str> = bare.split('.').collect();
    let is_of_a_line = parts.len() >= 5 && matches!(parts.last(), Some(&("R" | "T")));
    is_of_a_line || parts.len() >= 3 && version.contains(",build:")
}

/// Questions that wait, and what was answered, each with the scope it stands in.
#[derive(Default)]
pub(super) struct Calls {
    asked: HashMap<String, String>,
    answered: Vec<(String, Bag)>,
}

impl Calls {
    /// Looks at one document: a question, an answer, or neither.
    pub fn take(&mut self, bags: &[Bag], scope: &str) {
        let Some(root) = bags.iter().find(|bag| bag.place.is_empty()) else { return };
        let said = |key: &str| root.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str());
        let Some(number) = said("id") else { return };
        if let Some(method) = said("method") {
            if self.asked.len() < ASKED_MAX {
                let name = method.rsplit('.').next().unwrap_or(method);
                self.asked.insert(number.to_owned(), fold(name));
            }
        } else if said("result").is_some_and(|result| ["true", "false"].contains(&result)) {
            let method = self.asked.remove(number);
            let own = answer(bags, method.as_deref());
            if !own.pairs.is_empty() {
                self.answered.push((scope.to_owned(), own));
            }
        }
    }

    /// What each device answered, with the scope of its first answer.
    pub fn end(self, address: impl Fn(&str) -> Option<IpAddr>) -> Vec<(String, Bag)> {
        let mut whole: Vec<(Option<IpAddr>, String, Bag)> = Vec::new();
        let mut places: HashMap<Option<IpAddr>, usize> = HashMap::new();
        for (scope, bag) in self.answered {
            let ip = address(&scope);
            let next = whole.len();
            let at = *places.entry(ip).or_insert(next);
            if at == next {
                whole.push((ip, scope, Bag { name: "rpc2".to_owned(), ..Bag::default() }));
            }
            whole[at].2.take_in(bag);
        }
        whole.into_iter().map(|(_, scope, bag)| (scope, bag)).collect()
    }
}

/// The one thing that an answer says, under the key of lines.
fn answer(bags: &[Bag], method: Option<&str>) -> Bag {
    let mut own = Bag::default();
    let params = bags.iter().filter(|bag| bag.place == "params" || bag.place.starts_with("params."));
    for pair in params.flat_map(|bag| &bag.pairs) {
        let key = fold(&pair.key);
        // A type without its question is a model where it has a number, and else a class.
        let has_number = pair.value.contains(|c: char| c.is_ascii_digit());
        let is_asked = |name: &str| match method {
            Some(method) => method == name,
            None => key != "type" || has_number == (name == "getdevicetype"),
        };
        let known = METHODS.iter().find(|(name, own, _)| *own == key && is_asked(name));
        if let Some((_, _, line)) = known {
            own.put(line, &pair.value);
        } else if key == "mac" {
            own.put("mac", &pair.value);
        }
    }
    own
}
