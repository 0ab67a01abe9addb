//! Who is who: printed names of the tables to vendor keys.

use super::table::{Table, cell};
use super::text::kebab;
use std::collections::BTreeMap;

/// Lines and former names that are printed in place of a vendor's name, and the vendor they stand for.
const ALSO: &[(&str, &str)] = &[
    ("Tapo", "tp-link"),
    ("Kasa", "tp-link"),
    ("VIGI", "tp-link"),
    ("TP-LINK", "tp-link"),
    ("Tapo / Kasa", "tp-link"),
    ("TP-Link VIGI", "tp-link"),
    ("Wisenet", "hanwha-vision"),
    ("Hanwha", "hanwha-vision"),
    ("Hanwha Techwin", "hanwha-vision"),
    ("Samsung Techwin", "hanwha-vision"),
    ("Samsung", "hanwha-vision"),
    ("UniFi", "ubiquiti"),
    ("UniFi Protect", "ubiquiti"),
    ("UBNT", "ubiquiti"),
    ("Huawei HoloSens", "huawei"),
    ("Honeywell Performance", "honeywell"),
    ("Honeywell Performance Series", "honeywell"),
    ("Honeywell 30/35/60/70 Series", "honeywell"),
    ("Bosch DIVAR", "bosch"),
    ("Meraki", "cisco-meraki"),
    ("UNV", "uniview"),
    ("Optelecom-NKF", "siqura"),
    ("Optelecom", "siqura"),
    ("Siqura / TKH", "siqura"),
    ("TKH Security / Siqura", "siqura"),
    ("Panasonic / i-PRO", "i-pro"),
    ("Panasonic consumer", "panasonic"),
    ("Panasonic K-EW and similar", "panasonic"),
    ("Mobotix Move", "mobotix"),
    ("eneo", "videor-eneo"),
    ("Interlogix TruVision", "truvision"),
    ("Aritech TruVision", "truvision"),
    ("Interlogix / Aritech TruVision", "truvision"),
    ("Interlogix", "truvision"),
    ("Luma / Snap One", "luma"),
    ("Luma x20", "luma"),
    ("Luma Surveillance", "luma"),
    ("American Dynamics", "johnson-controls"),
    ("Provision-ISR / Ossia", "provision-isr"),
    ("Loryta / EmpireTech", "loryta"),
    ("EmpireTech / Empire Tech", "empiretech"),
    ("unbranded", ""),
    ("unbranded (XMEye)", "xiongmai"),
    ("SATATYA", "matrix-comsec"),
    ("Wisenet L / older Q", "hanwha-vision"),
    ("Pelco GFC Professional 4K", "pelco"),
    ("Axis Companion line", "axis"),
    ("IQeye", "iqinvision"),
    ("VideoIQ", "avigilon"),
    ("Teledyne FLIR", "flir"),
    ("Besder", "besder"),
    ("ELAN", "elan"),
    ("Beward", "beward"),
    ("Pearl", "pearl"),
    ("HiLook", "hilook"),
    ("HiWatch", "hiwatch"),
    ("TruVision", "truvision"),
    ("CPPLUS", "cp-plus"),
    ("Vanderbilt", "vanderbilt"),
    ("Cisco", "cisco"),
    ("Alibi", "alibi-security"),
    ("W Box", "w-box"),
    ("ADI / W Box", "w-box"),
];

/// Vendors the tables name only in passing.
const PLAIN: &[(&str, &str)] = &[
    ("truvision", "TruVision"),
    ("elan", "ELAN"),
    ("beward", "Beward"),
    ("pearl", "Pearl"),
    ("vanderbilt", "Vanderbilt"),
    ("cisco", "Cisco"),
];

/// One vendor as far as the tables know it.
#[derive(Default, Clone)]
pub struct Person {
    /// Printed name.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// The row of makers.csv.
    pub row: BTreeMap<String, String>,
}

