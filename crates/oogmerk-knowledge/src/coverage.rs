//! What is known of each firm on each protocol, and how far it is proved: proven, tested, a draft, or nothing.
//!
//! A protocol is what the fields of tells begin with (`http`, `snmp`); a tell that a device speaks one at all counts under
//! that one. The last columns are none: what people and other programs write down (`label`, `sheet`, `nmap`), the names
//! and addresses that devices of the firm talk to (`cloud`), the shapes of its model numbers (`model`). Address blocks are
//! left out: who bought a block answers nothing.

use crate::{Knowledge, Maker, Pattern, Status, Tell};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows speak for a firm on a protocol, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Proven rows.
    pub proven: u32,
    /// Tested rows.
    pub tested: u32,
    /// Drafts.
    pub draft: u32,
}

impl Known {
    fn add(&mut self, status: Status) {
        *match status {
            Status::Proven => &mut self.proven,
            Status::Tested => &mut self.tested,
            Status::Draft => &mut self.draft,
        } += 1;
    }

    /// The best status of any of them; `None` where there is none.
    pub const fn best(self) -> Option<Status> {
        match self {
            Known { proven: 1.., .. } => Some(Status::Proven),
            Known { tested: 1.., .. } => Some(Status::Tested),
            Known { draft: 1.., .. } => Some(Status::Draft),
            Known { .. } => None,
        }
    }
}

/// A firm's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// Key of the firm.
    pub firm: String,
    /// Its printed name.
    pub name: String,
    /// One cell a protocol, in the order of [`Coverage::protocols`].
    pub cells: Vec<Known>,
}

impl CoverageRow {
    /// On how many protocols of a device's own answers something more than a draft is known.
    pub fn answers(&self, protocols: &[String]) -> usize {
        let cells = protocols.iter().zip(&self.cells);
        cells.filter(|(p, cell)| !is_beside(p) && cell.best() > Some(Status::Draft)).count()
    }
}

/// The table of all firms and all protocols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Protocols by name, and last the columns that are none.
    pub protocols: Vec<String>,
    /// Firms by key.
    pub rows: Vec<CoverageRow>,
}

const CLOUD: &str = "cloud";
const MODEL: &str = "model";

/// Columns in which no device answers: people, other programs and shapes say what stands there.
const BESIDE: [&str; 10] =
    ["agent", "import", "label", "nmap", "port", "saved", "sheet", "unifi", CLOUD, MODEL];

/// Whether a column is none of a device's own answers.
fn is_beside(protocol: &str) -> bool {
    BESIDE.contains(&protocol)
}

/// The protocol that a tell listens to.
fn protocol(tell: &Tell) -> &str {
    match (tell.field.as_str(), &tell.pattern) {
        ("protocol.answered" | "protocol.asked", Pattern::Exact(name)) => name,
        (field, _) => field.split('.').next().unwrap_or(field),
    }
}

impl Knowledge {
    /// What is known of each firm on each protocol.
    pub fn coverage(&self) -> Coverage {
        let mut known: BTreeMap<(String, String), Known> = BTreeMap::new();
        let mut add = |firm: &str, protocol: &str, status| {
            known.entry((firm.to_owned(), protocol.to_owned())).or_default().add(status);
        };
        for tell in &self.tells {
            let firms: BTreeSet<&String> =
                [&tell.claims.maker, &tell.claims.brand].into_iter().flatten().collect();
            for firm in firms {
                add(firm, protocol(tell), tell.status);
            }
        }
        for cloud in &self.clouds.all {
            if let Some(firm) = &cloud.maker {
                add(firm, CLOUD, cloud.status);
            }
        }
        for row in &self.grammars {
            let firms: BTreeSet<&str> = [row.maker.as_str(), row.brand.as_str()].into();
            for firm in firms.into_iter().filter(|firm| !firm.is_empty()) {
                add(firm, MODEL, row.status);
            }
        }
        let mut protocols: Vec<String> = self.tells.iter().map(|t| protocol(t).to_owned()).collect();
        protocols.extend([CLOUD.to_owned(), MODEL.to_owned()]);
        protocols.sort_by_key(|p| (BESIDE.iter().position(|b| b == p), p.clone()));
        protocols.dedup();
        let cell = |firm: &str, p: &String| known.get(&(firm.to_owned(), p.clone())).copied();
        let row = |firm: &Maker| CoverageRow {
            firm: firm.key.clone(),
            name: firm.name.clone(),
            cells: protocols.iter().map(|p| cell(&firm.key, p).unwrap_or_default()).collect(),
        };
        let rows = self.makers().map(row).collect();
        Coverage { protocols, rows }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FIELDS: &str = r#"
[[field]]
name = "http.server"
type = "text"
key = "none"
meaning = "Server"
[[field]]
name = "label.model"
type = "text"
key = "none"
meaning = "model"
[[field]]
name = "protocol.answered"
type = "text"
key = "none"
meaning = "protocol"
"#;

    fn tell(id: &str, field: &str, text: &str, firms: &str, status: &str) -> String {
        format!(
            "[[tell]]\nid = \"{id}\"\nfield = \"{field}\"\nexact = \"{text}\"\n{firms}\nweight = \"weak\"\n\
             status = \"{status}\"\nsource = \"s\"\nmatch = [\"{text}\"]\nsilent = [\"x\"]\n"
        )
    }

    #[test]
    fn the_best_of_each_firm_on_each_protocol_is_told_and_what_is_nothing_too() {
        let tells = [
            tell("a", "http.server", "Aye", "maker = \"aye\"\nbrand = \"bee\"", "tested"),
            tell("b", "http.server", "Aye/2", "maker = \"aye\"", "proven"),
            tell("c", "label.model", "A-1", "brand = \"aye\"", "tested"),
            tell("d", "protocol.answered", "aye-find", "maker = \"aye\"", "draft"),
        ];
        let files = [
            ("fields.toml", FIELDS),
            ("vendors/aye/vendor.toml", "key = \"aye\"\nname = \"Aye\"\n"),
            ("vendors/bee/vendor.toml", "key = \"bee\"\nname = \"Bee\"\n"),
            ("vendors/aye/tells.toml", &tells.concat()),
        ];
        let knowledge = Knowledge::from_files(files.map(|(path, text)| (path, text.as_bytes()))).unwrap();
        let coverage = knowledge.coverage();
        assert_eq!(coverage.protocols, ["aye-find", "http", "label", "cloud", "model"]);
        let best = |row: &CoverageRow| row.cells.iter().map(|c| c.best()).collect::<Vec<_>>();
        let [aye, bee] = coverage.rows.as_slice() else { panic!("{coverage:?}") };
        assert_eq!(best(aye), [Some(Status::Draft), Some(Status::Proven), Some(Status::Tested), None, None]);
        assert_eq!(aye.cells[1], Known { proven: 1, tested: 1, draft: 0 });
        assert_eq!(best(bee), [None, Some(Status::Tested), None, None, None]);
        // A label is no answer, and a draft is none yet.
        assert_eq!((aye.answers(&coverage.protocols), bee.answers(&coverage.protocols)), (1, 1));
    }
}