/// All vendors by key.
pub struct People {
    /// By key.
    pub all: BTreeMap<String, Person>,
    names: BTreeMap<String, String>,
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text without what stands in brackets.
pub fn bare(text: &str) -> String {
    text.split('(').next().unwrap_or_default().trim().to_owned()
}

impl People {
    /// From the makers and the brands of the lineage table.
    pub fn new(makers: &Table, lineage: &Table) -> Self {
        let mut people = Self { all: BTreeMap::new(), names: BTreeMap::new() };
        for row in makers {
            let name = cell(row, "maker");
            let aliases = cell(row, "aliases").split('|').map(|a| a.trim().to_owned());
            // An alias that explains itself in brackets is a remark about history, not a spelling.
            let aliases =
                aliases.filter(|a| !a.is_empty() && !a.contains('(') && a != name && !a.contains("SoC"));
            let person = Person { name: name.to_owned(), aliases: aliases.collect(), row: row.clone() };
            people.all.insert(kebab(name), person);
        }
        for (key, name) in PLAIN {
            people.all.insert((*key).to_owned(), Person { name: (*name).to_owned(), ..Person::default() });
        }
        for (name, key) in ALSO.iter().filter(|(_, k)| !k.is_empty()) {
            let person = people.all.entry((*key).to_owned()).or_default();
            if person.name.is_empty() {
                (*name).clone_into(&mut person.name);
            } else if fold(name) != fold(&person.name)
                && !name.contains('/')
                && !person.aliases.iter().any(|a| a == name)
            {
                person.aliases.push((*name).to_owned());
            }
        }
        // A name printed by its own vendor is no alias of another.
        let names: BTreeMap<String, String> =
            people.all.iter().map(|(k, p)| (fold(&p.name), k.clone())).collect();
        for (key, person) in &mut people.all {
            person.aliases.retain(|a| {
                names.get(&fold(a)).is_none_or(|k| k == key)
                    && (fold(a) != "interlogix" || key == "truvision")
            });
        }
        let index: Vec<(String, String)> = people
            .all
            .iter()
            .flat_map(|(key, p)| {
                p.aliases.iter().map(|a| (fold(a), key.clone())).chain([(fold(&p.name), key.clone())])
            })
            .collect();
        people.names.extend(index);
        people.names.extend(ALSO.iter().map(|(n, k)| (fold(n), (*k).to_owned())));
        let own: Vec<(String, String)> = people.all.iter().map(|(k, p)| (fold(&p.name), k.clone())).collect();
        people.names.extend(own);
        for row in lineage {
            let brand = cell(row, "brand");
            if people.brand_of_row(brand).is_none()
                && let Some(first) = person_like(brand)
            {
                let mut parts = first.split(" / ").map(|p| p.trim().to_owned());
                let name = parts.next().unwrap_or_default();
                people.names.insert(fold(&name), kebab(&name));
                let aliases: Vec<String> = parts.collect();
                people.names.extend(aliases.iter().map(|a| (fold(a), kebab(&name))));
                people.all.insert(kebab(&name), Person { name, aliases, row: BTreeMap::new() });
            }
        }
        people
    }

    /// The key of a maker cell: `None` for unknown, software and the empty cell.
    pub fn maker(&self, text: &str) -> Option<String> {
        if matches!(text, "" | "unknown" | "software") {
            return None;
        }
        self.names.get(&fold(text)).filter(|k| !k.is_empty()).cloned()
    }

    /// The key of a lineage or grammar row's brand cell.
    pub fn brand_of_row(&self, text: &str) -> Option<String> {
        let exact = self.names.get(&fold(text)).or_else(|| self.names.get(&fold(&bare(text))));
        if let Some(key) = exact.filter(|k| !k.is_empty()) {
            return Some(key.clone());
        }
        let first = bare(text).split(" / ").next().map(fold)?;
        self.names.get(&first).filter(|k| !k.is_empty()).cloned()
    }

    /// The key a tell's brand cell names for certain; nothing where it speaks of families, clones or several labels.
    pub fn certain_brand(&self, text: &str) -> Option<String> {
        let plain = bare(text);
        let lower = format!(" {} ", plain.to_lowercase());
        let vague = [
            " or ",
            "oem",
            " and ",
            "family",
            "lineage",
            " many",
            "generic",
            " any ",
            "others",
            ",",
            "uses ",
            "old netwave",
        ];
        if vague.iter().any(|v| lower.contains(v)) {
            return None;
        }
        let words: Vec<&str> = plain.split_whitespace().collect();
        (1..=words.len().min(4))
            .rev()
            .find_map(|n| self.names.get(&fold(&words[..n].join(" "))).filter(|k| !k.is_empty()).cloned())
    }
}

/// A brand cell that is a name and not a sentence.
fn person_like(text: &str) -> Option<String> {
    let name = bare(text);
    let lower = name.to_lowercase();
    let sentence = name.is_empty()
        || name.contains(',')
        || lower.starts_with("many ")
        || lower.starts_with("unbranded")
        || lower.contains(" and ");
    (!sentence).then_some(name)
}
